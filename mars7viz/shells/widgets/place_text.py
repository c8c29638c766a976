"""A place on a body in words. No Qt."""

from __future__ import annotations

from mars7viz.figures import NO_BREAK, number_text
from mars7viz.i18n import tr
from mars7viz.scene.body_names import body_name
from mars7viz.snapshot.options import SurfacePlace


def place_text(place: SurfacePlace, language: str) -> str:
    """Write ``Mars, Argyre Planitia: 49.7° S, 316.7° E``; longitude runs east from 0 to 360."""
    latitude = number_text(abs(place.lat_deg), decimals=1, language=language)
    longitude = number_text(round(place.lon_east_deg, 1) % 360.0, decimals=1, language=language)
    north = tr("N", language) if place.lat_deg >= 0.0 else tr("S", language)
    east = tr("E", language)
    where = f"{latitude}°{NO_BREAK}{north}, {longitude}°{NO_BREAK}{east}"
    body = body_name(place.body, language)
    return f"{body}, {place.name}: {where}" if place.name else f"{body}: {where}"
