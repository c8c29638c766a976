"""Batch weighted least squares: the free parameters that the documents ask for, and how well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import NoConvergenceError

Floats = NDArray[np.float64]

_MOST_STEPS: Final = 40
_SMALL: Final = 2e-4


@dataclass(frozen=True, eq=False)
class Estimate:
    """Where the least squares ended.

    Attributes
    ----------
    parameters : ndarray
        (p,).
    residuals : ndarray
        (k,), computed minus documented, in standard deviations.
    jacobian : ndarray
        (k, p): how the residuals move with the parameters.
    covariance : ndarray
        (p, p), of the parameters.
    iterations : int
        Steps of Gauss and Newton taken.
    """

    parameters: Floats
    residuals: Floats
    jacobian: Floats
    covariance: Floats
    iterations: int

    @property
    def cost(self) -> float:
        """Sum of the squared residuals."""
        return float(self.residuals @ self.residuals)


def least_squares(
    residuals: Callable[[Floats], Floats],
    start: Floats,
    *,
    steps: Floats,
    free: NDArray[np.bool_],
    describe: Callable[[Floats], str],
    progress: Callable[[int, float], None] = lambda _iteration, _cost: None,
) -> Estimate:
    """Minimize the sum of squared residuals by Levenberg's and Marquardt's method.

    Parameters
    ----------
    residuals : callable
        (m, p) sets of parameters to (m, k) residuals in standard deviations.
    start : (p,) array
        First guess.
    steps : (p,) array
        Steps of the differences that give the partial derivatives.
    free : (p,) array of bool
        Which parameters move.
    describe : callable
        Words for the residuals (k,) where the method ends without an answer.
    progress : callable
        Told the iteration and the cost after each step.

    Returns
    -------
    Estimate

    Raises
    ------
    NoConvergenceError
        If the cost does not settle; the message holds the worst residual.
    """
    columns = np.flatnonzero(free)
    p = start.copy()
    damping = 1e-4

    def partials(at: Floats) -> tuple[Floats, Floats]:
        batch = np.tile(at, (2 * len(columns) + 1, 1))
        for row, column in enumerate(columns):
            batch[2 * row + 1, column] += steps[column]
            batch[2 * row + 2, column] -= steps[column]
        values = residuals(batch)
        jacobian = ((values[1::2] - values[2::2]) / (2.0 * steps[columns])[:, None]).T
        return values[0], jacobian

    values, jacobian = partials(p)
    for iteration in range(1, _MOST_STEPS + 1):
        cost = float(values @ values)
        progress(iteration, cost)
        scale = np.linalg.norm(jacobian, axis=0)
        scaled = jacobian / scale
        accepted = False
        while damping < 1e8:
            system = np.concatenate([scaled, np.sqrt(damping) * np.eye(len(columns))])
            right = np.concatenate([-values, np.zeros(len(columns))])
            move = np.linalg.lstsq(system, right, rcond=None)[0] / scale
            trial = p.copy()
            trial[columns] += move
            try:
                tried = residuals(trial[None])[0]
            except (ValueError, ArithmeticError):
                tried = np.full_like(values, np.inf)
            new_cost = float(tried @ tried)
            if np.isfinite(new_cost) and new_cost <= cost * (1.0 + 1e-9):
                accepted = True
                break
            damping = max(damping, 1e-6) * 10.0
        if not accepted:
            break
        settled = abs(cost - new_cost) < _SMALL * (1.0 + new_cost)
        p = trial
        damping = max(damping * 0.05, 1e-12)
        values, jacobian = partials(p)
        if settled:
            covariance = np.zeros((len(p), len(p)))
            inverse = np.linalg.pinv(jacobian.T @ jacobian, hermitian=True)
            covariance[np.ix_(columns, columns)] = inverse
            whole = np.zeros((len(values), len(p)))
            whole[:, columns] = jacobian
            return Estimate(p, values, whole, covariance, iteration)
    raise NoConvergenceError(
        f"the fit to the documents does not settle after {_MOST_STEPS} steps; {describe(values)}"
    )
