"""A figure as lines and labels, written as SVG or PNG."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.new_file import new_file, write_text

SUFFIXES: Final = (".svg", ".png")
BACKGROUND: Final = "#ffffff"
_PNG_SCALE: Final = 2

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, in pixels from the top left."""

    points: tuple[Point, ...]
    color: str
    width: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text on its baseline."""

    at: Point
    text: str
    size: float
    anchor: Anchor
    color: str


@dataclass(slots=True)
class Figure:
    """Lines and labels on a sheet.

    Attributes
    ----------
    width, height : int
        Pixels of the SVG; a PNG has twice as many.
    title : str
        For readers that cannot see it.
    """

    width: int
    height: int
    title: str
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def line(self, points: list[Point], color: str, width: float = 1.0) -> None:
        """Add a line through points."""
        self.lines.append(Line(tuple(points), color, width))

    def label(
        self,
        at: Point,
        text: str,
        *,
        size: float = 12.0,
        anchor: Anchor = "start",
        color: str = "#222222",
    ) -> None:
        """Add a text."""
        self.labels.append(Label(at, text, size, anchor, color))

    def svg(self) -> str:
        """Give the figure as an SVG document."""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" font-family="sans-serif">',
            f"<title>{escape(self.title)}</title>",
            f'<rect width="100%" height="100%" fill="{BACKGROUND}"/>',
        ]
        for line in self.lines:
            points = " ".join(f"{x:.2f},{y:.2f}" for x, y in line.points)
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{line.color}" '
                f'stroke-width="{line.width:g}" stroke-linejoin="round"/>'
            )
        for label in self.labels:
            parts.append(
                f'<text x="{label.at[0]:.2f}" y="{label.at[1]:.2f}" font-size="{label.size:g}" '
                f'text-anchor="{label.anchor}" fill="{label.color}">{escape(label.text)}</text>'
            )
        return "\n".join((*parts, "</svg>", ""))

    def image(self) -> Image.Image:
        """Give the figure as a picture."""
        size = self.width * _PNG_SCALE, self.height * _PNG_SCALE
        picture = Image.new("RGB", size, BACKGROUND)
        draw = ImageDraw.Draw(picture)
        for line in self.lines:
            points = [(x * _PNG_SCALE, y * _PNG_SCALE) for x, y in line.points]
            width = max(1, round(line.width * _PNG_SCALE))
            draw.line(points, fill=line.color, width=width, joint="curve")
        anchors = {"start": "ls", "middle": "ms", "end": "rs"}
        for label in self.labels:
            font = ImageFont.load_default(label.size * _PNG_SCALE)
            at = label.at[0] * _PNG_SCALE, label.at[1] * _PNG_SCALE
            draw.text(at, label.text, font=font, fill=label.color, anchor=anchors[label.anchor])
        return picture

    def write(self, file: Path, *, overwrite: bool) -> None:
        """Write the figure.

        Parameters
        ----------
        file : Path
            Its suffix, .svg or .png, says what to write.
        overwrite : bool
            Whether an existing file may be replaced.

        Raises
        ------
        ExchangeError
            For another suffix, or if the file cannot be written.
        """
        check_suffix(file)
        if file.suffix.lower() == ".svg":
            write_text(file, self.svg(), overwrite=overwrite)
            return
        with new_file(file, overwrite=overwrite) as part:
            self.image().save(part, format="PNG")


def check_suffix(file: Path) -> None:
    """Refuse a name that is no SVG and no PNG.

    Parameters
    ----------
    file : Path
        The name.

    Raises
    ------
    ExchangeError
        If it ends otherwise.
    """
    if file.suffix.lower() not in SUFFIXES:
        raise ExchangeError(f"{file}: a plot is .svg or .png")
