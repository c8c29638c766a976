"""Menus of the top bar: what to look at, and how. They show the options and ask for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup
from PyQt6.QtWidgets import QMenu, QWidget

from mars7viz.figures import number_text
from mars7viz.i18n import Language, language_named, marked, tr
from mars7viz.mission.model import Mission
from mars7viz.scene.body_names import body_name
from mars7viz.snapshot.options import Layers, ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

LAYER_WORDS: Final = {
    "stars": marked("Stars"),
    "orbits": marked("Orbits"),
    "paths": marked("Paths of the craft"),
    "ticks": marked("Ticks of time along the paths"),
    "closest_approach": marked("Distance at closest approach"),
    "ground_track": marked("Ground track on Mars"),
    "spheres": marked("Spheres of influence"),
    "landing_site": marked("Aim point on Mars"),
    "features": marked("Names on Mars and its moons"),
    "star_names": marked("Names of stars"),
    "constellations": marked("Constellations"),
    "ecliptic_grid": marked("Ecliptic grid"),
    "equatorial_grid": marked("Equatorial grid"),
    "markers": marked("Markers"),
    "labels": marked("Labels"),
    "legend": marked("Legend of the grades"),
    "scale_bar": marked("Scale bar"),
    "fill_light": marked("Fill light (not real)"),
}
BODY_SCALES: Final = (1.0, 100.0, 1000.0)
EXPOSURES_EV: Final = (-2.0, -1.0, 0.0, 1.0, 2.0)


class FocusMenu(QMenu):
    """Craft and bodies to look at; what does not exist at this instant cannot be chosen."""

    focus_requested = pyqtSignal(str)

    def __init__(self, names: tuple[str, ...], mission: Mission, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._mission = mission
        self._group = QActionGroup(self)
        self._choices: dict[str, QAction] = {}
        craft_ids = {craft.id for craft in mission.spacecraft}
        was_craft = True
        for name in names:
            if was_craft and name not in craft_ids:
                self.addSeparator()
            was_craft = name in craft_ids
            action = QAction(self)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, name=name: self.focus_requested.emit(name))
            self._group.addAction(action)
            self.addAction(action)
            self._choices[name] = action

    def name_of(self, name: str, language: Language) -> str:
        """Say what a focus is called."""
        for craft in self._mission.spacecraft:
            if craft.id == name:
                return craft.name.in_language(language)
        return body_name(name, language)

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Mark the focus."""
        language = language_named(options.language)
        for name, action in self._choices.items():
            text = self.name_of(name, language)
            if action.text() != text:
                action.setText(text)
            action.setEnabled(snapshot.position_km(name) is not None)
            action.setChecked(name == options.camera.focus)


class ViewMenu(QMenu):
    """Layers, exaggeration of bodies, exposure."""

    layer_toggled = pyqtSignal(str)
    body_scale_requested = pyqtSignal(float)
    exposure_requested = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language: Language | None = None
        self._layers = {name: self._layer(name) for name in LAYER_WORDS}
        self.addSeparator()
        self._scale_menu = QMenu(self)
        self._exposure_menu = QMenu(self)
        self.addMenu(self._scale_menu)
        self.addMenu(self._exposure_menu)
        self._scales = self._choices(self._scale_menu, BODY_SCALES, self.body_scale_requested.emit)
        self._exposures = self._choices(
            self._exposure_menu, EXPOSURES_EV, self.exposure_requested.emit
        )

    def _layer(self, name: str) -> QAction:
        action = QAction(self)
        action.setCheckable(True)
        action.triggered.connect(lambda _checked: self.layer_toggled.emit(name))
        self.addAction(action)
        return action

    def _choices(
        self, menu: QMenu, values: tuple[float, ...], ask: Callable[[float], None]
    ) -> dict[float, QAction]:
        group = QActionGroup(menu)
        made: dict[float, QAction] = {}
        for value in values:
            action = QAction(menu)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, value=value: ask(value))
            group.addAction(action)
            menu.addAction(action)
            made[value] = action
        return made

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Mark what is on."""
        language = language_named(options.language)
        if language != self._language:
            self._language = language
            self._speak(language)
        layers: Layers = options.layers
        for name, action in self._layers.items():
            action.setChecked(bool(getattr(layers, name)))
        for scale, action in self._scales.items():
            action.setChecked(scale == options.body_scale)
        for exposure, action in self._exposures.items():
            action.setChecked(exposure == options.exposure_ev)

    def _speak(self, language: Language) -> None:
        for name, action in self._layers.items():
            action.setText(tr(LAYER_WORDS[name], language))
        self._scale_menu.setTitle(tr("Size of bodies", language))
        self._exposure_menu.setTitle(tr("Exposure", language))
        for scale, action in self._scales.items():
            factor = f"×{number_text(scale, decimals=0, language=language)}"
            is_true = scale == 1.0
            action.setText(f"{factor}  {tr('true', language)}" if is_true else factor)
        for exposure, action in self._exposures.items():
            sign = "+" if exposure > 0 else ""
            number = number_text(exposure, decimals=0, language=language)
            text = f"{sign}{number} EV"
            action.setText(tr("Automatic", language) if exposure == 0.0 else text)
