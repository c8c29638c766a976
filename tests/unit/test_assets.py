import pytest

from mars7viz import assets
from mars7viz.assets import AssetMissingError, asset_path


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Pretend that the package lies in `tmp_path`."""
    package = tmp_path / "mars7viz"
    package.mkdir()
    monkeypatch.setattr(assets, "_PACKAGE", package)
    assets.assets_root.cache_clear()
    yield package
    assets.assets_root.cache_clear()


def put(root, name):
    (root / "mission").mkdir(parents=True)
    (root / "mission" / name).write_text("x = 1\n", encoding="utf-8")
    return root / "mission" / name


def test_the_checkout_has_its_assets():
    assert asset_path("ephemeris").is_dir()


def test_in_a_checkout_they_lie_beside_the_package(elsewhere):
    (elsewhere.parent / "pyproject.toml").write_text("", encoding="utf-8")
    expected = put(elsewhere.parent / "assets", "mars7.toml")
    assert asset_path("mission", "mars7.toml") == expected


def test_in_a_wheel_they_lie_inside_the_package(elsewhere):
    put(elsewhere.parent / "assets", "mars7.toml")  # somebody else's, beside the package
    expected = put(elsewhere / "assets", "mars7.toml")
    assert asset_path("mission", "mars7.toml") == expected


def test_in_a_frozen_program_they_lie_where_it_was_unpacked(elsewhere, monkeypatch, tmp_path):
    unpacked = tmp_path / "unpacked"
    monkeypatch.setattr("sys._MEIPASS", str(unpacked), raising=False)
    expected = put(unpacked / "mars7viz" / "assets", "mars7.toml")
    assert asset_path("mission/mars7.toml") == expected


def test_a_missing_file_is_named_with_what_to_do(elsewhere):
    with pytest.raises(AssetMissingError, match=r"assets/mission/mars7\.toml.*install mars7viz"):
        asset_path("mission", "mars7.toml")


def test_in_a_checkout_the_way_out_is_git(elsewhere):
    (elsewhere.parent / "pyproject.toml").write_text("", encoding="utf-8")
    with pytest.raises(AssetMissingError, match="git checkout -- assets") as caught:
        asset_path("mission", "mars7.toml")
    assert caught.value.asset == "mission/mars7.toml"
    assert caught.value.root == elsewhere.parent / "assets"


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/passwd", "mission/../../LICENSE"])
def test_nothing_outside_the_assets_is_found(name):
    with pytest.raises(AssetMissingError):
        asset_path(name)
