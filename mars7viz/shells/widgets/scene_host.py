"""SceneHost: the scene's own widget in the layout of a window, for good.

Moving a GL widget to another top-level window would cost it its context, so the host is made with
it and keeps it.
"""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from mars7viz.i18n import language_named, tr
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

SMALLEST: Final = QSize(240, 180)


class SceneHost(QWidget):
    """Gives the scene all the room the panels leave."""

    def __init__(self, scene: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = scene
        self.setMinimumSize(SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        scene.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scene)

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Name the scene for a screen reader; the canvas is a view of its own."""
        name = tr("Scene", language_named(options.language))
        if self.scene.accessibleName() != name:
            self.scene.setAccessibleName(name)
