"""A GL program, the buffer of four corners, and the state each pass sets for itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from vispy import gloo
from vispy.gloo.context import get_current_canvas

CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], dtype=np.float32)

PREMULTIPLIED = ("one", "one_minus_src_alpha")
ADDITIVE = ("one", "one")


class ShaderError(RuntimeError):
    """A shader this driver refuses; the message names it and the driver's first complaint."""

    def __init__(self, name: str, why: object) -> None:
        lines = [line.strip() for line in str(why).splitlines() if line.strip()]
        super().__init__(f"shader '{name}' does not work on this driver: {'; '.join(lines[:3])}")


class Program:
    """A ``gloo.Program`` that is compiled at its first draw and fails with one clear message.

    Parameters
    ----------
    name
        What the message calls it.
    vertex, fragment
        GLSL 1.20.
    """

    def __init__(self, name: str, vertex: str, fragment: str) -> None:
        self.name = name
        self._program = gloo.Program(vertex, fragment)

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a uniform, a texture or an attribute."""
        self._program[key] = value

    def draw(self, mode: str, indices: Any = None) -> None:
        """Draw now.

        Raises
        ------
        ShaderError
            If the driver refuses the shader.
        """
        try:
            self._program.draw(mode, indices)
            flush()
        except RuntimeError as error:
            raise ShaderError(self.name, error) from error

    def delete(self) -> None:
        """Free the program."""
        self._program.delete()


def flush() -> None:
    """Carry out what gloo has queued."""
    get_current_canvas().context.flush_commands()


def screen_quad(name: str, fragment: str) -> Program:
    """Return a program over the whole viewport; ``v_uv`` runs from 0 to 1, y up."""
    program = Program(name, _SCREEN_VERTEX, fragment)
    program["a_corner"] = gloo.VertexBuffer(CORNERS)
    return program


def set_state(*, blend: tuple[str, str] | None, depth_test: bool, depth_write: bool) -> None:
    """Set every piece of GL state that a pass relies on; nothing is left over from another."""
    gloo.set_state(
        blend=blend is not None,
        depth_test=depth_test,
        cull_face=False,
        scissor_test=False,
        stencil_test=False,
        dither=False,
        depth_mask=depth_write,
        color_mask=(True, True, True, True),
        depth_func="lequal",
    )
    if blend is not None:
        gloo.set_blend_func(*blend)
        gloo.set_blend_equation("func_add")


_SCREEN_VERTEX = """
attribute vec2 a_corner;
varying vec2 v_uv;
void main() {
    v_uv = 0.5 * a_corner + 0.5;
    gl_Position = vec4(a_corner, 0.0, 1.0);
}
"""
