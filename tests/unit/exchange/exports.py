"""Exporters with what a test does not care about filled in."""

from pathlib import Path
from typing import Any

from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.czml import export_czml
from mars7viz.exchange.export_csv import export_csv
from mars7viz.exchange.oem import export_oem
from mars7viz.exchange.spk_export import export_spk

EXPORTERS = {"spk": export_spk, "oem": export_oem, "csv": export_csv, "czml": export_czml}


def export(kind: str, path: CraftPath, file: Path, **options: Any) -> Path:
    """Write a file of a kind, the whole path unless told otherwise."""
    given: dict[str, Any] = {"start_et": None, "stop_et": None, "overwrite": False}
    given |= {"progress": lambda done, total: None, "center": None}
    given |= {"single_segment": False} if kind == "spk" else {"step_s": None}
    EXPORTERS[kind](path, file, **(given | options))
    return file
