"""The film that is made from the frames."""

import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from mars7viz.shells.render import encoder
from mars7viz.shells.render.errors import RenderError
from tests.unit.session.tours import tour
from tests.unit.shells.render.rig import FIVE_FRAMES, short_shot


def ffmpeg(*arguments):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False)


def decoded(path):
    """Every picture of a small film, (n, 36, 64, 3)."""
    raw = ffmpeg("-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-").stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, 36, 64, 3)


def test_the_film_has_exactly_the_frames(film):
    assert film.render(video=True) == 0
    path = film.out / "test_tour.mp4"
    assert imageio_ffmpeg.count_frames_and_secs(path) == (5, 0.5)
    pictures = decoded(path)
    assert pictures.shape == (5, 36, 64, 3)
    for index, picture in enumerate(pictures):
        drawn = np.asarray(Image.open(film.out / f"frame_{index:06d}.png"))
        assert abs(float(picture.mean()) - float(drawn.mean())) < 2.5


def test_the_film_says_how_its_colours_are_meant(film):
    film.render(video=True)
    # What ffmpeg prints about a file that it is not told to convert.
    about = ffmpeg("-i", film.out / "test_tour.mp4").stderr.decode()
    assert "h264" in about
    assert "yuv420p(tv, bt709" in about


def test_the_same_frames_give_the_same_film(film):
    film.render(video=True)
    path = film.out / "test_tour.mp4"
    first = path.read_bytes()
    path.unlink()
    film.render(video=True)
    assert film.n_drawn == 0
    assert path.read_bytes() == first


def test_a_film_that_is_up_to_date_is_not_made_again(film):
    film.render(video=True)
    stamp = (film.out / "test_tour.mp4").stat().st_mtime_ns
    film.render(video=True)
    assert (film.out / "test_tour.mp4").stat().st_mtime_ns == stamp
    assert "test_tour.mp4 is up to date" in film.said.getvalue()


def test_a_film_of_an_older_tour_is_made_again(film):
    film.render(video=True)
    film.write(tour(short_shot(duration_s=0.7)))
    # Interrupted after the frames and before the film: the old film must not pass for the new.
    film.render(video=False)
    film.render(video=True)
    assert imageio_ffmpeg.count_frames_and_secs(film.out / "test_tour.mp4") == (7, 0.7)


def test_frames_of_a_longer_older_film_are_not_in_the_new_one(film):
    film.write(tour(short_shot(duration_s=0.9)))
    film.render(video=True)
    film.write(FIVE_FRAMES)
    film.render(video=True)
    assert imageio_ffmpeg.count_frames_and_secs(film.out / "test_tour.mp4") == (5, 0.5)


@pytest.mark.parametrize("fps", [23.976, 24, 29.97])
def test_broken_frame_rates_keep_the_number_of_frames(film, fps):
    film.render(fps=fps, video=True)
    n_frames, _ = imageio_ffmpeg.count_frames_and_secs(film.out / "test_tour.mp4")
    assert n_frames == round(0.5 * fps)


def test_a_percent_sign_in_the_folders_name_is_no_pattern(film):
    film.out = film.out.with_name("50% done %06d")
    assert film.render(video=True) == 0
    assert (film.out / "test_tour.mp4").is_file()


def test_a_failing_encoder_is_quoted_and_leaves_no_film(film, monkeypatch):
    monkeypatch.setattr(encoder, "QUALITY_CRF", "nonsense")
    with pytest.raises(RenderError) as caught:
        film.render(video=True)
    message = str(caught.value)
    assert message.startswith("the encoder failed: ")
    assert "nonsense" in message
    assert "\n" not in message
    assert caught.value.exit_code == 4
    assert film.everything() == [*film.frames(), "render.json"]


def test_without_an_encoder_the_frames_are_kept(film, monkeypatch):
    def none_there():
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", none_there)
    with pytest.raises(RenderError, match="no encoder: No ffmpeg exe could be found"):
        film.render(video=True)
    assert len(film.frames()) == 5


def test_interrupted_while_encoding_leaves_no_half_film_and_goes_on(film, monkeypatch):
    def interrupt(progress, on_frame):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(encoder, "_follow", interrupt)
        assert film.render(video=True) == 130
    assert film.everything() == [*film.frames(), "render.json"]
    assert film.render(video=True) == 0
    assert film.n_drawn == 0
    assert imageio_ffmpeg.count_frames_and_secs(film.out / "test_tour.mp4")[0] == 5
