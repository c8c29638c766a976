"""A film drawn by a recorder: which frames are drawn, what is left behind, what is refused."""

import errno
import io
import json
import subprocess
from functools import cache

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from mars7viz.session.tour_file import TourFileError
from mars7viz.shells.render import app, encoder, manifest
from mars7viz.shells.render.app import run_render
from mars7viz.shells.render.errors import RenderError
from mars7viz.snapshot.world import load_world
from tests.unit.session.tours import as_toml, shot, tour


def short_shot(**changes):
    return shot(**({"duration_s": 0.5, "caption": None} | changes))


FIVE_FRAMES = tour(short_shot())


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module", autouse=True)
def sums_once():
    """Sum the assets once for all tests of this file, not once a film."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "_tree_sum", cache(manifest._tree_sum))
        yield


class Recorder:
    """Draws the hour of the snapshot as a shade; counts; may be interrupted."""

    def __init__(self, width, height, interrupt_at=None):
        self.shape = (height, width, 3)
        self.presented = []
        self.n_images = 0
        self.interrupt_at = interrupt_at
        self.is_closed = False

    def present(self, snapshot, options):
        self.presented.append((snapshot, options))

    def image(self):
        if self.n_images == self.interrupt_at:
            raise KeyboardInterrupt
        self.n_images += 1
        shade = int(abs(self.presented[-1][0].et)) // 60 % 256
        return np.full(self.shape, shade, np.uint8)

    def close(self):
        self.is_closed = True


class Film:
    """One tour and its folder, rendered as often as a test likes."""

    def __init__(self, folder, world):
        self.world = world
        self.tour = folder / "tour.toml"
        self.out = folder / "out"
        self.write(FIVE_FRAMES)

    def write(self, content):
        self.tour.write_text(as_toml(content), encoding="utf-8")

    def render(self, interrupt_at=None, video=False, **changes):
        self.said = io.StringIO()

        def make_scene(world, width, height, supersample):
            self.scene = Recorder(width, height, interrupt_at)
            return self.scene

        self.scene = None
        return run_render(
            self.tour,
            self.out,
            video=video,
            world=self.world,
            console=Console(file=self.said, width=200),
            make_scene=make_scene,
            **changes,
        )

    @property
    def n_drawn(self):
        return 0 if self.scene is None else self.scene.n_images

    def frames(self):
        return sorted(path.name for path in self.out.glob("frame_*.png"))

    def everything(self):
        return sorted(path.name for path in self.out.iterdir())


@pytest.fixture
def film(tmp_path, world):
    return Film(tmp_path, world)


def test_every_frame_of_a_tour_is_drawn(film):
    assert film.render() == 0
    assert film.frames() == [f"frame_{i:06d}.png" for i in range(5)]
    assert film.scene.is_closed
    picture = np.asarray(Image.open(film.out / "frame_000003.png"))
    assert picture.shape == (36, 64, 3)


def test_frame_i_shows_the_tour_at_i_over_fps(film):
    film.write(tour(short_shot(stop_utc="1974-03-09T04:50")))
    film.render(language="ru")
    clocks = [snapshot.utc for snapshot, _ in film.scene.presented]
    assert clocks == [f"1974-03-09T04:{m:02d}:00Z" for m in (0, 10, 20, 30, 40)]
    assert {options.language for _, options in film.scene.presented} == {"ru"}
    assert film.scene.presented[0][1].camera.focus == "mars"


def test_deleted_frames_alone_are_drawn_again(film):
    film.render()
    before = (film.out / "frame_000001.png").read_bytes()
    for index in (1, 3):
        (film.out / f"frame_{index:06d}.png").unlink()
    film.render()
    assert film.n_drawn == 2
    assert "3 of 5 frames are done already" in film.said.getvalue()
    assert (film.out / "frame_000001.png").read_bytes() == before


def test_nothing_is_drawn_when_all_is_done(film):
    film.render()
    film.render()
    assert film.scene is None


def test_a_frame_cut_short_is_drawn_again(film):
    film.render()
    path = film.out / "frame_000002.png"
    path.write_bytes(path.read_bytes()[:-20])
    film.render()
    assert film.n_drawn == 1
    Image.open(path).load()


def test_another_file_under_a_frames_name_is_drawn_over(film):
    film.render()
    Image.new("RGB", (64, 36)).save(film.out / "frame_000004.png")
    film.render()
    assert film.n_drawn == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"size": (80, 36)}, "width"),
        ({"fps": 12}, "fps"),
        ({"language": "ru"}, "language"),
        ({"supersample": 1}, "supersample"),
    ],
)
def test_other_inputs_draw_everything_again(film, changes, named):
    film.render()
    film.render(**changes)
    assert film.n_drawn == (6 if named == "fps" else 5)
    assert f"changed since the last run: {named}; its frames are drawn again" in (
        film.said.getvalue()
    )


def test_a_changed_tour_draws_everything_again_and_says_so(film):
    film.render()
    film.write(tour(short_shot(stop_utc="1974-03-09T09:00")))
    film.render()
    assert film.n_drawn == 5
    assert "changed since the last run: tour; its frames are drawn again" in film.said.getvalue()


def test_frames_of_an_older_tour_never_count_as_done(film):
    film.render()
    film.write(tour(short_shot(stop_utc="1974-03-09T09:00")))
    film.render(frames=range(2))
    assert film.n_drawn == 2
    # The first two are new; the others are there, but of the older tour.
    film.render()
    assert film.n_drawn == 3


def test_a_changed_program_or_asset_draws_everything_again(film, monkeypatch):
    film.render()
    tree_sum = manifest._tree_sum
    monkeypatch.setattr(
        manifest,
        "_tree_sum",
        lambda root, pattern, leave_out=(): "new" if pattern == "*" else tree_sum(root, pattern),
    )
    film.render()
    assert film.n_drawn == 5
    assert "changed since the last run: assets" in film.said.getvalue()


def test_sums_see_names_and_contents(tmp_path):
    (tmp_path / "a").write_text("1")
    (tmp_path / "tours").mkdir()
    tree_sum = manifest._tree_sum.__wrapped__
    first = tree_sum(tmp_path, "*", leave_out=("tours",))
    (tmp_path / "tours" / "t.toml").write_text("x")
    assert tree_sum(tmp_path, "*", leave_out=("tours",)) == first
    (tmp_path / "a").write_text("2")
    second = tree_sum(tmp_path, "*")
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, tree_sum(tmp_path, "*")}) == 3


def test_an_interruption_leaves_what_is_done_and_the_next_run_goes_on(film):
    assert film.render(interrupt_at=2) == 130
    assert film.frames() == ["frame_000000.png", "frame_000001.png"]
    assert film.scene.is_closed
    assert "stopped: 2 of 5 frames are done; run it again to go on" in film.said.getvalue()
    assert film.render() == 0
    assert film.n_drawn == 3


def test_what_a_killed_process_left_is_swept_away(film):
    film.out.mkdir()
    (film.out / ".frame_000001.png.part").write_bytes(b"half")
    film.render()
    assert film.everything() == [*film.frames(), "render.json"]


def test_some_frames_alone(film):
    film.render(frames=range(1, 3), video=True)
    assert film.frames() == ["frame_000001.png", "frame_000002.png"]
    assert film.everything() == [*film.frames(), "render.json"]


def test_the_manifest_says_what_the_pictures_were_made_from(film):
    film.render()
    content = json.loads((film.out / "render.json").read_text())
    assert content["inputs"]["fps"] == 10.0
    assert (content["inputs"]["width"], content["inputs"]["height"]) == (64, 36)
    assert len(content["inputs"]["tour"]) == 64
    assert Image.open(film.out / "frame_000000.png").text == {"mars7viz": content["key"]}


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": 1, "inputs": 3}', '{"schema": 99}'])
def test_a_broken_manifest_is_written_anew(film, text):
    film.out.mkdir()
    (film.out / "render.json").write_text(text)
    assert film.render() == 0
    assert json.loads((film.out / "render.json").read_text())["n_frames"] == 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": (8, 36)}, "size 8x36; allowed: 16 to 16384 pixels each way"),
        ({"size": (8000, 36), "supersample": 4}, "supersample 4; allowed at 8000x36: 1 to 2"),
        ({"supersample": 0}, "supersample 0; allowed"),
        ({"fps": 0.0}, "fps 0; allowed: 1 to 240"),
        ({"fps": float("nan")}, "fps nan; allowed: 1 to 240"),
        ({"frames": range(3, 9)}, "frames 3-8; allowed: within 0-4"),
        ({"frames": range(0)}, "frames an empty range; allowed: within 0-4"),
        (
            {"size": (65, 36), "video": True},
            "size 65x36: a film needs even sides; allowed: 66x36, or --no-video",
        ),
    ],
)
def test_bad_input_is_refused_before_anything_is_made(film, changes, words):
    with pytest.raises(RenderError) as caught:
        film.render(**changes)
    assert words in str(caught.value)
    assert caught.value.exit_code == 2
    assert not film.out.exists()


def test_odd_sizes_are_fine_without_a_film(film):
    assert film.render(size=(65, 37)) == 0


def test_a_bad_tour_is_refused_before_anything_is_made(film):
    film.write(tour(schema=2))
    with pytest.raises(TourFileError):
        film.render()
    assert not film.out.exists()


def test_a_folder_that_cannot_be_made(film):
    film.out.write_text("a file")
    with pytest.raises(RenderError, match="out cannot be made a folder: File exists"):
        film.render()


def test_a_folder_that_cannot_be_written_to(film, monkeypatch):
    def refuse(*args, **options):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(app, "write_manifest", refuse)
    with pytest.raises(RenderError, match="out cannot be written to: Read-only file system"):
        film.render()


def test_a_full_disk_is_named_and_leaves_nothing_half_written(film, monkeypatch):
    save = Image.Image.save

    def save_twice(self, stream, **options):
        if film.n_drawn > 2:
            stream.write(b"half a picture")
            raise OSError(errno.ENOSPC, "No space left on device")
        save(self, stream, **options)

    monkeypatch.setattr(Image.Image, "save", save_twice)
    with pytest.raises(RenderError) as caught:
        film.render()
    assert "frame_000002.png cannot be written" in str(caught.value)
    assert "no space left on the disk; 2 new frames are kept" in str(caught.value)
    assert caught.value.exit_code == 3
    assert film.everything() == ["frame_000000.png", "frame_000001.png", "render.json"]


# --- the film


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


def test_progress_is_told_in_plain_lines_to_a_log(film):
    film.render(video=True)
    said = film.said.getvalue()
    assert "frames: 5 of 5" in said
    assert "film: 5 of 5" in said
    assert "\x1b" not in said
    assert f"{film.out}: 5 frames and test_tour.mp4" in said.replace("\n", "")
