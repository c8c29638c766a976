"""Renderer: one snapshot in, one picture out; the same for window, kiosk, stills and video.

Scene passes draw linear light into a half-float buffer with logarithmic depth, camera-relative and
supersampled. The resolve tones it, averages it and encodes sRGB into the output buffer, where the
overlay passes write text and marks in output pixels.
"""

from __future__ import annotations

from vispy.gloo import gl

from mars7viz.scene.bodies import BodiesPass
from mars7viz.scene.context_watch import ContextWatch
from mars7viz.scene.drawing import Frame, Pass
from mars7viz.scene.exposure import automatic_exposure, sky_fade
from mars7viz.scene.framebuffers import Framebuffers, UInt8, UInt16
from mars7viz.scene.labels import LabelsPass
from mars7viz.scene.late_pass import LatePass, craft_is_near
from mars7viz.scene.overlay import OverlayPass
from mars7viz.scene.paths import PathsPass
from mars7viz.scene.points import PointsPass
from mars7viz.scene.program import flush
from mars7viz.scene.rings import RingsPass
from mars7viz.scene.spacecraft import SpacecraftPass
from mars7viz.scene.stars import StarsPass
from mars7viz.scene.sun_glow import SunGlowPass
from mars7viz.scene.textures import TextureStore
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

DESIGN_HEIGHT_PX = 1080
MAX_SUPERSAMPLE = 4


class Renderer:
    """Draws snapshots. Made, used and deleted with one GL context current.

    Parameters
    ----------
    world
        What never changes: paths and the mission.
    starts_small
        Whether maps are loaded small first and upgraded by :meth:`improve`: for windows.
    depth
        Bits a channel of the picture, 8 or 16.

    Attributes
    ----------
    has_bloom : bool
        Whether light beyond white spreads; may be changed between pictures. Stills have it.
    has_overlay : bool
        Whether names and the furniture of the picture are written over the scene.
    """

    def __init__(self, world: World, *, starts_small: bool = False, depth: int = 8) -> None:
        self.has_bloom = True
        self.has_overlay = True
        self._watch = ContextWatch()
        self.textures = TextureStore(starts_small=starts_small)
        self._buffers = Framebuffers(depth=depth)
        self._scene_passes: tuple[Pass, ...] = (
            StarsPass(self.textures),
            BodiesPass(self.textures),
            RingsPass(self.textures),
            PointsPass(),
            PathsPass(world),
            LatePass(lambda: SpacecraftPass(world), is_wanted=craft_is_near),
            SunGlowPass(),
        )
        self._overlay_passes: tuple[Pass, ...] = (LabelsPass(world), OverlayPass(world))

    @property
    def loss(self) -> str:
        """What this driver makes the picture do without; empty where nothing is lost."""
        return self._buffers.loss

    def render(
        self,
        snapshot: SceneSnapshot,
        options: ViewOptions,
        *,
        width: int,
        height: int,
        supersample: int,
    ) -> None:
        """Draw a picture of ``width`` by ``height`` pixels into the output buffer.

        Raises
        ------
        ShaderError
            If the driver refuses a shader.
        ValueError
            If the size or the supersampling (1 to 4) is out of range.
        LostContextError
            If the driver has taken the GL context away.
        RuntimeError
            If GL reports an error.
        """
        if not (width >= 1 and height >= 1 and 1 <= supersample <= MAX_SUPERSAMPLE):
            raise ValueError(
                f"picture {width}x{height} supersampled {supersample}; allowed: at least 1x1 "
                f"pixels, supersampled 1 to {MAX_SUPERSAMPLE}"
            )
        self._watch.check()
        flush()
        view = ViewGeometry.of(snapshot, options, width=width, height=height)
        output = Frame(
            snapshot,
            options,
            view,
            pixel_scale=height / DESIGN_HEIGHT_PX,
            exposure=automatic_exposure(snapshot, options, view),
            sky_fade=sky_fade(snapshot, options, view),
        )
        scene = Frame(
            snapshot,
            options,
            view.scaled(supersample),
            pixel_scale=output.pixel_scale * supersample,
            exposure=output.exposure,
            sky_fade=output.sky_fade,
        )
        self._buffers.begin_scene(width * supersample, height * supersample)
        for scene_pass in self._scene_passes:
            scene_pass.draw(scene)
        self._buffers.resolve(width, height, supersample, bloom=self.has_bloom)
        for overlay_pass in self._overlay_passes if self.has_overlay else ():
            overlay_pass.draw(output)
        self._buffers.end()
        self._watch.check()
        gl.check_error("after a picture")

    def read(self, out: UInt8 | None = None) -> UInt8:
        """Return the picture drawn last, (h, w, 3) uint8 sRGB, top row first.

        It is written into ``out`` where given (C-contiguous, same shape), else into a new array.
        """
        return self._buffers.read(out)

    def read_16(self) -> UInt16:
        """Return the picture drawn last with 16 bits a channel, (h, w, 3) uint16 sRGB."""
        return self._buffers.read_16()

    def show(self, framebuffer_size: tuple[int, int]) -> None:
        """Draw the picture drawn last over the window's framebuffer, which is bound."""
        self._buffers.show(*framebuffer_size)
        flush()

    def improve(self) -> bool:
        """Take one full texture if it is ready; True where another draw would look better."""
        return self.textures.upgrade()

    def delete(self) -> None:
        """Free everything on the GPU."""
        for each in (*self._scene_passes, *self._overlay_passes):
            each.delete()
        self._watch.delete()
        self.textures.delete()
        self._buffers.delete()
        flush()
