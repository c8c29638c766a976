"""Whatever is done to a mission file, a Mission comes out or a MissionFileError, and soon."""

import copy
import datetime as dt
import time
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.load import load_mission
from mars7viz.mission.model import Mission
from tests.unit.mission.toml_files import MAIN, shipped_files, small_files, write

LIMIT_S = 1.0

KEYS = st.sampled_from(
    ["id", "name", "en", "ru", "utc", "status", "sources", "value", "unit", "event", "phase", "x"]
) | st.text(max_size=8)

SCALARS = (
    st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**301)
    | st.floats()
    | st.text(alphabet=st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(
        [
            *["documented", "no record", "SEED", "BOOK", "MEM", "@launch", "1974-03", "km"],
            *["1974-03-09T08:55Z", "9999-99", "@launch/@last_contact", "launch", "lander"],
        ]
    )
    | st.datetimes(min_value=dt.datetime(1, 1, 1))
    | st.dates()
    | st.times()
)

VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def places(tree: object, path: tuple = ()) -> list[tuple]:
    """Paths of everything below a tree."""
    found = []
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in items:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += places(value, (*path, key))
    return found


@cache
def originals(which: str) -> tuple[dict, list[tuple]]:
    files = small_files() if which == "small" else shipped_files()
    return files, [(name, *path) for name, tree in files.items() for path in places(tree)]


def broken_files(data: st.DataObject, which: str) -> dict:
    files, paths = originals(which)
    files = copy.deepcopy(files)
    for _ in range(data.draw(st.integers(1, 3), label="changes")):
        path = data.draw(st.sampled_from(paths), label="place")
        holder = files
        try:
            for step in path[:-1]:
                holder = holder[step]
            held = holder[path[-1]]
        except (KeyError, IndexError, TypeError):  # an earlier change took it away
            continue
        action = data.draw(st.sampled_from(["delete", "replace", "add", "double"]), label="action")
        if action == "delete":
            del holder[path[-1]]
        elif action == "replace":
            holder[path[-1]] = data.draw(VALUES, label="value")
        elif action == "double" and isinstance(held, list) and held:
            held.append(copy.deepcopy(held[0]))
        elif isinstance(held, dict):
            held[data.draw(KEYS, label="key")] = data.draw(VALUES, label="value")
        elif isinstance(held, list):
            held.append(data.draw(VALUES, label="value"))
    return files


def check(path: Path) -> None:
    start = time.process_time()
    try:
        outcome = load_mission(path)
    except MissionFileError as error:
        assert "\n" not in str(error)
        assert str(error).partition(":")[0].endswith(".toml")
    else:
        assert isinstance(outcome, Mission)
        hash(outcome)
    assert time.process_time() - start < LIMIT_S


FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(FUZZ, max_examples=200)
@given(data=st.data())
def test_small_mission_broken_in_up_to_three_places(data, tmp_path_factory):
    check(write(tmp_path_factory.mktemp("small"), broken_files(data, "small")))


@settings(FUZZ, max_examples=25)
@given(data=st.data())
def test_shipped_mission_broken_in_up_to_three_places(data, tmp_path_factory):
    check(write(tmp_path_factory.mktemp("shipped"), broken_files(data, "shipped")))


@settings(FUZZ, max_examples=100)
@given(tree=st.dictionaries(KEYS, VALUES, max_size=6))
def test_random_toml(tree, tmp_path_factory):
    check(write(tmp_path_factory.mktemp("random"), {MAIN: {"schema": 1, **tree}}))


@settings(FUZZ, max_examples=100)
@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_random_bytes(raw, tmp_path_factory):
    path = tmp_path_factory.mktemp("bytes") / MAIN
    path.write_bytes(raw)
    check(path)
