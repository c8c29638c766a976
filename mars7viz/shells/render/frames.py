"""Numbered pictures in a folder, each of which knows what it was made from.

The key of its inputs stands in every picture's own metadata. So a frame is done when its file is
there, whole and made from the same inputs, however many runs or machines filled the folder.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from mars7viz.shells.render.atomic import appearing

Picture = NDArray[np.uint8]

KEY_NAME = "mars7viz"
PATTERN = "frame_%06d.png"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
# Fast and a third larger than the best; the film is made from it once.
_COMPRESSION = 1


@dataclass(frozen=True, slots=True)
class FrameFolder:
    """The numbered pictures of one film in ``folder``, made from the inputs called ``key``."""

    folder: Path
    key: str

    def path(self, index: int) -> Path:
        """Return where frame ``index`` (from 0) stands."""
        return self.folder / (PATTERN % index)

    def write(self, index: int, picture: Picture) -> None:
        """Write a frame, (height, width, 3), top row first; it appears whole or not at all.

        Raises
        ------
        OSError
            If the disk is full or refuses.
        """
        text = PngImagePlugin.PngInfo()
        text.add_text(KEY_NAME, self.key)
        with appearing(self.path(index)) as part, part.open("wb") as stream:
            Image.fromarray(picture, mode=None).save(
                stream, format="PNG", compress_level=_COMPRESSION, pnginfo=text
            )

    def is_done(self, index: int) -> bool:
        """Tell whether a frame is there, whole, and made from the same inputs."""
        return _written_key(self.path(index)) == self.key


def _written_key(path: Path) -> str | None:
    """Return the key in a picture, or None where there is none or the file is not whole."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(_SIGNATURE)) != _SIGNATURE:
                return None
            key = _key_chunk(stream.read(4096))
            stream.seek(-len(_END), 2)
            return key if stream.read() == _END else None
    except OSError:
        # Not there, or not readable: to be drawn (and writing will say what is wrong).
        return None


def _key_chunk(chunks: bytes) -> str | None:
    """Find our text among the chunks at the beginning of a picture, where it is written."""
    at = 0
    while at + 12 <= len(chunks):
        length, kind = struct.unpack(">I4s", chunks[at : at + 8])
        body = chunks[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            return None
        if kind == b"tEXt" and body.startswith(KEY_NAME.encode() + b"\0"):
            checksum = chunks[at + 8 + length : at + 12 + length]
            is_intact = checksum == struct.pack(">I", zlib.crc32(kind + body))
            return body.split(b"\0", 1)[1].decode("latin-1") if is_intact else None
        at += 12 + length
    return None
