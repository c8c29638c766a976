"""The GL program for lines: soft-edged quads with round-capped dashes and logarithmic depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mars7viz.scene.glsl import FRAGMENT_COMMON
from mars7viz.scene.grade_style import Color
from mars7viz.scene.path_geometry import Strip
from mars7viz.scene.program import Program
from mars7viz.scene.vertex_fields import VertexFields
from mars7viz.scene.view_geometry import ViewGeometry

_VERTEX = """
uniform vec2 u_size;
uniform float u_half_px;
attribute vec2 a_pixel;
attribute vec2 a_out;
attribute float a_side;
attribute float a_depth_km;
attribute float a_phase;
attribute vec4 a_color;
varying float v_depth_km;
varying float v_across_km;
varying float v_phase;
varying vec4 v_color;
void main() {
    float reach = a_side * (u_half_px + 1.0);
    vec2 pixel = a_pixel + reach * a_out;
    v_depth_km = a_depth_km;
    // Across is linear in the picture, not in space: undo the division the rasteriser makes.
    v_across_km = reach * a_depth_km;
    v_phase = a_phase;
    v_color = a_color;
    vec2 ndc = vec2(2.0 * pixel.x / u_size.x - 1.0, 1.0 - 2.0 * pixel.y / u_size.y);
    gl_Position = vec4(ndc * a_depth_km, 0.0, a_depth_km);
}
"""

_FRAGMENT = (
    FRAGMENT_COMMON
    + """
uniform float u_half_px;
uniform float u_dashed;
uniform vec4 u_dashes;   // start and stop of two dashes, in periods
uniform float u_mean;    // share of the line that is inked
varying float v_across_km;
varying float v_phase;
varying vec4 v_color;

float off_dash(float phase, vec2 dash) {
    return max(max(dash.x - phase, phase - dash.y), 0.0);
}

float off_dashes(float phase) {
    return min(off_dash(phase, u_dashes.xy), off_dash(phase, u_dashes.zw));
}

void main() {
    float across = v_across_km / v_depth_km;
    float ink = clamp(u_half_px + 0.5 - abs(across), 0.0, 1.0);
    if (u_dashed > 0.5) {
        float px_per_period = 1.0 / max(length(vec2(dFdx(v_phase), dFdy(v_phase))), 1e-6);
        float phase = fract(v_phase);
        float off = min(off_dashes(phase), min(off_dashes(phase - 1.0), off_dashes(phase + 1.0)));
        float away = length(vec2(off * px_per_period, across));
        float dash = clamp(u_half_px + 0.5 - away, 0.0, 1.0);
        // Where a pattern is finer than the grid it would flicker: its mean shows instead.
        float resolved = clamp((px_per_period - 4.0 * u_half_px) / (4.0 * u_half_px), 0.0, 1.0);
        ink = mix(ink * u_mean, dash, resolved);
    }
    ink *= v_color.a;
    if (ink < 0.002) discard;
    write_depth();
    gl_FragColor = vec4(v_color.rgb * ink, ink);
}
"""
)

_VERTEX_TYPE = np.dtype(
    [
        ("a_pixel", np.float32, 2),
        ("a_out", np.float32, 2),
        ("a_side", np.float32),
        ("a_depth_km", np.float32),
        ("a_phase", np.float32),
        ("a_color", np.float32, 4),
    ]
)
_SIDES = np.array([-1.0, 1.0, 1.0, -1.0, 1.0, -1.0])
_AT_STOP = np.array([0, 0, 1, 0, 1, 1], dtype=bool)


class StripProgram:
    """Draws strips of one width and one dash pattern a call."""

    def __init__(self) -> None:
        self._program = Program("lines", _VERTEX, _FRAGMENT)
        self._vertices = VertexFields()

    def draw(
        self,
        strips: Sequence[tuple[Strip, Color]],
        view: ViewGeometry,
        *,
        width_px: float,
        period_px: float,
        dashes: tuple[tuple[float, float], ...],
    ) -> None:
        """Draw strips, each in one scene color.

        ``width_px`` and ``period_px`` are in pixels of ``view``; ``dashes`` are in the unit of
        ``period_px`` and at most two.
        """
        vertices = [_vertices(strip, color) for strip, color in strips if len(strip.start_px)]
        if not vertices:
            return
        program = self._program
        self._vertices.set(np.concatenate(vertices))
        self._vertices.feed(program)
        program["u_size"] = (view.width, view.height)
        program["u_half_px"] = 0.5 * width_px
        program["u_dashed"] = 1.0 if dashes else 0.0
        ends = [(start / period_px, stop / period_px) for start, stop in dashes] or [(0.0, 1.0)]
        program["u_dashes"] = (*ends[0], *ends[-1])
        inked = sum(stop - start + width_px / period_px for start, stop in ends)
        program["u_mean"] = min(inked, 1.0)
        program.draw("triangles")

    def delete(self) -> None:
        """Free the program and its buffer."""
        self._program.delete()
        self._vertices.delete()


def _vertices(strip: Strip, color: Color) -> NDArray[np.void]:
    vertices = np.zeros((len(strip.start_px), 6), dtype=_VERTEX_TYPE)
    ends = (
        (~_AT_STOP, strip.start_px, strip.start_out, 0),
        (_AT_STOP, strip.stop_px, strip.stop_out, 1),
    )
    for corners, pixel, out, end in ends:
        vertices["a_pixel"][:, corners] = pixel[:, None]
        vertices["a_out"][:, corners] = out[:, None]
        vertices["a_depth_km"][:, corners] = strip.depth_km[:, end, None]
        vertices["a_phase"][:, corners] = strip.phase[:, end, None]
        vertices["a_color"][:, corners, 3] = strip.alpha[:, end, None]
    vertices["a_side"] = _SIDES
    vertices["a_color"][:, :, :3] = color
    return np.asarray(vertices.reshape(-1))
