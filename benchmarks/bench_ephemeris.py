"""The ephemeris beside CSPICE (through spiceypy) and astropy, all reading the same kernel."""

import math

import numpy as np
import spiceypy
from astropy.coordinates import get_body_barycentric_posvel, solar_system_ephemeris
from astropy.time import Time

from benchmarks.row import Row, measure_pair
from mars7viz.assets import asset_path
from mars7viz.constants import DAY_S, JD_J2000, RADII_KM
from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.ephemeris.kernel import SOLAR_SYSTEM_BARYCENTER
from mars7viz.ephemeris.orientation import PCK_FILE, body_rotations
from mars7viz.ephemeris.solar_system import BODY_NAMES, KERNEL_FILE, NAIF_IDS, SolarSystem
from mars7viz.ephemeris.surface import fixed_place

_ET = -814_676_654.8  # 1974-03-09, 08:55 UTC
_IDS = tuple(NAIF_IDS.values())
_MANY = 100_000


def main() -> list[Row]:
    """Measure; about ten seconds."""
    spiceypy.kclear()
    for name in (KERNEL_FILE, PCK_FILE, "naif0012.tls"):
        spiceypy.furnsh(str(asset_path("ephemeris", name)))
    try:
        sky = SolarSystem.load()
        return [*_one_instant(sky), *_many_instants(sky), *_around_them()]
    finally:
        spiceypy.kclear()


def _one_instant(sky: SolarSystem) -> list[Row]:
    def ten_of_ours() -> object:
        return sky.kernel.states(_ET, _IDS)

    def ten_spkgeo() -> object:
        return [spiceypy.spkgeo(body, _ET, "J2000", 0) for body in _IDS]

    def ten_spkssb() -> object:
        return [spiceypy.spkssb(body, _ET, "J2000") for body in _IDS]

    epoch = Time(JD_J2000, _ET / DAY_S, format="jd", scale="tdb")
    names = [name for name in BODY_NAMES if name in NAIF_IDS]

    def ten_of_astropy() -> object:
        return [get_body_barycentric_posvel(name, epoch) for name in names]

    rows: list[Row] = []
    for what, ours in (
        ("ten bodies at one instant", ten_of_ours),
        ("twelve bodies (ten of the peer)", lambda: sky.states(_ET)),
    ):
        for peer_name, peer in (
            ("spiceypy 10 × spkgeo", ten_spkgeo),
            ("spiceypy 10 × spkssb", ten_spkssb),
        ):
            seconds = measure_pair(ours, peer, ours_calls=400, peer_calls=150, rounds=25)
            required = 2.0 if peer is ten_spkgeo else None
            rows.append(Row(what, seconds[0], peer_name, seconds[1], required))
    with solar_system_ephemeris.set(str(asset_path("ephemeris", KERNEL_FILE))):
        seconds = measure_pair(ten_of_ours, ten_of_astropy, ours_calls=400, peer_calls=5, rounds=25)
    rows.append(
        Row("ten bodies at one instant", seconds[0], "astropy 10 × posvel", seconds[1], 20.0)
    )
    return rows


def _many_instants(sky: SolarSystem) -> list[Row]:
    instants = np.random.default_rng(7).uniform(*sky.coverage, _MANY)
    floats = instants.tolist()
    rows: list[Row] = []
    for name in ("mars", "earth"):
        body = NAIF_IDS[name]

        def ours(body: int = body) -> object:
            return sky.kernel.state(body, SOLAR_SYSTEM_BARYCENTER, instants)

        def peer(body: int = body) -> object:
            return [spiceypy.spkgeo(body, et, "J2000", 0) for et in floats]

        ours_s, peer_s = measure_pair(ours, peer, rounds=3)
        rows.append(Row(f"{name} at 100,000 instants", ours_s, "spiceypy spkgeo loop", peer_s, 5.0))
    return rows


def _around_them() -> list[Row]:
    frames = [f"IAU_{name.upper()}" for name in BODY_NAMES]
    turned = measure_pair(
        lambda: body_rotations(_ET),
        lambda: [spiceypy.pxform("J2000", frame, _ET) for frame in frames],
        ours_calls=300,
        peer_calls=300,
    )
    printed = measure_pair(
        lambda: et_to_utc(_ET),
        lambda: Time(JD_J2000, _ET / DAY_S, format="jd", scale="tdb").utc.isot,
        ours_calls=500,
        peer_calls=50,
    )
    point = np.array((2500.0, 2500.0, 1000.0))
    a, _, c = RADII_KM["mars"]
    placed = measure_pair(
        lambda: fixed_place("mars", point),
        lambda: [math.degrees(x) for x in spiceypy.recgeo(point, a, (a - c) / a)[:2]],
        ours_calls=500,
        peer_calls=500,
    )
    return [
        Row(
            "orientation of twelve bodies",
            turned[0],
            "spiceypy 12 × pxform",
            turned[1],
            note="ours: the Earth by IAU 2000B with UT1",
        ),
        Row("et to UTC text", printed[0], "astropy Time", printed[1]),
        Row(
            "longitude, latitude, height",
            placed[0],
            "spiceypy recgeo",
            placed[1],
            note="ours: any ellipsoid",
        ),
    ]
