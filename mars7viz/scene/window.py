"""SceneCanvas: the scene in a Qt widget. Stores what it is told, draws it when the window asks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mars7viz.scene.backend import NoOpenGLError, use_qt
from mars7viz.scene.gestures import Gestures, answer, drag, is_click, wheel
from mars7viz.scene.picking import pick
from mars7viz.scene.quality import BEST, FramePace, Quality, quality_for, step_down
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

use_qt()

# vispy.app picks its backend when imported: only after use_qt.
from vispy import app  # noqa: E402
from vispy.gloo import gl  # noqa: E402

from mars7viz.scene.renderer import Renderer  # noqa: E402

UInt8 = NDArray[np.uint8]

_IMPROVE_INTERVAL_S = 0.15
_LOADING_FRAMES = 30


class SceneCanvas(app.Canvas):  # type: ignore[misc]
    """A view in a window; its widget is ``native``.

    Parameters
    ----------
    world
        What never changes.
    gestures
        Who is asked to move the camera; without one the picture cannot be touched.
    quality
        The level to begin with; without one, what suits the graphics that GL reports. It is
        lowered when frames are late, until :attr:`quality` is set by hand.
    on_failure
        Called once with the error if drawing fails; the picture then stays as it is. Without it
        the error is raised in the paint event, where PyQt ends the program with a traceback.
    """

    def __init__(
        self,
        world: World,
        *,
        gestures: Gestures | None = None,
        quality: Quality | None = None,
        on_failure: Callable[[Exception], None] | None = None,
    ) -> None:
        try:
            super().__init__(keys=None, show=False, autoswap=False, title="Mars 7")
        except (RuntimeError, OSError) as error:
            raise NoOpenGLError("window's", error) from error
        self.events.ignore_callback_errors = False
        self._world = world
        self._gestures = gestures
        self._quality = quality
        self._pace: FramePace | None = FramePace() if quality is None else None
        self._on_failure = on_failure
        self._renderer: Renderer | None = None
        self._wanted: tuple[SceneSnapshot, ViewOptions] | None = None
        self._drawn: tuple[object, ...] | None = None
        self._frames = 0
        self._failure: Exception | None = None
        self._last_px: tuple[float, float] | None = None
        self._improver = app.Timer(_IMPROVE_INTERVAL_S, connect=self._improve)

    @property
    def failure(self) -> Exception | None:
        """The error that ended drawing, if one did."""
        return self._failure

    @property
    def quality(self) -> Quality | None:
        """The level of the window's pictures; None before the first, where none was given.

        Setting it ends the automatic stepping down.
        """
        return self._quality

    @quality.setter
    def quality(self, quality: Quality) -> None:
        self._quality, self._pace = quality, None
        self._drawn = None
        self.update()

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Remember what to show and ask the window for a paint event."""
        self._wanted = (snapshot, options)
        self.update()

    def image(self, *, scale: int = 1) -> UInt8:
        """Return the picture presented last as a still, (h, w, 3) uint8 sRGB.

        In the best quality and with all textures in full size, so that it does not depend on the
        machine or on how long the window has been open.

        Parameters
        ----------
        scale
            How many times the window's pixels each way.

        Raises
        ------
        RuntimeError
            Before the first draw.
        """
        if self._renderer is None:
            raise RuntimeError("the window has not been drawn yet")
        self.set_current()
        if not self._renderer.textures.is_complete:
            self._renderer.textures.finish()
            self._drawn = None
        self._render(quality=BEST, scale=scale)
        picture = self._renderer.read()
        # What the window shows is its own size and quality again with the next paint event.
        self._drawn = None
        self.update()
        return picture

    def close_scene(self) -> None:
        """Free the GPU's memory; call before the widget goes."""
        self._improver.stop()
        if self._renderer is not None:
            self.set_current()
            self._renderer.delete()
            self._renderer = None

    def on_draw(self, event: Any) -> None:
        """Draw for a paint event; an error is reported, never swallowed."""
        if self._wanted is None or self._failure is not None:
            return
        try:
            start_s = time.perf_counter()
            was_drawn = self._render()
            if self._renderer is not None:
                self._renderer.show(self.physical_size)
            if was_drawn:
                self._watch_pace(start_s)
                if self._frames == 1:
                    self.update()
        except Exception as error:
            self._failure = error
            if self._on_failure is None:
                raise
            self._on_failure(error)

    def _watch_pace(self, start_s: float) -> None:
        """Step down where most of the last frames were late; the first ones load and compile."""
        self._frames += 1
        # Waiting for the GPU costs a little: one frame of four tells as much as all.
        if self._pace is None or self._frames <= _LOADING_FRAMES or self._frames % 4:
            return
        gl.glFinish()
        if self._pace.is_too_slow(time.perf_counter() - start_s) and self._quality is not None:
            self._quality = step_down(self._quality)

    def _render(self, *, quality: Quality | None = None, scale: int = 1) -> bool:
        """Draw what is wanted at a quality, the window's own if none is given; True if drawn."""
        if self._wanted is None:
            return False
        if self._renderer is None:
            self._renderer = Renderer(self._world, starts_small=True)
            self._improver.start()
        if self._quality is None:
            self._quality = quality_for(str(gl.glGetParameter(gl.GL_RENDERER)))
        # The very first frame is the scene alone: words and their glyphs come with the second.
        has_overlay = quality is not None or self._frames > 0
        quality = quality or self._quality
        snapshot, options = self._wanted
        width, height = (scale * length for length in self.physical_size)
        key = (snapshot, options, width, height, quality, has_overlay)
        if key == self._drawn:
            return False
        self._renderer.has_bloom = quality.has_bloom
        self._renderer.has_overlay = has_overlay
        self._renderer.render(
            snapshot,
            options,
            width=max(width, 1),
            height=max(height, 1),
            supersample=quality.supersample,
        )
        self._drawn = key
        return True

    def _improve(self, event: Any) -> None:
        """Between frames: take one full texture if it is decoded, and draw again."""
        if self._renderer is None or self._failure is not None:
            return
        self.set_current()
        if self._renderer.improve():
            self._drawn = None
            self.update()

    def on_mouse_press(self, event: Any) -> None:
        """Begin a drag."""
        self._last_px = _place(event)

    def on_mouse_move(self, event: Any) -> None:
        """Turn the camera while the left button is down."""
        if self._gestures is None or self._last_px is None or 1 not in event.buttons:
            return
        x, y = _place(event)
        if event.press_event is not None and is_click(_place(event.press_event), (x, y)):
            return
        drag(
            self._gestures,
            dx_px=x - self._last_px[0],
            dy_px=y - self._last_px[1],
            height_px=float(self.size[1]),
        )
        self._last_px = (x, y)

    def on_mouse_release(self, event: Any) -> None:
        """Look at what was clicked."""
        self._last_px = None
        start = event.press_event
        if event.button == 1 and start is not None and is_click(_place(start), _place(event)):
            self.click(*_place(event))

    def on_mouse_wheel(self, event: Any) -> None:
        """Zoom."""
        if self._gestures is not None:
            wheel(self._gestures, float(event.delta[1]))

    def click(self, x: float, y: float) -> None:
        """Ask for what a click means at a place of the widget, in its own (logical) pixels."""
        if self._gestures is None or self._wanted is None:
            return
        snapshot, options = self._wanted
        scale = self.pixel_scale
        width, height = self.physical_size
        picked = pick(
            self._world,
            snapshot,
            options,
            width=width,
            height=height,
            x_px=x * scale,
            y_px=y * scale,
        )
        if picked is not None:
            answer(self._gestures, picked, focus=resolved_pose(snapshot, options.camera).focus)


def _place(event: Any) -> tuple[float, float]:
    return float(event.pos[0]), float(event.pos[1])
