"""The coast stage of the stand-in model: engine, instrument ring, tanks, panels and dish."""

from __future__ import annotations

import math

from mars7viz.mission.grade import Grade
from mars7viz.scene.craft_model import CraftDimensions, Material, Part, around, struts
from mars7viz.scene.mesh_shapes import Point, box, dish, joined, lathe, ring, rod, sheet, sphere


def coast_stage_parts(d: CraftDimensions) -> list[Part]:
    """Return the parts of the coast stage; z runs up from the nozzle's end."""
    tank = 0.5 * d.tank_diameter.m
    base = 0.5 * d.base_diameter.m
    bus = d.bus_height.m
    top = bus - 0.60
    assumed = Grade.ASSUMED
    bell = lathe(
        [(0.245, 0.0), (0.205, 0.10), (0.15, 0.24), (0.085, 0.36), (0.07, 0.42), (0.14, 0.46)],
        sides=32,
    ).two_sided()
    compartment = lathe(
        [
            (0.30, 0.30),
            (base - 0.22, 0.16),
            (base - 0.10, 0.17),
            (base - 0.02, 0.24),
            (base, 0.34),
            (base - 0.01, 0.48),
            (base - 0.08, 0.60),
            (base - 0.20, 0.72),
            (tank + 0.06, 0.86),
            (tank - 0.01, 0.88),
        ],
        crease_deg=50.0,
    )
    tanks = lathe(
        [
            (tank, 0.86),
            (tank, 1.50),
            (tank + 0.03, 1.50),
            (tank + 0.03, 1.60),
            (tank, 1.60),
            (tank, top - 0.10),
            (tank - 0.05, top - 0.03),
            (tank - 0.18, top),
            (0.0, top + 0.02),
        ]
    )
    foot, head = (tank - 0.06, top - 0.04), (tank + 0.14, bus - 0.03)
    truss = struts(foot, head, thickness=0.018, twist_deg=22.5)
    bottles = [sphere(place, 0.115) for place in around(8, tank + 0.19, 0.97, phase_deg=22.5)]
    sensors = [
        box((0.0, base - 0.02, 0.62), (0.16, 0.18, 0.16)),
        rod((0.28, base - 0.20, 0.66), (0.34, base + 0.02, 0.78), 0.05),
        rod((-0.28, base - 0.20, 0.66), (-0.38, base + 0.02, 0.80), 0.045),
        rod((base - 0.12, -0.30, 0.60), (base + 0.10, -0.42, 0.66), 0.06),
    ]
    radiators = [box((side * 0.30, -tank - 0.05, 1.55), (0.50, 0.03, 1.10)) for side in (-1.0, 1.0)]
    return [
        Part("engine nozzle", Material.METAL, assumed, bell),
        Part("instrument compartment", Material.BLANKET, d.base_diameter.grade, compartment),
        Part("tank block", Material.BLANKET, d.tank_diameter.grade, tanks),
        Part(
            "adapter",
            Material.METAL,
            d.bus_height.grade,
            joined([*truss, ring((0.0, 0.0, bus - 0.025), tank + 0.14, 0.025)]),
        ),
        Part("nitrogen bottles", Material.METAL, assumed, joined(bottles)),
        Part("sensors", Material.DARK, assumed, joined(sensors)),
        Part("radiators", Material.PAINT, assumed, joined(radiators)),
        *_panels(d),
        *_dish(d),
    ]


def _panels(d: CraftDimensions) -> list[Part]:
    width, height = d.panel_width.m, d.panel_height.m
    inner = 0.5 * d.span.m - width
    tank = 0.5 * d.tank_diameter.m
    center_z = 0.55 + 0.5 * height
    cells, frames = [], []
    for side in (-1.0, 1.0):
        x = side * (inner + 0.5 * width)
        frames.append(box((x, 0.0, center_z), (width, 0.030, height)))
        cells.append(
            sheet(
                (x, 0.019, center_z),
                width_x=width - 0.05,
                height_z=height - 0.05,
                facing_y=1.0,
                cells=(14, 23),
            )
        )
        for z in (center_z - 0.62, center_z + 0.62):
            for y, foot in ((0.0, 0.16), (-0.22, -0.20)):
                frames.append(
                    rod((side * (tank - 0.03), y, z + foot * 0.5), (side * inner, 0.0, z), 0.016)
                )
            # A rib across the back of the panel carries it.
            frames.append(box((x, -0.034, z), (width - 0.06, 0.034, 0.045)))
        for k in (-1.0, 1.0):
            frames.append(
                box((x + k * 0.33 * width, -0.026, center_z), (0.035, 0.022, height - 0.06))
            )
    low_gain = []
    for side in (-1.0, 1.0):
        x = side * (inner + 0.85 * width)
        tip = (x, 0.0, 0.55 + height)
        low_gain.append(rod(tip, (x, 0.02, 0.55 + height + 0.10), 0.015))
        low_gain.append(
            rod(
                (x, 0.02, 0.55 + height + 0.08),
                (x, 0.10, 0.55 + height + 0.30),
                0.02,
                stop_radius=0.11,
                sides=18,
            )
        )
    stereo = [
        rod(
            (0.5 * d.span.m - 0.03, -0.02, 0.60),
            (0.5 * d.span.m + 1.05, -0.72, 0.30),
            0.008,
            sides=6,
        )
    ]
    return [
        Part("solar cells", Material.CELLS, d.panel_height.grade, joined(cells)),
        Part("panel frames", Material.METAL, d.span.grade, joined(frames)),
        Part("low-gain antennas", Material.PAINT, Grade.ASSUMED, joined(low_gain)),
        Part("metre-wave antenna", Material.METAL, Grade.ASSUMED, joined(stereo)),
    ]


def _dish(d: CraftDimensions) -> list[Part]:
    diameter, focal = d.dish_diameter.m, 0.95
    tank = 0.5 * d.tank_diameter.m
    vertex: Point = (0.0, tank + 0.36, 0.70 + 0.5 * diameter)
    front, back = dish(vertex, diameter=diameter, focal_length=focal, thickness=0.035)
    rim_y = vertex[1] + diameter**2 / (16.0 * focal)
    focus: Point = (0.0, vertex[1] + focal - 0.05, vertex[2])
    hold = 0.46 * diameter
    legs = [
        rod((hold * math.cos(a), rim_y - 0.06, vertex[2] + hold * math.sin(a)), focus, 0.012)
        for a in (math.radians(90.0), math.radians(210.0), math.radians(330.0))
    ]
    mouth: Point = (focus[0], focus[1] - 0.10, focus[2])
    end: Point = (focus[0], focus[1] + 0.12, focus[2])
    feed = rod(mouth, end, 0.085, stop_radius=0.06, sides=20)
    stays = [
        rod(
            (side * 0.30, tank - 0.10, vertex[2] + dz),
            (side * 0.22, vertex[1] - 0.02, vertex[2] + 0.4 * dz),
            0.022,
        )
        for side in (-1.0, 1.0)
        for dz in (-0.45, 0.45)
    ]
    grade = d.dish_diameter.grade
    return [
        Part("high-gain antenna", Material.PAINT, grade, joined([front, back])),
        Part("feed", Material.METAL, Grade.ASSUMED, joined([*legs, *stays])),
        Part("feed horn", Material.DARK, Grade.ASSUMED, feed),
    ]
