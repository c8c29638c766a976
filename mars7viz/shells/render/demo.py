"""A short set of pictures for a machine without a display: the first command shows something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from mars7viz.i18n import Language
from mars7viz.mission.text import Text
from mars7viz.shells.render.errors import RenderError, reason
from mars7viz.shells.render.progress import counting
from mars7viz.shells.render.still import StillRequest, still_view, write_png
from mars7viz.snapshot.options import Caption
from mars7viz.snapshot.world import load_world


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """One picture of the set: file name, what it shows, and the words in it."""

    name: str
    request: StillRequest
    words: Text


PICTURES: tuple[DemoPicture, ...] = (
    DemoPicture(
        "1-launch.png",
        StillRequest(
            utc="1973-08-09T17:40:00",
            focus="earth",
            azimuth_deg=18.0,
            elevation_deg=14.0,
            distance_km=21_000.0,
        ),
        Text(
            en="9 August 1973. Forty minutes after launch:\nMars 7 and Blok D in parking orbit.",
            ru="9 августа 1973 года. Сорок минут полёта:\n«Марс-7» с блоком Д на опорной орбите.",
        ),
    ),
    DemoPicture(
        "2-path.png",
        StillRequest(utc="1973-12-01T00:00:00", focus="sun"),
        Text(
            en="The path to Mars, seen from above.\nNo tracking data: reconstructed.",
            ru="Путь к Марсу, вид сверху.\nТраекторных измерений нет: реконструкция.",
        ),
    ),
    DemoPicture(
        "3-encounter.png",
        StillRequest(),
        Text(
            en="9 March 1974, ten minutes to the closest\napproach: 1,300 km above Mars.",
            ru="9 марта 1974 года, десять минут до\nнаибольшего сближения: 1300 км над Марсом.",
        ),
    ),
    DemoPicture(
        "4-craft.png",
        StillRequest(utc="1974-01-15T00:00:00", focus="coast_stage"),
        Text(
            en="The 3MP craft in the cruise.\nIts attitude is not on record: assumed.",
            ru="Аппарат 3МП на перелёте.\nОриентация неизвестна: принята условно.",
        ),
    ),
)


def render_demo(output: Path, *, size: tuple[int, int], language: Language = "en") -> int:
    """Draw the set into the folder ``output`` and say where it is.

    Raises
    ------
    RenderError
        If the folder cannot be made.
    """
    console = Console()
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RenderError(f"cannot make folder {output}: {reason(error)}") from error
    # Imported late: bad input is told from good on a machine without GL too.
    from mars7viz.scene.offscreen import OffscreenScene  # noqa: PLC0415

    world = load_world()
    width, height = size
    with (
        OffscreenScene(world, width=width, height=height, supersample=2) as scene,
        counting(console, "Drawing", total=len(PICTURES)) as count,
    ):
        for done, picture in enumerate(PICTURES, start=1):
            request = replace(picture.request, language=language, clock=True)
            snapshot, options = still_view(world, request)
            caption = Caption(text=picture.words)
            scene.present(snapshot, replace(options, caption=caption))
            write_png(scene.image(), output / picture.name)
            count(done)
    for picture in PICTURES:
        console.print(f"{output / picture.name}", highlight=False, soft_wrap=True)
    return 0
