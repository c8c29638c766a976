"""Numbered pictures into one mp4: ffmpeg's command line as a process of its own.

The full pipeline (fixed segments, other codecs, sound) will stand behind this one function.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from mars7viz.shells.render.atomic import appearing
from mars7viz.shells.render.errors import ENCODER_FAILED, RenderError, reason
from mars7viz.shells.render.frames import PATTERN

# x264 writes other bytes with another number of threads; two do on any machine.
THREADS = 2
QUALITY_CRF = 17
_MAX_DENOMINATOR = 1001


def encode_mp4(
    folder: Path,
    out_path: Path,
    *,
    n_frames: int,
    fps: float,
    on_frame: Callable[[int], None],
) -> None:
    """Encode frames 0 to ``n_frames - 1`` of ``folder`` into an mp4 with exactly as many frames.

    The same frames give the same bytes. ``out_path`` appears when it is whole; an interruption or
    a failure leaves nothing. ``on_frame`` is told how many frames are encoded so far.

    Raises
    ------
    RenderError
        If there is no encoder, or it fails: with its own words.
    """
    try:
        with appearing(out_path) as part:
            _run(_command(part, n_frames=n_frames, fps=fps), folder, on_frame)
    except OSError as error:
        problem = f"{out_path.name} cannot be written to {out_path.parent}: {reason(error)}"
        raise RenderError(problem, exit_code=ENCODER_FAILED) from None


def _command(part: Path, *, n_frames: int, fps: float) -> list[str]:
    try:
        ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        problem = f"no encoder: {error} The frames are kept; --no-video leaves the film out"
        raise RenderError(problem, exit_code=ENCODER_FAILED) from None
    rate = Fraction(fps).limit_denominator(_MAX_DENOMINATOR)
    return [
        ffmpeg,
        *("-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-y"),
        *("-f", "image2", "-framerate", str(rate), "-start_number", "0", "-i", PATTERN),
        *("-frames:v", str(n_frames), "-map_metadata", "-1"),
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
        *("-c:v", "libx264", "-preset", "medium", "-crf", str(QUALITY_CRF)),
        *("-threads", str(THREADS), "-pix_fmt", "yuv420p"),
        *("-color_primaries", "bt709", "-color_trc", "bt709"),
        *("-colorspace", "bt709", "-color_range", "tv"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"),
        *("-progress", "pipe:1", "-f", "mp4", str(part.resolve())),
    ]


def _run(command: list[str], folder: Path, on_frame: Callable[[int], None]) -> None:
    with tempfile.TemporaryFile() as complaints:
        # In the folder of the frames, so that no percent sign in its name is taken for a pattern;
        # in a session of its own, so that Ctrl+C is ours to answer.
        with subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            start_new_session=os.name == "posix",
        ) as process:
            try:
                if process.stdout is not None:
                    _follow(process.stdout, on_frame)
                status = process.wait()
            except BaseException:
                process.kill()
                raise
        if status != 0:
            complaints.seek(0)
            lines = complaints.read().decode("utf-8", "replace").splitlines()
            words = "; ".join(line.strip() for line in lines[:3]) or f"exit status {status}"
            problem = f"the encoder failed: {words}. The frames are kept"
            raise RenderError(problem, exit_code=ENCODER_FAILED)


def _follow(progress: IO[str], on_frame: Callable[[int], None]) -> None:
    for line in progress:
        key, _, value = line.strip().partition("=")
        if key == "frame" and value.isdecimal():
            on_frame(int(value))
