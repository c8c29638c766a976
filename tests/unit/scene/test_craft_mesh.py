"""The stand-in model has the documented dimensions and sound surfaces."""

import numpy as np
import pytest

from mars7viz.mission.grade import Grade
from mars7viz.mission.load import load_mission
from mars7viz.scene.craft_mesh import build
from mars7viz.scene.craft_model import CraftDimensions, Material

ASSEMBLIES = ("stack", "coast_stage", "lander")


@pytest.fixture(scope="module")
def dimensions():
    return CraftDimensions.of(load_mission())


def _part(mesh, name):
    return next(part for part in mesh.parts if part.name == name)


def test_the_stack_is_as_tall_and_wide_as_documented(dimensions):
    mesh = build("stack", dimensions)
    low, high = mesh.bounds_m()
    assert high[2] - low[2] == pytest.approx(dimensions.height.m, abs=1e-6)
    assert high[2] == pytest.approx(-low[2], abs=1e-6)
    panels = _part(mesh, "solar cells").solid.positions
    assert np.ptp(_part(mesh, "panel frames").solid.positions[:, 0]) == pytest.approx(
        dimensions.span.m
    )
    assert panels[:, 1].min() > 0.0
    shield = _part(mesh, "heat shield").solid.positions
    assert np.ptp(shield[:, 0]) == pytest.approx(dimensions.aeroshell_diameter.m, rel=1e-3)
    dish = _part(mesh, "high-gain antenna").solid.positions
    assert np.ptp(dish[:, 0]) == pytest.approx(dimensions.dish_diameter.m, rel=1e-3)


def test_the_capsule_lies_within_the_shield_and_above_the_bus(dimensions):
    mesh = build("stack", dimensions)
    ball = _part(mesh, "capsule").solid.positions
    top = 0.5 * dimensions.height.m
    half = np.radians(0.5 * dimensions.aeroshell_angle_deg.m)
    allowed = top + 0.06 - np.hypot(ball[:, 0], ball[:, 1]) / np.tan(half)
    assert (ball[:, 2] < allowed).all()
    assert ball[:, 2].min() > _part(mesh, "tank block").solid.positions[:, 2].max()


def test_the_halves_make_the_stack(dimensions):
    names = [[part.name for part in build(a, dimensions).parts] for a in ASSEMBLIES]
    assert names[0] == names[1] + names[2]
    assert "heat shield" in names[2]
    assert "heat shield" not in names[1]


@pytest.mark.parametrize("assembly", ASSEMBLIES)
def test_normals_are_unit_and_agree_with_the_winding(assembly, dimensions):
    for part in build(assembly, dimensions).parts:
        solid = part.solid.wound()
        assert np.linalg.norm(solid.normals, axis=1) == pytest.approx(1.0, abs=1e-6), part.name
        corners = solid.positions.reshape(-1, 3, 3)
        face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.linalg.norm(face, axis=1)
        outward = np.sum(face * solid.normals.reshape(-1, 3, 3).mean(axis=1), axis=1)
        assert (outward[area > 1e-9] > 0.0).all(), part.name


def test_closed_solids_have_no_holes(dimensions):
    """The signed volume under the normals of a closed ball is that of the ball."""
    capsule = _part(build("lander", dimensions), "capsule").solid.wound().positions
    a, b, c = capsule.reshape(-1, 3, 3).transpose(1, 0, 2)
    volume = np.sum(a * np.cross(b, c)) / 6.0
    radius = 0.5 * dimensions.capsule_diameter.m
    assert volume == pytest.approx(4.0 / 3.0 * np.pi * radius**3, rel=0.02)


def test_every_part_says_how_well_its_size_is_founded(dimensions):
    grades = {part.name: part.grade for part in build("stack", dimensions).parts}
    assert grades["solar cells"] is Grade.ASSUMED
    assert grades["heat shield"] is Grade.DOCUMENTED
    assert grades["metre-wave antenna"] is Grade.ASSUMED
    assert {part.material for part in build("stack", dimensions).parts} == set(Material)


def test_an_unknown_assembly_is_refused(dimensions):
    with pytest.raises(ValueError, match="allowed"):
        build("orbiter", dimensions)
