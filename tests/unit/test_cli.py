"""The command line: answers on standard output, one clear line and code 2 for what cannot be."""

import json
import re

import pytest

from mars7viz import __version__
from mars7viz.assets import asset_path
from mars7viz.cli import main


def run(capsys, *arguments):
    """Return exit code, standard output and standard error of one call."""
    try:
        code = main(arguments)
    except SystemExit as exit_:
        code = exit_.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_version(capsys):
    assert run(capsys, "--version") == (0, f"mars7viz {__version__}\n", "")


def test_state_as_json_has_the_figures_of_the_encounter(capsys):
    # Issue A, "Shown by" 3; DE440.
    code, out, err = run(capsys, "state", "--utc", "1974-03-09T12:00", "--json")
    assert (code, err) == (0, "")
    mars = next(body for body in json.loads(out)["bodies"] if body["name"] == "mars")
    assert mars["sun_distance_au"] == pytest.approx(1.6009, abs=5e-5)
    assert mars["earth_distance_km"] == pytest.approx(223.9e6, abs=5e4)
    assert mars["earth_light_time_s"] / 60 == pytest.approx(12.45, abs=5e-3)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Encounter", "Coast stage", "Lander", "Silent: it did not fire", "reconstructed"]),
        ("ru", ["Пролётный аппарат", "Спускаемый аппарат", "нет данных", "Москва"]),
    ],
)
def test_state_as_text(capsys, language, words):
    code, out, _ = run(capsys, "state", "--utc", "1974-03-09T09:00", "--language", language)
    assert code == 0
    for word in words:
        assert word in out
    # The pass: 1,300 km documented, 1,310 km on the reconstructed path.
    assert re.search(r"1\s31\d\Wkm|1\s31\d\Wкм", out)


def test_state_before_launch_has_no_craft(capsys):
    code, out, _ = run(capsys, "state", "--utc", "1973-08-01")
    assert code == 0
    assert "Not yet launched" in out


BAD = [
    (["state", "--utc", "1969-12-31"], r"'1969-12-31' is outside .* 1970-01-01 to 2031-01-01"),
    (["state", "--utc", "yesterday"], r"'yesterday' is not a UTC date; write 'YYYY-MM-DD'"),
    (["state", "--utc", "1974-02-30"], r"1974-02-30"),
    (["state"], r"--utc"),
    (["state", "--utc", "1974-03-09", "--mission", "none.toml"], r"none\.toml: no such file"),
    (["still", "-o", "x.png", "--focus", "pluto"], r"unknown focus 'pluto'; allowed: coast_stage"),
    (
        ["still", "-o", "x.png", "--focus", "lander", "--utc", "1973-01-01"],
        r"focus 'lander' does not exist at 1973-01-01.*allowed: 1973-08-09T17:00:17Z to 2030",
    ),
    (["still", "-o", "no/such/folder/x.png"], r"cannot write no/such/folder/x\.png: folder"),
    (["still", "-o", "x.jpg"], r"x\.jpg: allowed: a file name ending \.png"),
    (["still", "-o", "."], r"it is a folder"),
    (["still", "-o", "x.png", "--size", "10"], r"'10' is not a size; allowed: WIDTHxHEIGHT"),
    (["still", "-o", "x.png", "--size", "99999x9"], r"size 99999x9 is out of range; allowed: 16"),
    (["still", "-o", "x.png", "--distance-km", "nan"], r"distance_km must be a finite number"),
    (["still", "-o", "x.png", "--distance-km", "-5"], r"distance_km must be positive, not -5"),
    (["still", "-o", "x.png", "--elevation", "91"], r"elevation_deg 91 is out of range.*-90 to 90"),
    (["still", "-o", "x.png", "--field-of-view", "0"], r"field_of_view_deg 0 is out of range"),
    (["still", "-o", "x.png", "--body-scale", "0"], r"body_scale 0 is out of range"),
    (["still", "-o", "x.png", "--exposure", "inf"], r"exposure_ev must be a finite number"),
    (["still", "-o", "x.png", "--hide", "clouds"], r"unknown layer 'clouds'; allowed: "),
    (["still", "-o", "x.png", "--show", "clouds"], r"unknown layer 'clouds'; allowed: "),
    (["still", "-o", "x.png", "--supersample", "9"], r"--supersample"),
    (["render", "none.toml", "-o", "out"], r"none\.toml"),
    (["render", "x.toml", "-o", "out", "--frames", "9-3"], r"frame range 9-3 runs backwards"),
    (["render", "x.toml", "-o", "out", "--frames", "a"], r"'a' is not a frame range; allowed: A-B"),
    (["kiosk", "--size", "wide"], r"'wide' is not a size"),
    (["fly"], r"invalid choice: 'fly'"),
]


@pytest.mark.parametrize(("arguments", "line"), BAD, ids=[" ".join(a) for a, _ in BAD])
def test_bad_input_is_one_line_and_code_2(capsys, tmp_path, monkeypatch, arguments, line):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("mars7viz")
    assert err.count("\n") == 1
    assert re.search(line, err), err
    assert list(tmp_path.iterdir()) == []


def test_a_broken_mission_file_is_named_with_table_and_key(capsys, tmp_path):
    for file in asset_path("mission").rglob("*.toml"):
        target = tmp_path / file.relative_to(asset_path("mission"))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes())
    main_file = tmp_path / "mars7.toml"
    text = main_file.read_text(encoding="utf-8")
    main_file.write_text(text.replace('utc = "1973-08-16T20:00Z"', 'utc = "soon"'), "utf-8")
    code, _, err = run(capsys, "state", "--utc", "1974-03-09", "--mission", str(main_file))
    assert code == 2
    assert re.match(r"mars7viz: mars7\.toml: event 'correction_1': key 'utc': .*'soon'", err), err


def test_a_figure_that_the_shipped_paths_were_not_made_from_is_refused(capsys, tmp_path):
    for file in asset_path("mission").rglob("*.toml"):
        target = tmp_path / file.relative_to(asset_path("mission"))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes())
    main_file = tmp_path / "mars7.toml"
    text = main_file.read_text(encoding="utf-8")
    changed = text.replace("value = 51.51", "value = 85.0")
    assert changed != text
    main_file.write_text(changed, "utf-8")
    code, _, err = run(capsys, "state", "--utc", "1974-03-09", "--mission", str(main_file))
    assert code == 2
    assert "quantity 'parking_orbit_inclination': is 85.0" in err
    assert "51.51" in err
    assert "mars7viz reconstruct" in err
    assert err.count("\n") == 1
