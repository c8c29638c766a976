"""Every shipped file has its credit, and CREDITS.md is made from them."""

import hashlib

import pytest

from tools.credits import ASSETS, CreditsError, main, page, read_credits


def test_credits_page_is_current():
    assert main(["--check"]) == 0


def test_the_shipped_assets_are_all_credited():
    assert {credit.folder.split("/")[0] for credit in read_credits(ASSETS)} >= {
        "ephemeris",
        "fonts",
        "icons",
        "stars",
        "textures",
    }


@pytest.fixture
def assets(tmp_path):
    folder = tmp_path / "stars"
    folder.mkdir()
    (folder / "sky.bin").write_bytes(b"sky")
    checksum = hashlib.sha256(b"sky").hexdigest()
    (folder / "CREDITS.toml").write_text(
        f'[[file]]\nname = "sky.bin"\norigin = "o | p"\nlicence = "l"\ncredit = "c"\n'
        f'sha256 = "{checksum}"\n'
    )
    return tmp_path


def test_a_good_folder_is_listed(assets):
    assert "| `sky.bin` | c | l | o \\| p |" in page(read_credits(assets))


def test_a_file_without_credit_is_named(assets):
    (assets / "stars" / "more.bin").write_bytes(b"more")
    with pytest.raises(CreditsError, match=r"stars/more\.bin: in no CREDITS"):
        read_credits(assets)


def test_a_changed_file_is_named(assets):
    (assets / "stars" / "sky.bin").write_bytes(b"other")
    with pytest.raises(CreditsError, match=r"sky\.bin: its sha256 has changed"):
        read_credits(assets)


def test_a_credit_without_file_is_named(assets):
    (assets / "stars" / "sky.bin").unlink()
    with pytest.raises(CreditsError, match="no file 'sky"):
        read_credits(assets)
