"""Whatever is asked of the what-if: an answer, or one line that names what is allowed."""

import math
import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mars7viz.assets import asset_path
from mars7viz.cli import main
from mars7viz.determination.landing.errors import LandingArgumentError, LandingPlanError
from mars7viz.determination.landing.intended import (
    ANGLE_DEG,
    DELAY_S,
    DELTA_V_M_S,
    IntendedLanding,
)
from mars7viz.determination.landing.parameters import load_landing_model
from mars7viz.errors import UserError
from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.load import load_mission
from mars7viz.snapshot.world import load_world

LIMITS = {
    "retro_delta_v_m_s": (DELTA_V_M_S, "retro delta-v", "m/s"),
    "start_delay_s": (DELAY_S, "start delay", "s"),
    "entry_angle_deg": (ANGLE_DEG, "entry angle", "deg"),
}

WORLD = load_world()
LANDING = IntendedLanding.of_mission(WORLD.mission, WORLD.chronologies)


@given(
    name=st.sampled_from(sorted(LIMITS)),
    value=st.one_of(
        st.floats(), st.integers(), st.integers(10**300, 10**320), st.booleans(), st.text()
    ),
)
def test_an_argument_out_of_range_is_named_with_its_range(name, value):
    (low, high), word, unit = LIMITS[name]
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return
    with pytest.raises(LandingArgumentError) as caught:
        LANDING.what_if(**{name: value})
    assert isinstance(caught.value, UserError)
    message = str(caught.value)
    assert message.startswith(f"{word}: ")
    assert message.endswith(f"allowed: a number from {low:g} to {high:g} {unit}")
    assert len(message) < 200


@settings(max_examples=40, deadline=None)
@given(
    delta_v=st.floats(*DELTA_V_M_S),
    delay=st.floats(*DELAY_S),
    angle=st.floats(*ANGLE_DEG),
)
def test_an_argument_in_range_gets_an_answer(delta_v, delay, angle):
    try:
        run = LANDING.what_if(delta_v, delay, angle)
    except LandingPlanError as error:
        # The planned 120 m/s do not reach the steepest angles.
        assert angle > 15.0
        assert re.search(r"cannot reach .* it would take [\d.]+ m/s", str(error))
        return
    times = [event.et for event in run.events]
    assert times == sorted(times)
    for event in run.events:
        assert math.isfinite(event.altitude_km + event.speed_m_s + event.load_g)
    assert (run.site_miss_km is None) == (run.outcome in ("missed", "skipped"))
    assert (run.entry_angle_deg is None) == (run.outcome == "missed")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--delta-v", "nan"], "retro delta-v: nan is out of range; allowed: a number from 0"),
        (["--delta-v", "-1"], "retro delta-v: -1.0 is out of range; allowed: a number from 0"),
        (["--delay", "1e9"], "start delay: 1000000000.0 is out of range; allowed"),
        (["--entry-angle", "90"], "entry angle: 90.0 is out of range; allowed: a number from 6"),
        (["--entry-angle", "24"], "cannot reach an entry angle of 24 deg"),
    ],
)
def test_the_command_says_one_line_and_exits_with_2(capsys, arguments, message):
    assert main(["landing", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert message in captured.err


def changed(tmp_path, old, new):
    text = asset_path("mission", "landing.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "landing.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "reefed_share"', 'id = "reefed"', "none has the id 'reefed_share'"),
        ("value = 600\n", "value = 6\n", "'parachute_speed': allowed: a number from 100 to 2000"),
        ('value = 600\nunit = "m/s"', 'value = 600\nunit = "km/s"', "unit 'km/s'; allowed: 'm/s'"),
        ("{ height_km = 6.0,", "{ height_km = -6.0,", "'level': allowed: two rows or more, rising"),
        ("temperature_k = 139.0", "temperature_k = 0.0", "a number from 50 to 1000"),
        ("surface_pressure_mbar = 6.36", "surface_pressure_mbar = -1", "a number above 0"),
        ("mach = 0.5,", "mach = nan,", "not finite"),
        ("schema = 1", "schema = 2", "not known to this program"),
        ('status = "assumed"\nsources = ["MEM"]', 'status = "documented"\nsources = ["MEM"]',
         "'documented' on MEM alone; allowed: 'assumed' at best"),
        ('sources = ["KNIJKY"]', 'sources = ["NOBODY"]', "unknown source 'NOBODY'"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_the_key(tmp_path, old, new, message):
    with pytest.raises(MissionFileError, match=r"^landing\.toml: ") as caught:
        load_landing_model(load_mission(), changed(tmp_path, old, new))
    assert message in str(caught.value)


def test_a_mission_without_a_figure_is_named():
    mission = load_mission()
    crafts = tuple(
        replace(
            craft,
            quantities=tuple(row for row in craft.quantities if row.id != "heat_shield_mass"),
        )
        for craft in mission.spacecraft
    )
    with pytest.raises(MissionFileError, match=r"mars7\.toml: quantity 'heat_shield_mass': miss"):
        load_landing_model(replace(mission, spacecraft=crafts))


def test_every_figure_has_two_languages_and_a_founded_grade():
    model = load_landing_model(load_mission())
    for quantity in model.quantities.values():
        assert quantity.name.en
        assert quantity.name.ru
        assert quantity.claim.sources
    for step in model.steps.values():
        assert step.name.en != step.name.ru
    raw = tomllib.loads(asset_path("mission", "landing.toml").read_text(encoding="utf-8"))
    own = {row["id"] for row in raw["quantity"]}
    assert own <= set(model.quantities), "figures in the file that nothing reads"
