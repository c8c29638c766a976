"""One buffer of structured vertices as the attributes of a program."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from mars7viz.scene.program import Program


class VertexFields:
    """A vertex buffer whose fields are named as the attributes that they feed."""

    def __init__(self) -> None:
        self._buffer = gloo.VertexBuffer()

    def set(self, vertices: NDArray[np.void]) -> None:
        """Send vertices, a one-dimensional structured array; it is copied."""
        self._buffer.set_data(vertices, copy=True)

    def feed(self, program: Program) -> None:
        """Point the attributes of ``program`` here; needed again after each :meth:`set`."""
        for name in self._buffer.dtype.names:
            program[name] = self._buffer[name]

    def delete(self) -> None:
        """Free the buffer."""
        self._buffer.delete()
