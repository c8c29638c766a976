"""Exporters with what a test does not care about filled in."""

from pathlib import Path
from typing import Any

from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.czml import export_czml
from mars7viz.exchange.export_csv import export_csv
from mars7viz.exchange.oem import export_oem
from mars7viz.exchange.request import Request
from mars7viz.exchange.spk_export import export_spk

EXPORTERS = {"spk": export_spk, "oem": export_oem, "csv": export_csv, "czml": export_czml}


def quiet(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def export(kind: str, path: CraftPath, file: Path, covariances: Any = None, **asked: Any) -> Path:
    """Write a file of a kind, the whole path unless told otherwise."""
    more = {} if covariances is None else {"covariances": covariances}
    EXPORTERS[kind](path, file, Request(**asked), quiet, **more)
    return file
