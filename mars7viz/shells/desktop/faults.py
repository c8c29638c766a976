"""Faults of the program: into the log, and once on the screen. PyQt would abort on them."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PyQt6.QtWidgets import QMessageBox, QWidget

from mars7viz.i18n import tr

LOG = logging.getLogger("mars7viz.desktop")


def log_path() -> Path:
    """File that faults are written to."""
    return user_log_path("mars7viz", appauthor=False, ensure_exists=True) / "desktop.log"


class FaultBox:
    """Takes every exception that nobody catches; each kind at one place is shown once."""

    def __init__(self, window: QWidget, path: Path, *, language: str) -> None:
        self._window = window
        self._path = path
        self.language = language
        self._shown: set[str] = set()
        logging.basicConfig(
            filename=path, level=logging.INFO, format="%(asctime)s %(name)s: %(message)s"
        )

    def install(self) -> None:
        """Become the place where uncaught exceptions go."""
        sys.excepthook = self.take

    def take(
        self, kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        """Log a fault and show it, unless it was shown before."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        LOG.error("fault", exc_info=(kind, error, where))
        last = traceback.extract_tb(where)[-1:] if where is not None else []
        place = "".join(f"{frame.filename}:{frame.lineno}" for frame in last)
        key = f"{kind.__name__} {place}"
        if key in self._shown:
            return
        self._shown.add(key)
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("mars7viz")
        box.setText(tr("Something went wrong in the program.", self.language))
        box.setInformativeText(f"{kind.__name__}: {error}\n\n{self._path}")
        box.show()
