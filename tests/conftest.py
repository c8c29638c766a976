"""What every test shares: marks from folders, no network, and the tiers' environment."""

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

# The folder decides the marks, so that nobody forgets one.
MARKS = {
    "unit": (),
    "tools": (),
    "widgets": ("qt",),
    "scene": ("gl",),
    "golden": ("gl", "golden"),
    "windows": ("qtgl",),
}


def _asks_for_windows() -> bool:
    return any("windows" in Path(argument.partition("::")[0]).parts for argument in sys.argv[1:])


# Before any test module imports Qt or VisPy. Real windows take the display they are given; they
# cannot share a process with the others, so they are collected only where they are asked for.
if not _asks_for_windows():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if sys.platform.startswith("linux"):
        os.environ.setdefault("EGL_PLATFORM", "surfaceless")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def tier_of(path: Path) -> str:
    """Name of the folder below tests/ that a test file is in."""
    return path.resolve().relative_to(HERE).parts[0]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    in_windows = (HERE / "windows") in (collection_path, *collection_path.parents)
    return True if in_windows and not _asks_for_windows() else None


def pytest_report_header() -> list[str]:
    if _asks_for_windows() or not (HERE / "windows").is_dir():
        return []
    return ["tests/windows: left out, it needs a process of its own (python3 run.py test)"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in MARKS[tier_of(item.path)]:
            item.add_marker(mark)


class NetworkBlockedError(RuntimeError):
    """A test tried to reach another machine."""


def is_local(address: object) -> bool:
    """Tell whether a socket address is on this machine; a path (Unix socket) always is."""
    if not isinstance(address, tuple):
        return True
    if address[0] in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves the machine: the program works in ten years, offline."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def refuse(address: object) -> None:
        if not is_local(address):
            raise NetworkBlockedError(f"tests must not reach the network: {address}")

    def guarded(self: socket.socket, address: object) -> None:
        refuse(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: object) -> int:
        refuse(address)
        return connect_ex(self, address)

    def guarded_lookup(host: object, *arguments: object, **options: object) -> object:
        refuse((host.decode() if isinstance(host, bytes) else host or "", 0))
        return getaddrinfo(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket.socket, "connect_ex", guarded_ex)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield
