"""Draws texts, marks and rules over the finished picture: one program, one atlas, one call."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from mars7viz.scene.grade_style import Color
from mars7viz.scene.label_layout import Box
from mars7viz.scene.program import PREMULTIPLIED, Program, set_state
from mars7viz.scene.text_atlas import Region, TextAtlas
from mars7viz.scene.text_span import Span
from mars7viz.scene.vertex_fields import VertexFields

_VERTEX = """
uniform vec2 u_size;
attribute vec2 a_pixel;
attribute vec2 a_texel;
attribute vec4 a_color;
attribute float a_halo;
varying vec2 v_texel;
varying vec4 v_color;
varying float v_halo;
void main() {
    v_texel = a_texel;
    v_color = a_color;
    v_halo = a_halo;
    vec2 ndc = vec2(2.0, -2.0) * a_pixel / u_size + vec2(-1.0, 1.0);
    gl_Position = vec4(ndc, 0.0, 1.0);
}
"""

_FRAGMENT = """
uniform sampler2D u_atlas;
uniform vec2 u_atlas_size;
varying vec2 v_texel;
varying vec4 v_color;
varying float v_halo;
void main() {
    vec4 texel = texture2D(u_atlas, v_texel / u_atlas_size);
    float ink = texel.r;
    float shade = v_halo * texel.a * (1.0 - ink);
    gl_FragColor = v_color.a * vec4(v_color.rgb * ink, ink + shade);
}
"""

_CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]], dtype=np.float64)
_VERTEX_TYPE = np.dtype(
    [
        ("a_pixel", np.float32, 2),
        ("a_texel", np.float32, 2),
        ("a_color", np.float32, 4),
        ("a_halo", np.float32),
    ]
)
HALO = 0.78


class OverlayPainter:
    """Collects quads in output pixels (origin top left) and draws them in the order given."""

    def __init__(self) -> None:
        self.atlas = TextAtlas()
        self._program = Program("overlay", _VERTEX, _FRAGMENT)
        self._vertices = VertexFields()
        self._texture: Any = None
        # Corner, edge across, edge down; left, top, width, height in the atlas; color; alpha; halo.
        self._quads: list[tuple[float, ...]] = []

    def begin(self) -> None:
        """Start a picture."""
        self._quads.clear()
        self.atlas.begin_frame()

    def line_of_text(self, spans: tuple[Span, ...], *, x: float, baseline: float) -> None:
        """Set spans one after the other; rounded to whole pixels, so that stems stay sharp."""
        for span in spans:
            region = self.atlas.text(span.text, span.face, span.size_px)
            self._region(region, (round(x), round(baseline)), span.color, span.alpha)
            x += region.advance_px

    def mark(
        self, mark: str, *, x: float, y: float, size_px: int, color: Color, alpha: float = 1.0
    ) -> None:
        """Draw a mark centered on a place given to a fraction of a pixel, so that it glides."""
        self._region(self.atlas.mark(mark, size_px), (x, y), color, alpha)

    def box(self, box: Box, color: Color, alpha: float = 1.0) -> None:
        """Fill a rectangle; edges on whole pixels are sharp."""
        edges = (box.left, box.top, box.width, 0.0, 0.0, box.height)
        self._quads.append((*edges, *self._inside_white(), *color, alpha, 0.0))

    def rule(
        self,
        start: tuple[float, float],
        stop: tuple[float, float],
        *,
        width_px: float,
        color: Color,
        alpha: float = 1.0,
    ) -> None:
        """Draw a thin straight line with soft edges."""
        run = math.dist(start, stop)
        if run == 0.0:
            return
        along_x, along_y = (stop[0] - start[0]) / run, (stop[1] - start[1]) / run
        for reach in (0.5 * width_px + 0.4, max(0.5 * width_px - 0.4, 0.1)):
            across_x, across_y = -along_y * reach, along_x * reach
            edges = (
                start[0] - across_x,
                start[1] - across_y,
                along_x * run,
                along_y * run,
                2.0 * across_x,
                2.0 * across_y,
            )
            self._quads.append((*edges, *self._inside_white(), *color, 0.5 * alpha, 0.0))

    def _inside_white(self) -> tuple[float, ...]:
        white = self.atlas.white
        return white.x + 3.0, white.y + 3.0, 2.0, 2.0

    def _region(
        self, region: Region, place: tuple[float, float], color: Color, alpha: float
    ) -> None:
        left, top = place[0] - region.origin_x, place[1] - region.origin_y
        edges = (left, top, region.width, 0.0, 0.0, region.height)
        texels = (region.x, region.y, region.width, region.height)
        self._quads.append((*edges, *texels, *color, alpha, HALO))

    def draw(self, *, width: int, height: int) -> None:
        """Draw everything collected since :meth:`begin` into the bound framebuffer."""
        if not self._quads:
            return
        self._send_atlas()
        self._vertices.set(_vertices(self._quads))
        self._vertices.feed(self._program)
        self._program["u_size"] = (width, height)
        set_state(blend=PREMULTIPLIED, depth_test=False, depth_write=False)
        self._program.draw("triangles")

    def delete(self) -> None:
        """Free the program, its buffer and the atlas texture."""
        self._program.delete()
        self._vertices.delete()
        if self._texture is not None:
            self._texture.delete()

    def _send_atlas(self) -> None:
        pixels = self.atlas.pixels
        is_new, changes = self.atlas.take_changes()
        if self._texture is None or self._texture.shape[:2] != pixels.shape[:2]:
            self._texture = gloo.Texture2D(
                pixels, format="luminance_alpha", interpolation="linear", wrapping="clamp_to_edge"
            )
            self._program["u_atlas"] = self._texture
            self._program["u_atlas_size"] = (pixels.shape[1], pixels.shape[0])
        elif is_new:
            self._texture.set_data(pixels)
        else:
            for region in changes:
                rows = slice(region.y, region.y + region.height)
                columns = slice(region.x, region.x + region.width)
                self._texture.set_data(
                    np.ascontiguousarray(pixels[rows, columns]), offset=(region.y, region.x)
                )


def _vertices(quads: list[tuple[float, ...]]) -> NDArray[np.void]:
    """Return two triangles a quad."""
    rows = np.array(quads)[:, None]
    across, down = _CORNERS[:, :1], _CORNERS[:, 1:]
    vertices = np.zeros((len(quads), 6), dtype=_VERTEX_TYPE)
    vertices["a_pixel"] = rows[..., 0:2] + across * rows[..., 2:4] + down * rows[..., 4:6]
    vertices["a_texel"] = rows[..., 6:8] + _CORNERS * rows[..., 8:10]
    vertices["a_color"] = rows[..., 10:14]
    vertices["a_halo"] = rows[..., 14]
    return np.asarray(vertices.reshape(-1))
