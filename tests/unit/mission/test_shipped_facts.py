"""The shipped mission against the fact base: the expected values stand here as they were read.

Section numbers are those of the fact base; "0" is its table "What to use", "ADD" its addendum.
"""

import re

import pytest

from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.mission.grade import Grade
from mars7viz.mission.load import load_mission
from mars7viz.mission.model import Mission
from mars7viz.mission.text import Text

DOC, DER, REC, ASS, NONE = (
    Grade.DOCUMENTED,
    Grade.DERIVED,
    Grade.RECONSTRUCTED,
    Grade.ASSUMED,
    Grade.NO_RECORD,
)


@pytest.fixture(scope="module")
def mission() -> Mission:
    return load_mission()


# Id, instant (0 decimals), grade of the event, grade of its date, a source it must cite.
EVENTS = [
    ("launch", "1973-08-09T17:00:17Z", DOC, DOC, "SEED"),  # 0
    ("stage1_cutoff", "1973-08-09T17:02:21Z", ASS, ASS, "CZWP_PROTON"),  # 1
    ("stage2_cutoff", "1973-08-09T17:05:47Z", ASS, ASS, "RSW_P2"),  # 1
    ("fairing_jettison", "1973-08-09T17:06:02Z", ASS, ASS, "RSW_I5F3"),  # ADD 5: T+345 s
    ("stage3_cutoff", "1973-08-09T17:10:02Z", ASS, ASS, "RSW_P3"),  # 1
    ("parking_orbit_insertion", "1973-08-09T17:14:00Z", DOC, ASS, "GCAT"),  # 1
    ("tmi_ignition", "1973-08-09T18:11:50Z", DER, DER, "CALC"),  # 0
    ("tmi_cutoff", "1973-08-09T18:20:20Z", DER, DER, "CALC"),  # 0
    ("blokd_separation", "1973-08-09T18:20:35Z", DOC, DOC, "KOSM_M7"),  # 0: …35.3
    ("earth_sphere_exit", "1973-08-12T05:00:00Z", DER, DER, "CALC"),  # 1
    ("correction_1", "1973-08-16T20:00:00Z", DOC, DOC, "NASA_M7"),  # 0
    ("km73_data", "1973-09-16T00:00:00Z", DOC, DOC, "NASA_M7"),  # 1: the month's middle
    ("release", "1974-03-09T04:48:15Z", DOC, DER, "SEED"),  # 0
    ("retro_silent", "1974-03-09T05:03:15Z", DOC, ASS, "NASA_M7"),  # 1
    ("closest_approach", "1974-03-09T08:59:49Z", DOC, REC, "SEED"),  # 0
    ("closest_approach_signal", "1974-03-09T09:12:15Z", DER, REC, "CALC"),  # 0
    ("mars6_arrival", "1974-03-12T08:58:24Z", DOC, DER, "NSSDC_M6"),  # 2
    ("last_contact", "1974-03-25T12:00:00Z", DOC, DOC, "NASA_M7"),  # 0: the day's middle
]


@pytest.mark.parametrize(("event_id", "utc", "grade", "time_grade", "source"), EVENTS)
def test_events(mission, event_id, utc, grade, time_grade, source):
    event = mission.event(event_id)
    assert et_to_utc(event.et) == utc
    assert (event.grade, event.time_grade) == (grade, time_grade)
    assert source in event.sources


# Id, first and last instant of the band.
BANDS = [
    ("launch", "1973-08-09T17:00:16.5Z", "1973-08-09T17:00:17.5Z"),
    ("blokd_separation", "1973-08-09T18:20:35.25Z", "1973-08-09T18:20:35.35Z"),
    ("km73_data", "1973-09-01T00:00Z", "1973-10-01T00:00Z"),
    ("correction_2_cancelled", "1973-12-01T00:00Z", "1974-03-01T00:00Z"),  # 1: "winter"
    ("centimetre_link_lost", "1973-08-12T05:00Z", "1974-03-06T20:30Z"),  # 1: "dates unknown"
    ("computers_failed", "1973-08-12T05:00Z", "1974-03-06T20:30Z"),
    ("approach_correction", "1974-03-09T00:00Z", "1974-03-09T04:48:15Z"),  # 1: before release
    ("release_refused", "1974-03-09T00:00Z", "1974-03-09T04:48:15Z"),
    ("release", "1974-03-09T04:23:15Z", "1974-03-09T05:13:15Z"),  # the fit, +-25 min
    ("closest_approach", "1974-03-09T08:34:49Z", "1974-03-09T09:24:49Z"),  # the fit, +-25 min
    ("last_contact", "1974-03-25T00:00Z", "1974-03-26T00:00Z"),
]


@pytest.mark.parametrize(("event_id", "first", "last"), BANDS)
def test_a_date_is_as_wide_as_it_is_known(mission, event_id, first, last):
    event = mission.event(event_id)
    assert event.start_et == pytest.approx(utc_to_et(first), abs=1e-3)
    assert event.stop_et == pytest.approx(utc_to_et(last), abs=1e-3)
    assert event.precision_s == pytest.approx((event.stop_et - event.start_et) / 2)


# Id, value, unit, grade, a source, rival values.
QUANTITIES = [
    ("launch_mass", 3880, "kg", DOC, "KOSM_M7", [3260]),  # ruling 1
    ("lander_entry_mass", 844, "kg", DOC, "KOSM_M7", [635, 645]),  # ruling 2
    ("lander_surface_mass", 355, "kg", DOC, "KOSM_M7", [358]),  # 3
    ("lander_release_mass", 1210, "kg", DOC, "GCAT", [1000]),  # ruling 2
    ("propellant_mass", 598.5, "kg", DOC, "KOSM_M7", []),  # 3
    ("fuel_mass", 210.4, "kg", DOC, "KOSM_M7", []),
    ("oxidizer_mass", 388.1, "kg", DOC, "KOSM_M7", []),
    ("coast_stage_science_mass", 114, "kg", DOC, "KOSM_M7", []),
    ("lander_science_mass", 19.1, "kg", DOC, "KOSM_M7", []),
    ("heat_shield_mass", 265, "kg", ASS, "GCAT", []),
    ("height", 4.1, "m", DOC, "GCAT", []),  # 3
    ("base_diameter", 2.0, "m", DOC, "GCAT", [2.35]),
    ("span", 5.0, "m", DOC, "GCAT", [5.9, 6.7]),  # ruling 19
    ("coast_stage_height", 2.8, "m", DOC, "HANDWIKI_4MV", []),
    ("tank_diameter", 1.0, "m", DOC, "WP_4MV", []),
    ("solar_panel_size", (2.3, 1.4), "m", ASS, "MEM", []),
    ("high_gain_antenna_diameter", 2.5, "m", DOC, "PLANETEMARS23", []),  # ADD 0.3
    ("aeroshell_diameter", 2.9, "m", DOC, "GCAT", [3.2]),  # ruling 20
    ("aeroshell_angle", 120, "deg", ASS, "MEM", []),
    ("capsule_diameter", 1.2, "m", DOC, "WP_M3L", []),
    ("petals", 4, "", DOC, "IDNES", [2]),
    ("rim_motors", 4, "", DOC, "WP_M2L", [7]),
    ("parachute_diameter", 11, "m", DOC, "JPL2013", []),  # ADD 0.3
    ("thrust_high", 18.89, "kN", DOC, "ASTRONAUTIX", []),  # 3
    ("thrust_low", 9.86, "kN", DOC, "ASTRONAUTIX", []),
    ("specific_impulse", 315, "s", DOC, "ASTRONAUTIX", []),
    ("smallest_correction", 1.5, "m/s", DOC, "KOSM_M6", []),
    ("decimetre_downlink", 928.4, "MHz", DOC, "HERLENT_M4", []),
    ("parking_orbit_perigee", 162, "km", DOC, "KOSM_M7", [160, 154]),  # ruling 7
    ("parking_orbit_apogee", 189, "km", DOC, "KOSM_M7", [208]),
    ("parking_orbit_inclination", 51.51, "deg", DOC, "GCAT", []),
    ("tmi_duration", 514, "s", DER, "CALC", [420]),  # 0
    ("tmi_delta_v", 3.985, "km/s", DER, "CALC", []),
    ("correction_1_delta_v", 5.06, "m/s", DOC, "KOSM_M7", []),  # 0
    ("correction_1_duration", 3.6, "s", DOC, "KOSM_M7", []),
    ("correction_2_delta_v", 1.8323, "m/s", DOC, "KOSM_M7", []),
    ("approach_correction_planned", 21.6, "m/s", DOC, "KOSM_M7", []),  # 1
    ("approach_correction_achieved", 34.2, "m/s", DOC, "KOSM_M7", []),
    ("approach_correction_excess", 12.6, "m/s", DER, "KOSM_M7", []),
    ("release_lead", 4.0, "h", DOC, "NSSDC_M7", []),
    ("release_distance", 45800, "km", DER, "CALC", []),
    ("release_altitude", 42400, "km", DER, "CALC", []),
    ("retro_planned_delay", 15, "min", ASS, "MEM", []),  # 2
    ("retro_design_delta_v", 120, "m/s", DER, "CALC", []),
    ("retro_needed_delta_v", 99, "m/s", DER, "CALC", []),  # 0
    ("closest_approach_altitude", 1300, "km", DOC, "NSSDC_M7", [1400]),  # ruling 5
    ("closest_approach_altitude_coast_stage", 1300, "km", ASS, "CALC", []),  # ruling 6
    ("closest_approach_speed", 4.967, "km/s", DER, "CALC", []),
    ("closest_approach_turn", 71.8, "deg", DER, "CALC", []),
    ("encounter_light_time", 746.4, "s", DER, "CALC", []),
    ("encounter_earth_distance", 223750000, "km", DER, "CALC", []),
    ("arrival_v_infinity", 2.536, "km/s", DER, "CALC", []),
    ("b_magnitude", 9199, "km", DER, "CALC", []),  # 8
    ("departure_c3", 16.29, "km2/s2", DER, "CALC", []),
    ("transfer_aphelion", 1.6457, "au", DER, "CALC", [1.69]),  # ruling 10
    ("transfer_period", 559.12, "d", DER, "CALC", [574]),
    ("transfer_inclination", 2.643, "deg", DER, "CALC", [2.2]),
    ("flight_time", 211.6, "d", DER, "CALC", [212]),
    ("pad_latitude", 46.071, "deg", DOC, "PAD_LL", [46.034]),  # ADD 0.3, ruling 21
    ("pad_longitude", 62.985, "deg", DOC, "PAD_LL", [62.938]),
    ("coast_stage_cospar", "1973-053A", "", DOC, "GCAT", []),  # 1
    ("coast_stage_norad", 6776, "", DOC, "GCAT", []),
    ("lander_cospar", "1973-053D", "", DOC, "GCAT", ["1973-053E"]),  # ruling 11
    ("lander_norad", 7224, "", DOC, "GCAT", []),
    ("launcher_serial", "281-02", "", DOC, "KOSM_M7", ["281-01"]),
    ("plan_release_to_entry", 4.066, "h", DOC, "NASA_M6", [4.58]),  # 2
    ("plan_entry_angle", 11.7, "deg", ASS, "MEM", []),
    ("relay_rate", None, "", NONE, "NSSDC_V9", []),  # ADD 2: analogue only
    ("magnetometer_boom_length", None, "", NONE, "HEASARC_M5", []),  # ADD 1
]


@pytest.mark.parametrize(("quantity_id", "value", "unit", "grade", "source", "rivals"), QUANTITIES)
def test_quantities(mission, quantity_id, value, unit, grade, source, rivals):
    claim = mission.quantity(quantity_id).claim
    assert (claim.value, claim.unit, claim.grade) == (value, unit, grade)
    assert source in claim.sources
    shown = [rival.value for rival in claim.alternatives if not isinstance(rival.value, Text)]
    assert shown == rivals


def test_rival_dates_are_carried(mission):
    def rivals(event_id):
        return {(a.value, a.sources[0]) for a in mission.event(event_id).alternatives}

    assert rivals("launch") == {("17:00:17.5 UTC", "KOSM_M7"), ("20:00:17 UTC", "WP_RU_M7")}
    assert rivals("tmi_ignition") == {("18:14 UTC?", "GCAT")}
    assert rivals("blokd_separation") == {("18:21 UTC?", "GCAT")}
    causes = [alternative.sources for alternative in mission.event("retro_silent").alternatives]
    assert causes == [("KOSM_M7",), ("AA1974",), ("NSSDC_M7",), ("ENCYC_SCAN",)]


def test_the_two_accounts_of_the_miss(mission):
    assert [(account.id, account.is_main) for account in mission.accounts] == [
        ("a", True),
        ("b", False),
    ]
    assert mission.account("a").sources == ("SEED", "NASA_M7")
    assert mission.account("b").sources == ("KOSM_M7",)
    told_by = {event.id: event.account for event in mission.events if event.account}
    assert told_by == {"release_refused": "a", "retro_silent": "a", "approach_correction": "b"}


def test_the_site_is_50_south_28_west(mission):  # DECISIONS 12
    site = mission.landing_site
    assert (site.lat_deg.value, site.lat_deg.grade) == (-50.0, DOC)
    assert (site.lon_east_deg.value, site.lon_east_deg.grade) == (360 - 28, DER)
    assert site.printed.value.en == "50° S, 28° W"


LANDER_INSTRUMENTS = {  # 4
    "thermometer", "barometer", "accelerometer", "radio_altimeter", "mass_spectrometer",
    "soil_activation", "soil_mechanics", "density_sensor", "anemometer", "telephotometer",
    "prop_m",
}  # fmt: skip
COAST_STAGE_INSTRUMENTS = {
    "magnetometer", "plasma_traps", "km73", "micrometeoroid", "stereo", "gemeaux_s", "gemeaux_t",
    "lyman_alpha", "radio_occultation", "camera",
}  # fmt: skip


def test_instruments(mission):
    by_craft = {
        craft.id: {instrument.id: instrument for instrument in craft.instruments}
        for craft in mission.spacecraft
    }
    assert set(by_craft["lander"]) == LANDER_INSTRUMENTS
    assert set(by_craft["coast_stage"]) == COAST_STAGE_INSTRUMENTS
    every = by_craft["lander"] | by_craft["coast_stage"]
    doubtful = {key for key, instrument in every.items() if instrument.is_doubtful}
    assert doubtful == {"camera", "lyman_alpha", "radio_occultation", "prop_m"}  # 4
    stereo = every["stereo"].range  # ADD 0.1: 30 and 60 MHz, 169 MHz was Mars 3
    assert (stereo.value, stereo.unit, stereo.grade) == ((30.0, 60.0), "MHz", DOC)
    assert every["km73"].range.grade is NONE  # ADD 4: not that of Zond 3 or Prognoz 3


def test_phases_follow_one_another_from_launch_to_2030(mission):
    ids = [phase.id for phase in mission.phases]
    assert ids == [
        "ascent", "parking_orbit", "departure", "early_cruise", "cruise", "approach",
        "encounter", "after_mars", "derelict",
    ]  # fmt: skip
    assert mission.launch_et == utc_to_et("1973-08-09T17:00:17Z")
    assert mission.timeline_start_et == utc_to_et("1973-08-08T17:00:17Z")
    assert mission.timeline_stop_et == utc_to_et("2030-12-31")
    assert mission.phase_at(mission.launch_et - 1.0) is None
    assert mission.phase_at(utc_to_et("1974-03-09T08:55")) == mission.phase("encounter")
    assert mission.phase_at(mission.timeline_stop_et) == mission.phase("derelict")


# Instant, craft, system, grade, start of the English text, alarm.
STATUS = [
    ("1973-08-09T18:00", "coast_stage", "attachment", DOC, "On Blok D", False),
    ("1973-12-01", "coast_stage", "attachment", DOC, "Carries the lander", False),
    ("1973-12-01", "coast_stage", "centimetre_link", DOC, "Lost during cruise, date not", False),
    ("1974-03-09", "coast_stage", "centimetre_link", DOC, "Lost", True),
    ("1974-03-09", "coast_stage", "onboard_computers", DOC, "Nos. 1 and 3 failed", True),
    ("1973-12-01", "coast_stage", "attitude", NONE, None, False),
    ("1973-08-10", "coast_stage", "propellant", DOC, "Full: 598.5 kg", False),
    ("1973-12-01", "coast_stage", "propellant", NONE, None, False),
    ("1973-09-15", "coast_stage", "science", DOC, "KM-73", False),
    (
        "1974-03-25T11:59",
        "coast_stage",
        "last_contact",
        DOC,
        "Kept; times of sessions unknown",
        False,
    ),
    ("1990-01-01", "coast_stage", "last_contact", DOC, "Silent since 25 March 1974", False),
    ("1990-01-01", "coast_stage", "decimetre_link", NONE, None, False),
    ("1974-03-08", "lander", "attachment", DOC, "On the coast stage", False),
    ("1974-03-09T05:00", "lander", "attachment", DOC, "Free", False),
    ("1974-03-08", "lander", "release_command", DER, "Not yet due", False),
    ("1974-03-09T03:00", "lander", "release_command", DOC, "First command refused", True),
    ("1974-03-09T05:00", "lander", "release_command", DOC, "Accepted", False),
    ("1974-03-09T05:00", "lander", "retro_motor", ASS, "Waiting", False),
    ("1974-03-09T08:41", "lander", "retro_motor", DOC, "Silent", True),
    ("1990-01-01", "lander", "retro_motor", DOC, "Never fired", False),
    ("1974-03-09T10:00", "lander", "descent_systems", DOC, "Never used", False),
    ("1974-03-09T10:00", "lander", "contact", NONE, None, False),
]


@pytest.mark.parametrize(("utc", "craft", "system", "grade", "words", "alarm"), STATUS)
def test_status(mission, utc, craft, system, grade, words, alarm):
    records = mission.status_at(craft, utc_to_et(utc))
    assert len({record.system for record in records}) == len(records)
    (record,) = [record for record in records if record.system == system]
    assert (record.grade, record.alarm) == (grade, alarm)
    if words is None:
        assert record.value is None
        assert record.note
    else:
        assert record.value.en.startswith(words)


def test_where_a_date_is_not_known_the_record_says_so(mission):
    for system in ("centimetre_link", "decimetre_link", "onboard_computers"):
        records = mission.status_at("coast_stage", utc_to_et("1973-12-01"))
        (record,) = [record for record in records if record.system == system]
        assert "date not known" in record.value.en
        assert "дата неизвестна" in record.value.ru


def texts(mission: Mission) -> list[Text]:
    found, queue = [], [mission]
    while queue:
        item = queue.pop()
        if isinstance(item, Text):
            found.append(item)
        elif isinstance(item, tuple):
            queue += item
        elif hasattr(item, "__dataclass_fields__"):
            queue += [getattr(item, name) for name in item.__dataclass_fields__]
    return [text for text in found if text]


def test_both_languages_are_written_in_their_letters(mission):
    every = texts(mission)
    assert len(every) > 500
    assert not [text.ru for text in every if not re.search("[а-яё]", text.ru, re.IGNORECASE)]
    assert not [text.en for text in every if re.search("[а-яё]", text.en, re.IGNORECASE)]


def test_texts_of_a_sentence_end_alike_in_both_languages(mission):
    for text in texts(mission):
        if text != mission.landing_site.printed.value:  # "з. д." is an abbreviation
            assert text.en.endswith(".") == text.ru.endswith("."), text


def test_every_source_of_the_fact_base_is_there(mission):  # 10, ADD 8, and our own
    assert len(mission.sources) == 62 + 34 + 1
    assert mission.source("SELF").kind == "reconstruction"
    assert mission.source("MEM").kind == "memory"


def test_memory_alone_never_counts_as_more_than_assumed(mission):
    for quantity in mission.all_quantities():
        if quantity.claim.sources == ("MEM",):
            assert quantity.claim.grade is ASS, quantity.id
