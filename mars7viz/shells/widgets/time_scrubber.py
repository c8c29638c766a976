"""TimeScrubber: the mission on one painted bar, and a lens on the stretch about the handle.

Signals come from mouse, touch and keys alone; ``present`` paints and asks for nothing.
"""

from __future__ import annotations

from typing import Literal

from PyQt6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTouchEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mars7viz.i18n import Language, language_named, tr
from mars7viz.mission.model import Mission
from mars7viz.shells.widgets.dates import instant_text
from mars7viz.shells.widgets.event_page import event_tip_html
from mars7viz.shells.widgets.scrubber_layout import (
    nearest_event,
    neighbour_et,
    overview_axis,
    piece_at,
    resting_lens,
)
from mars7viz.shells.widgets.scrubber_paint import ScrubberBoxes, ScrubberLook, paint_scrubber
from mars7viz.shells.widgets.theme import Theme
from mars7viz.shells.widgets.time_axis import LensSpan
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

ZOOM_PER_NOTCH = 1.25
GRIP_PX = 22
"""Reach of the handle of the lens: 44 px wide for a finger."""
_CLICK_PX = 4.0
_STEP = 0.01

Zone = Literal["overview", "lens"]
Drag = Literal["none", "overview", "lens", "press", "pan"]


class TimeScrubber(QWidget):
    """Phases as bands, events as ticks, one handle; a second bar shows the hours about it."""

    seek_requested = pyqtSignal(float)
    scrub_started = pyqtSignal()
    scrub_ended = pyqtSignal()

    def __init__(self, mission: Mission, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mission = mission
        self._theme = theme
        self._axis = overview_axis(mission)
        self._et = self._axis.start_et
        self._asked_et: float | None = None
        self._lens = resting_lens(self._axis, self._et)
        self._is_zoomed_by_hand = False
        self._language: Language = "en"
        self._drag: Drag = "none"
        self._press = QPointF()
        self._last = QPointF()
        self._grip_offset = 0.0
        self._pinch_px = 0.0
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set_language("en")

    # --- what is shown

    @property
    def lens(self) -> LensSpan:
        """The stretch that the lens shows."""
        return self._lens

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show the instant of the snapshot."""
        if options.language != self._language:
            self._set_language(language_named(options.language))
        if snapshot.et != self._et:
            self._follow(snapshot.et)
            self._et = snapshot.et
        self._asked_et = None
        self.update()

    def _follow(self, et: float) -> None:
        is_new_piece = piece_at(self._axis, et) != piece_at(self._axis, self._et)
        if self._drag == "lens":
            self._lens = self._lens.following(et, self._axis, margin=0.0)
        elif is_new_piece and not self._is_zoomed_by_hand:
            self._lens = resting_lens(self._axis, et)
        else:
            self._lens = self._lens.following(et, self._axis)

    def _set_language(self, language: Language) -> None:
        self._language = language
        self.setAccessibleName(tr("Timeline", language))
        self.setAccessibleDescription(
            tr(
                "Drag to move through the mission. Arrow keys step, Page Up and Page Down go "
                "from event to event, plus and minus zoom the lens.",
                language,
            )
        )

    def sizeHint(self) -> QSize:
        """Height of the two bars; as wide as there is room."""
        return QSize(self._theme.space(640), self._theme.space(124))

    def minimumSizeHint(self) -> QSize:
        """The same height, in a narrow window."""
        return QSize(self._theme.space(320), self._theme.space(124))

    def look(self) -> ScrubberLook:
        """Everything one painting depends on."""
        return ScrubberLook(
            mission=self._mission,
            axis=self._axis,
            lens=self._lens,
            et=self._et,
            language=self._language,
            theme=self._theme,
            boxes=self._boxes(),
            has_focus=self.hasFocus(),
        )

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint both bars."""
        painter = QPainter(self)
        paint_scrubber(painter, self.look())
        painter.end()

    def _boxes(self) -> ScrubberBoxes:
        return ScrubberBoxes.in_size(self.width(), self.height(), self._theme)

    # --- pixels and instants

    def _zone(self, at: QPointF) -> Zone:
        return "overview" if at.y() < self._boxes().middle else "lens"

    def et_at(self, at: QPointF) -> float:
        """Instant under a point of the widget, inside the timeline."""
        boxes = self._boxes()
        if self._zone(at) == "overview":
            return self._overview_et(at.x())
        return self._clamped(self._lens.et_of(at.x() - boxes.lens.left(), boxes.lens.width()))

    def _overview_et(self, x: float) -> float:
        box = self._boxes().overview
        return self._axis.et_of(x - box.left(), box.width())

    def _clamped(self, et: float) -> float:
        return min(max(et, self._axis.start_et), self._axis.stop_et)

    def _ask(self, et: float) -> None:
        self._asked_et = self._clamped(et)
        self.seek_requested.emit(self._asked_et)

    # --- pointer, whether mouse or finger

    def _pointer_down(self, at: QPointF) -> None:
        self._press = self._last = at
        if self._zone(at) == "overview":
            self._drag = "overview"
            self.scrub_started.emit()
            self._ask(self._overview_et(at.x()))
            return
        handle_x = self.look().lens_x(self._et)
        if abs(at.x() - handle_x) <= self._theme.space(GRIP_PX):
            self._drag = "lens"
            self._grip_offset = at.x() - handle_x
            self.scrub_started.emit()
        else:
            self._drag = "press"

    def _pointer_moved(self, at: QPointF) -> None:
        box = self._boxes().lens
        if self._drag == "overview":
            self._ask(self._overview_et(at.x()))
        elif self._drag == "lens":
            x = min(max(at.x() - self._grip_offset, box.left()), box.right())
            self._ask(self._lens.et_of(x - box.left(), box.width()))
        elif self._drag == "press" and abs(at.x() - self._press.x()) > _CLICK_PX:
            self._drag = "pan"
        if self._drag == "pan":
            moved_s = (self._last.x() - at.x()) / box.width() * self._lens.duration_s
            self._lens = self._lens.moved(moved_s, self._axis)
            self.update()
        self._last = at

    def _pointer_up(self, at: QPointF) -> None:
        drag, self._drag = self._drag, "none"
        if drag == "press":
            self._ask(self.et_at(QPointF(at.x(), self._press.y())))
        elif drag in ("overview", "lens"):
            self.scrub_ended.emit()

    def _zoom_lens(self, factor: float, about_et: float) -> None:
        self._lens = self._lens.zoomed(factor, about_et, self._axis)
        self._is_zoomed_by_hand = True
        self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold of the handle, or begin to pan the lens."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pointer_down(event.position())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Scrub or pan; without a button, say what is under the pointer."""
        if event is None:
            return
        if self._drag != "none":
            self._pointer_moved(event.position())
            return
        self.setCursor(
            Qt.CursorShape.PointingHandCursor
            if self._zone(event.position()) == "overview"
            else Qt.CursorShape.OpenHandCursor
        )
        self._say(event.position(), event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go; a click on the lens seeks."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pointer_up(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Give the lens back its resting span."""
        if event is None:
            return
        if self._zone(event.position()) == "lens":
            self.reset_lens()
        else:
            self._pointer_down(event.position())

    def reset_lens(self) -> None:
        """Show the resting span about the handle again."""
        self._is_zoomed_by_hand = False
        self._lens = resting_lens(self._axis, self._et)
        self.update()

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Zoom the lens about the pointer; sideways, or with Shift, move it."""
        if event is None:
            return
        angle = event.angleDelta()
        is_sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if angle.x() or is_sideways:
            notches = (angle.x() or angle.y()) / 120.0
            self._lens = self._lens.moved(-notches * 0.1 * self._lens.duration_s, self._axis)
            self.update()
        else:
            at = event.position()
            about = self.et_at(at) if self._zone(at) == "lens" else self._et
            self._zoom_lens(ZOOM_PER_NOTCH ** (-angle.y() / 120.0), about)
        event.accept()

    def event(self, event: QEvent | None) -> bool:
        """Take touches before Qt makes mouse events of them, and explain on request."""
        if isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._say(QPointF(event.pos()), event.globalPos())
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> None:
        # position() of a touch point is unset for events made by other programs; global is not.
        points = [self.mapFromGlobal(point.globalPosition()) for point in event.points()]
        if event.type() == QEvent.Type.TouchCancel or not points:
            self._pointer_up(self._last)
        elif len(points) > 1:
            self._pinched(points)
        elif event.type() == QEvent.Type.TouchBegin:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._pointer_down(points[0])
        elif event.type() == QEvent.Type.TouchUpdate:
            self._pointer_moved(points[0])
        elif event.type() == QEvent.Type.TouchEnd:
            self._pointer_up(points[0])
        if len(points) < 2:
            self._pinch_px = 0.0

    def _pinched(self, points: list[QPointF]) -> None:
        apart_px = max(abs(points[0].x() - points[1].x()), 1.0)
        if self._drag not in {"none", "pan"}:
            self._pointer_up(self._last)
        self._drag = "pan"
        if self._pinch_px:
            middle = QPointF((points[0].x() + points[1].x()) / 2, self._boxes().lens.center().y())
            self._zoom_lens(self._pinch_px / apart_px, self.et_at(middle))
        self._pinch_px = apart_px
        self._last = points[0]

    # --- keys

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Step, jump and zoom."""
        if event is None:
            return
        here = self._et if self._asked_et is None else self._asked_et
        key = Qt.Key(event.key())
        target = self._key_target(key, event.modifiers(), here)
        if target is not None:
            self._ask(target)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom_lens(1 / ZOOM_PER_NOTCH, here)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._zoom_lens(ZOOM_PER_NOTCH, here)
        elif key == Qt.Key.Key_0:
            self.reset_lens()
        else:
            super().keyPressEvent(event)

    def _key_target(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, here: float) -> float | None:
        """Where a key goes from ``here``; None if it does not move in time."""
        step_s = self._lens.duration_s * _STEP
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step_s *= 10.0
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            step_s *= 0.1
        targets = {
            Qt.Key.Key_Left: here - step_s,
            Qt.Key.Key_Right: here + step_s,
            Qt.Key.Key_Comma: here - 1.0,
            Qt.Key.Key_Period: here + 1.0,
            Qt.Key.Key_Home: self._axis.start_et,
            Qt.Key.Key_End: self._axis.stop_et,
        }
        if key == Qt.Key.Key_PageUp:
            return neighbour_et(self._mission.events, here, -1)
        if key == Qt.Key.Key_PageDown:
            return neighbour_et(self._mission.events, here, 1)
        return targets.get(key)

    # --- words

    def hover_text(self, at: QPointF) -> str:
        """Time under a point, and below it what is on record of the event there, or the phase."""
        et = self.et_at(at)
        instant = instant_text(et, self._language)
        reach_s = abs(self.et_at(QPointF(at.x() + 6, at.y())) - et)
        event = nearest_event(self._mission.events, et, reach_s)
        if event is not None:
            mark_px = self._theme.px(-1)
            tip = event_tip_html(event, self._mission, self._language, mark_px=mark_px)
            time = f'<p style="margin:0 0 6px 0">{instant}</p>'
            return f'<div style="width:340px">{time}{tip}</div>'
        phase = self._mission.phase_at(et)
        return instant if phase is None else f"{instant}\n{phase.name.in_language(self._language)}"

    def _say(self, at: QPointF, at_screen: QPoint) -> None:
        QToolTip.showText(at_screen, self.hover_text(at), self)
