"""The film shell's composition root: tour -> session -> scene -> numbered pictures -> film."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from rich.console import Console

from mars7viz.mission.text import Language
from mars7viz.session.session import Session, View
from mars7viz.session.tour import Tour, play_moment, tour_session
from mars7viz.session.tour_file import MAX_FPS, MAX_SIDE_PX, MIN_FPS, MIN_SIDE_PX, load_tour
from mars7viz.session.tour_limits import TourLimits
from mars7viz.shells.render.encoder import encode_mp4
from mars7viz.shells.render.errors import FRAMES_FAILED, INTERRUPTED, RenderError, reason
from mars7viz.shells.render.frames import FrameFolder, Picture
from mars7viz.shells.render.manifest import (
    Inputs,
    changes,
    gather_inputs,
    read_manifest,
    write_manifest,
)
from mars7viz.shells.render.progress import counting
from mars7viz.snapshot.world import World, load_world

MAX_SUPERSAMPLE = 4


class PictureView(View, Protocol):
    """A view whose last picture can be taken: the scene, or a recorder in tests."""

    def image(self) -> Picture:
        """Return the picture of what was last presented, (height, width, 3), top row first."""

    def close(self) -> None:
        """Give back what it holds."""


SceneMaker = Callable[[World, int, int, int], PictureView]
"""World, width, height and supersampling -> a view to take pictures of."""


def _offscreen(world: World, width: int, height: int, supersample: int) -> PictureView:
    # Importing the scene chooses a GL backend; bad input must be refused without one.
    from mars7viz.scene.offscreen import OffscreenScene  # noqa: PLC0415

    return OffscreenScene(world, width=width, height=height, supersample=supersample)


def run_render(
    tour_path: Path,
    out_dir: Path,
    *,
    size: tuple[int, int] | None = None,
    fps: float | None = None,
    frames: range | None = None,
    language: Language = "en",
    supersample: int = 2,
    video: bool = True,
    mission_path: Path | None = None,
    world: World | None = None,
    console: Console | None = None,
    make_scene: SceneMaker = _offscreen,
) -> int:
    """Draw a tour into ``out_dir`` and make a film of it.

    Frames that an earlier run finished from the same inputs are not drawn again.

    Parameters
    ----------
    tour_path, out_dir
        The tour file; the folder for ``frame_000000.png`` … , render.json and the film, made if
        need be.
    size, fps
        Picture size in pixels and frames per second; by default the tour's own.
    frames
        Which frames to draw, counted from 0; frame i shows the tour ``i / fps`` seconds after its
        beginning. Giving any leaves the film out.
    language
        Of captions and labels.
    supersample
        Samples per pixel along each side.
    video
        Whether to make the film.
    mission_path
        A mission file other than the shipped one.
    world, console, make_scene
        For callers that have them already, and tests.

    Returns
    -------
    0, or 130 when interrupted; the same call goes on from there.

    Raises
    ------
    TourFileError, RenderError
        With one line that says what is wrong; ``RenderError.exit_code`` says what kind.
    """
    console = console or Console(stderr=True)
    world = world or load_world(mission_path)
    tour = load_tour(tour_path, TourLimits.of(world))
    size = size or tour.size
    fps = fps if fps is not None else tour.fps
    makes_video = video and frames is None
    _check(size, fps, supersample, needs_even=makes_video)
    n_frames = tour.n_frames(fps)
    wanted = _wanted(frames, n_frames)
    inputs = gather_inputs(
        tour_path,
        mission_path=mission_path,
        size=size,
        fps=fps,
        language=language,
        supersample=supersample,
    )
    film = out_dir / f"{tour.id}.mp4"
    folder = FrameFolder(out_dir, inputs.key)
    try:
        video_key = _open_folder(out_dir, inputs, n_frames, console, is_whole=frames is None)
        missing = [index for index in wanted if not folder.is_done(index)]
        if len(missing) < len(wanted):
            console.print(f"{len(wanted) - len(missing)} of {len(wanted)} frames are done already")
        if missing:
            scene = make_scene(world, size[0], size[1], supersample)
            try:
                session = tour_session(world, tour, language=language)
                session.add_view(scene)
                _draw(tour, session, scene, folder, indices=missing, fps=fps, console=console)
            finally:
                scene.close()
        if makes_video and video_key == inputs.key and film.is_file() and not missing:
            console.print(f"{film.name} is up to date")
        elif makes_video:
            with counting(console, "film", total=n_frames) as count:
                encode_mp4(out_dir, film, n_frames=n_frames, fps=fps, on_frame=count)
            _write_manifest(out_dir, inputs, n_frames, inputs.key)
    except KeyboardInterrupt:
        done = sum(folder.is_done(index) for index in wanted)
        console.print(f"stopped: {done} of {len(wanted)} frames are done; run it again to go on")
        return INTERRUPTED
    console.print(
        f"{out_dir}: {len(wanted)} frames" + (f" and {film.name}" if makes_video else ""),
        soft_wrap=True,
    )
    return 0


def _check(size: tuple[int, int], fps: float, supersample: int, *, needs_even: bool) -> None:
    width, height = size
    if not all(MIN_SIDE_PX <= side <= MAX_SIDE_PX for side in size):
        raise RenderError(
            f"size {width}x{height}; allowed: {MIN_SIDE_PX} to {MAX_SIDE_PX} pixels each way"
        )
    most = min(MAX_SUPERSAMPLE, MAX_SIDE_PX // max(size))
    if not 1 <= supersample <= most:
        raise RenderError(f"supersample {supersample}; allowed at {width}x{height}: 1 to {most}")
    if not MIN_FPS <= fps <= MAX_FPS:
        raise RenderError(f"fps {fps:g}; allowed: {MIN_FPS:g} to {MAX_FPS:g}")
    if needs_even and (width % 2 or height % 2):
        even = f"{width + width % 2}x{height + height % 2}"
        raise RenderError(
            f"size {width}x{height}: a film needs even sides; allowed: {even}, or --no-video"
        )


def _wanted(frames: range | None, n_frames: int) -> range:
    if frames is None:
        return range(n_frames)
    if len(frames) == 0 or min(frames) < 0 or max(frames) >= n_frames:
        what = f"{min(frames)}-{max(frames)}" if len(frames) else "an empty range"
        raise RenderError(f"frames {what}; allowed: within 0-{n_frames - 1}")
    return frames


def _open_folder(
    out_dir: Path, inputs: Inputs, n_frames: int, console: Console, *, is_whole: bool
) -> str:
    """Make the folder ours and return the key of the film that is there, if any."""
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RenderError(f"{out_dir} cannot be made a folder: {reason(error)}") from None
    before = read_manifest(out_dir)
    if before is not None and (changed := changes(before, inputs)):
        names = ", ".join(changed)
        if not is_whole and {"width", "height"} & set(changed):
            raise RenderError(
                f"{out_dir} holds frames of another size, and some frames alone would mix with "
                "them; allowed: another folder, or all frames"
            )
        console.print(f"changed since the last run: {names}; its frames are drawn again")
    video_key = "" if before is None else before.video_key
    _write_manifest(out_dir, inputs, n_frames, video_key)
    return video_key


def _write_manifest(out_dir: Path, inputs: Inputs, n_frames: int, video_key: str) -> None:
    try:
        write_manifest(out_dir, inputs, n_frames=n_frames, video_key=video_key)
    except OSError as error:
        raise RenderError(f"{out_dir} cannot be written to: {reason(error)}") from None


def _draw(
    tour: Tour,
    session: Session,
    scene: PictureView,
    folder: FrameFolder,
    *,
    indices: Sequence[int],
    fps: float,
    console: Console,
) -> None:
    with counting(console, "frames", total=len(indices)) as count:
        for done, index in enumerate(indices):
            count(done)
            play_moment(session, tour.at(index / fps))
            session.tick(0.0)
            picture = scene.image()
            try:
                folder.write(index, picture)
            except OSError as error:
                raise RenderError(
                    f"{folder.path(index).name} cannot be written to {folder.folder}: "
                    f"{reason(error)}; {done} new frames are kept, run it again to go on",
                    exit_code=FRAMES_FAILED,
                ) from None
        count(len(indices))
