"""The lander of the stand-in model: heat shield, capsule, parachute ring, motor on its frame."""

from __future__ import annotations

import math

import numpy as np

from mars7viz.mission.grade import Grade
from mars7viz.scene.craft_model import CraftDimensions, Material, Part, around, struts
from mars7viz.scene.mesh_shapes import joined, lathe, ring, rod, sphere


def lander_parts(d: CraftDimensions) -> list[Part]:
    """Return the parts of the lander, in the axes of the coast stage below it."""
    rim = 0.5 * d.aeroshell_diameter.m
    slope = 1.0 / math.tan(math.radians(0.5 * d.aeroshell_angle_deg.m))
    nose = 0.32
    half = math.radians(0.5 * d.aeroshell_angle_deg.m)
    # A ball of radius ``nose`` touches the cone; the whole stack is exactly ``height`` tall.
    ball_z = d.height.m - nose
    touch_r, touch_z = nose * math.cos(half), ball_z + nose * math.sin(half)
    rim_z = touch_z - (rim - touch_r) * slope
    arc = np.linspace(half, 0.5 * math.pi, 7)[1:]
    cap = [(nose * math.cos(a), ball_z + nose * math.sin(a)) for a in arc]
    shield = lathe([(rim, rim_z - 0.045), (rim, rim_z), (touch_r, touch_z), *cap], sides=96)
    inner_r = 0.34
    lining_z = rim_z + (rim - inner_r) * slope - 0.07
    lining = lathe(
        [(inner_r, lining_z), (rim - 0.04, rim_z - 0.03), (rim, rim_z - 0.045)], sides=96
    )
    ball = 0.5 * d.capsule_diameter.m
    # As deep in the cone as its lining lets the ball go.
    capsule_z = rim_z + rim * slope - (ball + 0.12) / math.sin(half)
    bus = d.bus_height.m
    joint = 0.5 * d.tank_diameter.m + 0.14
    frame = struts((joint, bus + 0.03), (rim - 0.42, rim_z + 0.14), thickness=0.02, twist_deg=15.0)
    low, high = bus - 0.47, bus - 0.19
    motor = lathe([(0.0, low), (0.25, low), (0.25, high - 0.06), (0.16, high), (0.0, high)])
    nozzles = [
        rod((x, y, bus - 0.46), (x, y, bus - 0.56), 0.03, stop_radius=0.07, sides=16)
        for x, y, _ in around(4, 0.13, 0.0, phase_deg=45.0)
    ]
    feet, heads = around(4, 0.24, bus - 0.30), around(4, joint, bus + 0.03)
    stays = [rod(foot, head, 0.014) for foot, head in zip(feet, heads, strict=True)]
    rim_motors = [
        rod(start, stop, 0.05, stop_radius=0.06, sides=16)
        for start, stop in zip(
            around(4, rim - 0.25, rim_z - 0.05, phase_deg=45.0),
            around(4, rim - 0.03, rim_z - 0.05, phase_deg=45.0),
            strict=True,
        )
    ]
    assumed = Grade.ASSUMED
    parachute = ring((0.0, 0.0, capsule_z - 0.14), ball + 0.10, 0.13)
    belt = ring((0.0, 0.0, bus + 0.03), joint, 0.025)
    return [
        Part("heat shield", Material.ABLATOR, d.aeroshell_diameter.grade, shield),
        Part("shield lining", Material.FOAM, assumed, lining),
        Part(
            "capsule",
            Material.FOAM,
            d.capsule_diameter.grade,
            sphere((0.0, 0.0, capsule_z), ball, sides=40),
        ),
        Part("parachute container", Material.BLANKET, assumed, parachute),
        Part("joint frame", Material.METAL, assumed, joined([*frame, *stays, belt])),
        Part("retro motor", Material.DARK, assumed, motor),
        Part("retro nozzles", Material.METAL, assumed, joined(nozzles)),
        Part("rim motors", Material.METAL, assumed, joined(rim_motors)),
    ]
