"""PNG with 16 bits a channel, which Pillow does not write in color.

After the PNG specification, third edition: https://www.w3.org/TR/png-3/
"""

from __future__ import annotations

import struct
import zlib
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_TRUECOLOR: Final = 2
_UP: Final = 2
"""Filter: each byte less the one above it."""
_PERCEPTUAL: Final = 0


def write_png_16(image: NDArray[np.generic], stream: IO[bytes]) -> None:
    """Write (h, w, 3) uint16 sRGB, top row first.

    Raises
    ------
    ValueError
        If the array has another shape or type.
    """
    if image.dtype != np.uint16 or image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a 16-bit picture is (h, w, 3) uint16, not {image.shape} {image.dtype}")
    height, width, _ = image.shape
    rows = image.astype(">u2").view(np.uint8).reshape(height, -1)
    filtered = np.empty((height, rows.shape[1] + 1), dtype=np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    stream.write(_SIGNATURE)
    _chunk(stream, b"IHDR", struct.pack(">IIBBBBB", width, height, 16, _TRUECOLOR, 0, 0, 0))
    _chunk(stream, b"sRGB", bytes([_PERCEPTUAL]))
    _chunk(stream, b"IDAT", zlib.compress(filtered.tobytes(), 6))
    _chunk(stream, b"IEND", b"")


def _chunk(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    stream.write(struct.pack(">I", len(content)) + kind + content)
    stream.write(struct.pack(">I", zlib.crc32(kind + content)))
