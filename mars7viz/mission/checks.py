"""What must hold across the tables of a mission file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.model import Mission, Phase, StatusRecord
from mars7viz.mission.words import SPACECRAFT_IDS, SYSTEMS


def check_mission(mission: Mission, *, file: str) -> None:
    """Refuse a mission whose tables contradict one another.

    - each id stands once among its kind;
    - both craft are there, and one account of the miss is the main one;
    - the phases cover launch to the end of the timeline without gap or overlap;
    - so do the status records of each system of each craft.

    Raises
    ------
    MissionFileError
        For the first rule that does not hold.
    """
    for kind, ids in _ids(mission):
        twice = [word for word, count in Counter(ids).items() if count > 1]
        if twice:
            raise MissionFileError(file, f"{kind} {twice[0]!r}", "given twice; allowed: once")
    if {craft.id for craft in mission.spacecraft} != set(SPACECRAFT_IDS):
        allowed = " and ".join(repr(craft) for craft in SPACECRAFT_IDS)
        raise MissionFileError(file, "spacecraft", f"one is missing; required: {allowed}")
    _check_accounts(mission, file)
    _check_chain("phase", mission.phases, mission, file)
    for craft, systems in SYSTEMS.items():
        for system in systems:
            chain = tuple(
                record
                for record in mission.status
                if record.spacecraft == craft and record.system == system
            )
            _check_chain(f"status of {system!r} of {craft!r}", chain, mission, file)


def _ids(mission: Mission) -> Iterable[tuple[str, Iterable[str]]]:
    yield "spacecraft", (craft.id for craft in mission.spacecraft)
    yield "phase", (phase.id for phase in mission.phases)
    yield "status", (record.id for record in mission.status)
    yield "account", (account.id for account in mission.accounts)
    yield "quantity", (quantity.id for quantity in mission.all_quantities())
    yield (
        "instrument",
        (instrument.id for craft in mission.spacecraft for instrument in craft.instruments),
    )


def _check_accounts(mission: Mission, file: str) -> None:
    if sum(account.is_main for account in mission.accounts) != 1:
        problem = "none, or more than one, has 'main = true'; required: exactly one"
        raise MissionFileError(file, "account", problem)
    known = tuple(account.id for account in mission.accounts)
    for event in mission.events:
        if event.account and event.account not in known:
            where = f"event {event.id!r}: key 'account'"
            allowed = ", ".join(repr(account) for account in known)
            raise MissionFileError(file, where, f"{event.account!r}; allowed: {allowed}")


def _check_chain(
    name: str, chain: Sequence[Phase | StatusRecord], mission: Mission, file: str
) -> None:
    if not chain:
        raise MissionFileError(file, name, "none; required: launch to the end of the timeline")
    if chain[0].start_et != mission.launch_et:
        problem = f"{chain[0].id!r} does not begin at launch; required: start = '@launch'"
        raise MissionFileError(file, name, problem)
    for before, after in pairwise(chain):
        if before.stop_et != after.start_et:
            fault = "overlaps" if before.stop_et > after.start_et else "leaves a gap before"
            problem = f"{before.id!r} {fault} {after.id!r}; required: one begins where one ends"
            raise MissionFileError(file, name, problem)
    if chain[-1].stop_et != mission.timeline_stop_et:
        problem = f"{chain[-1].id!r} does not last; required: stop = '@timeline_stop'"
        raise MissionFileError(file, name, problem)
