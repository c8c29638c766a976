import sys

import pytest

from tools import system_libraries
from tools.environment import SetUpError

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux lacks system libraries"
)


@pytest.fixture
def machine(monkeypatch):
    """A machine without any of the libraries, on which nothing is installed for real."""

    class Machine:
        programs = frozenset({"apt-get"})
        there = frozenset()
        root = True
        installed = None

        def apt_get(self, privilege, packages):
            self.installed = (privilege, packages)
            self.there = frozenset(self.brings)

        brings = frozenset(name for group in system_libraries.GROUPS.values() for name in group)

    machine = Machine()
    monkeypatch.setattr(system_libraries, "is_there", lambda name: name in machine.there)
    monkeypatch.setattr(system_libraries, "_apt_get", machine.apt_get)
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 0 if machine.root else 1000)
    monkeypatch.setattr(
        system_libraries.shutil, "which", lambda name: name if name in machine.programs else None
    )
    return machine


def test_root_on_debian_installs_what_is_missing(machine):
    system_libraries.ensure(("headless",))
    privilege, packages = machine.installed
    assert privilege == []
    assert {"libgl1", "libegl1", "libxkbcommon0"} <= set(packages)
    assert "xvfb" not in packages


def test_nothing_missing_nothing_done(machine):
    machine.there = machine.brings
    system_libraries.ensure(("headless", "window", "test"))
    assert machine.installed is None


def test_without_the_right_the_command_is_told(machine):
    machine.root = False
    with pytest.raises(SetUpError) as caught:
        system_libraries.ensure(("test",))
    assert machine.installed is None
    assert str(caught.value).endswith(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends xdotool xvfb"
    )
    assert "missing on this system: Xvfb" in str(caught.value)


def test_an_installation_that_did_not_help_is_not_believed(machine):
    machine.brings = frozenset()
    with pytest.raises(SetUpError, match=r"libGL\.so\.1"):
        system_libraries.ensure(("headless",))


@pytest.mark.parametrize(
    ("programs", "expected"),
    [({"dnf"}, "sudo dnf install mesa-libGL"), (set(), "with your package manager")],
)
def test_other_systems_get_a_hint(machine, programs, expected):
    machine.programs = frozenset(programs)
    with pytest.raises(SetUpError, match=expected):
        system_libraries.ensure(("headless",))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("libc.so.6", True),
        ("libmars7-is-not-there.so.1", False),
        ("sh", True),
        ("mars7-no-such-program", False),
    ],
)
def test_looking_for_the_real_thing(name, expected):
    assert system_libraries.is_there(name) is expected
