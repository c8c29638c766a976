"""The page of the reconstruction: tables put between marks of docs/reconstruction.md, and plots."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mars7viz.assets import assets_root
from mars7viz.constants import AU_KM, DAY_S
from mars7viz.determination.determine import Residual, Solution
from mars7viz.determination.ensemble import Ensemble
from mars7viz.determination.errors import DeterminationError
from mars7viz.determination.mars6 import ENTRY_UTC, Proof
from mars7viz.ephemeris.epoch import et_to_utc

Floats = NDArray[np.float64]

PAGE: Final = "reconstruction.md"
_BEGIN: Final = "<!-- made by mars7viz reconstruct --report: begin -->"
_END: Final = "<!-- made by mars7viz reconstruct --report: end -->"


def write_page(solution: Solution, spread: Ensemble, proof: Proof, fit_error_km: float) -> None:
    """Write tables and plots into the checkout's docs folder.

    Raises
    ------
    DeterminationError
        If there is no page with both marks: the program is installed, not checked out.
    """
    docs = assets_root().parent / "docs"
    page = docs / PAGE
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    if _BEGIN not in text or _END not in text:
        raise DeterminationError(
            f"--report: {page.name} with its marks is not in {docs}; run it in a checkout"
        )
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    made = _tables(solution, spread, proof, fit_error_km)
    draft = page.with_suffix(".md.new")
    draft.write_text(f"{before}{_BEGIN}\n\n{made}\n{_END}{after}", encoding="utf-8")
    os.replace(draft, page)
    images = docs / "images"
    images.mkdir(exist_ok=True)
    _plot_residuals(images / "reconstruction-residuals.svg", solution.fitted)
    _plot_spread(images / "reconstruction-spread.svg", solution, spread)


def _tables(solution: Solution, spread: Ensemble, proof: Proof, fit_error_km: float) -> str:
    times = solution.flight.times
    lines = [
        f"Closest approach of the lander: **{et_to_utc(solution.closest_approach_et)}** "
        f"± {solution.closest_approach_sigma_s / 60:.0f} min. Intended entry: "
        f"**{et_to_utc(solution.entry_et)}** ± {solution.entry_sigma_s / 60:.0f} min. Release, "
        f"{(solution.entry_et - times.release_et) / 3600:.2f} h before that entry: "
        f"{et_to_utc(times.release_et)}. Sum of squared residuals "
        f"{solution.estimate.cost:.2f} over {len(solution.fitted)} documents and assumptions.",
        "",
        *_rows(solution.fitted, "Fitted"),
        "",
        *_rows(solution.shown, "Shown, not fitted"),
        "",
        "### Mars 6",
        "",
        f"Documented entry {ENTRY_UTC}Z at the spacecraft (not used). Predicted "
        f"**{et_to_utc(proof.entry_et)}** ± {proof.sigma_s / 60:.1f} min: "
        f"**{proof.error_s / 60:+.1f} min**, {proof.error_s / proof.sigma_s:+.1f} standard "
        f"deviations. It moves by {proof.s_per_degree / 60:+.1f} min for each degree of entry "
        f"angle; {proof.angle_that_fits_deg:.1f}° would meet the documented time.",
        "",
        *_rows(proof.fitted, "Mars 6, fitted"),
        "",
        "### Spread",
        "",
        "| date | craft | along the orbit, 68 % | along, 95 % | r.m.s. distance |",
        "| --- | --- | --- | --- | --- |",
    ]
    for craft, tube in spread.tubes.items():
        for days in (1.0, 100.0, 211.0, 240.0, 1000.0, 10_000.0, 20_900.0):
            row = int(np.argmin(np.abs(tube.ets - times.launch_et - days * DAY_S)))
            low2, low, _, high, high2 = tube.along_deg[row]
            lines.append(
                f"| {et_to_utc(float(tube.ets[row]))[:10]} | {craft} | {low:+.4f}° to {high:+.4f}° "
                f"| {low2:+.4f}° to {high2:+.4f}° | {tube.spread_km[row]:,.0f} km |"
            )
    lines += ["", f"Polynomials stand for the paths to {fit_error_km * 1e3:.2f} m."]
    return "\n".join(lines) + "\n"


def _rows(residuals: Sequence[Residual], title: str) -> list[str]:
    lines = [
        f"| {title} | figure | σ | path | residual | σ | grade | sources |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for residual in residuals:
        d = residual.document
        lines.append(
            f"| {d.name.en} | {d.value:g} {d.unit} | {d.sigma:g} | {residual.computed:.5g} | "
            f"{residual.difference:+.3g} | {residual.sigmas:+.1f} | {d.grade} | "
            f"{', '.join(d.sources)} |"
        )
    return lines


def _plot_residuals(path: Path, residuals: Sequence[Residual]) -> None:
    figure = Figure(figsize=(8, 0.3 * len(residuals) + 1))
    axes = figure.subplots()
    names = [residual.document.name.en for residual in residuals]
    axes.barh(names, [residual.sigmas for residual in residuals], color="#4a7fb5")
    axes.invert_yaxis()
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.set_xlabel("residual, standard deviations of the document")
    axes.grid(axis="x", alpha=0.3)
    _save(figure, path)


def _plot_spread(path: Path, solution: Solution, spread: Ensemble) -> None:
    figure = Figure(figsize=(8, 5))
    axes = figure.subplots()
    for craft, tube in spread.tubes.items():
        days = (tube.ets - solution.flight.times.launch_et) / DAY_S
        axes.loglog(days, np.maximum(tube.spread_km, 1e-3) / AU_KM, label=craft.replace("_", " "))
    axes.axvline(
        (solution.closest_approach_et - solution.flight.times.launch_et) / DAY_S, alpha=0.3
    )
    axes.set_xlabel("days since launch (line: pass of Mars)")
    axes.set_ylabel("r.m.s. distance of the members from the nominal path, au")
    axes.legend()
    axes.grid(alpha=0.3)
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    # No date and fixed ids: the same results make the same file.
    with mpl.rc_context({"svg.hashsalt": "mars7viz"}):
        figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
