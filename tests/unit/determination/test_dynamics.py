"""The force model and its integration, against an independent integrator and by its own measure."""

import numpy as np
import pytest

from mars7viz.constants import GM_KM3_S2
from mars7viz.determination.forces import ATTRACTING, ForceModel, Sunlight
from mars7viz.determination.integrate import FINE, fly
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.solar_system import SolarSystem

AFTER_CORRECTION = utc_to_et("1973-08-17T00:00:00")
BEFORE_MARS = utc_to_et("1974-03-05T00:00:00")
AT_SPHERE = utc_to_et("1974-03-06T20:00:00")
BEHIND_MARS = utc_to_et("1974-03-11T22:00:00")


@pytest.fixture(scope="module")
def sky():
    return SolarSystem.load()


def model(sky, **options):
    return ForceModel(sky, earth_et=AFTER_CORRECTION, mars_et=AT_SPHERE, **options)


def cruise_start(sky):
    """Near our own path a week out: 2.5 million km from the Earth."""
    earth = sky.relative_state("earth", "sun", AFTER_CORRECTION)
    return (earth + np.array([2.1e6, 5.6e5, 1.3e6, 3.36, 0.88, 2.05]))[None]


def flyby_start(sky):
    """A pass 1300 km above Mars, 61 h before."""
    from mars7viz.determination.hyperbola import state_at_radius

    incoming = np.array([[-0.712, -0.665, 0.226]])
    incoming /= np.linalg.norm(incoming)
    b = np.cross(incoming, [[0.3, 0.2, 0.9]])
    b *= 9190.0 / np.linalg.norm(b)
    states, _ = state_at_radius(
        incoming, np.array([2.537]), b, np.array([570_000.0]), gm_km3_s2=GM_KM3_S2["mars"]
    )
    return states


def by_taylor(sky, state, center, start_et, stop_et):
    """The same craft among ten bodies that attract one another, by heyoka's Taylor series.

    Another formulation (barycentric, planets integrated with the craft) and another integrator.
    """
    heyoka = pytest.importorskip("heyoka", reason="heyoka has no wheel for this system")
    names = list(ATTRACTING)
    masses = [GM_KM3_S2[name] for name in names] + [0.0]
    bodies = [sky.state(name, start_et) for name in names]
    craft = state[0] + sky.state(center, start_et)
    # km and days: the integrator's variables then are of like size.
    day = 86400.0
    unit = np.array([1.0, 1.0, 1.0, day, day, day])
    start = np.concatenate([body * unit for body in (*bodies, craft)])
    system = heyoka.model.nbody(len(masses), masses=[gm * day**2 for gm in masses])
    integrator = heyoka.taylor_adaptive(system, start.tolist())
    integrator.propagate_until((stop_et - start_et) / day)
    final = np.asarray(integrator.state).reshape(-1, 6) / unit
    return final[-1] - final[names.index(center)]


@pytest.mark.slow
def test_cruise_of_200_days_agrees_with_an_independent_integrator_to_1_km(sky):
    start = cruise_start(sky)
    ours = fly(
        model(sky, relativity=False, oblateness=False),
        start,
        center="sun",
        start_et=AFTER_CORRECTION,
        stop_et=BEFORE_MARS,
    ).final[0]
    theirs = by_taylor(sky, start, "sun", AFTER_CORRECTION, BEFORE_MARS)
    assert np.linalg.norm(ours[:3] - theirs[:3]) < 1.0


@pytest.mark.slow
def test_flyby_agrees_with_an_independent_integrator_to_100_m(sky):
    start = flyby_start(sky)
    ours = fly(
        model(sky, relativity=False, oblateness=False),
        start,
        center="mars",
        start_et=AT_SPHERE,
        stop_et=BEHIND_MARS,
    ).final[0]
    theirs = by_taylor(sky, start, "mars", AT_SPHERE, BEHIND_MARS)
    assert np.linalg.norm(ours[:3] - theirs[:3]) < 0.1


def test_half_the_tolerance_moves_the_encounter_by_less_than_100_m(sky):
    push = Sunlight(10.0, 3880.0, 1.3).acceleration_km_s2
    ends = [
        fly(
            model(sky),
            cruise_start(sky),
            center="sun",
            start_et=AFTER_CORRECTION,
            stop_et=BEFORE_MARS,
            sunlight_km_s2=push,
            rtol=rtol,
        ).final[0, :3]
        for rtol in (FINE, FINE / 2.0)
    ]
    assert np.linalg.norm(ends[1] - ends[0]) < 0.1


def test_leaving_a_sphere_in_relative_coordinates_loses_nothing(sky):
    # The same path about Mars and about the Sun: two centers, one truth.
    start = flyby_start(sky)
    forces = model(sky, oblateness=False)
    stop = AT_SPHERE + 40_000.0
    near = fly(forces, start, center="mars", start_et=AT_SPHERE, stop_et=stop).final[0]
    helio = start + sky.relative_state("mars", "sun", AT_SPHERE)
    far = fly(forces, helio, center="sun", start_et=AT_SPHERE, stop_et=stop).final[0]
    apart = far - sky.relative_state("mars", "sun", stop) - near
    assert np.linalg.norm(apart[:3]) < 0.05


def test_sunlight_and_relativity_have_their_sizes(sky):
    def end(forces, push):
        return fly(
            forces,
            cruise_start(sky),
            center="sun",
            start_et=AFTER_CORRECTION,
            stop_et=BEFORE_MARS,
            sunlight_km_s2=push,
        ).final[0, :3]

    push = Sunlight(10.0, 3880.0, 1.3).acceleration_km_s2
    base = end(model(sky), 0.0)
    assert np.linalg.norm(end(model(sky), push) - base) == pytest.approx(2300.0, abs=400.0)
    assert 10.0 < np.linalg.norm(end(model(sky, relativity=False), 0.0) - base) < 60.0


@pytest.mark.parametrize("center", ["earth", "mars"])
def test_oblateness_is_the_gradient_of_its_potential(sky, center):
    from mars7viz.constants import J2_EARTH, J2_MARS, J2_MARS_RADIUS_KM, RADII_KM

    forces, bare = model(sky), model(sky, oblateness=False)
    j2, radius = {
        "earth": (J2_EARTH, RADII_KM["earth"][0]),
        "mars": (J2_MARS, J2_MARS_RADIUS_KM),
    }[center]
    pole = forces.pole(center)

    def potential(r):
        distance = np.linalg.norm(r)
        sine = r @ pole / distance
        return -GM_KM3_S2[center] * j2 * radius**2 / distance**3 * (3 * sine**2 - 1) / 2

    r, h = np.array([5000.0, -4000.0, 3500.0]), 0.5
    gradient = np.array(
        [(potential(r + h * axis) - potential(r - h * axis)) / (2 * h) for axis in np.eye(3)]
    )
    state = np.concatenate([r, np.zeros(3)])[None]
    both = [
        m.accelerations(AFTER_CORRECTION, state, center=center, sunlight_km_s2=0.0)
        for m in (forces, bare)
    ]
    assert (both[0] - both[1])[0] == pytest.approx(gradient, rel=1e-5, abs=1e-13)


def test_a_batch_flies_as_its_members_do(sky):
    start = np.concatenate([cruise_start(sky), cruise_start(sky) + 10.0])
    stop = AFTER_CORRECTION + 30 * 86400.0
    both = fly(model(sky), start, center="sun", start_et=AFTER_CORRECTION, stop_et=stop).final
    alone = fly(model(sky), start[1:], center="sun", start_et=AFTER_CORRECTION, stop_et=stop).final
    assert both[1] == pytest.approx(alone[0], rel=1e-11)
