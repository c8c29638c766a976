"""Bloom: light beyond white spreads a little, as in any lens, and only as far as exposure says.

What lies above white in the scene buffer is gathered on a grid of fixed fineness, so that a halo
has the same share of the picture at every size, and spread over three levels.
"""

from __future__ import annotations

import math
from typing import Final

from vispy import gloo

from mars7viz.scene.program import Program, screen_quad, set_state
from mars7viz.scene.render_target import RenderTarget

_GRID_HEIGHT: Final = 270
_LEVELS: Final = 3
_THRESHOLD: Final = 1.0
_BRIGHTEST: Final = 6.0
"""Scene color above white that still counts: the Sun's disc is a thousand times as bright."""
STRENGTH: Final = 0.07

_BRIGHT: Final = f"""
uniform sampler2D u_scene;
uniform vec2 u_texel;
varying vec2 v_uv;
void main() {{
    vec3 sum = vec3(0.0);
    for (int j = 0; j < TAPS; j++) {{
        for (int i = 0; i < TAPS; i++) {{
            vec2 offset = (vec2(float(i), float(j)) - 0.5 * float(TAPS - 1)) * u_texel;
            vec3 over = max(texture2D(u_scene, v_uv + offset).rgb - {_THRESHOLD!r}, 0.0);
            // The hue is kept where a channel reaches the limit.
            float most = max(max(over.r, over.g), max(over.b, 1e-6));
            sum += over * min({_BRIGHTEST!r} / most, 1.0);
        }}
    }}
    gl_FragColor = vec4(sum * (1.0 / float(TAPS * TAPS)), 1.0);
}}
"""

# A tent over three by three texels; between texels, so that the hardware averages four at once.
_TENT: Final = """
uniform sampler2D u_image;
uniform vec2 u_reach;
uniform float u_gain;
varying vec2 v_uv;
void main() {
    vec2 r = u_reach;
    vec3 sum = 4.0 * texture2D(u_image, v_uv).rgb;
    sum += 2.0 * (texture2D(u_image, v_uv + vec2(r.x, 0.0)).rgb
        + texture2D(u_image, v_uv - vec2(r.x, 0.0)).rgb
        + texture2D(u_image, v_uv + vec2(0.0, r.y)).rgb
        + texture2D(u_image, v_uv - vec2(0.0, r.y)).rgb);
    sum += texture2D(u_image, v_uv + r).rgb + texture2D(u_image, v_uv - r).rgb
        + texture2D(u_image, v_uv + vec2(r.x, -r.y)).rgb
        + texture2D(u_image, v_uv + vec2(-r.x, r.y)).rgb;
    gl_FragColor = vec4(sum * (u_gain * 0.0625), 1.0);
}
"""


class Bloom:
    """The halo of one picture, made from its scene buffer."""

    def __init__(self) -> None:
        self._levels = tuple(
            RenderTarget("rgba16f", depth=False, interpolation="linear") for _ in range(_LEVELS)
        )
        self._result = RenderTarget("rgba16f", depth=False, interpolation="linear")
        self._bright: dict[int, Program] = {}
        self._tent: Program | None = None

    def make(self, scene: RenderTarget, *, width: int, height: int) -> gloo.Texture2D:
        """Return the halo as a texture over the whole picture, to be added to the scene.

        Parameters
        ----------
        scene
            The finished scene buffer; released.
        width, height
            Size of the picture in output pixels.
        """
        sizes = _sizes(width, height)
        set_state(blend=None, depth_test=False, depth_write=False)
        taps = max(1, math.ceil(scene.size[1] / sizes[0][1]))
        bright = self._program_for(taps)
        self._levels[0].bind(*sizes[0])
        bright["u_scene"] = scene.color
        bright["u_texel"] = (
            1.0 / (taps * sizes[0][0]),
            1.0 / (taps * sizes[0][1]),
        )
        bright.draw("triangle_strip")
        self._levels[0].release()
        for finer, coarser, size in zip(self._levels, self._levels[1:], sizes[1:], strict=False):
            coarser.bind(*size)
            self._spread(finer, 1.0)
            coarser.release()
        # Every level adds its own, wider and fainter halo.
        self._result.bind(*sizes[0])
        for level, gain in zip(self._levels, (0.34, 0.33, 0.33), strict=True):
            self._spread(level, gain)
            set_state(blend=("one", "one"), depth_test=False, depth_write=False)
        self._result.release()
        return self._result.color

    def _spread(self, source: RenderTarget, gain: float) -> None:
        if self._tent is None:
            self._tent = screen_quad("bloom", _TENT)
        self._tent["u_image"] = source.color
        self._tent["u_reach"] = (1.3 / source.size[0], 1.3 / source.size[1])
        self._tent["u_gain"] = gain
        self._tent.draw("triangle_strip")

    def _program_for(self, taps: int) -> Program:
        if taps not in self._bright:
            self._bright[taps] = screen_quad("bright parts", f"#define TAPS {taps}\n{_BRIGHT}")
        return self._bright[taps]

    def delete(self) -> None:
        """Free buffers and programs."""
        for target in (*self._levels, self._result):
            target.delete()
        for program in self._bright.values():
            program.delete()
        if self._tent is not None:
            self._tent.delete()


def _sizes(width: int, height: int) -> tuple[tuple[int, int], ...]:
    """Pixels of each level, finest first."""
    share = min(1.0, _GRID_HEIGHT / height)
    return tuple(
        (
            max(1, round(share * width / 3**level)),
            max(1, round(share * height / 3**level)),
        )
        for level in range(_LEVELS)
    )
