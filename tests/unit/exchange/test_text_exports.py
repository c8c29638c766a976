"""OEM, CZML and CSV as parsers from elsewhere see them, and what all exports have in common."""

import csv
import datetime
import io
import json
import math

import numpy as np
import pytest
from czml3 import Document, Packet
from oem import OrbitEphemerisMessage

from mars7viz import __version__
from mars7viz.cli import main
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.errors import OutsideCoverageError
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.times import calendar_to_et, tdb_calendar
from tests.unit.exchange.exports import EXPORTERS, export

ONE_METER_KM = 1e-3
J2000_TO_EACH = {"EARTH": "earth", "SUN": "sun", "MARS": "mars"}


class Tube:
    """A covariance that grows with time."""

    def covariance(self, craft, et):
        del craft
        sigma = np.array([1.0, 2.0, 3.0, 1e-3, 2e-3, 3e-3])
        correlated = np.eye(6)
        correlated[0, 3] = correlated[3, 0] = 0.5
        return np.outer(sigma, sigma) * correlated * (1.0 + abs(et) * 1e-9)


def parsed_et(epoch):
    """TDB seconds past J2000 of what the parser makes of an epoch."""
    return ((epoch.jd1 - 2_451_545.0) + epoch.jd2) * 86_400.0


@pytest.fixture(scope="module")
def message(path, tmp_path_factory):
    return export("oem", path, tmp_path_factory.mktemp("oem") / "path.oem")


def test_a_parser_from_elsewhere_accepts_the_message(path, message):
    parsed = OrbitEphemerisMessage.open(message)
    assert parsed.version == "2.0"
    assert parsed.header["ORIGINATOR"] == "MARS7VIZ"
    assert len(parsed.segments) == len(path.chronology.arcs)
    for segment, arc in zip(parsed.segments, path.chronology.arcs, strict=True):
        assert J2000_TO_EACH[segment.metadata["CENTER_NAME"]] == arc.center
        assert segment.metadata["REF_FRAME"] == "ICRF"
        assert segment.metadata["TIME_SYSTEM"] == "TDB"
        assert segment.metadata["OBJECT_ID"] == "1973-053A"
        for state in list(segment.states)[::7]:
            et = parsed_et(state.epoch)
            ours = arc.relative_state(et)
            assert np.linalg.norm(state.position - ours[:3]) < ONE_METER_KM
            assert np.linalg.norm(state.velocity - ours[3:]) < 1e-6


def test_interpolation_that_the_message_names_is_good_to_a_meter(path, message):
    """Four states and degree 7, as the message says, written out here with numpy alone."""
    parsed = OrbitEphemerisMessage.open(message)
    worst_km = 0.0
    for segment, arc in zip(parsed.segments, path.chronology.arcs, strict=True):
        assert segment.metadata["INTERPOLATION"] == "HERMITE"
        degree = segment.metadata["INTERPOLATION_DEGREE"]
        et = np.array([parsed_et(state.epoch) for state in segment.states])
        states = np.array([[*state.position, *state.velocity] for state in segment.states])
        count = (degree + 1) // 2
        for first in range(0, len(et) - count + 1, max(1, len(et) // 60)):
            near, own = et[first : first + count], states[first : first + count]
            middle = len(near) // 2 - 1
            instant = 0.5 * (near[middle] + near[middle + 1])
            found = hermite(near, own, instant)
            worst_km = max(worst_km, np.linalg.norm(found - arc.relative_state(instant)[:3]))
    assert worst_km < ONE_METER_KM


def hermite(et, states, instant):
    """Position by the polynomial through positions and velocities."""
    scale = et[-1] - et[0]
    x, at = (et - et[0]) / scale, (instant - et[0]) / scale
    powers = np.arange(2 * len(et))
    values = x[:, None] ** powers
    slopes = powers * x[:, None] ** np.maximum(powers - 1, 0)
    right = np.concatenate((states[:, :3] - states[0, :3], states[:, 3:] * scale))
    return np.linalg.solve(np.concatenate((values, slopes)), right).T @ at**powers + states[0, :3]


def test_without_covariance_the_message_says_so(message):
    text = message.read_text()
    assert "COMMENT No covariance" in text
    assert "COVARIANCE_START" not in text


def test_covariance_is_parsed_again(path, tmp_path):
    file = export("oem", path, tmp_path / "tube.oem", covariances=Tube())
    for segment in OrbitEphemerisMessage.open(file).segments:
        covariances = list(segment.covariances)
        assert len(covariances) == 2
        for one in covariances:
            assert one.frame == "ICRF"
            expected = Tube().covariance("coast_stage", parsed_et(one.epoch))
            assert one.matrix == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "matrix",
    [
        np.eye(3),
        np.full((6, 6), math.nan),
        -np.eye(6),
        np.triu(np.ones((6, 6))),
    ],
)
def test_what_is_no_covariance_is_refused(path, tmp_path, matrix):
    class Wrong:
        def covariance(self, craft, et):
            return matrix

    with pytest.raises(ExchangeError, match="covariance at 1973-08-09"):
        export("oem", path, tmp_path / "wrong.oem", covariances=Wrong())
    assert list(tmp_path.iterdir()) == []


def test_unknown_covariance_is_said_for_each_segment(path, tmp_path):
    class Unknown:
        def covariance(self, craft, et):
            return None

    file = export("oem", path, tmp_path / "unknown.oem", covariances=Unknown())
    assert file.read_text().count("No covariance is known") == len(path.chronology.arcs)


def test_czml_is_a_document_that_the_schema_knows(path, tmp_path):
    file = export("czml", path, tmp_path / "path.czml")
    first, craft = json.loads(file.read_text())
    document = Document(packets=[Packet.model_validate(one) for one in (first, craft)])
    again = json.loads(document.to_json())
    assert [packet["id"] for packet in again] == ["document", "mars7/coast_stage"]
    assert again[1].keys() == craft.keys()
    assert (first["id"], first["version"]) == ("document", "1.0")
    assert "reconstructed" in first["name"]
    assert "reconstructed" in craft["description"]
    assert len(craft["position"]) == len(path.chronology.arcs)
    for interval, arc in zip(craft["position"], path.chronology.arcs, strict=True):
        assert interval["referenceFrame"] == "INERTIAL"
        assert interval["interpolationAlgorithm"] == "HERMITE"
        samples = np.array(interval["cartesianVelocity"]).reshape(-1, 7)
        assert (np.diff(samples[:, 0]) > 0.0).all()
        # UTC tells the same instants: the ground's seconds, leap seconds aside.
        begun = datetime.datetime.fromisoformat(interval["epoch"])
        for elapsed_s, *meters in samples[1:-1:50].tolist():
            date = begun + datetime.timedelta(seconds=elapsed_s)
            if date.year > 1973:
                break
            et = utc_to_et(date.strftime("%Y-%m-%dT%H:%M:%S.%f"))
            ours = arc.relative_state(et)
            if arc.center != "earth":
                ours = path.chronology.relative_state(et, "earth")
            assert np.linalg.norm(np.array(meters[:3]) / 1000.0 - ours[:3]) < ONE_METER_KM
            assert np.linalg.norm(np.array(meters[3:]) / 1000.0 - ours[3:]) < 1e-6
        last_et = np.nextafter(arc.stop_et, 0.0) if arc.stop_et > 0.0 else arc.stop_et - 1e-6
        ours = path.chronology.relative_state(float(last_et), "earth")
        assert np.linalg.norm(samples[-1, 1:4] / 1000.0 - ours[:3]) < ONE_METER_KM


def test_czml_has_one_center(path, tmp_path):
    with pytest.raises(ExchangeError, match="no center 'mars'"):
        export("czml", path, tmp_path / "path.czml", center="mars")


def test_csv_names_units_and_is_our_path(path, tmp_path):
    start_et, stop_et = utc_to_et("1974-03-09T08:00"), utc_to_et("1974-03-09T10:00")
    file = export(
        "csv",
        path,
        tmp_path / "flyby.csv",
        start_et=start_et,
        stop_et=stop_et,
        step_s=60.0,
        center="mars",
    )
    text = file.read_text()
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert any("reconstructed" in line and __version__ in line for line in comments)
    rows = list(csv.DictReader(io.StringIO(text[text.index("utc,") :])))
    assert len(rows) == 121
    assert rows[0]["utc"] == "1974-03-09T08:00:00.000000Z"
    assert rows[-1]["utc"] == "1974-03-09T10:00:00.000000Z"
    for row in rows[::10]:
        ours = path.chronology.relative_state(float(row["et_tdb_s"]), "mars")
        found = [float(row[name]) for name in ("x_km", "y_km", "z_km")]
        assert found == pytest.approx(ours[:3].tolist(), abs=1e-8)


@pytest.fixture
def flyby_week():
    """A span that is quickly written, with two changes of center in it."""
    return {"start_et": utc_to_et("1974-03-05"), "stop_et": utc_to_et("1974-03-13")}


@pytest.mark.parametrize("kind", sorted(EXPORTERS))
def test_the_same_request_gives_the_same_bytes(path, tmp_path, kind, flyby_week):
    one = export(kind, path, tmp_path / "one", **flyby_week)
    two = export(kind, path, tmp_path / "two", **flyby_week)
    assert one.read_bytes() == two.read_bytes()
    assert b"econstructed" in one.read_bytes()
    assert f"mars7viz {__version__}".encode() in one.read_bytes()


@pytest.mark.parametrize("kind", sorted(EXPORTERS))
def test_no_file_is_replaced_without_leave(path, tmp_path, kind, flyby_week):
    file = tmp_path / "taken"
    file.write_text("mine")
    with pytest.raises(ExchangeError, match="exists"):
        export(kind, path, file, **flyby_week)
    assert file.read_text() == "mine"
    export(kind, path, file, overwrite=True, **flyby_week)
    assert file.read_bytes() != b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("kind", sorted(EXPORTERS))
def test_a_folder_that_is_not_there_is_named(path, tmp_path, kind, flyby_week):
    with pytest.raises(ExchangeError, match="there is no folder"):
        export(kind, path, tmp_path / "nowhere" / "path", **flyby_week)


@pytest.mark.parametrize("kind", sorted(EXPORTERS))
def test_what_breaks_off_leaves_nothing(path, tmp_path, kind, monkeypatch, flyby_week):
    def full_disk(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(ExchangeError, match="No space left"):
        export(kind, path, tmp_path / "path", **flyby_week)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", sorted(EXPORTERS))
def test_an_empty_span_is_refused(path, tmp_path, kind):
    et = utc_to_et("1974-01-01")
    with pytest.raises(ExchangeError, match="empty"):
        export(kind, path, tmp_path / "path", start_et=et, stop_et=et)
    with pytest.raises(OutsideCoverageError, match="covered is 1973-08-09"):
        export(kind, path, tmp_path / "path", start_et=utc_to_et("1973-08-01"))


@pytest.mark.parametrize("step_s", [0.0, -1.0, math.nan, math.inf, 1e-3])
def test_a_step_that_makes_no_sense_is_refused(path, tmp_path, step_s):
    with pytest.raises(ExchangeError, match="step"):
        export("csv", path, tmp_path / "path", step_s=step_s)


def test_tdb_dates_come_back(path):
    for et in np.linspace(*path.chronology.coverage, 100).tolist():
        assert calendar_to_et(tdb_calendar(et), "tdb") == pytest.approx(et, abs=6e-7)


def test_the_command_writes_covariances_that_the_parser_reads(tmp_path):
    file = tmp_path / "cruise.oem"
    arguments = ["--start", "1973-10-01", "--stop", "1974-02-01", "--craft", "lander"]
    assert main(["export", "oem", *arguments, "-o", str(file)]) == 0
    (segment,) = OrbitEphemerisMessage.open(file).segments
    covariances = list(segment.covariances)
    assert len(covariances) == 2
    for covariance in covariances:
        assert covariance.frame == "ICRF"
        sigma_km = np.sqrt(np.diag(covariance.matrix)[:3])
        assert (sigma_km > 1.0).all()
        assert (sigma_km < 1e6).all()
