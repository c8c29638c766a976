import os
import socket

import pytest

from tests.conftest import MARKS, NetworkBlockedError, is_local


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443, 0, 0), ("a.test", 80)])
def test_connections_that_leave_the_machine_are_refused(address):
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as sock, pytest.raises(NetworkBlockedError, match="network"):
        sock.connect(address)


def test_names_are_not_looked_up():
    with pytest.raises(NetworkBlockedError):
        socket.create_connection(("mars7.test", 80), timeout=1.0)


def test_a_server_on_this_machine_can_be_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5.0) as client,
    ):
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("address", ["/run/some.socket", ("::1", 1), ("127.8.9.1", 1), ("", 1)])
def test_local_addresses(address):
    assert is_local(address)


def test_every_folder_of_tests_has_its_marks(request):
    folders = {path.parent for path in (request.config.rootpath / "tests").rglob("test_*.py")}
    tests = request.config.rootpath / "tests"
    assert {folder.relative_to(tests).parts[0] for folder in folders} <= set(MARKS)


def test_this_tier_needs_no_mark(request):
    assert not {"gl", "golden", "qt", "qtgl"} & {mark.name for mark in request.node.iter_markers()}


def test_qt_never_asks_for_a_display_here():
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
