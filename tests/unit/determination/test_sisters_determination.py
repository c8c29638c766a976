"""Documents of Mars 4, 5 and 6, the parts of their determination, and the kernels made anew."""

import json
import re
import tomllib
from dataclasses import replace

import numpy as np
import pytest

from mars7viz.assets import asset_path
from mars7viz.constants import GM_KM3_S2
from mars7viz.determination.errors import DocumentsFileError, InconsistentDocumentsError
from mars7viz.determination.hyperbola import hyperbolas
from mars7viz.determination.sisters.__main__ import main
from mars7viz.determination.sisters.arrival import mars_elements
from mars7viz.determination.sisters.chronologies import sister_chronologies
from mars7viz.determination.sisters.cruise import Cruise
from mars7viz.determination.sisters.determine import determine
from mars7viz.determination.sisters.documents import read_sisters
from mars7viz.determination.sisters.occultation import exit_sun_deg, flyby_exit_sun_deg
from mars7viz.determination.sisters.spread import ahead_sigma_deg
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.mission.grade import Grade

GM = GM_KM3_S2["mars"]


@pytest.fixture(scope="module")
def sky():
    return SolarSystem.load()


@pytest.fixture(scope="module")
def text():
    return asset_path("mission", "sisters.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sisters():
    return read_sisters(asset_path("mission", "sisters.toml"))


def written(folder, text):
    path = folder / "sisters.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_rulings_of_the_fact_base_stand(sisters):
    assert sisters.craft["mars4"].value("miss_height") == 1844.0
    assert sisters.craft["mars5"].value("orbit_apoapsis") == 32_586.0
    received = {"release": "05:01:56", "entry": "09:05:53", "last_signal": "09:11:05"}
    for event, clock in received.items():
        at_the_craft = sisters.craft["mars6"].et(event)
        assert utc_to_et(f"1974-03-12T{clock}") - at_the_craft == pytest.approx(761.0, abs=0.01)


def test_every_source_is_in_the_table(sisters):
    table = tomllib.loads(asset_path("mission", "sources.toml").read_text(encoding="utf-8"))
    for craft in sisters.craft.values():
        for item in (*craft.events.values(), *craft.documents.values()):
            assert set(item.sources) <= set(table["source"]), item.id


def test_every_name_is_in_both_languages(sisters):
    for craft in sisters.craft.values():
        for item in (*craft.events.values(), *craft.documents.values()):
            assert re.search("[А-Яа-я]", item.name.ru), item.id
            assert not re.search("[А-Яа-я]", item.name.en), item.id


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ("1973-07-21T19:30:59.2Z", "1974-07-21T19:30:59.2Z", InconsistentDocumentsError, "launch"),
        ("value = 1844.0", "value = -1844.0", InconsistentDocumentsError, "1844 km below"),
        ("value = 1844.0", 'value = "far"', DocumentsFileError, "miss_height"),
        ("sigma = 10.0", "sigma = 0", DocumentsFileError, "sigma"),
        ("schema = 1", "schema = 2", DocumentsFileError, "schema"),
        ('status = "documented"', 'status = "certain"', DocumentsFileError, "certain"),
        ('id = "mars5"', 'id = "mars9"', DocumentsFileError, "mars9"),
        ("1974-02-10T15:34:00Z", "tenth of February", DocumentsFileError, "arrival"),
        ('id = "arrival"', 'id = "arrived"', DocumentsFileError, "arrival"),
    ],
)
def test_bad_documents_are_named(tmp_path, text, old, new, error, message):
    assert old in text
    with pytest.raises(error, match=message):
        read_sisters(written(tmp_path, text.replace(old, new, 1)))


def test_command_refuses_bad_documents_and_leaves_the_folder_alone(tmp_path, text):
    path = written(tmp_path, text.replace("value = 1844.0", "value = -1844.0"))
    out = tmp_path / "out"
    assert main(["--documents", str(path), "--out", str(out)]) == 2
    assert not out.exists()


def test_damaged_list_is_refused(tmp_path, sky):
    (tmp_path / "sisters.json").write_text('{"schema": 1, "craft": {"mars4": {}}}')
    with pytest.raises(EphemerisError, match=r"sisters\.json"):
        sister_chronologies(sky, tmp_path)
    with pytest.raises(EphemerisError, match=r"sisters\.json is missing"):
        sister_chronologies(sky, tmp_path / "nowhere")


def test_missing_kernel_is_named(tmp_path, sky):
    listed = asset_path("trajectories", "sisters.json").read_bytes()
    (tmp_path / "sisters.json").write_bytes(listed)
    with pytest.raises(EphemerisError, match=r"mars4\.bsp is missing"):
        sister_chronologies(sky, tmp_path)


def test_occultation_of_a_still_geometry(sky):
    """A craft that rises straight over the limb: the Sun's zenith distance is plane geometry."""
    et = utc_to_et("1974-02-10T15:34:00")
    earth = sky.position_of("earth", "mars", et)
    earth /= np.linalg.norm(earth)
    sun = sky.position_of("sun", "mars", et)
    side = sun - (sun @ earth) * earth
    side /= np.linalg.norm(side)

    def rising(ets):
        return -5000.0 * earth + (3000.0 + (ets - et))[:, None] * side

    angle = exit_sun_deg(rising, sky, et, et + 1000.0)
    expected = 90.0 - np.degrees(np.arccos(sun @ earth / np.linalg.norm(sun)))
    assert angle == pytest.approx(expected, abs=0.1)
    assert np.isnan(exit_sun_deg(rising, sky, et + 600.0, et + 1000.0))


def test_side_of_mars4_is_told_by_the_occultation(sky, sisters):
    cruise = Cruise(sisters.craft["mars4"], sky)
    shipped = sister_chronologies(sky)["mars4"]
    near = sisters.craft["mars4"].et("arrival") - 3600.0
    passes = hyperbolas(shipped.relative_state(near, "mars")[None], gm_km3_s2=GM)
    asymptote = passes.incoming[0] * passes.v_infinity_km_s[0]
    angles = {
        clock: flyby_exit_sun_deg(
            asymptote,
            periapsis_km=5234.0,
            clock_deg=clock,
            periapsis_et=near + 3600.0,
            pole=cruise.model.pole("mars"),
            solar_system=sky,
        )
        for clock in (20.0, 28.0, 36.36, 45.0)
    }
    assert angles[36.36] == pytest.approx(127.0, abs=0.5)
    assert angles[28.0] == pytest.approx(127.0, abs=1.5)
    assert angles[20.0] < 115.0 > angles[45.0]


def test_an_occultation_that_no_pass_has_is_refused(sky, sisters):
    documents = sisters.craft["mars4"]
    sun = replace(documents.documents["occultation_exit_sun"], value=150.0)
    other = replace(documents, documents={**documents.documents, sun.id: sun})
    with pytest.raises(InconsistentDocumentsError, match="'occultation_exit_sun' is 150 deg"):
        determine(other, sky)


def test_elements_to_the_equator_of_mars():
    pole = body_rotation("mars", 0.0)[2]
    node = np.cross([0.0, 0.0, 1.0], pole)
    node /= np.linalg.norm(node)
    speed = np.sqrt(GM / 5000.0)
    orbit = mars_elements(np.concatenate([5000.0 * node, speed * pole]), pole)
    assert orbit.i_deg == pytest.approx(90.0)
    assert min(orbit.node_deg, 360.0 - orbit.node_deg) == pytest.approx(0.0, abs=1e-6)


def test_spread_grows_with_time_and_doubt(sky):
    et = utc_to_et("1974-02-10T09:34:00")
    state = sister_chronologies(sky)["mars4"].relative_state(et, "mars")

    def sigma(stop, clock, miss):
        return ahead_sigma_deg(
            state,
            et,
            et + 3 * 86_400.0,
            utc_to_et(stop),
            clock_sigma_deg=clock,
            miss_sigma_km=miss,
            solar_system=sky,
        )

    late = sigma("2030-12-31T00:00:00", 2.0, 10.0)
    assert late > 10.0 * sigma("1978-01-01T00:00:00", 2.0, 10.0)
    assert late**2 == pytest.approx(
        sigma("2030-12-31T00:00:00", 2.0, 0.0) ** 2 + sigma("2030-12-31T00:00:00", 0.0, 10.0) ** 2
    )


def test_arcs_have_words_and_grades(sisters):
    assert sisters.arcs["silent_orbit"].grade is Grade.ASSUMED
    assert sisters.arcs["cruise"].grade is Grade.RECONSTRUCTED
    assert all(words.name.ru and words.name.en for words in sisters.arcs.values())


@pytest.mark.slow
def test_another_height_moves_the_path(sky, sisters):
    """The height is an input, not a constant: 2200 km, the announcement, gives 2200 km."""
    documents = sisters.craft["mars4"]
    height = replace(documents.documents["miss_height"], value=2200.0)
    other = replace(documents, documents={**documents.documents, "miss_height": height})
    short = replace(other, stop_et=documents.et("arrival") + 10 * 86_400.0)
    assert determine(short, sky).figures["miss_height"] == pytest.approx(2200.0, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("craft", ["mars4", "mars5", "mars6"])
def test_shipped_kernels_are_what_the_command_makes(sky, sisters, craft):
    made = determine(sisters.craft[craft], sky)
    shipped = sister_chronologies(sky)
    for arc in made.arcs:
        ets = np.linspace(arc.start_et, arc.stop_et, 9)[:-1]
        (twin,) = (a for a in shipped[arc.craft].arcs if a.id == arc.arc)
        assert twin.center == arc.center
        assert (twin.start_et, twin.stop_et) == pytest.approx((arc.start_et, arc.stop_et), abs=1e-3)
        inside = np.clip(ets, twin.start_et, twin.stop_et)
        gap = np.linalg.norm((arc.states(inside) - twin.relative_state(inside))[:, :3], axis=1)
        assert gap.max() < 1e-3, arc.arc
    listed = json.loads(asset_path("trajectories", "sisters.json").read_text(encoding="utf-8"))
    for name, value in listed["craft"][craft]["figures"].items():
        assert made.figures[name] == pytest.approx(value, rel=1e-6, abs=1e-4), name
