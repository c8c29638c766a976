"""mars7viz still and demo, end to end: the same bytes twice, and nothing half-written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from mars7viz.cli import main
from mars7viz.shells.render import still
from mars7viz.shells.render.demo import PICTURES

MARS = ("still", "--utc", "1974-03-09T08:45", "--focus", "mars", "--size", "320x180")


def test_two_runs_give_the_same_bytes(tmp_path):
    first, second = tmp_path / "a.png", tmp_path / "b.png"
    assert main([*MARS, "-o", str(first)]) == 0
    assert main([*MARS, "-o", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    with Image.open(first) as image:
        assert image.size == (320, 180)
        assert max(high for _, high in image.getextrema()) > 100
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "b.png"]


def test_arguments_change_the_picture(tmp_path):
    plain = tmp_path / "plain.png"
    main([*MARS, "-o", str(plain)])
    for number, extra in enumerate(
        (["--azimuth", "10"], ["--language", "ru"], ["--hide", "labels,legend"], ["--clock"])
    ):
        other = tmp_path / f"{number}.png"
        assert main([*MARS, *extra, "-o", str(other)]) == 0
        assert other.read_bytes() != plain.read_bytes(), extra


def test_a_full_disk_leaves_the_old_picture(tmp_path, monkeypatch, capsys):
    target = tmp_path / "a.png"
    target.write_bytes(b"old")

    def refuse(*arguments, **keywords):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(still.Image.Image, "save", refuse)
    assert main([*MARS, "-o", str(target)]) == 2
    assert "no space left on the disk" in capsys.readouterr().err
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_demo_writes_its_pictures_and_says_where(tmp_path, capsys, language):
    folder = tmp_path / "new" / "out"
    arguments = ["demo", "-o", str(folder), "--size", "320x180", "--language", language]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    for picture in PICTURES:
        assert picture.name in said
        with Image.open(folder / picture.name) as image:
            assert image.size == (320, 180)
            assert len(image.getcolors(maxcolors=320 * 180)) > 200
    assert len(list(folder.iterdir())) == len(PICTURES)


def test_a_demo_folder_that_cannot_be_made(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["demo", "-o", str(tmp_path / "file" / "out")]) == 2
    assert "cannot make folder" in capsys.readouterr().err


def test_without_opengl_one_line_says_what_to_install(tmp_path):
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "mars7viz", *MARS, "-o", str(tmp_path / "a.png")],
        env=os.environ | {"VISPY_GL_LIB": "/no/such/libGL.so", "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("mars7viz: no OpenGL")
    assert "install" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
