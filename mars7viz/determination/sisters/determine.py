"""Determine the paths of Mars 4, 5 and 6 from their documents."""

from mars7viz.determination.sisters.base import Progress, SisterPath
from mars7viz.determination.sisters.documents import SisterDocuments
from mars7viz.determination.sisters.mars4 import Mars4
from mars7viz.determination.sisters.mars5 import Mars5
from mars7viz.determination.sisters.mars6 import Mars6
from mars7viz.ephemeris.solar_system import SolarSystem


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
    determination = {"mars4": Mars4, "mars5": Mars5, "mars6": Mars6}[documents.id]
    return determination(documents, solar_system, progress).path()
