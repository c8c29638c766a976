"""``mars7viz reconstruct``: from the documents to kernels, report and page."""

import argparse
import multiprocessing
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from mars7viz.assets import asset_path, assets_root
from mars7viz.determination.determine import Solution, determine
from mars7viz.determination.documents import Documents, read_documents
from mars7viz.determination.ensemble import ensemble
from mars7viz.determination.errors import InconsistentDocumentsError
from mars7viz.determination.mars6 import Proof, prove
from mars7viz.determination.products import (
    put_in_place,
    report,
    stop_et,
    work_folder,
    write_report,
    write_solution,
    write_spread,
    write_trajectory,
)
from mars7viz.determination.sisters.documents import read_sisters
from mars7viz.determination.sisters.products import make_sisters
from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.mission.load import load_mission
from mars7viz.mission.model import Mission
from mars7viz.mission.trajectories import FOLDER

_STAGES = 100


def run_reconstruct(arguments: argparse.Namespace) -> int:
    """Determine the paths and write them; nothing is overwritten unless everything went well.

    Parameters
    ----------
    arguments : argparse.Namespace
        `out`: folder of the results, by default the program's own trajectories; `report`: whether
        to write docs/reconstruction.md and its plots, which needs matplotlib; `documents` and
        `mission`: other files than those that ship; `approach_correction`: whether the correction
        of one source is part of the flight.

    Returns
    -------
    int
        0.

    Raises
    ------
    UserError
        With one message that names the file or the document and its residual.
    """
    console = Console(stderr=True)
    target: Path = assets_root() / FOLDER if arguments.out is None else arguments.out
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as fleet_folder,
        ProcessPoolExecutor(max_workers=1, mp_context=context) as pool,
        Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        ) as bar,
    ):
        task = bar.add_task("documents", total=_STAGES)

        def progress(done: int, what: str) -> None:
            bar.update(task, completed=done, description=what)

        documents = read_documents(
            arguments.documents or asset_path("mission", "documents_mars7.toml")
        )
        mission = load_mission(arguments.mission)
        _same_claims(documents, mission)
        solar_system = SolarSystem.load()
        # The proof on Mars 6 and the paths of the sister craft depend on nothing here: the second
        # core does them meanwhile.
        sister = pool.submit(_mars6)
        fleet = pool.submit(_fleet, fleet_folder)
        try:
            solution = determine(
                documents,
                solar_system,
                approach_correction=arguments.approach_correction,
                progress=lambda what: progress(5, what),
            )
            with work_folder(target) as name:
                work = Path(name)
                trajectory = write_trajectory(
                    work, solution, mission, progress=lambda what: progress(60, what)
                )
                spread = ensemble(
                    solution, stop_et=stop_et(mission), progress=lambda what: progress(70, what)
                )
                progress(90, "Mars 6, whose entry is known")
                proof = sister.result()
                write_solution(work, solution)
                write_spread(work, spread)
                write_report(work, report(solution, trajectory, spread, proof))
                progress(95, "Mars 4, 5 and 6")
                fleet.result()
                for product in sorted(Path(fleet_folder).iterdir()):
                    shutil.move(product, work / product.name)
                if arguments.report:
                    from mars7viz.determination.page import write_page  # noqa: PLC0415 (matplotlib)

                    write_page(solution, spread, proof, trajectory.fit_error_km)
                put_in_place(work, target)
        except BaseException:
            # Nobody waits a minute for the proof of what has failed already.
            for process in multiprocessing.active_children():
                process.terminate()
            raise
        progress(_STAGES, "done")
    _print(Console(), solution, proof, target)
    return 0


def _mars6() -> Proof:
    return prove(read_documents(asset_path("mission", "documents_mars6.toml")), SolarSystem.load())


def _fleet(folder: str) -> None:
    sisters = read_sisters(asset_path("mission", "sisters.toml"))
    make_sisters(sisters, Path(folder), SolarSystem.load())


def _same_claims(documents: Documents, mission: Mission) -> None:
    """Refuse documents that say something else than the mission file they belong to."""
    for document in documents:
        if not document.claim:
            continue
        value = mission.quantity(document.claim).claim.value
        if not isinstance(value, int | float) or abs(value - document.value) > 1e-9:
            raise InconsistentDocumentsError(
                f"{documents.file}: document '{document.id}' is {document.value:g} "
                f"{document.unit}, but quantity '{document.claim}' of {mission.id}.toml is {value}"
            )
    if abs(documents.dates["launch"] - mission.launch_et) > 1e-3:
        raise InconsistentDocumentsError(
            f"{documents.file}: document 'launch' is "
            f"{documents.dates['launch'] - mission.launch_et:+.3f} s from event 'launch' of "
            f"{mission.id}.toml"
        )


def _print(console: Console, solution: Solution, proof: Proof, target: Path) -> None:
    table = Table("document", "figure", "path", "residual", "σ", box=None)
    for residual in (*solution.fitted, *solution.shown):
        document = residual.document
        table.add_row(
            document.name.en + ("" if document.fitted else " (not fitted)"),
            f"{document.value:g} ± {document.sigma:g} {document.unit}",
            f"{residual.computed:.5g}",
            f"{residual.difference:+.3g}",
            f"{residual.sigmas:+.1f}",
        )
    console.print(table)
    console.print(
        f"Closest approach {et_to_utc(solution.closest_approach_et)} "
        f"± {solution.closest_approach_sigma_s / 60:.0f} min; intended entry "
        f"{et_to_utc(solution.entry_et)} ± {solution.entry_sigma_s / 60:.0f} min."
    )
    console.print(
        f"Mars 6, entry not used: predicted {et_to_utc(proof.entry_et)} "
        f"± {proof.sigma_s / 60:.0f} min, {proof.error_s / 60:+.1f} min from the documented one."
    )
    console.print(f"Written to {target}.")
