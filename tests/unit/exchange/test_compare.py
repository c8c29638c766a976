"""Comparison with files made from our own path and from bodies of DE440."""

import numpy as np
import pytest
import spiceypy
from PIL import Image

from mars7viz.constants import AU_KM, DAY_S
from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.exchange.compare import compared
from mars7viz.exchange.compare_plot import plotted, time_ticks, value_ticks
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.foreign_path import Reading
from mars7viz.exchange.heliocentric import ICRF_TO_HGI, icrf_to_rah, rah_to_archive_hgi
from mars7viz.exchange.path_files import read_path
from tests.unit.exchange.exports import export

ARCHIVE_HEADER = "Date  UT  xHGI,km  yHGI,km  zHGI,km  R,ml_km  aE-S-SC,d  Hecl,ml_km"


@pytest.fixture(scope="module")
def et():
    return utc_to_et("1973-08-11") + DAY_S * np.arange(0.0, 209.0)


@pytest.fixture(scope="module")
def ours(path, et):
    return path.chronology.relative_state(et, "sun")


def rows(et, numbers, form="%.9f", delimiter=","):
    return "\n".join(
        delimiter.join((et_to_utc(at, decimals=6), *(form % value for value in row)))
        for at, row in zip(et.tolist(), numbers.tolist(), strict=True)
    )


def difference(file, path, **said):
    return compared(read_path(file, Reading(**said), path), path)


@pytest.mark.parametrize("kind", ["spk", "oem", "csv"])
def test_what_we_exported_is_ours_to_a_meter(path, tmp_path, kind):
    comparison = difference(export(kind, path, tmp_path / "ours"), path)
    assert comparison.theirs.format == kind
    assert comparison.outside == ()
    assert len(comparison.et) > 1000
    assert comparison.distance_km.max() < 1e-3


def test_parts_of_a_known_displacement(path, et, ours, table):
    """Moved by 3 km outwards, 4 km along and 12 km across: 13 km."""
    outwards = ours[:, :3] / np.linalg.norm(ours[:, :3], axis=1, keepdims=True)
    across = np.cross(ours[:, :3], ours[:, 3:])
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    moved = ours[:, :3] + 3.0 * outwards + 4.0 * np.cross(across, outwards) + 12.0 * across
    file = table("# center: sun\n# frame: ICRF\nutc,x_km,y_km,z_km\n" + rows(et, moved))
    comparison = difference(file, path)
    assert comparison.rtn_km == pytest.approx(np.tile([3.0, 4.0, 12.0], (len(et), 1)), abs=1e-3)
    assert comparison.distance_km == pytest.approx(13.0, abs=1e-3)
    assert comparison.rah is None


@pytest.mark.parametrize(("unit", "length_km"), [("km", 1.0), ("million-km", 1e6), ("au", AU_KM)])
@pytest.mark.parametrize("center", ["sun", "earth", "mars", "ssb"])
def test_units_centers_and_axes(path, et, table, unit, length_km, center):
    state = (
        path.chronology.state(et)
        if center == "ssb"
        else (path.chronology.relative_state(et, center))
    )
    numbers = state[:, :3] @ ICRF_TO_ECLIPTIC.T / length_km
    file = table("utc x y z\n" + rows(et, numbers, form="%.15g", delimiter=" "))
    comparison = difference(file, path, unit=unit, center=center, frame="ecliptic")
    # The dates are rounded to a microsecond: 3 cm.
    assert comparison.distance_km.max() < 1e-4


def test_mars_is_as_far_from_us_as_we_are_from_mars(path, table):
    et = utc_to_et("1974-03-09T06:00") + 600.0 * np.arange(40.0)
    mars = path.solar_system.position_of("mars", "sun", et)
    file = table(
        "# center: sun\n# frame: ICRF\nutc;x_km;y_km;z_km\n" + rows(et, mars, delimiter=";")
    )
    comparison = difference(file, path)
    expected = np.linalg.norm(path.chronology.relative_state(et, "mars")[:, :3], axis=1)
    assert comparison.distance_km == pytest.approx(expected, abs=1e-3)
    assert expected.min() < 6000.0


def test_de440_kernel_of_planets_wants_a_target(path):
    from mars7viz.assets import asset_path

    kernel = asset_path("ephemeris", "de440_1970_2031.bsp")
    with pytest.raises(ExchangeError, match="several bodies; give --target"):
        difference(kernel, path)
    with pytest.raises(ExchangeError, match="holds no body -31"):
        difference(kernel, path, target=-31)
    comparison = difference(kernel, path, target=4)
    assert comparison.distance_km.min() < 6000.0  # the flyby
    assert comparison.outside[0].start_et < comparison.et[0]


def test_kernels_of_other_types_are_read(path, et, ours, tmp_path):
    """Type 13, Hermite, written by CSPICE from our states."""
    file = tmp_path / "hermite.bsp"
    handle = spiceypy.spkopn(str(file), "test", 0)
    spiceypy.spkw13(handle, -99, 10, "J2000", et[5], et[60], "test", 7, len(et), ours, et)
    spiceypy.spkcls(handle)
    comparison = difference(file, path)
    assert comparison.theirs.understood[0].endswith("of type 13")
    # A day apart, through the correction of 16 August.
    assert np.median(comparison.distance_km) < 0.1


def test_rah_in_million_kilometers(path, et, ours, table):
    """Rounded as such a table would be: 1,000 km and a hundredth of a degree."""
    rah = icrf_to_rah(ours[:, :3], et, path.solar_system) / (1e6, 1.0, 1e6)
    file = table(
        "Mars-7, original coordinates\n\nutc R,ml_km aE-S-SC,d Hecl,ml_km\n"
        + "\n".join(
            f"{et_to_utc(at)} {r:.3f} {a:.2f} {h:.3f}"
            for at, (r, a, h) in zip(et.tolist(), rah.tolist(), strict=True)
        )
    )
    comparison = difference(file, path)
    assert comparison.theirs.format == "rah"
    assert abs(comparison.rah[:, 0]).max() < 500.1 + 15.0  # km, and half a second of motion
    assert abs(comparison.rah[:, 1]).max() < 0.00501
    assert abs(comparison.rah[:, 2]).max() < 502.0
    assert comparison.distance_km.max() < np.radians(0.00501) * 2.5e8 + 1000.0
    assert comparison.hint is None


def test_the_other_sense_of_the_angle_is_noticed(path, et, ours, table):
    rah = icrf_to_rah(ours[:, :3], et, path.solar_system) * (1.0, -1.0, 1.0)
    file = table("utc,R_km,A_deg,H_km\n" + rows(et, rah))
    assert "--angle-sense" in difference(file, path).hint
    turned = difference(file, path, angle_sense="behind")
    assert turned.hint is None
    assert turned.distance_km.max() < 1.0


def test_archive_table_of_both_systems(path, et, ours, table):
    """Columns as the archive's notes name them; a layout of our own, for theirs was not read."""
    rah = icrf_to_rah(ours[:, :3], et, path.solar_system)
    hgi = rah_to_archive_hgi(rah, et)
    lines = [
        f"{et_to_utc(at)[:10]} {et_to_utc(at)[11:19]} "
        + " ".join(f"{value:.3f}" for value in (*place, r / 1e6))
        + f" {a:.4f} {h / 1e6:.6f}"
        for at, place, (r, a, h) in zip(et.tolist(), hgi.tolist(), rah.tolist(), strict=True)
    ]
    file = table("\n".join(("Mars-7", ARCHIVE_HEADER, *lines)))
    guessed = difference(file, path)
    assert guessed.theirs.format == "rah"
    assert guessed.distance_km.max() < np.radians(5e-5) * 2.5e8 + 550.0
    by_hgi = difference(file, path, format="hgi")
    assert by_hgi.distance_km.max() < 20.0
    assert by_hgi.rah is not None
    misread = difference(file, path, format="hgi", hgi="franz-harper")
    assert misread.distance_km.max() > 1e6


def test_true_hgi(path, et, ours, table):
    file = table(
        "jd_tdb,x_km,y_km,z_km\n"
        + "\n".join(
            f"{2451545.0 + at / DAY_S:.9f},{x:.6f},{y:.6f},{z:.6f}"
            for at, (x, y, z) in zip(
                et.tolist(), (ours[:, :3] @ ICRF_TO_HGI.T).tolist(), strict=True
            )
        )
    )
    comparison = difference(file, path, format="hgi")
    assert comparison.theirs.understood[-1].startswith("HGI by Fränz and Harper")
    # A Julian date to 1e-9 day: 43 microseconds and 30 km/s.
    assert comparison.distance_km.max() < 5e-3


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("et_tdb_s", None),
        ("tdb", None),
        ("utc", "{date}T{clock}Z"),
        ("utc", "{year}-{doy}T{clock}"),
        ("utc", "{date} {clock}"),
        ("date,ut", "{date},{clock}"),
        ("date,hour", "{date},12"),
        ("year,month,day,hour,min", "{year},{month},{day},12,0"),
        ("year,doy", "{year},{doy}.5"),
        ("yr,doy,hr", "{yy},{doy},12"),
        ("mjd_utc", "{mjd}"),
    ],
)
def test_times_as_people_write_them(path, table, header, form):
    import datetime

    lines = []
    for number in range(3):
        date = datetime.date(1973, 12, 30) + datetime.timedelta(days=number)
        et = utc_to_et(f"{date}T12:00")
        x, y, z = path.chronology.relative_state(et, "sun")[:3].tolist()
        if form is None:
            from mars7viz.exchange.times import tdb_calendar

            told = repr(et) if header.startswith("et") else tdb_calendar(et)
        else:
            told = form.format(
                date=date,
                clock="12:00:00",
                year=date.year,
                yy=date.year - 1900,
                month=date.month,
                day=date.day,
                doy=f"{date.timetuple().tm_yday:03d}",
                mjd=date.toordinal() - 678576 + 0.5,
            )
        lines.append(f"{told},{x},{y},{z}")
    file = table(f"# center: sun\n# frame: J2000\n{header},x_km,y_km,z_km\n" + "\n".join(lines))
    assert difference(file, path).distance_km.max() < 1e-3


def test_columns_can_be_stated(path, et, ours, table):
    file = table(rows(et, ours[:, :3]))
    said = {"columns": ("utc", "x_km", "y_km", "z_km"), "center": "sun", "frame": "icrf"}
    assert difference(file, path, **said).distance_km.max() < 1e-4


def test_points_outside_are_listed(path, table):
    et = np.concatenate(
        (utc_to_et("1973-08-01") + DAY_S * np.arange(12.0), [utc_to_et("2031-01-01")])
    )
    file = table(
        "# center: sun\n# frame: ICRF\nutc,x_km,y_km,z_km\n" + rows(et, np.full((len(et), 3), 1e8))
    )
    comparison = difference(file, path)
    assert len(comparison.et) == 3  # 10, 11 and 12 August
    first, last = comparison.outside
    assert (first.first_line, first.last_line, first.count) == (4, 12, 9)
    assert (last.first_line, last.last_line, last.count) == (16, 16, 1)


def test_nothing_in_common_is_an_error(path, table):
    et = utc_to_et("1973-08-01") + 3600.0 * np.arange(3.0)
    file = table("# center: sun\n# frame: ICRF\nutc,x_km,y_km,z_km\n" + rows(et, np.ones((3, 3))))
    with pytest.raises(ExchangeError, match=r"nothing to compare: it goes from 1973-08-01"):
        difference(file, path)


def test_plot_as_svg_and_png(path, et, ours, table, tmp_path):
    rah = icrf_to_rah(ours[:, :3], et, path.solar_system) * (1.001, 1.0, 1.0)
    comparison = difference(table("utc,R_km,A_deg,H_km\n" + rows(et, rah), name="a<b>.txt"), path)
    figure = plotted(comparison)
    figure.write(tmp_path / "one.svg", overwrite=False)
    figure.write(tmp_path / "one.png", overwrite=False)
    svg = (tmp_path / "one.svg").read_text()
    assert "a&lt;b&gt;.txt" in svg
    assert "reconstructed" in svg
    # Six curves: distance, its three parts, R and H, A.
    assert svg.count('stroke-width="1.4"') == 7
    with Image.open(tmp_path / "one.png") as picture:
        assert picture.size == (figure.width * 2, figure.height * 2)
        # The first curve is drawn in its color.
        assert (11, 95, 165) in {color for _, color in picture.getcolors(1 << 24)}
    with pytest.raises(ExchangeError, match="exists"):
        figure.write(tmp_path / "one.svg", overwrite=False)
    with pytest.raises(ExchangeError, match=r"\.svg or \.png"):
        figure.write(tmp_path / "one.pdf", overwrite=False)


def test_plot_of_one_instant(path, et, ours, table):
    file = table("# center: sun\n# frame: ICRF\nutc,x_km,y_km,z_km\n" + rows(et[:1], ours[:1, :3]))
    assert plotted(difference(file, path)).svg().count("<polyline") > 6


@pytest.mark.parametrize("span_s", [10.0, 3600.0, 86_400.0, 1e6, 5e6, 2e7, 3e8, 1.8e9])
def test_time_marks_lie_on_the_axis(span_s):
    start_et = utc_to_et("1973-08-09T17:00:17")
    marks = time_ticks(start_et, start_et + span_s)
    assert len(marks) <= 12
    assert all(start_et <= at <= start_et + span_s for at, _ in marks)
    assert len({text for _, text in marks}) == len(marks)
    if span_s >= 3600.0:
        assert len(marks) >= 2


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 0.0), (1.0, 1.0), (-1e9, 1e9), (1e-9, 2e-9), (5.0, 7.3), (-3.0, -1.0)]
)
def test_value_marks_hold_the_values(low, high):
    first, last, marks = value_ticks(low, high, logarithmic=False)
    assert first <= low
    assert last >= high
    assert last > first
    assert 2 <= len(marks) <= 8
