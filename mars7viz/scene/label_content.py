"""What the labels of a picture say: bodies, craft, one event and the place aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mars7viz.figures import ABOUT, THIN, distance, figures_of, is_approximate
from mars7viz.grade_colors import SECONDARY_HEX, TEXT_HEX, rgb
from mars7viz.mission.text import Text
from mars7viz.scene.body_names import body_name
from mars7viz.scene.drawing import Frame
from mars7viz.scene.grade_style import GRADE_STYLES
from mars7viz.scene.overlay_layout import text_px, text_scale
from mars7viz.scene.subjects import Subject
from mars7viz.scene.text_raster import Face
from mars7viz.scene.text_span import Span, width_px
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.values import SpacecraftState
from mars7viz.snapshot.world import World

_TEXT, _SECONDARY = rgb(TEXT_HEX), rgb(SECONDARY_HEX)
_LINE_HEIGHT: Final = 1.28


@dataclass(frozen=True, eq=False)
class Label:
    """Lines of text about a subject."""

    subject: Subject
    lines: tuple[tuple[Span, ...], ...]

    @property
    def width(self) -> float:
        """Width of the longest line, pixels."""
        return max(width_px(line) for line in self.lines)

    @property
    def height(self) -> float:
        """Height of all lines, pixels."""
        return sum(line_height(line) for line in self.lines)


def line_height(line: tuple[Span, ...]) -> float:
    """Return the height of a line, pixels."""
    return _LINE_HEIGHT * max(span.size_px for span in line)


def label_of(frame: Frame, world: World, subject: Subject) -> Label:
    """Return what is said of a subject in a picture."""
    language, scale = frame.options.language, text_scale(frame)
    focus = resolved_pose(frame.snapshot, frame.options.camera).focus
    large, small = text_px(18.0, scale), text_px(15.0, scale)
    if subject.kind == "body":
        is_focus = subject.key == focus
        span = Span(
            body_name(subject.key, language),
            Face.MEDIUM if is_focus else Face.TEXT,
            large if is_focus else small,
            _TEXT if is_focus else _SECONDARY,
        )
        return Label(subject, ((span,),))
    if subject.kind == "event":
        event = world.mission.event(subject.key)
        name = Span(_said(event.name, language), Face.TEXT, small, _SECONDARY)
        return Label(subject, ((name,),))
    if subject.kind == "site":
        return Label(subject, _site_lines(world, subject, language, small))
    return Label(subject, _craft_lines(frame, world, subject, large, small))


def _site_lines(
    world: World, subject: Subject, language: str, size: int
) -> tuple[tuple[Span, ...], ...]:
    """Return the name of the place aimed at, and where that is as the source prints it."""
    site = world.mission.landing_site
    style = GRADE_STYLES[site.printed.grade]
    printed = site.printed.value
    place = _said(printed, language) if isinstance(printed, Text) else ""
    return (
        (Span(_said(site.name, language), Face.TEXT, size, _TEXT, subject.alpha),),
        (
            Span(f"{style.mark} ", Face.NUMBER, size, style.color, subject.alpha),
            Span(place, Face.TEXT, size, _TEXT, subject.alpha),
        ),
    )


def _craft_lines(
    frame: Frame, world: World, subject: Subject, large: int, small: int
) -> tuple[tuple[Span, ...], ...]:
    language = frame.options.language
    state = craft_state(frame, subject)
    name = world.mission.name if subject.key == "mission" else state.name
    style = GRADE_STYLES[state.grade]
    title = (
        Span(f"{style.mark} ", Face.MEDIUM, large, style.color),
        Span(_said(name, language), Face.MEDIUM, large, _TEXT),
    )
    altitude = (
        state.relative_to(state.arc_center).altitude
        if state.arc_center in ("earth", "mars")
        else None
    )
    if altitude is None or altitude.value is None:
        return (title,)
    figure = distance(
        altitude.value, language=language, figures=figures_of(altitude.grade, altitude.figures)
    )
    about = f"{ABOUT}{THIN}" if is_approximate(altitude.grade) else ""
    altitude_style = GRADE_STYLES[altitude.grade]
    return (
        title,
        (
            Span(f"{altitude_style.mark} ", Face.NUMBER, small, altitude_style.color),
            Span(f"{about}{figure.number}", Face.NUMBER, small, _TEXT),
            Span(f"{THIN}{figure.unit}", Face.TEXT, max(small - 1, 9), _SECONDARY),
        ),
    )


def craft_state(frame: Frame, subject: Subject) -> SpacecraftState:
    """Return the craft of a subject; of two in one place, the one looked at or the first."""
    snapshot = frame.snapshot
    focus = resolved_pose(snapshot, frame.options.camera).focus
    wanted = subject.key if subject.key != "mission" else focus
    state = snapshot.craft(wanted)
    return snapshot.spacecraft[0] if state is None else state


def _said(text: Text, language: str) -> str:
    return text.ru if language == "ru" else text.en
