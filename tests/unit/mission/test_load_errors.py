"""A broken mission file gives one line that names file, table, key and what is allowed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mars7viz.mission import load
from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.grade import Grade
from mars7viz.mission.load import LARGEST_FILE_BYTES, load_mission
from mars7viz.mission.model import Mission
from tests.unit.mission.broken_cases import CASES, Files
from tests.unit.mission.toml_files import MAIN, small_files, write


def broken(folder: Path, change: Callable[[Files], None]) -> str:
    """Message of the error that one change to the small mission gives."""
    files = small_files()
    change(files)
    with pytest.raises(MissionFileError) as caught:
        load_mission(write(folder, files))
    message = str(caught.value)
    assert "\n" not in message
    assert message == str(
        MissionFileError(caught.value.file, caught.value.where, caught.value.problem)
    )
    return message


def loaded(folder: Path, change: Callable[[Files], None] = lambda files: None) -> Mission:
    files = small_files()
    change(files)
    return load_mission(write(folder, files))


def test_the_small_mission_loads(tmp_path):
    mission = loaded(tmp_path)
    assert mission.id == "small"
    assert mission.name.ru == "Small по-русски"
    assert mission.quantity("speed").claim.alternatives[0].sources == ("SUM",)
    assert mission.craft("coast_stage").instruments[0].range.value is None
    assert mission.craft("coast_stage").instruments[0].range.grade is Grade.NO_RECORD


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
def test_a_broken_file_is_named_with_table_key_and_what_is_allowed(change, expected, tmp_path):
    assert expected in broken(tmp_path, change)


def test_a_part_adds_tables_and_is_named_in_its_own_errors(tmp_path):
    def with_part(files: Files) -> None:
        files[MAIN]["parts"] = ["more/extra.toml"]
        event = files[MAIN]["event"].pop()
        files["more/extra.toml"] = {"schema": 1, "event": [event]}

    assert loaded(tmp_path, with_part).event("last_contact").importance == 2

    def with_bad_part(files: Files) -> None:
        with_part(files)
        files["more/extra.toml"]["event"][0]["importance"] = "high"

    assert broken(tmp_path, with_bad_part).startswith(
        "extra.toml: event 'last_contact': key 'importance': a string; allowed: an integer"
    )

    def with_title_in_part(files: Files) -> None:
        with_part(files)
        files["more/extra.toml"]["name"] = {"en": "x", "ru": "y"}

    assert broken(tmp_path, with_title_in_part).startswith("extra.toml: key 'name': unknown")


def test_the_file_itself_can_be_at_fault(tmp_path):
    def message(path: Path) -> str:
        with pytest.raises(MissionFileError) as caught:
            load_mission(path)
        return str(caught.value)

    path = tmp_path / MAIN
    assert message(path).startswith("mars7.toml: no such file in ")
    assert message(tmp_path) == f"{tmp_path.name}: no such file in {tmp_path.parent}"
    path.write_bytes(b"schema = 1\nname = '\xff'\n")
    assert message(path) == "mars7.toml: byte 19 is not UTF-8; allowed: UTF-8 text"
    path.write_text("schema = ", encoding="utf-8")
    assert message(path).startswith("mars7.toml: not TOML: ")
    path.write_text("schema = " + "[" * 100_000, encoding="utf-8")
    assert message(path).startswith("mars7.toml: n")  # nested too deep, or not TOML
    path.write_text("schema = " + "9" * 5_000, encoding="utf-8")
    assert message(path).startswith("mars7.toml: not TOML: ")
    path.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    assert message(path) == "mars7.toml: too large; allowed: at most 1048576 bytes"


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = write(tmp_path, small_files())

    def refuse(*arguments: object, **keywords: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MissionFileError, match=r"^mars7.toml: cannot be read: Permission denied$"):
        load_mission(path)


def test_a_lost_asset_is_a_mission_file_error_too(monkeypatch, tmp_path):
    monkeypatch.setattr("mars7viz.assets.assets_root", lambda: tmp_path)
    with pytest.raises(MissionFileError, match=r"^mars7.toml: asset 'assets/mission/mars7.toml'"):
        load.load_mission()
