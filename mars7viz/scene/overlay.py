"""The furniture of the picture: legend, scale bar, what is not real, captions and clock."""

from __future__ import annotations

from typing import Final

import numpy as np

from mars7viz.constants import RADII_KM
from mars7viz.figures import THIN, number_text
from mars7viz.grade_colors import SECONDARY_HEX, TEXT_HEX, rgb
from mars7viz.i18n import tr
from mars7viz.mission.grade import Grade
from mars7viz.scene.bodies import has_invented_ground
from mars7viz.scene.captions import caption_lines
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths
from mars7viz.scene.ellipsoid import drawn_radii_km
from mars7viz.scene.grade_style import GRADE_STYLES, GradeStyle
from mars7viz.scene.label_layout import Box
from mars7viz.scene.legend import banner, grade_word, grades_in_picture
from mars7viz.scene.overlay_layout import MARGIN_PX, text_px, text_scale
from mars7viz.scene.overlay_painter import OverlayPainter
from mars7viz.scene.scale_bar import scale_bar
from mars7viz.scene.subjects import CRAFT_RADIUS_KM
from mars7viz.scene.text_raster import Face
from mars7viz.scene.text_span import Span, width_px
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.options import CameraPose, Caption
from mars7viz.snapshot.values import SpacecraftState
from mars7viz.snapshot.world import World

_TEXT, _SECONDARY = rgb(TEXT_HEX), rgb(SECONDARY_HEX)
_ON_THE_LAUNCHER = ("ascent", "parking_orbit", "injection")
"""Arcs before the craft leaves Blok D, of which the scene has no model yet."""
_TURNED_PX = 15.0
_SAMPLE_PX: Final = 52.0
_LEGEND_ROW_PX: Final = 25.0
_BAR_PX: Final = 230.0
_CAPTION_PX: Final = 34.0
_CAPTION_WIDTH: Final = 0.62
"""Share of the picture's width that a caption may take: legend and scale bar stand beside it."""


class OverlayPass:
    """Draws over the finished picture, in output pixels."""

    def __init__(self, world: World) -> None:
        self._paths = drawn_paths(world)
        self._painter = OverlayPainter()

    def draw(self, frame: Frame) -> None:
        """Draw into the output buffer."""
        layers, caption = frame.options.layers, frame.options.caption
        self._painter.begin()
        grades = grades_in_picture(self._paths, frame)
        if layers.legend:
            self._draw_legend(frame, grades)
        if layers.scale_bar:
            self._draw_scale_bar(frame)
        top = MARGIN_PX
        if layers.clock or caption is not None:
            top = self._draw_clock(frame, top)
        self._draw_banner(frame, grades, top)
        if caption is not None:
            self._draw_caption(frame, caption)
        self._painter.draw(width=frame.view.width, height=frame.view.height)

    def delete(self) -> None:
        """Free program, buffer and atlas."""
        self._painter.delete()

    def _right(self, frame: Frame, line: tuple[Span, ...], *, baseline: float) -> None:
        x = frame.view.width - MARGIN_PX * text_scale(frame) - width_px(line)
        self._painter.line_of_text(line, x=x, baseline=baseline)

    def _draw_legend(self, frame: Frame, grades: tuple[Grade, ...]) -> None:
        scale, language = text_scale(frame), frame.options.language
        size = text_px(16.0, scale)
        row = max(_LEGEND_ROW_PX * scale, 1.5 * size)
        left = MARGIN_PX * scale
        baseline = frame.view.height - MARGIN_PX * scale
        for grade in reversed(grades):
            style = GRADE_STYLES[grade]
            middle = baseline - 0.36 * size
            self._draw_sample(frame, style, left, middle)
            words = (
                Span(f"{style.mark} ", Face.TEXT, size, style.color),
                Span(grade_word(grade, language), Face.TEXT, size, _TEXT),
            )
            self._painter.line_of_text(
                words, x=left + (_SAMPLE_PX + 12.0) * scale, baseline=baseline
            )
            baseline -= row
        for note in _notes(frame):
            self._painter.line_of_text(
                (Span(note, Face.MEDIUM, size, _TEXT),), x=left, baseline=baseline
            )
            baseline -= row

    def _draw_sample(self, frame: Frame, style: GradeStyle, left: float, middle: float) -> None:
        """Draw a piece of line as the scene draws it."""
        scale = text_scale(frame)
        thick = max(1.0, style.width_px * scale)
        stop = left + _SAMPLE_PX * scale
        if not style.dashes:
            self._painter.box(Box(left, middle - 0.5 * thick, stop - left, thick), style.color)
            return
        begin = left
        while begin < stop:
            for dash in style.dashes:
                first = begin + dash[0] * scale - 0.5 * thick
                last = min(begin + dash[1] * scale + 0.5 * thick, stop)
                if dash[0] == dash[1]:
                    dot = max(4, round(1.3 * thick))
                    at = 0.5 * (first + last)
                    self._painter.mark("●", x=at, y=middle, size_px=dot, color=style.color)
                elif last - first >= 0.9 * thick:
                    bar = Box(first, middle - 0.5 * thick, last - first, thick)
                    self._painter.box(bar, style.color)
            begin += style.period_px * scale

    def _draw_scale_bar(self, frame: Frame) -> None:
        scale, view = text_scale(frame), frame.view
        pose = resolved_pose(frame.snapshot, frame.options.camera)
        bar = scale_bar(
            km_per_px=_measured_at_km(pose, frame.options.body_scale) / view.focal_px,
            max_px=_BAR_PX * scale,
            language=frame.options.language,
        )
        thick = max(1.0, round(1.6 * scale))
        right = round(view.width - MARGIN_PX * scale)
        bottom = round(view.height - MARGIN_PX * scale - self._source_height(frame))
        tick = round(8.0 * scale)
        left = right - bar.length_px
        for color, grow in (((0.0, 0.0, 0.0), 1.0), (_TEXT, 0.0)):
            alpha = 0.45 if grow else 1.0
            reach, deep = bar.length_px + 2 * grow, thick + 2 * grow
            for box in (
                Box(left - grow, bottom - thick - grow, reach, deep),
                Box(left - grow, bottom - tick - grow, deep, tick - thick),
                Box(right - thick - grow, bottom - tick - grow, deep, tick - thick),
            ):
                self._painter.box(box, color, alpha)
        size = text_px(16.0, scale)
        label = (
            Span(bar.value, Face.NUMBER, size, _TEXT),
            Span(f"{THIN}{bar.unit}", Face.TEXT, max(size - 1, 9), _SECONDARY),
        )
        x = 0.5 * (left + right) - 0.5 * width_px(label)
        x = min(x, right - width_px(label))
        self._painter.line_of_text(label, x=x, baseline=bottom - tick - 3.0 * scale)

    def _source_height(self, frame: Frame) -> float:
        caption = frame.options.caption
        return 34.0 * text_scale(frame) if caption is not None and caption.source else 0.0

    def _draw_clock(self, frame: Frame, top: float) -> float:
        """Draw UTC and mission time; return where the next line may begin, design pixels."""
        scale, snapshot = text_scale(frame), frame.snapshot
        large, small = text_px(22.0, scale), text_px(16.0, scale)
        date, _, time = snapshot.utc.replace("T", " ").partition(" ")
        utc = (
            Span("UTC  ", Face.TEXT, small, _SECONDARY),
            Span(f"{date}  {time.rstrip('Z')}", Face.NUMBER, large, _TEXT),
        )
        self._right(frame, utc, baseline=(top + 18.0) * scale)
        mission = (
            Span(
                mission_time(snapshot.met_s, frame.options.language), Face.NUMBER, small, _SECONDARY
            ),
        )
        self._right(frame, mission, baseline=(top + 44.0) * scale)
        return top + 64.0

    def _draw_banner(self, frame: Frame, grades: tuple[Grade, ...], top: float) -> None:
        """Say in the pixels that what is seen was reconstructed, or never happened."""
        shown = banner((*grades, *_craft_grades(frame)), frame.options.language)
        if shown is None:
            return
        grade, word = shown
        scale = text_scale(frame)
        size = text_px(14.0, scale)
        style = GRADE_STYLES[grade]
        line = (
            Span(f"{style.mark} ", Face.STRONG, size, style.color),
            *(Span(letter, Face.STRONG, size, style.color) for letter in _spaced(word)),
        )
        self._right(frame, line, baseline=(top + 12.0) * scale)

    def _draw_caption(self, frame: Frame, caption: Caption) -> None:
        scale, view, language = text_scale(frame), frame.view, frame.options.language
        text = caption.text.in_language("ru" if language == "ru" else "en")
        lines = caption_lines(text)
        size = text_px(_CAPTION_PX, scale)
        room = _CAPTION_WIDTH * view.width
        longest = max((_plain_width(line, size) for line in lines), default=0.0)
        if longest > room:
            size = max(text_px(0.0, scale), int(size * room / longest))
        baseline = view.height - (MARGIN_PX + 30.0) * scale
        for line in reversed(lines):
            span = Span(line, Face.MEDIUM, size, _TEXT)
            self._painter.line_of_text(
                (span,), x=0.5 * (view.width - span.advance_px), baseline=baseline
            )
            baseline -= 1.32 * size
        if caption.chapter:
            chapter = caption.chapter.in_language("ru" if language == "ru" else "en")
            span = Span(chapter, Face.TITLE, text_px(34.0, scale), _TEXT)
            self._painter.line_of_text(
                (span,), x=MARGIN_PX * scale, baseline=(MARGIN_PX + 28.0) * scale
            )
        if caption.source:
            source = (
                Span(f"{tr('Source', language)}: ", Face.TEXT, text_px(14.0, scale), _SECONDARY),
                Span(caption.source, Face.TEXT, text_px(14.0, scale), _SECONDARY),
            )
            self._right(frame, source, baseline=view.height - (MARGIN_PX - 6.0) * scale)


def mission_time(met_s: float, language: str) -> str:
    """Write the time since launch: T+211 d 15:40:07."""
    sign = "+" if met_s >= 0.0 else "\u2212"
    whole = int(abs(met_s))
    days, rest = divmod(whole, 86_400)
    clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return f"T{sign}{days}{THIN}{tr('d', language)} {clock}"


def _plain_width(line: str, size_px: int) -> float:
    return Span(line, Face.MEDIUM, size_px, _TEXT).advance_px


def _spaced(word: str) -> list[str]:
    """Return the letters of a word set apart, as capitals want to be."""
    return [f"{letter}{THIN}" for letter in word]


def _notes(frame: Frame) -> list[str]:
    """Return what the picture must admit: sizes that are not true, light that is not there."""
    language = frame.options.language
    notes = []
    if frame.options.layers.fill_light:
        notes.append(tr("Fill light: not real", language))
    if has_invented_ground(frame):
        notes.append(tr("Fine ground detail: synthetic", language))
    shown = _craft_in_close_up(frame)
    if any(state.arc in _ON_THE_LAUNCHER for state in shown):
        notes.append(tr("Blok D, fairing and launcher: not drawn", language))
    if any(state.attitude_grade is Grade.ASSUMED for state in shown):
        notes.append(tr("Attitude: assumed, no record", language))
    if frame.options.body_scale != 1.0:
        factor = number_text(frame.options.body_scale, decimals=0, language=language)
        notes.append(f"{tr('Sizes of bodies', language)} ×{THIN}{factor}")
    return notes


def _craft_in_close_up(frame: Frame) -> tuple[SpacecraftState, ...]:
    """Return the craft that the picture shows large enough to see how they are turned."""
    view = frame.view
    shown = []
    for state in frame.snapshot.spacecraft:
        x, y, depth = view.pixels(np.array(state.position_km))[0]
        is_inside = depth > 0.0 and 0.0 <= x < view.width and 0.0 <= y < view.height
        size_px = view.focal_px * CRAFT_RADIUS_KM / depth if is_inside else 0.0
        if size_px > _TURNED_PX * frame.pixel_scale:
            shown.append(state)
    return tuple(shown)


def _craft_grades(frame: Frame) -> tuple[Grade, ...]:
    """Return the grades of the craft that the picture shows, as a sign, a name or an object."""
    view, layers = frame.view, frame.options.layers
    grades = []
    for state in frame.snapshot.spacecraft:
        x, y, depth = view.pixels(np.array(state.position_km))[0]
        is_inside = depth > 0.0 and 0.0 <= x < view.width and 0.0 <= y < view.height
        is_object = is_inside and view.focal_px * CRAFT_RADIUS_KM > depth
        if is_inside and (layers.markers or layers.labels or is_object):
            grades.append(state.grade)
    return tuple(grades)


def _measured_at_km(pose: CameraPose, body_scale: float) -> float:
    """Distance at which the scale bar measures: of the focus, or of its surface when that is near.

    Over a planet the picture shows its surface, not its center.
    """
    if pose.focus not in RADII_KM:
        return pose.distance_km
    radius_km = float(max(drawn_radii_km(pose.focus, body_scale)))
    nearness = min(max((4.0 - pose.distance_km / radius_km) / 2.0, 0.0), 1.0)
    return pose.distance_km - nearness * radius_km
