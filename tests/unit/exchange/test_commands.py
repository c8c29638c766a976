"""`mars7viz export` and `mars7viz compare` as somebody types them."""

import pytest

from mars7viz.cli import main
from tests.unit.exchange.exports import EXPORTERS


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def one_line(err):
    return err.startswith("mars7viz: ") and err.count("\n") == 1


@pytest.mark.parametrize("kind", sorted(EXPORTERS))
def test_export_then_compare(capsys, tmp_path, kind):
    file = tmp_path / f"path.{kind}"
    span = ("--start", "1974-03-01", "--stop", "1974-03-20")
    code, out, err = run(capsys, "export", kind, "--craft", "lander", *span, "-o", file)
    assert (code, err) == (0, "")
    assert "Lander, reconstructed" in out
    assert file.stat().st_size > 1000
    if kind == "czml":
        return
    plot = tmp_path / "plot.svg"
    code, out, err = run(capsys, "compare", file, "--craft", "lander", "--plot", plot)
    assert (code, err) == (0, "")
    assert f"read as {kind}" in out
    assert "median" in out
    assert "…" not in out
    assert plot.read_text().startswith("<svg")


def test_the_coast_stage_is_not_the_lander(capsys, tmp_path):
    file = tmp_path / "path.csv"
    span = ("--start", "1974-03-20", "--stop", "1974-06-01", "--step", "86400")
    assert run(capsys, "export", "csv", *span, "-o", file)[0] == 0
    _, out, _ = run(capsys, "compare", file, "--craft", "lander", "--about", "sun")
    largest = float(out.split("largest ")[1].split(" km")[0].replace(",", ""))
    assert largest > 100.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("spk", "-o", "{there}"), "exists; choose another name, or allow it with --force"),
        (("csv", "-o", "{tmp}"), "is a folder"),
        (("csv", "-o", "{tmp}/no/file.csv"), "there is no folder"),
        (("csv", "--start", "yesterday", "-o", "{new}"), "is not a UTC date"),
        (("csv", "--start", "1974-01-02", "--stop", "1974-01-01", "-o", "{new}"), "is empty"),
        (("csv", "--start", "1973-08-09", "-o", "{new}"), "covered is 1973-08-09 1"),
        (("oem", "--step", "-3", "-o", "{new}"), "positive number of seconds"),
        (("oem", "--single-segment", "-o", "{new}"), "is for SPK"),
        (("spk", "--step", "60", "-o", "{new}"), "--step is for the others"),
        (("csv", "--center", "arc", "-o", "{new}"), "--center arc is for SPK and OEM"),
        (("czml", "--center", "mars", "-o", "{new}"), "no center 'mars'"),
        (("spk", "--single-segment", "-o", "{new}"), "one segment cannot hold the"),
    ],
)
def test_export_refuses_in_one_line(capsys, tmp_path, arguments, message):
    there = tmp_path / "there"
    there.write_text("mine")
    names = {"there": there, "tmp": tmp_path, "new": tmp_path / "new"}
    code, out, err = run(capsys, "export", *(text.format(**names) for text in arguments))
    assert code == 2
    assert out == ""
    assert message in err
    assert one_line(err)
    assert [file.name for file in tmp_path.iterdir()] == ["there"]
    assert there.read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("", (), "is empty"),
        ("hello\n", (), "no row of numbers"),
        ("utc,x_km,y_km,z_km\n1974-01-01,1,1,1\n", (), "give --center"),
        ("utc,R,A,H\n1974-01-01,1,1,1\n", (), "give --unit"),
        ("utc,R_km,A,H_km\n1974-01-01,2,1,1\n", ("--plot", "x.pdf"), "a plot is .svg or .png"),
        ("utc,R_km,A,H_km\n1971-01-01,2,1,1\n", (), "nothing to compare"),
    ],
)
def test_compare_refuses_in_one_line(capsys, tmp_path, text, options, message):
    file = tmp_path / "theirs.txt"
    file.write_text(text)
    code, out, err = run(capsys, "compare", file, *options)
    assert (code, out) == (2, "")
    assert message in err
    assert one_line(err)


def test_force_replaces(capsys, tmp_path):
    file = tmp_path / "path.csv"
    file.write_text("mine")
    assert run(capsys, "export", "csv", "--step", "864000", "-o", file, "--force")[0] == 0
    assert "reconstructed" in file.read_text()


def test_what_is_outside_is_listed_with_its_lines(capsys, tmp_path):
    file = tmp_path / "theirs.txt"
    file.write_text(
        "utc R,ml_km aE-S-SC,d Hecl,ml_km\n"
        "1973-08-01 151.8 0 0\n1973-08-02 151.8 0 0\n1973-09-01 155 2 0.5\n"
    )
    code, out, _ = run(capsys, "compare", file)
    assert code == 0
    assert "2 instants from 1973-08-01T00:00:00Z to 1973-08-02T00:00:00Z, lines 2 to 3" in out
    assert "A taken as positive where the craft is ahead of the Earth" in out
