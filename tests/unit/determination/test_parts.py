"""Documents, burn, hyperbola, least squares, kernels: each part by itself."""

import re
from itertools import pairwise

import numpy as np
import pytest
import spiceypy

from mars7viz.assets import asset_path
from mars7viz.constants import GM_KM3_S2
from mars7viz.determination.departure import Burn, burn_delta_v_km_s, launch_planes
from mars7viz.determination.documents import read_documents
from mars7viz.determination.errors import (
    DeterminationError,
    DocumentsFileError,
    InconsistentDocumentsError,
)
from mars7viz.determination.estimate import least_squares
from mars7viz.determination.hyperbola import hyperbolas, state_at_radius
from mars7viz.determination.spk_writer import fitted_pieces, write_spk
from mars7viz.ephemeris.conic import Conic
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.errors import NoConvergenceError
from mars7viz.ephemeris.kernel import Kernel
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.mission.load import load_mission

GM = GM_KM3_S2["mars"]


@pytest.fixture
def text():
    return asset_path("mission", "documents_mars7.toml").read_text(encoding="utf-8")


def changed(tmp_path, text, old, new):
    assert old in text
    path = tmp_path / "documents.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_shipped_documents_say_what_the_mission_file_says():
    mission = load_mission()
    documents = read_documents(asset_path("mission", "documents_mars7.toml"))
    claimed = [document for document in documents if document.claim]
    assert len(claimed) > 10
    for document in claimed:
        assert mission.quantity(document.claim).claim.value == document.value, document.id
    assert documents.dates["launch"] == mission.launch_et
    assert documents.dates["correction"] == mission.event("correction_1").et
    for document in documents:
        for source in document.sources:
            mission.source(source)


def test_nssdc_orbit_is_shown_and_never_fitted():
    documents = read_documents(asset_path("mission", "documents_mars7.toml"))
    assert [d.id for d in documents if d.id.startswith("nssdc") and d.fitted] == []
    assert sum(d.id.startswith("nssdc") for d in documents) == 3


def test_entry_time_of_mars_6_is_no_document():
    text = asset_path("mission", "documents_mars6.toml").read_text(encoding="utf-8")
    fitted = [d.id for d in read_documents(asset_path("mission", "documents_mars6.toml"))]
    assert "entry_time" not in fitted
    assert not re.search(r"^(value|entry\w*) = .*0[89]:", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'launch = "1973-08-09T17:00:17Z"',
            'launch = "1974-08-09T17:00:17Z"',
            r"document 'launch' lies .* h after 'insertion'",
        ),
        (
            'id = "parking_perigee"\nclaim = "parking_orbit_perigee"',
            'id = "parking_perigee"\nclaim = "x"',
            None,
        ),
        ("value = 162.0", "value = -20.0", r"'parking_perigee' is -20 km, 120 km below"),
        ("value = 162.0", "value = 250.0", r"'parking_perigee' \(250 km\) is 61 km above"),
        ("value = 1300.0", "value = -5.0", r"'miss_height' is -5 km: below the surface"),
    ],
)
def test_documents_that_contradict_themselves_are_named(tmp_path, text, old, new, says):
    path = changed(tmp_path, text, old, new)
    if says is None:
        assert read_documents(path).document("parking_perigee").claim == "x"
        return
    with pytest.raises(InconsistentDocumentsError, match=says):
        read_documents(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("schema = 1", "schema = 9", r"key 'schema': is 9; allowed: 1"),
        ("sigma = 3.0", "sigma = 0.0", r"'parking_perigee': key 'sigma': is 0; allowed: above 0"),
        ("value = 162.0", 'value = "low"', r"key 'value': is 'low'; allowed: a finite number"),
        ('grade = "documented"', 'grade = "sure"', r"key 'grade': 'sure'; allowed: 'documented'"),
        ('insertion = "1973-08-09T17:14:00Z"', "insertion = 5", r"'insertion': is missing"),
        ("[engine]", "[motor]", r"table 'engine': is missing"),
        ('id = "parking_apogee"', 'id = "parking_perigee"', r"'parking_perigee': given twice"),
        ("[[document]]", "[[document", r"is no TOML"),
    ],
)
def test_damaged_documents_are_named(tmp_path, text, old, new, says):
    with pytest.raises(DocumentsFileError, match=says):
        read_documents(changed(tmp_path, text, old, new))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DocumentsFileError, match=r"nowhere\.toml: file: cannot be read"):
        read_documents(tmp_path / "nowhere.toml")


def test_burn_follows_the_rocket_equation_and_its_angles():
    burn = Burn(83.3, 349.0, np.array([18_000.0]), np.array([0.0]), np.array([np.radians(90.0)]))
    state = np.array([[6540.0, 0.0, 0.0, 0.0, 7.8, 0.0]])
    push = burn(np.array([100.0]), state)[0]
    # All of it along the normal, 83.3 kN over what is left of the mass.
    assert push == pytest.approx([0.0, 0.0, 83.3 / (18_000.0 - 100.0 * burn.flow_kg_s)])
    size = burn_delta_v_km_s(
        engine=(83.3, 349.0), burnout_mass_kg=5680.0, length_s=np.array([514.0])
    )[0]
    mass = 5680.0 + 514.0 * burn.flow_kg_s
    assert size == pytest.approx(349.0 * 9.80665e-3 * np.log(mass / 5680.0), rel=1e-12)
    assert size == pytest.approx(3.985, abs=0.01)


def test_launch_plane_holds_the_pad_and_the_inclination():
    et = utc_to_et("1973-08-09T17:00:17")
    direction, normal = launch_planes(
        launch_et=et,
        lat_deg=46.071,
        lon_east_deg=62.985,
        inclination_deg=np.array([51.51, 65.0]),
        lead_s=np.array([0.0, 300.0]),
    )
    pole = body_rotation("earth", et)[2]
    assert np.degrees(np.arccos(normal @ pole)) == pytest.approx([51.51, 65.0], abs=1e-9)
    assert np.einsum("mk,mk->m", direction, normal) == pytest.approx([0.0, 0.0], abs=1e-12)
    # Prograde and to the north-east: the motion starts northward.
    assert (np.cross(normal, direction) @ pole > 0).all()
    with pytest.raises(InconsistentDocumentsError, match="'parking_inclination': 40"):
        launch_planes(
            launch_et=et,
            lat_deg=46.071,
            lon_east_deg=62.985,
            inclination_deg=np.array([40.0]),
            lead_s=np.array([0.0]),
        )


def test_hyperbola_there_and_back():
    incoming = np.array([[0.6, 0.0, 0.8]])
    b = np.array([[0.0, 9200.0, 0.0]])
    state, since = state_at_radius(
        incoming, np.array([2.54]), b, np.array([50_000.0]), gm_km3_s2=GM
    )
    found = hyperbolas(state, gm_km3_s2=GM)
    assert found.incoming == pytest.approx(incoming, abs=1e-12)
    assert found.b_km == pytest.approx(b, abs=1e-7)
    assert found.since_periapsis_s == pytest.approx(since)
    assert since[0] < 0
    at_periapsis = Conic.from_state(state[0], gm_km3_s2=GM).state(-float(since[0]))
    assert np.linalg.norm(at_periapsis[:3]) == pytest.approx(found.periapsis_km[0], abs=1e-6)
    late = Conic.from_state(state[0], gm_km3_s2=GM).state(1e9)[3:]
    assert late / np.linalg.norm(late) == pytest.approx(found.outgoing[0], abs=1e-4)
    with pytest.raises(DeterminationError, match="bound"):
        hyperbolas(np.array([[4000.0, 0, 0, 0, 1.0, 0]]), gm_km3_s2=GM)


def test_least_squares_of_a_line_is_the_textbook_one():
    x = np.linspace(0.0, 4.0, 9)
    truth, sigma = np.array([2.0, -0.5, 7.0]), 0.25
    y = truth[0] + truth[1] * x

    def residuals(p):
        return (p[:, :1] + p[:, 1:2] * x - y) / sigma

    found = least_squares(
        residuals,
        np.array([0.0, 0.0, 7.0]),
        steps=np.full(3, 1e-3),
        free=np.array([True, True, False]),
        describe=lambda _values: "",
    )
    assert found.parameters == pytest.approx(truth, abs=1e-4)
    design = np.stack([np.ones_like(x), x], axis=1) / sigma
    assert found.covariance[:2, :2] == pytest.approx(np.linalg.inv(design.T @ design), rel=1e-6)
    assert (found.covariance[2] == 0.0).all()


def test_least_squares_that_cannot_settle_say_so():
    with pytest.raises(NoConvergenceError, match=r"does not settle.*worst one"):
        least_squares(
            # Downhill by the slope, uphill wherever one goes.
            lambda p: np.where(np.abs(p - 0.5) < 2e-9, 1.5 - p, 5.0),
            np.array([0.5]),
            steps=np.array([1e-9]),
            free=np.array([True]),
            describe=lambda _values: "worst one",
        )


def test_pieces_read_by_us_and_by_spice_are_the_path(tmp_path):
    state = np.array([4696.0, 0.0, 0.0, 0.0, 4.967, 0.0])
    pass_et = utc_to_et("1974-03-09T08:55:00")
    conic = Conic.from_state(state, gm_km3_s2=GM)
    made = fitted_pieces(
        lambda ets: conic.state(ets - pass_et),
        craft_id=-106776,
        center="mars",
        arc="flyby",
        start_et=pass_et - 200_000.0,
        stop_et=pass_et + 200_000.0,
        longest_s=100_000.0,
    )
    assert len({round((p.stop_et - p.start_et) / len(p.coefficients)) for p in made}) > 1
    for before, after in pairwise(made):
        assert before.stop_et == after.start_et
    files = [tmp_path / "one.bsp", tmp_path / "two.bsp"]
    for file in files:
        write_spk(file, made, comments=["reconstructed"])
    assert files[0].read_bytes() == files[1].read_bytes()
    ours = Kernel.open(files[0])
    ets = np.linspace(pass_et - 200_000.0, pass_et + 200_000.0, 501)
    spiceypy.furnsh(str(files[0]))
    try:
        spice = np.array([spiceypy.spkgeo(-106776, et, "J2000", 4)[0] for et in ets])
    finally:
        spiceypy.unload(str(files[0]))
    states = ours.state(-106776, 4, ets)
    assert np.abs(states[:, :3] - spice[:, :3]).max() < 1e-6
    truth = conic.state(ets - pass_et)
    assert np.linalg.norm((states - truth)[:, :3], axis=1).max() < 1e-3
    assert np.linalg.norm((states - truth)[:, 3:], axis=1).max() < 2e-6
