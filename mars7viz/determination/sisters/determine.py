"""Determine the paths of Mars 4, 5 and 6 from their documents."""

from collections.abc import Callable, Mapping
from typing import Final

from mars7viz.determination.sisters.base import Determination, Progress, SisterPath
from mars7viz.determination.sisters.documents import SisterDocuments
from mars7viz.determination.sisters.mars4 import Mars4
from mars7viz.determination.sisters.mars5 import Mars5
from mars7viz.determination.sisters.mars6 import Mars6
from mars7viz.ephemeris.solar_system import SolarSystem

_OF: Final[Mapping[str, Callable[[SisterDocuments, SolarSystem, Progress], Determination]]] = {
    "mars4": Mars4,
    "mars5": Mars5,
    "mars6": Mars6,
}


def determine(
    documents: SisterDocuments,
    solar_system: SolarSystem,
    *,
    progress: Progress = lambda _what: None,
) -> SisterPath:
    """Fit the path of one craft to its documents.

    Parameters
    ----------
    documents : SisterDocuments
        What is on record.
    solar_system : SolarSystem
        Where the bodies are.
    progress : callable
        Told what is being done.

    Raises
    ------
    NoConvergenceError
        If no path meets them; the message names the craft and what is left.
    """
    return _OF[documents.id](documents, solar_system, progress).path()
