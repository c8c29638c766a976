"""The world as it ships, views of it at an instant, and a dressed application."""

from dataclasses import replace

import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="session")
def shipped_world():
    return load_world()


@pytest.fixture(scope="session")
def mission(shipped_world):
    return shipped_world.mission


@pytest.fixture
def theme(qapp):
    """The desktop's theme, on the application while the test runs."""
    made = Theme()
    font, sheet = qapp.font(), qapp.styleSheet()
    made.dress(qapp)
    yield made
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)


@pytest.fixture
def view_at(shipped_world):
    """Snapshot and options at an instant, `utc` text or `et`, in a language."""

    def make(at, language="en", **changes):
        et = utc_to_et(at) if isinstance(at, str) else at
        options = replace(opening_view(shipped_world)[1], language=language, **changes)
        return evaluate(shipped_world, et), options

    return make
