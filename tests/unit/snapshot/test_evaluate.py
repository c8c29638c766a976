"""What is true at an instant: documented dates, other people's distances, absence, purity."""

import copy
import json
import math

import pytest

from mars7viz.constants import AU_KM
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.errors import OutsideCoverageError
from mars7viz.mission.grade import Grade
from mars7viz.snapshot.evaluate import evaluate, mission_time_text
from mars7viz.snapshot.report import SCHEMA, state_report


def at(world, utc):
    return evaluate(world, utc_to_et(utc))


def test_equal_instants_give_equal_hashable_snapshots(world):
    et = utc_to_et("1974-03-09T08:55")
    first, second = evaluate(world, et), evaluate(world, et)
    assert first is not second
    assert first == second
    assert hash(first) == hash(second)
    assert evaluate(world, et + 1.0) != first


def test_distances_at_the_encounter(world):
    # Issue A: 1974-03-09T12:00 UTC, from DE440 by an independent reader.
    snapshot = at(world, "1974-03-09T12:00")
    mars, sun, earth = (snapshot.body(name).position_km for name in ("mars", "sun", "earth"))
    assert math.dist(mars, sun) / AU_KM == pytest.approx(1.6009, abs=5e-5)
    assert math.dist(mars, earth) == pytest.approx(223.9e6, abs=0.05e6)
    assert math.dist(mars, earth) / 299_792.458 / 60 == pytest.approx(12.45, abs=0.005)


def test_clocks(world):
    snapshot = at(world, "1973-08-09T17:00:17")
    assert snapshot.utc == "1973-08-09T17:00:17Z"
    assert snapshot.moscow.startswith("1973-08-09T20:00:17")
    assert snapshot.met_s == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("met_s", "text"),
    [
        (0.0, "T+0 d 00:00:00"),
        (-1.0, "T\N{MINUS SIGN}0 d 00:00:01"),
        (211 * 86400 + 15 * 3600 + 40 * 60 + 7.9, "T+211 d 15:40:07"),
    ],
)
def test_mission_time_text(met_s, text):
    assert mission_time_text(met_s) == text


def test_craft_are_absent_before_launch_not_at_the_origin(world):
    before = at(world, "1973-08-09T17:00:16")
    assert before.spacecraft == ()
    assert before.position_km("lander") is None
    assert before.phase is None
    assert {before.coast_stage.state, before.lander.state} == {"before-launch"}
    assert before.coast_stage.lines == ()
    after = at(world, "1973-08-09T17:00:17.001")
    assert [craft.id for craft in after.spacecraft] == ["coast_stage", "lander"]
    assert after.spacecraft[0].relative_to("earth").altitude.value == pytest.approx(0, abs=0.01)


def test_lander_rides_until_released(world):
    release_et = world.mission.event("release").et
    before, after = evaluate(world, release_et - 1), evaluate(world, release_et + 1)
    assert before.craft("lander").attached_to == "coast_stage"
    assert before.craft("lander").position_km == pytest.approx(
        before.craft("coast_stage").position_km
    )
    assert before.lander.state == "attached"
    assert after.craft("lander").attached_to is None
    assert after.lander.state == "free"


def test_states_through_the_mission(world):
    assert at(world, "1973-11-01").coast_stage.state == "in-flight"
    assert at(world, "1974-03-24").coast_stage.state == "in-flight"
    assert at(world, "1974-03-27").coast_stage.state == "derelict"
    assert at(world, "1974-03-27").lander.state == "derelict"
    assert evaluate(world, world.mission.timeline_stop_et + 3600).spacecraft == ()
    assert evaluate(world, world.mission.timeline_stop_et + 3600).lander.state == "out-of-coverage"


def test_outside_the_ephemeris_is_an_error_never_a_position(world):
    for et in (-1.0e9, 1.1e9):
        with pytest.raises(OutsideCoverageError):
            evaluate(world, et)


def test_every_reading_of_a_craft_is_graded_and_sourced(world):
    snapshot = at(world, "1974-03-09T08:00")
    known = {source.key for source in world.mission.sources}
    for craft in snapshot.spacecraft:
        for relative in craft.relative:
            for reading in (relative.distance, relative.speed, relative.light_time):
                assert reading.grade is Grade.RECONSTRUCTED
                assert set(reading.sources) <= known
                assert reading.sources
    assert at(world, "1973-08-09T17:05").spacecraft[0].grade is Grade.ASSUMED


def test_no_instrument_has_an_invented_state(world):
    snapshot = at(world, "1974-04-10")
    for status in (snapshot.coast_stage, snapshot.lander):
        assert len(status.instruments) >= 6
        for line in status.instruments:
            assert (line.state is None) == (line.grade is Grade.NO_RECORD)


@pytest.mark.parametrize(
    ("utc", "coast_stage", "lander"),
    [
        ("1973-08-09T12:00", False, False),
        ("1973-10-10", False, False),
        ("1974-03-09T10:00", False, True),
        ("1974-03-26", True, True),
    ],
)
def test_results_are_told_only_when_there_was_work(world, utc, coast_stage, lander):
    snapshot = at(world, utc)
    for status, told in ((snapshot.coast_stage, coast_stage), (snapshot.lander, lander)):
        assert any(line.state for line in status.instruments) == told
        assert all(line.measures for line in status.instruments)


def test_summaries_of_the_two_craft_differ_when_the_craft_do(world):
    before, cruise = at(world, "1973-08-01"), at(world, "1973-12-01")
    assert before.lander.summary == before.coast_stage.summary
    assert cruise.lander.summary != cruise.coast_stage.summary
    assert at(world, "1974-03-09T06:00").lander.summary != cruise.lander.summary


def test_old_distances_claim_fewer_figures(world):
    for utc, figures in (("1974-03-20", 0), ("1974-09-01", 3), ("1990-01-01", 2)):
        for craft in at(world, utc).spacecraft:
            assert {relative.distance.figures for relative in craft.relative} == {figures}


def test_events_around(world):
    snapshot = at(world, "1973-08-16T20:00")
    assert (snapshot.previous_event, snapshot.next_event) == ("earth_sphere_exit", "km73_data")


def test_report_is_plain_json_and_round_trips(world):
    report = state_report(at(world, "1974-03-09T08:59:49"))
    assert report["schema"] == SCHEMA
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    mars = next(body for body in report["bodies"] if body["name"] == "mars")
    assert mars["earth_light_time_s"] == pytest.approx(746.4, abs=0.2)
    lander = next(craft for craft in report["spacecraft"] if craft["id"] == "lander")
    assert lander["name"]["ru"]
    altitude = next(r for r in lander["relative"] if r["center"] == "mars")["altitude"]
    assert altitude["value"] == pytest.approx(1300, abs=25)  # a fitted figure, 1300 ± 50
    assert altitude["grade"] == "reconstructed"


def test_report_keys_are_the_documented_ones(world):
    # docs/state-json.md lists these; a change here is a change of the schema.
    assert sorted(state_report(at(world, "1975-01-01"))) == [
        "bodies", "coast_stage", "et", "frame", "lander", "mission_time", "moscow", "next_event",
        "phase", "previous_event", "schema", "spacecraft", "time_to_closest_approach", "utc",
    ]  # fmt: skip


def test_a_snapshot_is_its_copy(world):
    snapshot = at(world, "1974-03-09T08:55")
    assert copy.deepcopy(snapshot) == snapshot
