"""Pictures of the scene that a visitor keeps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QStandardPaths
from PyQt6.QtGui import QImage

from mars7viz.errors import UserError


class PictureError(UserError):
    """A picture could not be written; one line says where."""


def picture_path(utc: str) -> Path:
    """Return a path in the user's folder of pictures that no file has yet."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    folder = Path(place or ".")
    stem = f"mars7viz-{utc.replace(':', '').rstrip('Z')}"
    path, n = folder / f"{stem}.png", 2
    while path.exists():
        path, n = folder / f"{stem}-{n}.png", n + 1
    return path


def save_picture(pixels: NDArray[np.uint8], path: Path) -> Path:
    """Write (h, w, 3) pixels, top row first, as PNG.

    Raises
    ------
    PictureError
        If the file cannot be written.
    """
    height, width, _ = pixels.shape
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PictureError(f"cannot write {path}: {error.strerror}") from error
    if not image.save(str(path), "PNG"):
        raise PictureError(f"cannot write {path}")
    return path
