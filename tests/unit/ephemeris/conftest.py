"""The shipped sky, and CSPICE reading the same files."""

import pytest
import spiceypy

from mars7viz.assets import asset_path
from mars7viz.ephemeris.orientation import PCK_FILE
from mars7viz.ephemeris.solar_system import KERNEL_FILE, SolarSystem


@pytest.fixture(scope="session")
def sky():
    return SolarSystem.load()


@pytest.fixture(scope="module")
def spice():
    spiceypy.kclear()
    for name in (KERNEL_FILE, PCK_FILE, "naif0012.tls"):
        spiceypy.furnsh(str(asset_path("ephemeris", name)))
    yield spiceypy
    spiceypy.kclear()
