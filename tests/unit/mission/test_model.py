"""The mission as values: look-ups, half-open intervals, equality, load time."""

import time
import tomllib

import pytest

from mars7viz.assets import asset_path
from mars7viz.mission.errors import UnknownMissionIdError
from mars7viz.mission.grade import Grade
from mars7viz.mission.load import load_mission
from mars7viz.mission.model import Mission
from mars7viz.mission.text import NO_TEXT, Text


@pytest.fixture(scope="module")
def mission() -> Mission:
    return load_mission()


def test_two_loads_are_equal_and_hash_alike(mission):
    again = load_mission()
    assert again is not mission
    assert again == mission
    assert hash(again) == hash(mission)


def test_a_mission_cannot_be_edited(mission):
    with pytest.raises(AttributeError):
        mission.events[0].et = 0.0
    with pytest.raises(AttributeError):
        mission.launch_et = 0.0


LOOK_UPS = ["event", "phase", "craft", "account", "source", "quantity"]


@pytest.mark.parametrize("look_up", LOOK_UPS)
def test_an_unknown_id_lists_the_known_ones(mission, look_up):
    with pytest.raises(UnknownMissionIdError, match=r"^no \w+ 'sputnik'; known: \w") as caught:
        getattr(mission, look_up)("sputnik")
    assert caught.value.wanted == "sputnik"


def test_status_of_an_unknown_craft(mission):
    with pytest.raises(
        UnknownMissionIdError, match="no spacecraft 'rover'; known: coast_stage, lander"
    ):
        mission.status_at("rover", mission.launch_et)


def test_every_look_up_finds_everything(mission):
    assert all(mission.event(event.id) is event for event in mission.events)
    assert all(mission.phase(phase.id) is phase for phase in mission.phases)
    assert all(mission.craft(craft.id) is craft for craft in mission.spacecraft)
    assert all(mission.account(account.id) is account for account in mission.accounts)
    assert all(mission.source(source.key) is source for source in mission.sources)
    assert all(mission.quantity(item.id) is item for item in mission.all_quantities())


def test_a_craft_gives_its_quantities_by_heading(mission):
    lander = mission.craft("lander")
    assert [item.id for item in lander.group("power")] == ["lander_power", "lander_life"]
    assert lander.group("orbit") == ()
    headings = dict.fromkeys(item.group for item in lander.quantities)
    assert sum(len(lander.group(heading)) for heading in headings) == len(lander.quantities)


def test_phases_are_half_open(mission):
    for before, after in zip(mission.phases, mission.phases[1:], strict=False):
        assert mission.phase_at(before.start_et) is before
        assert mission.phase_at(after.start_et) is after
        assert mission.phase_at(after.start_et - 1e-3) is before


def test_one_record_for_each_system_at_any_instant_of_the_flight(mission):
    limits = {record.start_et for record in mission.status} | {mission.timeline_stop_et}
    for et in limits:
        for craft, n_systems in (("coast_stage", 9), ("lander", 6)):
            systems = [record.system for record in mission.status_at(craft, et)]
            assert len(systems) == len(set(systems)) == n_systems
    assert mission.status_at("lander", mission.launch_et - 1e-3) == ()
    assert mission.status_at("lander", mission.timeline_stop_et + 1e-3) == ()


def test_events_are_in_order_and_within_their_bands(mission):
    ets = [event.et for event in mission.events]
    assert ets == sorted(ets)
    for event in mission.events:
        assert mission.timeline_start_et <= event.start_et < event.et < event.stop_et
        assert event.stop_et <= mission.timeline_stop_et


def test_text():
    text = Text(en="Launch", ru="Старт")
    assert text.in_language("en") == "Launch"
    assert text.in_language("ru") == "Старт"
    assert text
    assert not NO_TEXT
    with pytest.raises(ValueError, match="language 'fr'; allowed: 'en', 'ru'"):
        text.in_language("fr")


def test_the_six_grades():
    assert [grade.value for grade in Grade] == [
        "documented", "derived", "reconstructed", "assumed", "what-if", "no record",
    ]  # fmt: skip


def test_loading_costs_little_more_than_reading_the_toml():
    """CPU time against tomllib alone on the same files, best of seven each."""
    files = sorted(asset_path("mission").rglob("*.toml"))

    def cpu_s(work) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    def parse() -> None:
        for path in files:
            tomllib.loads(path.read_text(encoding="utf-8"))

    parse_s = min(cpu_s(parse) for _ in range(7))
    load_s = min(cpu_s(load_mission) for _ in range(7))
    assert load_s < 2.2 * parse_s
