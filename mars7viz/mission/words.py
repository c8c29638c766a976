"""The words that a mission file may use where it chooses from a fixed set."""

SPACECRAFT_IDS = ("coast_stage", "lander")

EVENT_CATEGORIES = (
    "launch",
    "maneuver",
    "separation",
    "failure",
    "science",
    "encounter",
    "communication",
    "passage",
    "end",
    "context",
)
"""``passage`` is a boundary crossed, such as a sphere of influence; ``context`` is what happened
to another craft and may name none of ours."""

OBSERVED_AT = ("spacecraft", "earth")

QUANTITY_GROUPS = (
    "identity",
    "mass",
    "dimensions",
    "structure",
    "propulsion",
    "attitude",
    "radio",
    "power",
    "launcher",
    "orbit",
    "path",
    "encounter",
    "landing",
    "ground",
    "background",
    "event",
)

SYSTEMS = {
    "coast_stage": (
        "attachment",
        "centimetre_link",
        "decimetre_link",
        "onboard_computers",
        "attitude",
        "propulsion",
        "propellant",
        "science",
        "last_contact",
    ),
    "lander": (
        "attachment",
        "release_command",
        "retro_motor",
        "descent_systems",
        "science",
        "contact",
    ),
}

SOURCE_KINDS = (
    "amateur",
    "archive",
    "blog",
    "book",
    "calculation",
    "catalogue",
    "chronology",
    "contemporary",
    "dataset",
    "encyclopedia",
    "forum",
    "guide",
    "history",
    "institution",
    "memory",
    "museum",
    "paper",
    "press",
    "reconstruction",
    "reference",
    "society",
    "standard",
)

UNITS = (
    "UTC",
    "au",
    "bar",
    "bit/s",
    "dB",
    "d",
    "deg",
    "deg/d",
    "g",
    "h",
    "kN",
    "kW",
    "kg",
    "kg/m3",
    "km",
    "km/s",
    "km2/s2",
    "km3/s2",
    "m",
    "m/s",
    "m2",
    "mbar",
    "MHz",
    "GHz",
    "MeV",
    "min",
    "nm",
    "s",
)
"""Symbols a claim may carry; an angle that grows to the east or north has no other unit."""
