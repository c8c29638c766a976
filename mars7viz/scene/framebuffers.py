"""Where the picture is made: scene buffer, output buffer, and the way from one to the other."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray
from vispy import gloo
from vispy.gloo import gl

from mars7viz.scene.program import Program, flush, screen_quad, set_state
from mars7viz.scene.tone import TONE_GLSL

UInt8 = NDArray[np.uint8]

_DEPTH_COMPONENT24 = 0x81A6
_GL_RGB = 0x1907

_RESOLVE = (
    """
uniform sampler2D u_scene;
uniform vec2 u_texel;   // of the scene buffer
varying vec2 v_uv;
"""
    + TONE_GLSL
    + """
void main() {
    vec3 sum = vec3(0.0);
    for (int j = 0; j < SS; j++) {
        for (int i = 0; i < SS; i++) {
            vec2 offset = (vec2(float(i), float(j)) - 0.5 * float(SS - 1)) * u_texel;
            sum += tone(texture2D(u_scene, v_uv + offset).rgb);
        }
    }
    vec3 color = srgb(sum * (1.0 / float(SS * SS)));
    // Half a step of fixed noise: haze and night sides have no bands, black stays black.
    float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
    gl_FragColor = vec4(color + (noise - 0.5) * (0.96 / 255.0), 1.0);
}
"""
)

_COPY = """
uniform sampler2D u_image;
uniform float u_flip;
varying vec2 v_uv;
void main() {
    vec2 uv = vec2(v_uv.x, mix(v_uv.y, 1.0 - v_uv.y, u_flip));
    gl_FragColor = vec4(texture2D(u_image, uv).rgb, 1.0);
}
"""


class _Target:
    """A framebuffer with a color texture and maybe a depth buffer, re-made at a new size only."""

    def __init__(self, internalformat: str, *, depth: bool) -> None:
        self.internalformat = internalformat
        self._has_depth = depth
        self.size: tuple[int, int] = (0, 0)
        self.color: gloo.Texture2D | None = None
        self._depth: gloo.RenderBuffer | None = None
        self._buffer: gloo.FrameBuffer | None = None

    def bind(self, width: int, height: int) -> None:
        if self.size != (width, height):
            self.delete()
            self.color = gloo.Texture2D(
                shape=(height, width, 4),
                format="rgba",
                internalformat=self.internalformat,
                interpolation="nearest",
                wrapping="clamp_to_edge",
            )
            if self._has_depth:
                self._depth = gloo.RenderBuffer((height, width), _DEPTH_COMPONENT24)
            self._buffer = gloo.FrameBuffer(self.color, self._depth)
            self.size = (width, height)
        assert self._buffer is not None
        self._buffer.activate()
        gloo.set_viewport(0, 0, width, height)
        # An incomplete buffer must be known here, where a lesser format can still be tried.
        flush()

    def release(self) -> None:
        if self._buffer is not None:
            self._buffer.deactivate()

    def delete(self) -> None:
        for part in (self._buffer, self.color, self._depth):
            if part is not None:
                part.delete()
        self.color = self._depth = self._buffer = None
        self.size = (0, 0)


class Framebuffers:
    """Scene buffer (half floats, 24-bit depth), output buffer (8 bits) and the read-back buffer.

    Attributes
    ----------
    loss : str
        What this driver makes us do without; empty where nothing is lost.
    """

    def __init__(self) -> None:
        self.loss = ""
        self._scene = _Target("rgba16f", depth=True)
        self._output = _Target("rgba8", depth=False)
        self._flipped = _Target("rgba8", depth=False)
        self._resolves: dict[int, Program] = {}
        self._copy = screen_quad("copy", _COPY)

    def begin_scene(self, width: int, height: int) -> None:
        """Bind and clear the scene buffer."""
        try:
            self._scene.bind(width, height)
        except RuntimeError:
            if self._scene.internalformat == "rgba8":
                raise
            self._scene.delete()
            self._scene = _Target("rgba8", depth=True)
            self.loss = "no half-float framebuffer: highlights clip before the tone curve"
            self._scene.bind(width, height)
        set_state(blend=None, depth_test=True, depth_write=True)
        gloo.set_clear_color((0.0, 0.0, 0.0, 1.0))
        gloo.set_clear_depth(1.0)
        gloo.clear(color=True, depth=True)

    def resolve(self, width: int, height: int, supersample: int) -> None:
        """Tone-map and downsample the scene into the output buffer, which stays bound."""
        self._scene.release()
        self._output.bind(width, height)
        program = self._resolves.get(supersample)
        if program is None:
            program = screen_quad("resolve", f"#define SS {supersample}\n{_RESOLVE}")
            self._resolves[supersample] = program
        program["u_scene"] = self._scene.color
        program["u_texel"] = (1.0 / self._scene.size[0], 1.0 / self._scene.size[1])
        set_state(blend=None, depth_test=False, depth_write=False)
        program.draw("triangle_strip")

    def end(self) -> None:
        """Unbind the output buffer."""
        self._output.release()
        flush()

    def read(self, out: UInt8 | None = None) -> UInt8:
        """Return the picture (h, w, 3), top row first, in ``out`` if given."""
        width, height = self._output.size
        if width == 0:
            raise RuntimeError("nothing has been rendered yet")
        if out is None:
            out = np.empty((height, width, 3), dtype=np.uint8)
        elif out.shape != (height, width, 3) or out.dtype != np.uint8 or not out.flags.c_contiguous:
            raise ValueError(f"out must be a C-contiguous ({height}, {width}, 3) uint8 array")
        # GL counts rows from the bottom: one flipping pass is cheaper than flipping in memory.
        self._flipped.bind(width, height)
        self._blit(flip=True)
        _read_pixels_rgb(width, height, out)
        self._flipped.release()
        flush()
        return out

    def show(self, width: int, height: int) -> None:
        """Draw the picture over the bound framebuffer, the window's."""
        gloo.set_viewport(0, 0, width, height)
        self._blit(flip=False)

    def _blit(self, *, flip: bool) -> None:
        self._copy["u_image"] = self._output.color
        self._copy["u_flip"] = 1.0 if flip else 0.0
        set_state(blend=None, depth_test=False, depth_write=False)
        self._copy.draw("triangle_strip")

    def delete(self) -> None:
        """Free buffers and programs."""
        for target in (self._scene, self._output, self._flipped):
            target.delete()
        for program in (*self._resolves.values(), self._copy):
            program.delete()


def _read_pixels_rgb(width: int, height: int, out: UInt8) -> None:
    # gloo.read_pixels allocates twice, 1.5 ms at 1080p against 0.6: this is the bare GL call.
    native = gl.gl2._get_gl_func(
        "glReadPixels", None, (ctypes.c_int,) * 4 + (ctypes.c_uint,) * 2 + (ctypes.c_void_p,)
    )
    gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 1)
    native(0, 0, width, height, _GL_RGB, gl.GL_UNSIGNED_BYTE, out.ctypes.data)
    gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 4)
    gl.check_error("glReadPixels")
