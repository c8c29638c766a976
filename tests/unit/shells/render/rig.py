"""A film drawn by a recorder, for tests of what is drawn and what is left behind."""

import io

import numpy as np
from rich.console import Console

from mars7viz.shells.render.app import run_render
from tests.unit.session.tours import as_toml, shot, tour


def short_shot(**changes):
    return shot(**({"duration_s": 0.5, "caption": None} | changes))


FIVE_FRAMES = tour(short_shot())


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
