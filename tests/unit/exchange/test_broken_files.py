"""Files that are no paths: one sentence with file and line, never another exception."""

import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mars7viz.assets import asset_path
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.errors import UserError
from mars7viz.exchange.errors import ExchangeError, PathFileError
from mars7viz.exchange.foreign_path import FORMATS, Reading
from mars7viz.exchange.path_files import read_path
from tests.unit.exchange.exports import export

HEAD = "# center: sun\n# frame: ICRF\nutc,x_km,y_km,z_km\n"
GOOD = "1973-10-01T00:00,1e8,1e8,1e6\n"
OEM = """CCSDS_OEM_VERS = 2.0
CREATION_DATE = 2026-11-23T00:00:00
ORIGINATOR = TEST
META_START
OBJECT_NAME = A
OBJECT_ID = 1973-053A
CENTER_NAME = SUN
REF_FRAME = ICRF
TIME_SYSTEM = UTC
START_TIME = 1973-10-01T00:00:00
STOP_TIME = 1973-10-03T00:00:00
META_STOP
1973-10-01T00:00:00 1e8 1e8 1e6 1 2 3
1973-10-02T00:00:00 1e8 1e8 1e6 1 2 3
"""

TABLES = {
    "nan": (HEAD + GOOD + "1973-10-02T00:00,nan,1,1\n", r"theirs\.txt, line 5: 'nan' .* no finite"),
    "infinite": (HEAD + "1973-10-02T00:00,-inf,1,1\n", r"line 4: '-inf' .* no finite"),
    "nan first": (HEAD + "nan,1,1,1\n", r"line 4: 'nan,1,1,1' is no finite number"),
    "unsorted": (HEAD + "1973-10-02,1,1,1\n\n1973-10-01,1,1,1\n", r"line 6: .* row before, line 4"),
    "twice": (HEAD + GOOD + GOOD, r"line 5: is not later than the row before, line 4"),
    "word": (HEAD + "1973-10-02,1,x,1\n", r"line 4: 'x' in column 'y_km' is not a number"),
    "short row": (HEAD + GOOD + "1973-10-02,1,1\n", r"line 5: has 3 columns, .* line 4, has 4"),
    "date": (HEAD + "1973-02-30,1,1,1\n", r"line 4: '1973-02-30' is not a date"),
    "no such hour": (HEAD + "1973-10-02T25:00,1,1,1\n", r"line 4: .* is not a UTC date"),
    "year": (HEAD + "1873-10-02,1,1,1\n", r"line 4: .* outside the years"),
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "no rows": (HEAD, "no row of numbers"),
    "prose": ("It flew by.\n", "no row of numbers"),
    "no header": (GOOD, r"line 1: has 4 columns and no header; state them with --columns"),
    "other header": ("a,b\n" + GOOD, r"has 4 columns .* header names 2 \(a, b\)"),
    "no position": ("utc,u_km,v_km,w_km\n" + GOOD, r"understood were: 'utc' as utc\. State them"),
    "no time": ("u,x_km,y_km,z_km\n" + "1,2,3,4\n", r"no column that tells the time"),
    "no unit": (
        HEAD.replace("_km", "") + GOOD,
        r"'x' states no unit that is known; give --unit: km, million-km, au",
    ),
    "no center": ("utc,x_km,y_km,z_km\n" + GOOD, r"states no center .* --center: ssb, sun, earth"),
    "odd center": (HEAD.replace("sun", "vulcan") + GOOD, r"\(vulcan\); give --center"),
    "no frame": ("# center: sun\nutc,x_km,y_km,z_km\n" + GOOD, r"--frame: icrf, ecliptic"),
    "too high": ("utc,R_km,A_deg,H_km\n1973-10-01,1e8,10,-2e8\n", r"line 2: .* height of -2e\+08"),
    "at the Sun": ("utc,R_km,A_deg,H_km\n1973-10-01,0,10,0\n", r"line 2: a distance of 0 km"),
    "year and half": ("year,doy,x_km,y_km,z_km\n1973.5,3,1,1,1\n", r"line 2: .* whole number"),
    "hour": (HEAD.replace("utc", "date,hour") + "1973-10-01,30,1,1,1\n", r"line 4: hour 30 is"),
    "xml": ("<?xml version='1.0'?><oem/>", r"is XML; .* key-value form is read"),
    "Julian": (HEAD.replace("utc", "jd_tdb") + "12,1,1,1\n", r"line 4: 12 is no Julian date"),
    "no Sun": (HEAD.replace("utc", "et").replace("sun", "ssb") + "1e9,1,1,1\n", r"no data for"),
    "huge": (HEAD + "1973-10-01,1e300,1,1\n", r"line 4: .* too large"),
}  # fmt: skip

MESSAGES = {
    "no version": (OEM.partition("\n")[2], "CCSDS_OEM_VERS is missing"),
    "no states": (OEM[: OEM.index("1973-10-01T00:00:00 ")], "holds no state"),
    "center": (OEM.replace("= SUN", "= TITAN"), r"line 12: CENTER_NAME is TITAN; read are: EARTH"),
    "frame": (OEM.replace("ICRF", "TEME"), r"line 12: REF_FRAME is TEME"),
    "no frame": (OEM.replace("REF_FRAME = ICRF\n", ""), r"line 11: REF_FRAME is missing"),
    "time": (OEM.replace("= UTC", "= GPS"), r"line 12: TIME_SYSTEM is GPS"),
    "nan": (OEM.replace("1e6 1 2 3\n1973", "NaN 1 2 3\n1973"), r"line 13: .* no finite number"),
    "word": (OEM.replace("1e6 1 2 3\n1973", "z 1 2 3\n1973"), r"line 13: .* than numbers"),
    "short": (OEM.replace("1e6 1 2 3\n1973", "1 2 3\n1973"), r"line 13: has 6 fields"),
    "unsorted": (OEM.replace("10-02T00:00:00 ", "09-02T00:00:00 "), r"line 14: .* before, line 13"),
    "twice": (OEM.replace("10-02T00:00:00 ", "10-01T00:00:00 "), r"line 14: is not later"),
    "no keyword": (OEM.replace("ORIGINATOR = TEST", "nobody"), r"line 3: 'nobody' is not KEYWORD"),
}


@pytest.mark.parametrize("name", TABLES)
def test_broken_tables(path, table, name):
    text, message = TABLES[name]
    with pytest.raises(PathFileError, match=message) as caught:
        read_path(table(text), Reading(), path)
    assert str(caught.value).count("\n") == 0
    assert "theirs.txt" in str(caught.value)


@pytest.mark.parametrize("name", MESSAGES)
def test_broken_messages(path, table, name):
    text, message = MESSAGES[name]
    with pytest.raises(PathFileError, match=message):
        read_path(table(text), Reading(format="oem"), path)


def test_sound_messages_pass(path, table):
    theirs = read_path(table(OEM), Reading(), path)
    assert theirs.format == "oem"
    assert theirs.lines.tolist() == [13, 14]


def test_a_covariance_is_passed_over(path, table):
    block = "COVARIANCE_START\nEPOCH = 1973-10-01T00:00:00\n1\n1 1\nCOVARIANCE_STOP\n"
    assert len(read_path(table(OEM + block), Reading(), path).et) == 2


def test_unit_of_the_header_and_of_the_command_must_agree(path, table):
    with pytest.raises(PathFileError, match="another unit than --unit au"):
        read_path(table(HEAD + GOOD), Reading(unit="au"), path)


def test_a_format_that_the_columns_are_not(path, table):
    with pytest.raises(PathFileError, match="read as rah, it lacks the columns r, a, h"):
        read_path(table(HEAD + GOOD), Reading(format="rah"), path)


def test_no_such_format_or_unit(path, table):
    for reading, message in ((Reading(format="gpx"), "gpx"), (Reading(unit="mile"), "mile")):
        with pytest.raises(ExchangeError, match=message):
            read_path(table(HEAD + GOOD), reading, path)


def test_files_that_cannot_be_read(path, tmp_path):
    with pytest.raises(PathFileError, match="No such file"):
        read_path(tmp_path / "nothing", Reading(), path)
    with pytest.raises(PathFileError, match="is a folder"):
        read_path(tmp_path, Reading(), path)
    with pytest.raises(PathFileError, match="cannot be read"):
        read_path(tmp_path / "a\0b", Reading(), path)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PathFileError, match="no text in UTF-8"):
        read_path(tmp_path / "binary", Reading(), path)


@pytest.fixture(scope="module")
def kernel(path, tmp_path_factory):
    file = tmp_path_factory.mktemp("kernel") / "ours.bsp"
    span = {"start_et": utc_to_et("1974-03-05"), "stop_et": utc_to_et("1974-03-13")}
    return export("spk", path, file, center="sun", **span)


@pytest.mark.parametrize(
    ("offset", "value", "message"),
    [
        (8, struct.pack("<i", 3), "no SPK kernel"),
        (88, b"VAX-GFLT", "IEEE"),
        (76, struct.pack("<i", 2_000_000), "table of segments is broken"),
        (76, struct.pack("<i", -4), "table of segments is broken"),
    ],
)
def test_kernels_with_a_broken_head(path, kernel, tmp_path, offset, value, message):
    content = bytearray(kernel.read_bytes())
    content[offset : offset + len(value)] = value
    (tmp_path / "broken.bsp").write_bytes(content)
    with pytest.raises(PathFileError, match=message):
        read_path(tmp_path / "broken.bsp", Reading(), path)


def test_kernel_whose_table_runs_in_a_circle(path, kernel, tmp_path):
    content = bytearray(kernel.read_bytes())
    (record,) = struct.unpack("<i", content[76:80])
    first = (record - 1) * 1024
    content[first : first + 8] = struct.pack("<d", float(record))
    (tmp_path / "circle.bsp").write_bytes(content)
    with pytest.raises(PathFileError, match="table of segments is broken"):
        read_path(tmp_path / "circle.bsp", Reading(), path)


def test_kernel_with_nan_inside(path, kernel, tmp_path):
    words = np.frombuffer(kernel.read_bytes(), dtype="<f8").copy()
    words[-1000:-600] = np.nan
    (tmp_path / "nan.bsp").write_bytes(words.tobytes())
    with pytest.raises(PathFileError, match=r"nan\.bsp"):
        read_path(tmp_path / "nan.bsp", Reading(), path)


def test_a_text_kernel_is_no_path(path):
    with pytest.raises(UserError):
        read_path(asset_path("ephemeris", "naif0012.tls"), Reading(), path)
    with pytest.raises(UserError):
        read_path(asset_path("ephemeris", "naif0012.tls"), Reading(format="spk"), path)


QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
READINGS = st.builds(
    Reading,
    format=st.sampled_from([None, *FORMATS]),
    unit=st.sampled_from([None, "km", "au"]),
    center=st.sampled_from([None, "sun", "mars"]),
    frame=st.sampled_from([None, "icrf"]),
    columns=st.sampled_from([(), ("utc", "x", "y", "z"), ("et", "R", "A", "H")]),
)


def survives(content, reading, path, folder):
    """Read bytes; anything but an answer or a sentence for people is a failure."""
    file = folder / "any"
    file.write_bytes(content)
    try:
        theirs = read_path(file, reading, path)
    except UserError as error:
        assert str(error)
        return
    assert np.isfinite(theirs.position_km).all()
    assert (np.diff(theirs.et) > 0.0).all()
    assert len(theirs.et) == len(theirs.position_km) == len(theirs.lines) > 0


@QUICK
@given(content=st.binary(max_size=400), reading=READINGS)
@example(content=b"DAF/SPK \x02", reading=Reading())
@example(content=b"\xef\xbb\xbf1,2,3,4", reading=Reading())
def test_any_bytes(content, reading, path, tmp_path):
    survives(content, reading, path, tmp_path)


TITLES = (
    *("utc", "et", "jd_tdb", "mjd_utc", "date", "year", "month", "day", "doy", "hour", "ut"),
    *("x_km", "y", "z", "R,ml_km", "A", "H_km", "xHGI,km", "yHGI,km", "zHGI,km"),
)
CELLS = st.one_of(
    st.floats().map(repr),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(["1973-10-01", "1973-274T00:00:00", "12:00:60", "nan", "", "1e400", "x", "00"]),
    st.text(max_size=8),
)


@QUICK
@given(
    titles=st.lists(
        st.sampled_from(TITLES),
        max_size=8,
    ),
    rows=st.lists(st.lists(CELLS, max_size=8), max_size=4),
    delimiter=st.sampled_from([",", ";", "\t", " "]),
    reading=READINGS,
)
def test_any_table(titles, rows, delimiter, reading, path, tmp_path):
    lines = [delimiter.join(titles), *(delimiter.join(row) for row in rows)]
    text = "# center: sun\n# frame: ICRF\n# unit: km\n" + "\n".join(lines)
    survives(text.encode("utf-8", "surrogatepass"), reading, path, tmp_path)


@QUICK
@given(
    base=st.sampled_from([(HEAD + GOOD).encode(), OEM.encode()]),
    at=st.integers(0, 500),
    cut=st.integers(0, 30),
    put=st.binary(max_size=12),
)
def test_any_damage_to_text(base, at, cut, put, path, tmp_path):
    survives(base[:at] + put + base[at + cut :], Reading(), path, tmp_path)


@QUICK
@given(
    damage=st.lists(
        st.tuples(
            # Heads, the table of segments, and anywhere.
            st.one_of(st.integers(0, 1023), st.integers(1024, 8191), st.integers(0, 119_000)),
            st.one_of(
                st.binary(min_size=1, max_size=8),
                st.integers(-(2**31), 2**31 - 1).map(lambda number: struct.pack("<i", number)),
                st.floats().map(lambda number: struct.pack("<d", number)),
            ),
        ),
        min_size=1,
        max_size=4,
    ),
    kept=st.one_of(st.none(), st.integers(0, 119_000)),
)
def test_any_damage_to_a_kernel(damage, kept, path, kernel, tmp_path):
    content = bytearray(kernel.read_bytes())
    for offset, put in damage:
        at = offset % len(content)
        content[at : at + len(put)] = put
    survives(bytes(content[:kept]), Reading(target=None), path, tmp_path)
