"""What is handed out holds everything that the checkout has."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.mark.slow
def test_every_asset_is_in_the_wheel(unpacked):
    def files(root):
        return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}

    assert files(unpacked / "mars7viz" / "assets") == files(ROOT / "assets")


@pytest.mark.slow
def test_the_installed_program_finds_its_assets_and_its_version(unpacked):
    code = (
        "import mars7viz; from mars7viz.assets import asset_path; "
        "print(mars7viz.__version__, asset_path('ephemeris', 'naif0012.tls'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=unpacked, check=True, capture_output=True, text=True
    )
    version, path = done.stdout.split(maxsplit=1)
    assert Path(path.strip()) == unpacked / "mars7viz" / "assets" / "ephemeris" / "naif0012.tls"
    assert (unpacked / f"mars7viz-{version}.dist-info" / "licenses" / "LICENSE").is_file()
