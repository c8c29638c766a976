"""The encounter view beside PyVista (VTK) and pygfx (wgpu), offscreen, at the same size.

All three draw a planet with a texture, the Milky Way's map all around, 41,000 stars, the lines of
the view and some words, and leave the picture in memory. Ours draws more: an exact ellipsoid, its
air, dashes, a legend.
"""

import itertools
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from benchmarks.row import Row, measure_pair
from mars7viz.scene.offscreen import OffscreenScene
from mars7viz.scene.star_catalogue import star_directions
from mars7viz.scene.texture_recipes import RECIPES
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.world import World, load_world

_SIZE = (1920, 1080)
_LABELS = ("Mars", "Coast stage", "Lander", "Phobos", "Deimos", "Sun", "Earth", "Олимп")
_ROUNDS = 5
_FRAMES = 4


@dataclass(frozen=True)
class _Content:
    """What the peers draw, in planet radii."""

    world: World

    @cached_property
    def texture(self) -> NDArray[np.uint8]:
        return RECIPES["mars"](4096)

    @cached_property
    def sky(self) -> NDArray[np.uint8]:
        return RECIPES["milky-way"](4096)

    @cached_property
    def stars(self) -> NDArray[np.float64]:
        return star_directions(-26.0)

    @cached_property
    def lines(self) -> list[NDArray[np.float64]]:
        """Three lines of as many points as the paths of the view have."""
        trails = [trail for trail in self.world.trails if trail.center == "mars"]
        count = max(2000, *(len(trail.ets) for trail in trails))
        turn = np.linspace(0.0, 2.0 * np.pi, count)
        return [
            np.column_stack([r * np.cos(turn), r * np.sin(turn), 0.2 * r * np.sin(2 * turn)])
            for r in (1.6, 2.4, 3.2)
        ]


def main() -> list[Row]:
    """Measure; about half a minute."""
    content = _Content(load_world())
    rows = []
    width, height = _SIZE
    with OffscreenScene(content.world, width=width, height=height, supersample=1) as scene:
        scene.renderer.has_bloom = False  # as in a window that the processor draws
        ours = _ours(content.world, scene)
        for name, make, most in (
            ("pyvista, no multisampling", _pyvista, 0.8),
            ("pygfx (wgpu)", _pygfx, 0.3),
        ):
            try:
                peer = make(content)
            except (ImportError, RuntimeError, OSError) as error:
                why = str(error).splitlines()[0] if str(error) else type(error).__name__
                rows.append(_alone("encounter view 1080p", ours, f"{name}: not here, {why}"))
                continue
            ours_s, peer_s = measure_pair(
                ours, peer, ours_calls=_FRAMES, peer_calls=_FRAMES, rounds=_ROUNDS
            )
            note = f"required: at most {most:g} of the peer's"
            rows.append(
                Row("encounter view 1080p, CPU", ours_s, name, peer_s, 1.0 / most, note=note)
            )
        rows.append(_alone("encounter view 1080p, wall", ours, "required 66 ms", wall=True))
    with OffscreenScene(content.world, width=3840, height=2160, supersample=2) as scene:
        still = _ours(content.world, scene)
        rows.append(_alone("4K still 2x2, wall", still, "required 1.5 s", wall=True, calls=3))
    return rows


def _ours(world: World, scene: OffscreenScene) -> Callable[[], object]:
    et, options = opening_view(world)
    out = np.empty((scene.height, scene.width, 3), dtype=np.uint8)
    frames = itertools.count()

    def draw() -> object:
        moved = replace(
            options.camera, azimuth_deg=options.camera.azimuth_deg + 0.05 * (next(frames) % 7)
        )
        scene.present(evaluate(world, et), replace(options, camera=moved))
        return scene.image(out)

    return draw


def _alone(
    what: str, call: Callable[[], object], note: str, *, wall: bool = False, calls: int = 12
) -> Row:
    clock = time.perf_counter if wall else time.process_time
    call()
    times = []
    for _ in range(calls):
        start = clock()
        call()
        times.append(clock() - start)
    median = statistics.median(times)
    return Row(what, median, "-", median, note=note)


def _pyvista(content: _Content) -> Callable[[], object]:
    os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
    import pyvista

    plotter = pyvista.Plotter(off_screen=True, window_size=list(_SIZE))
    plotter.set_background("black")
    plotter.disable_anti_aliasing()
    sphere = pyvista.Sphere(radius=1.0, theta_resolution=180, phi_resolution=90)
    sphere = sphere.texture_map_to_sphere(inplace=False)
    plotter.add_mesh(sphere, texture=pyvista.numpy_to_texture(content.texture), smooth_shading=True)
    dome = pyvista.Sphere(radius=60.0, theta_resolution=72, phi_resolution=36)
    dome = dome.texture_map_to_sphere(inplace=False)
    plotter.add_mesh(dome, texture=pyvista.numpy_to_texture(content.sky), lighting=False)
    plotter.add_points(40.0 * content.stars, color="white", point_size=2.0, lighting=False)
    for line in content.lines:
        plotter.add_mesh(pyvista.lines_from_points(line), color="orange", line_width=2)
    for index, label in enumerate(_LABELS):
        place = (100 + 200 * index, 500)
        plotter.add_text(label, position=place, font_size=10, color="white")
    plotter.camera_position = [(0.0, -4.5, 1.2), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)]
    plotter.camera.clipping_range = (0.1, 200.0)
    plotter.show(auto_close=False)
    frames = itertools.count()

    def draw() -> object:
        plotter.camera.azimuth = 0.05 * (next(frames) % 7)
        plotter.render()
        return plotter.screenshot(return_img=True)

    return draw


def _pygfx(content: _Content) -> Callable[[], object]:
    import pygfx
    from rendercanvas.offscreen import OffscreenRenderCanvas

    canvas = OffscreenRenderCanvas(size=_SIZE, pixel_ratio=1.0)
    renderer = pygfx.renderers.WgpuRenderer(canvas, pixel_ratio=1.0)
    scene = pygfx.Scene()
    scene.add(pygfx.AmbientLight(intensity=0.1))
    sun = pygfx.DirectionalLight()
    sun.local.position = (3.0, -4.0, 1.0)
    scene.add(sun)
    texture = pygfx.Texture(np.ascontiguousarray(content.texture), dim=2)
    material = pygfx.MeshPhongMaterial(map=pygfx.TextureMap(texture))
    scene.add(pygfx.Mesh(pygfx.sphere_geometry(1.0, 180, 90), material))
    sky = pygfx.Texture(np.ascontiguousarray(content.sky), dim=2)
    dome = pygfx.MeshBasicMaterial(map=pygfx.TextureMap(sky), side="both")
    scene.add(pygfx.Mesh(pygfx.sphere_geometry(60.0, 72, 36), dome))
    stars = np.asarray(40.0 * content.stars, dtype=np.float32)
    scene.add(pygfx.Points(pygfx.Geometry(positions=stars), pygfx.PointsMaterial(size=2)))
    for line in content.lines:
        geometry = pygfx.Geometry(positions=line.astype(np.float32))
        scene.add(pygfx.Line(geometry, pygfx.LineMaterial(thickness=2, color="orange")))
    for index, label in enumerate(_LABELS):
        text = pygfx.Text(
            text=label, font_size=16, screen_space=True, material=pygfx.TextMaterial(color="#fff")
        )
        text.local.position = (-1.6 + 0.45 * index, 0.0, 1.2)
        scene.add(text)
    camera = pygfx.PerspectiveCamera(40, _SIZE[0] / _SIZE[1])
    frames = itertools.count()

    def paint() -> None:
        camera.local.position = (0.01 * (next(frames) % 7), -4.5, 1.2)
        camera.look_at((0.0, 0.0, 0.0))
        renderer.render(scene, camera)

    canvas.request_draw(paint)
    return lambda: np.asarray(canvas.draw())
