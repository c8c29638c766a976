"""Where the files under ``assets/`` are: in a checkout, in a wheel or in a frozen program.

The folder stays at the repository root and is mapped to ``mars7viz/assets`` in the wheel. This
module is the only one that knows.
"""

import sys
from functools import cache
from pathlib import Path

from mars7viz.errors import UserError

_PACKAGE = Path(__file__).resolve().parent


class AssetMissingError(UserError, FileNotFoundError):
    """A file that ships with the program is not there.

    Attributes
    ----------
    asset : str
        The asked-for file, relative to ``assets/``, with forward slashes.
    root : Path
        The folder that was searched.
    """

    def __init__(self, *, asset: str, root: Path, remedy: str) -> None:
        super().__init__(f"asset 'assets/{asset}' is missing: no such file in {root}; {remedy}")
        self.asset = asset
        self.root = root


def _checkout_root(package: Path) -> Path | None:
    """Root of the checkout that holds `package`, or None where it is installed.

    A folder named ``assets`` beside an installed package could be anybody's, so the project file
    must be there too.
    """
    root = package.parent
    return root if (root / "pyproject.toml").is_file() else None


@cache
def assets_root() -> Path:
    """Folder that holds the assets; it need not exist.

    Returns
    -------
    Path
        ``assets/`` of the unpacked frozen program, of the checkout or of the installed package.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "mars7viz" / "assets"
    checkout = _checkout_root(_PACKAGE)
    return _PACKAGE / "assets" if checkout is None else checkout / "assets"


def _remedy() -> str:
    if getattr(sys, "_MEIPASS", None) is not None:
        return "install the program again"
    if _checkout_root(_PACKAGE) is not None:
        return "bring it back with 'git checkout -- assets'"
    return "install mars7viz again"


def asset_path(*parts: str) -> Path:
    """Path of one file or folder that ships with the program.

    Parameters
    ----------
    *parts : str
        Path below ``assets/``: ``asset_path("mission", "mars7.toml")``.

    Returns
    -------
    Path
        An existing file or folder, absolute.

    Raises
    ------
    AssetMissingError
        If it is not there, or `parts` lead out of ``assets/``. The message names the file, the
        folder searched and what to do.
    """
    root = assets_root()
    path = root.joinpath(*parts)
    if not path.resolve().is_relative_to(root.resolve()) or not path.exists():
        raise AssetMissingError(asset="/".join(parts), root=root, remedy=_remedy())
    return path
