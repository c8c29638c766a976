"""SPK kernel files: segments of Chebyshev polynomials, types 2 and 3, read whole into memory."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from jplephem.daf import DAF
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import EphemerisError

POSITION_ONLY: Final = 2
POSITION_AND_VELOCITY: Final = 3
_ICRF: Final = 1
# INIT, INTLEN, RSIZE, N at the end of a segment; MID and RADIUS at the head of each record.
_DIRECTORY_LENGTH: Final = 4
_RECORD_HEAD: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One target about one center, as polynomials over records of equal length.

    Attributes
    ----------
    target, center : int
        NAIF ids.
    start_et, stop_et : float
        Covered span, TDB seconds past J2000.
    first_record_et : float
        Where the first record begins; at or before `start_et`.
    record_s : float
        Length of a record, seconds.
    coefficients : ndarray
        (records, 6, terms): Chebyshev coefficients of position (km) and velocity (km/s), ICRF.
    """

    target: int
    center: int
    start_et: float
    stop_et: float
    first_record_et: float
    record_s: float
    coefficients: NDArray[np.float64]

    @property
    def is_zero(self) -> bool:
        """Whether target and center are one point throughout, as Mercury and its barycentre."""
        return not self.coefficients.any()


def read_segments(path: Path) -> list[Segment]:
    """Read every segment of an SPK file; the file is closed again.

    Parameters
    ----------
    path : Path
        A binary SPK kernel.

    Returns
    -------
    list of Segment
        In the order of the file.

    Raises
    ------
    EphemerisError
        If it is no SPK kernel, or holds a segment of another type or frame than 2 or 3 and ICRF.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        try:
            daf = DAF(file)
            return list(_segments(daf, path))
        except EphemerisError:
            raise
        # What jplephem, numpy and struct raise over files that are cut short or are no kernels.
        except (ValueError, TypeError, ArithmeticError, struct.error) as error:
            raise EphemerisError(f"{path.name} is not a sound SPK kernel: {error}") from error


def _segments(daf: DAF, path: Path) -> Iterator[Segment]:
    for _, summary in daf.summaries():
        start_et, stop_et, target, center, frame, kind, first_word, last_word = summary
        what = f"{path.name}: segment of {target} about {center}"
        if kind not in {POSITION_ONLY, POSITION_AND_VELOCITY}:
            raise EphemerisError(f"{what} is of SPK type {kind}; types 2 and 3 are read")
        if frame != _ICRF:
            raise EphemerisError(f"{what} is in frame {frame}; frame 1 (J2000, ICRF) is read")
        words = daf.read_array(first_word, last_word)
        first_record_et, record_s, record_words, n_records = words[-_DIRECTORY_LENGTH:].tolist()
        shape = int(n_records), int(record_words)
        if len(words) != shape[0] * shape[1] + _DIRECTORY_LENGTH or record_s <= 0.0:
            raise EphemerisError(f"{what} is damaged: its directory does not fit its length")
        components = 3 if kind == POSITION_ONLY else 6
        records = words[:-_DIRECTORY_LENGTH].reshape(shape)[:, _RECORD_HEAD:]
        terms = records.reshape(shape[0], components, -1).astype(np.float64)
        if kind == POSITION_ONLY:
            terms = _with_velocity(terms, record_s)
        yield Segment(target, center, start_et, stop_et, first_record_et, record_s, terms)


def _with_velocity(position: NDArray[np.float64], record_s: float) -> NDArray[np.float64]:
    """Append the derivatives of (records, 3, terms) positions: (records, 6, terms)."""
    terms = position.shape[2]
    derivative = np.zeros((terms, terms))
    # Row k: the coefficients of dT_k/dx.
    for k in range(1, terms):
        derivative[k, :k] = chebyshev.chebder(np.eye(terms)[k])[:k]
    velocity = position @ (derivative * (2.0 / record_s))
    return np.concatenate((position, velocity), axis=1)
