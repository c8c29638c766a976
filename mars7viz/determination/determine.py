"""Determine the path of a flight: documents in, parameters, covariance and residuals out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.determination.documents import Document, Documents
from mars7viz.determination.errors import InconsistentDocumentsError
from mars7viz.determination.estimate import Estimate, least_squares
from mars7viz.determination.first_guess import first_guess
from mars7viz.determination.flight import COLUMN, PARAMETERS, Flight
from mars7viz.determination.integrate import FINE, MEDIUM
from mars7viz.determination.observe import fitted_figures, shown_figures
from mars7viz.determination.targeting import FREE_COLUMN, FREE_STEPS, Targeting
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

APPROACH_CORRECTION: Final = "approach_correction"
_APPROACH: Final = ("approach_x", "approach_y", "approach_z")
_WORST_SIGMAS: Final = 6.0

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Residual:
    """One document beside the path.

    Attributes
    ----------
    document : Document
        Figure and uncertainty.
    computed : float
        What the path gives, in the document's unit.
    formal_sigma : float
        Uncertainty of the computed figure after the fit; nan where it was not fitted.
    """

    document: Document
    computed: float
    formal_sigma: float

    @property
    def difference(self) -> float:
        """Computed minus documented."""
        return self.computed - self.document.value

    @property
    def sigmas(self) -> float:
        """The difference in the document's standard deviations."""
        return self.difference / self.document.sigma


@dataclass(frozen=True, eq=False)
class Solution:
    """A determined path.

    Attributes
    ----------
    flight : Flight
        The law, with the instants that the fit settled on.
    parameters : ndarray
        (n,), of `mars7viz.determination.flight.PARAMETERS`.
    estimate : Estimate
        Free coordinates (see `mars7viz.determination.targeting`) and their covariance.
    fitted, shown : tuple of Residual
        Documents that were fitted, and those that were only compared.
    closest_approach_et, entry_et : float
        Of the lander's pass and of the intended entry, TDB seconds past J2000.
    closest_approach_sigma_s, entry_sigma_s : float
        Standard deviations.
    """

    flight: Flight
    parameters: Floats
    estimate: Estimate
    fitted: tuple[Residual, ...]
    shown: tuple[Residual, ...]
    closest_approach_et: float
    entry_et: float
    closest_approach_sigma_s: float
    entry_sigma_s: float


def determine(
    documents: Documents,
    solar_system: SolarSystem,
    *,
    approach_correction: bool = False,
    progress: Progress = lambda _what: None,
) -> Solution:
    """Fit the path to the documents.

    Parameters
    ----------
    documents : Documents
        What is known.
    solar_system : SolarSystem
        Where the bodies are.
    approach_correction : bool
        Whether the correction that one source tells of is part of the flight.
    progress : callable
        Told what is being done.

    Returns
    -------
    Solution

    Raises
    ------
    InconsistentDocumentsError
        If no path meets the documents; the message names the worst and its residual.
    NoConvergenceError
        If the fit does not settle.
    """
    switches = frozenset({APPROACH_CORRECTION} if approach_correction else ())
    fitted = tuple(d for d in documents.in_force(switches) if d.fitted)
    free = np.ones(len(PARAMETERS), dtype=bool)
    if not approach_correction:
        free[[COLUMN[name] for name in _APPROACH]] = False
    progress("first guess")
    flight = Flight(documents, solar_system, approach_correction=approach_correction, rtol=MEDIUM)
    p = first_guess(flight)
    # Release and the hour of the pass hang on the entry that comes out: settled in three rounds.
    for number, rtol in enumerate((FINE, FINE), 1):
        figures = shown_figures(flight, p)
        before = flight.times
        flight = Flight(
            documents,
            solar_system,
            closest_approach_et=figures["closest_approach_et"],
            entry_et=figures["entry_et"],
            approach_correction=approach_correction,
            rtol=rtol,
        )
        p[COLUMN["entry_shift"]] += before.closest_approach_et - flight.times.closest_approach_et
        law = _Law(flight, fitted, p)
        estimate = least_squares(
            law.residuals,
            law.targeting.coordinates(p[None])[0],
            steps=FREE_STEPS,
            free=free,
            describe=lambda values: _worst(fitted, values),
            progress=partial(_tell, progress, number),
        )
        p = law.parameters(estimate.parameters)
    check_residuals(documents, fitted, estimate.residuals)
    return _solution(law, p, estimate, documents.in_force(switches))


def _tell(progress: Progress, number: int, step: int, cost: float) -> None:
    progress(f"fit, round {number}, step {step}: sum of squares {cost:.3f}")


class _Law:
    """Residuals of the documents as a function of the free coordinates."""

    def __init__(self, flight: Flight, fitted: tuple[Document, ...], near: Floats) -> None:
        self.flight = flight
        self.fitted = fitted
        self.targeting = Targeting(flight)
        self._near = near

    def parameters(self, q: Floats) -> Floats:
        """(n,) parameters of (n,) coordinates."""
        result: Floats = self.targeting.parameters(q[None], self._near)[0]
        return result

    def residuals(self, q: Floats) -> Floats:
        """(m, k) in standard deviations, of (m, n) coordinates."""
        p = self.targeting.parameters(q, self._near)
        self._near = p[0]
        figures = fitted_figures(self.flight, p)
        return np.stack([(figures[d.computed] - d.value) / d.sigma for d in self.fitted], axis=1)


def _worst(fitted: tuple[Document, ...], values: Floats) -> str:
    row = int(np.argmax(np.abs(values)))
    document = fitted[row]
    return (
        f"worst document '{document.id}': computed "
        f"{document.value + values[row] * document.sigma:.6g} {document.unit} against "
        f"{document.value:g} ± {document.sigma:g} ({values[row]:+.1f} standard deviations)"
    )


def check_residuals(documents: Documents, fitted: tuple[Document, ...], residuals: Floats) -> None:
    """Refuse a fit that no document's uncertainty excuses; the message names the worst.

    Raises
    ------
    InconsistentDocumentsError
        If a residual is more than six standard deviations.
    """
    if np.abs(residuals).max() > _WORST_SIGMAS:
        raise InconsistentDocumentsError(
            f"{documents.file}: the documents contradict one another; {_worst(fitted, residuals)}"
        )


def _solution(
    law: _Law, p: Floats, estimate: Estimate, documents: tuple[Document, ...]
) -> Solution:
    covariance = estimate.covariance
    shown = shown_figures(law.flight, p)
    spread = np.sqrt(np.diag(covariance))
    of_fit = tuple(
        Residual(
            document,
            document.value + estimate.residuals[row] * document.sigma,
            float(
                np.sqrt(max(estimate.jacobian[row] @ covariance @ estimate.jacobian[row], 0.0))
                * document.sigma
            ),
        )
        for row, document in enumerate(law.fitted)
    )
    compared = tuple(
        Residual(document, shown[document.computed], float("nan"))
        for document in documents
        if not document.fitted and document.computed in shown
    )
    return Solution(
        flight=law.flight,
        parameters=p,
        estimate=estimate,
        fitted=of_fit,
        shown=compared,
        closest_approach_et=shown["closest_approach_et"],
        entry_et=shown["entry_et"],
        closest_approach_sigma_s=float(spread[FREE_COLUMN["pass_shift"]]),
        entry_sigma_s=float(spread[FREE_COLUMN["entry_shift"]]),
    )
