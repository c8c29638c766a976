"""A place on a body in words."""

from mars7viz.shells.widgets.place_text import place_text
from mars7viz.snapshot.options import SurfacePlace


def test_a_place_is_said_in_both_languages():
    place = SurfacePlace("mars", -49.96, 331.84, "Argyre Planitia")
    assert place_text(place, "en") == "Mars, Argyre Planitia: 50.0°\u00a0S, 331.8°\u00a0E"
    bare = SurfacePlace("moon", 0.04, 359.97)
    assert place_text(bare, "ru") == "Луна: 0,0°\u00a0с. ш., 0,0°\u00a0в. д."
