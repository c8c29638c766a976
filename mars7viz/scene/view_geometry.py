"""Where the camera is and where things fall in the picture: float64 until the last line.

The camera looks along -z of its own axes, x to the right and y up (OpenGL's convention). Pixels
are counted from the picture's top left corner, y down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.snapshot.camera import eye_and_axes
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

Float64 = NDArray[np.float64]
Float32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ViewGeometry:
    """A camera and a picture size.

    ``eye_km`` is (3,), ICRF from the solar-system barycenter; ``axes`` is (3, 3), rows are the
    camera's x, y, z in ICRF; ``focal_px`` is the focal length in pixels of this picture;
    ``center_px`` is the principal point.
    """

    eye_km: Float64
    axes: Float64
    focal_px: float
    center_px: tuple[float, float]
    width: int
    height: int

    @classmethod
    def of(
        cls, snapshot: SceneSnapshot, options: ViewOptions, *, width: int, height: int
    ) -> ViewGeometry:
        """Return the geometry of a picture of ``snapshot`` under ``options``."""
        pose = options.camera
        eye_km, axes = eye_and_axes(snapshot, pose)
        focal_px = 0.5 * height / math.tan(0.5 * math.radians(pose.field_of_view_deg))
        return cls(
            eye_km=eye_km,
            axes=axes,
            focal_px=focal_px,
            center_px=(
                0.5 * width + 0.5 * pose.shift_x * height,
                0.5 * height - 0.5 * pose.shift_y * height,
            ),
            width=width,
            height=height,
        )

    @property
    def projection(self) -> tuple[float, float, float, float]:
        """The uniform ``u_projection`` of :mod:`mars7viz.scene.glsl`."""
        return (
            2.0 * self.focal_px / self.width,
            2.0 * self.focal_px / self.height,
            2.0 * self.center_px[0] / self.width - 1.0,
            1.0 - 2.0 * self.center_px[1] / self.height,
        )

    def camera_km(self, positions_km: Float64) -> Float64:
        """Positions (n, 3) or (3,) in ICRF from the barycenter -> camera axes, float64 km."""
        return np.asarray((positions_km - self.eye_km) @ self.axes.T)

    def relative(self, positions_km: Float64) -> Float32:
        """As :meth:`camera_km`, cast for the GPU: the only way a position gets there."""
        return self.camera_km(positions_km).astype(np.float32)

    def pixels(self, positions_km: Float64) -> Float64:
        """Positions (n, 3) -> (n, 3): x and y in pixels, and depth in km along the view.

        Where depth is not positive the point is behind the camera and x, y mean nothing.
        """
        camera = self.camera_km(np.atleast_2d(positions_km))
        depth = -camera[:, 2]
        safe = np.where(depth > 0.0, depth, np.nan)
        return np.column_stack(
            [
                self.center_px[0] + self.focal_px * camera[:, 0] / safe,
                self.center_px[1] - self.focal_px * camera[:, 1] / safe,
                depth,
            ]
        )

    def direction_pixels(self, directions: Float64) -> Float64:
        """Directions (n, 3) in ICRF -> (n, 3): x, y in pixels and cosine to the view axis."""
        camera = np.atleast_2d(directions) @ self.axes.T
        cosine = -camera[:, 2]
        safe = np.where(cosine > 0.0, cosine, np.nan)
        return np.column_stack(
            [
                self.center_px[0] + self.focal_px * camera[:, 0] / safe,
                self.center_px[1] - self.focal_px * camera[:, 1] / safe,
                cosine,
            ]
        )

    def ray(self, x_px: float, y_px: float) -> Float64:
        """Return the unit direction (3,), ICRF, seen at a pixel."""
        camera = np.array(
            [
                (x_px - self.center_px[0]) / self.focal_px,
                (self.center_px[1] - y_px) / self.focal_px,
                -1.0,
            ]
        )
        direction = camera @ self.axes
        return np.asarray(direction / np.linalg.norm(direction))

    def scaled(self, factor: int) -> ViewGeometry:
        """Return the same view in a picture ``factor`` times as large (supersampling)."""
        return ViewGeometry(
            eye_km=self.eye_km,
            axes=self.axes,
            focal_px=self.focal_px * factor,
            center_px=(self.center_px[0] * factor, self.center_px[1] * factor),
            width=self.width * factor,
            height=self.height * factor,
        )
