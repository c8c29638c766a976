"""Draws texts, marks and rules over the finished picture: one program, one atlas, one call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from mars7viz.scene.grade_style import Color
from mars7viz.scene.label_layout import Box
from mars7viz.scene.program import PREMULTIPLIED, Program, set_state
from mars7viz.scene.text_atlas import Region, TextAtlas
from mars7viz.scene.text_raster import Face, advance_px
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


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line of text in one face, size (whole pixels) and color."""

    text: str
    face: Face
    size_px: int
    color: Color
    alpha: float = 1.0

    @property
    def advance_px(self) -> float:
        """How far the next span begins from this one."""
        return advance_px(self.text, self.face, self.size_px)


def width_px(spans: tuple[Span, ...]) -> float:
    """Return the width of a line made of spans."""
    return sum(span.advance_px for span in spans)


class OverlayPainter:
    """Collects quads in output pixels (origin top left) and draws them in the order given."""

    def __init__(self) -> None:
        self.atlas = TextAtlas()
        self._program = Program("overlay", _VERTEX, _FRAGMENT)
        self._vertices = VertexFields()
        self._texture: Any = None
        self._quads: list[tuple[NDArray[np.float64], Region, Color, float, float]] = []

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
        corners = np.array([box.left, box.top]) + _CORNERS * np.array([box.width, box.height])
        self._quads.append((corners, self._inside_white(), color, alpha, 0.0))

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
        along = (np.array(stop) - np.array(start)) / run
        across = np.array([-along[1], along[0]])
        for reach, weight in ((0.5 * width_px + 0.4, 0.5), (max(0.5 * width_px - 0.4, 0.1), 0.5)):
            corners = (
                np.array(start)
                + _CORNERS[:, :1] * along * run
                + (2.0 * _CORNERS[:, 1:] - 1.0) * across * reach
            )
            self._quads.append((corners, self._inside_white(), color, alpha * weight, 0.0))

    def _inside_white(self) -> Region:
        white = self.atlas.white
        return Region(white.x + 3, white.y + 3, 2, 2, 0, 0, 0.0)

    def _region(
        self, region: Region, place: tuple[float, float], color: Color, alpha: float
    ) -> None:
        corner = np.array(place) - (region.origin_x, region.origin_y)
        corners = corner + _CORNERS * np.array([region.width, region.height])
        self._quads.append((corners, region, color, alpha, HALO))

    def draw(self, *, width: int, height: int) -> None:
        """Draw everything collected since :meth:`begin` into the bound framebuffer."""
        if not self._quads:
            return
        self._send_atlas()
        vertices = np.zeros((len(self._quads), 6), dtype=_VERTEX_TYPE)
        for quad, (corners, region, color, alpha, halo) in zip(vertices, self._quads, strict=True):
            quad["a_pixel"] = corners
            quad["a_texel"] = np.array([region.x, region.y]) + _CORNERS * np.array(
                [region.width, region.height]
            )
            quad["a_color"] = (*color, alpha)
            quad["a_halo"] = halo
        self._vertices.set(vertices.reshape(-1))
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
