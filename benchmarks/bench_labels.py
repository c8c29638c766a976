"""Labels at 1080p: laid out, set and drawn, against the limit of 15 CPU ms for 200 of them."""

from collections.abc import Callable
from dataclasses import replace

from benchmarks.row import Row, measure_pair
from mars7viz.scene.offscreen import OffscreenScene
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.options import CameraPose, ViewOptions
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import load_world

_WIDTH, _HEIGHT = 1920, 1080
_WANTED = 200
_LIMIT_S = 0.015
_DISC = CameraPose("mars", 330.0, -20.0, 8_600.0)


def main() -> list[Row]:
    """Time 200 names on Mars, and everything that an ordinary picture of Mars has written."""
    world = load_world()
    et, options = opening_view(world)
    snapshot = evaluate(world, et)
    options = replace(options, camera=_DISC, ui_scale=0.55)
    with OffscreenScene(world, width=_WIDTH, height=_HEIGHT, supersample=1) as scene:
        scene.present(snapshot, options)
        count, many = _many(snapshot, options)
        seconds, _ = measure_pair(many, lambda: None, ours_calls=5)
        rows = [Row(f"{count} names on Mars", seconds, "limit", _LIMIT_S, 1.0)]
        with_names = replace(options, layers=replace(options.layers, features=True), ui_scale=1.0)
        silent = replace(
            options.layers, labels=False, markers=False, ticks=False, closest_approach=False
        )
        written_s, bare_s = measure_pair(
            lambda: scene.present(snapshot, with_names),
            lambda: scene.present(snapshot, replace(options, layers=silent)),
            ours_calls=2,
            peer_calls=2,
        )
        rows.append(
            Row(
                "everything written in a picture of Mars",
                max(written_s - bare_s, 1e-6),
                "limit",
                _LIMIT_S,
                note="whole picture with less whole picture without",
            )
        )
    return rows


def _many(snapshot: SceneSnapshot, options: ViewOptions) -> tuple[int, Callable[[], None]]:
    """Return how many names show, and a call that lays them out and draws them anew."""
    # Only once a context exists: vispy.gloo loads OpenGL when imported.
    from vispy import gloo
    from vispy.gloo import gl

    from mars7viz.scene.drawing import Frame
    from mars7viz.scene.label_layout import Box
    from mars7viz.scene.labels import draw_writing
    from mars7viz.scene.overlay_painter import OverlayPainter
    from mars7viz.scene.surface_names import surface_names
    from mars7viz.scene.writings import Shown, shown_writings

    view = ViewGeometry.of(snapshot, options, width=_WIDTH, height=_HEIGHT)
    frame = Frame(snapshot, options, view, pixel_scale=1.0)
    painter = OverlayPainter()
    target = gloo.FrameBuffer(color=gloo.Texture2D((_HEIGHT, _WIDTH, 4)))
    whole = Box(0.0, 0.0, float(_WIDTH), float(_HEIGHT))

    def laid_out() -> tuple[Shown, ...]:
        return shown_writings(
            surface_names(frame, sizes_px=(4.0, 8.0)), (), frame=whole, scale=options.ui_scale
        )

    def draw() -> None:
        target.activate()
        gloo.set_viewport(0, 0, _WIDTH, _HEIGHT)
        painter.begin()
        for shown in laid_out():
            draw_writing(painter, shown)
        painter.draw(width=_WIDTH, height=_HEIGHT)
        gl.glFinish()
        target.deactivate()

    count = sum(shown.alpha > 0.2 for shown in laid_out())
    if count < _WANTED:
        raise RuntimeError(f"{count} names show, not {_WANTED}: the limit is for so many")
    return count, draw
