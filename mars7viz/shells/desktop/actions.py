"""Actions: everything the window can be asked for, with its keys; `app` says what each does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QWidget

from mars7viz.i18n import Language, marked, tr


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its id, what it does, and the keys that ask for it."""

    id: str
    what: str
    keys: tuple[str, ...]


SPECS: Final = (
    ActionSpec("play", marked("Play or pause"), ("Space",)),
    ActionSpec("reverse", marked("Run time the other way"), ("R",)),
    ActionSpec("slower", marked("Slower"), ("[",)),
    ActionSpec("faster", marked("Faster"), ("]",)),
    ActionSpec("previous_event", marked("Previous event"), ("PgUp",)),
    ActionSpec("next_event", marked("Next event"), ("PgDown",)),
    ActionSpec("orbit_left", marked("Turn the camera left"), ("Alt+Left",)),
    ActionSpec("orbit_right", marked("Turn the camera right"), ("Alt+Right",)),
    ActionSpec("orbit_up", marked("Turn the camera up"), ("Alt+Up",)),
    ActionSpec("orbit_down", marked("Turn the camera down"), ("Alt+Down",)),
    ActionSpec("nearer", marked("Nearer"), ("Alt+=", "Alt++")),
    ActionSpec("farther", marked("Farther"), ("Alt+-",)),
    ActionSpec("focus", marked("Choose what to look at"), ("Alt+F",)),
    ActionSpec("view", marked("Choose what is drawn"), ("Alt+V",)),
    ActionSpec("opening", marked("Back to the opening view"), ("Ctrl+Home",)),
    ActionSpec("timeline", marked("Go to the timeline"), ("T",)),
    ActionSpec("events", marked("Show or hide the events"), ("F8",)),
    ActionSpec("coast_stage", marked("Collapse or open the coast stage"), ("F9",)),
    ActionSpec("lander", marked("Collapse or open the lander"), ("F10",)),
    ActionSpec("larger", marked("Larger interface"), ("Ctrl++", "Ctrl+=")),
    ActionSpec("smaller", marked("Smaller interface"), ("Ctrl+-",)),
    ActionSpec("usual_size", marked("Interface in its usual size"), ("Ctrl+0",)),
    ActionSpec("full_screen", marked("Full screen"), ("F11",)),
    ActionSpec("picture", marked("Save a picture of the scene"), ("F12",)),
    ActionSpec("language", marked("Other language"), ("Ctrl+L",)),
    ActionSpec("sources", marked("Sources"), ("Ctrl+F",)),
    ActionSpec("about", marked("About and credits"), ("Ctrl+I",)),
    ActionSpec("help", marked("Keys and marks"), ("F1", "?")),
    ActionSpec("quit", marked("Quit"), ("Ctrl+Q",)),
)
WIDGET_KEYS: Final = (
    ("← →", marked("Timeline: step; with Shift ten steps, with Ctrl a tenth")),
    (", .", marked("Timeline: one second back or on")),
    ("+ − 0", marked("Timeline: zoom the lens, give it back its span")),
    ("Home End", marked("Timeline: first and last instant")),
    ("↑ ↓", marked("Panel: from row to row, each with its evidence")),
    ("Enter", marked("Events: go there")),
)


def make_actions(window: QWidget) -> dict[str, QAction]:
    """Make every action and give the window its keys."""
    actions: dict[str, QAction] = {}
    for spec in SPECS:
        action = QAction(window)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        window.addAction(action)
        actions[spec.id] = action
    return actions


def speak(actions: dict[str, QAction], language: Language) -> None:
    """Name every action in a language."""
    for spec in SPECS:
        actions[spec.id].setText(tr(spec.what, language))


def key_rows(language: Language) -> tuple[tuple[str, str], ...]:
    """Return every key and what it does, for the page of the keys."""
    rows = [("  ".join(spec.keys), tr(spec.what, language)) for spec in SPECS]
    rows += [(keys, tr(what, language)) for keys, what in WIDGET_KEYS]
    return tuple(rows)
