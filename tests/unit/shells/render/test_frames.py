"""Which frames are drawn, what is left behind, what is refused."""

import errno
import json

import numpy as np
import pytest
from PIL import Image

from mars7viz.session.tour_file import TourFileError
from mars7viz.shells.render import app, manifest
from mars7viz.shells.render.errors import RenderError
from tests.unit.session.tours import tour
from tests.unit.shells.render.rig import short_shot


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


def test_some_frames_alone_never_mix_with_frames_of_another_size(film):
    film.render()
    before = {name: (film.out / name).read_bytes() for name in film.everything()}
    with pytest.raises(RenderError, match=r"holds frames of another size.*another folder"):
        film.render(size=(32, 32), frames=range(1, 3))
    assert {name: (film.out / name).read_bytes() for name in film.everything()} == before


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


def test_progress_is_told_in_plain_lines_to_a_log(film):
    film.render(video=True)
    said = film.said.getvalue()
    assert "frames: 5 of 5" in said
    assert "film: 5 of 5" in said
    assert "\x1b" not in said
    assert f"{film.out}: 5 frames and test_tour.mp4" in said.replace("\n", "")
