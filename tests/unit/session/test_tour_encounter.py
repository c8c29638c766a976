"""The tour that ships: it can be loaded and keeps to what is known."""

import pytest

from mars7viz.assets import asset_path
from mars7viz.session.tour_file import load_tour
from mars7viz.session.tour_limits import TourLimits
from mars7viz.snapshot.camera import clamped_distance_km
from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def encounter(world):
    return load_tour(asset_path("tours", "encounter.toml"), TourLimits.of(world))


def test_it_lasts_thirty_seconds(encounter):
    assert encounter.duration_s == pytest.approx(30.0)
    assert len(encounter.shots) == 6


def test_its_instants_follow_the_mission(encounter, world):
    at = {piece.id: (piece.start_et, piece.stop_et) for piece in encounter.shots}
    for shot_id, event_id in (
        ("release", "release"),
        ("silence", "retro_silent"),
        ("flyby", "closest_approach"),
    ):
        start_et, stop_et = at[shot_id]
        assert start_et < world.mission.event(event_id).et < stop_et
    ets = [et for piece in encounter.shots for et in (piece.start_et, piece.stop_et)]
    assert ets == sorted(ets)


def test_every_claim_names_a_source(encounter):
    for piece in encounter.shots:
        for caption in piece.captions:
            # The one caption that claims nothing but what the picture shows.
            assert caption.source or piece.id == "farewell"


@pytest.mark.parametrize(
    ("shot_id", "word_en", "word_ru"),
    [
        ("approach", "reconstructed", "восстан"),
        ("silence", "assumed", "допущение"),
        ("flyby", "reconstructed", "восстановлено"),
        ("orbit", "reconstruction", "восстановлено"),
    ],
)
def test_what_no_document_gives_says_so(encounter, shot_id, word_en, word_ru):
    (piece,) = [piece for piece in encounter.shots if piece.id == shot_id]
    (caption,) = piece.captions
    assert word_en in caption.text.en
    assert word_ru in caption.text.ru


def test_captions_can_be_read_in_their_time(encounter):
    for piece in encounter.shots:
        for caption in piece.captions:
            for text in (caption.text.en, caption.text.ru):
                assert len(text) / (caption.stop_s - caption.start_s) <= 21.0


def test_the_camera_stays_outside_and_slow(encounter):
    for piece in encounter.shots:
        for keyframe in piece.keyframes:
            pose = keyframe.pose
            assert pose.distance_km >= clamped_distance_km(pose.focus, 0.0)
        first, last = piece.keyframes[0].pose, piece.keyframes[-1].pose
        assert abs(last.azimuth_deg - first.azimuth_deg) / piece.duration_s < 3.0
