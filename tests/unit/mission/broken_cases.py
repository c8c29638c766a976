"""Ways to break the small mission, each with what the error must say."""

import datetime as dt
from collections.abc import Callable

from tests.unit.mission.toml_files import MAIN

Files = dict[str, dict]


def put(*path: str | int, value: object) -> Callable[[Files], None]:
    """A change that puts a value at a path in the main file."""

    def change(files: Files) -> None:
        *steps, last = path
        table = files[MAIN]
        for step in steps:
            table = table[step]
        table[last] = value

    return change


def drop(*path: str | int) -> Callable[[Files], None]:
    """A change that removes a key of the main file."""

    def change(files: Files) -> None:
        *steps, last = path
        table = files[MAIN]
        for step in steps:
            table = table[step]
        del table[last]

    return change


CASES = {
    "unknown key": (
        put("event", 0, "colour", value="red"),
        "mars7.toml: event 'launch': key 'colour': unknown; allowed: 'status'",
    ),
    "unknown key at top": (put("wheels", value=4), "mars7.toml: key 'wheels': unknown; allowed:"),
    "unknown key of a claim": (
        put("event", 0, "quantity", 0, "units", value="km"),
        "mars7.toml: event 'launch': quantity 'speed': key 'units': unknown",
    ),
    "missing key": (
        drop("event", 0, "description"),
        "mars7.toml: event 'launch': key 'description': missing; it is required",
    ),
    "missing Russian": (
        drop("event", 0, "name", "ru"),
        "mars7.toml: event 'launch': name: key 'ru': missing",
    ),
    "empty English": (
        put("event", 0, "name", "en", value=""),
        "mars7.toml: event 'launch': name: key 'en': empty; allowed: a text",
    ),
    "third language": (
        put("event", 0, "name", "de", value="Start"),
        "name: key 'de': unknown; allowed: 'en', 'ru'",
    ),
    "text is a string": (
        put("event", 0, "name", value="Launch"),
        "key 'name': a string; allowed: a table",
    ),
    "wrong type": (
        put("event", 0, "utc", value=1973),
        "mars7.toml: event 'launch': key 'utc': an integer; allowed: a UTC date '1974-03'",
    ),
    "no date": (put("event", 0, "utc", value="August"), "'August'; allowed: a UTC date '1974-03'"),
    "impossible date": (put("event", 0, "utc", value="1974-02-30"), "'1974-02-30'; allowed: a UTC"),
    "month 13": (put("event", 0, "utc", value="1974-13"), "'1974-13'; allowed: a UTC date"),
    "Moscow time": (
        put("event", 0, "utc", value="1973-08-09T20:00:17+03:00"),
        "'1973-08-09T20:00:17+03:00'; allowed: a UTC date",
    ),
    "TOML date-time of Moscow": (
        put(
            "event",
            0,
            "utc",
            value=dt.datetime(1973, 8, 9, 20, 0, 17, tzinfo=dt.timezone(dt.timedelta(hours=3))),
        ),
        "event 'launch': key 'utc': not in UTC; allowed: a UTC date",
    ),
    "year not covered": (put("event", 1, "utc", value="2044-01-01"), "of the years 1970 to 2030"),
    "later event": (
        put("event", 0, "utc", value="@last_contact"),
        "no earlier event 'last_contact'; allowed:",
    ),
    "span backwards": (
        put("event", 1, "utc", value="1974-03/1974-02"),
        "'1974-03/1974-02' ends before it begins",
    ),
    "outside the timeline": (
        put("event", 1, "utc", value="1974-05-01"),
        "event 'last_contact': key 'utc': '1974-05-01' is outside the timeline",
    ),
    "instant without precision": (
        drop("event", 0, "precision_s"),
        "event 'launch': key 'precision_s': missing",
    ),
    "precision of a day": (
        put("event", 1, "precision_s", value=5.0),
        "key 'precision_s': given with '1974-03-25', which is a band already",
    ),
    "no width": (
        put("event", 0, "precision_s", value=0),
        "key 'precision_s': allowed: a number above",
    ),
    "not a number": (
        put("event", 0, "quantity", 0, "value", value=float("nan")),
        "quantity 'speed': key 'value': not finite; allowed: a finite number",
    ),
    "infinite": (
        put("event", 0, "precision_s", value=float("inf")),
        "key 'precision_s': not finite; allowed: a finite number",
    ),
    "huge": (
        put("event", 0, "quantity", 0, "value", value=10**400),
        "key 'value': too large; allowed: magnitude up to 1e+15",
    ),
    "unknown source": (
        put("event", 0, "sources", value=["GOSSIP"]),
        "event 'launch': key 'sources': unknown source 'GOSSIP'; allowed: a key of sources.toml",
    ),
    "no source": (
        put("event", 0, "sources", value=[]),
        "key 'sources': empty; allowed: one source or more, as the grade is 'documented'",
    ),
    "source twice": (put("event", 0, "sources", value=["BOOK", "BOOK"]), "the same string twice"),
    "unknown grade": (
        put("event", 0, "status", value="certain"),
        "event 'launch': key 'status': 'certain'; allowed: 'documented', 'derived',",
    ),
    "documented by a calculation": (
        put("event", 0, "sources", value=["SUM"]),
        "key 'status': 'documented' on SUM alone; allowed: 'derived' at best",
    ),
    "documented by our estimate": (
        put("event", 0, "sources", value=["OURS"]),
        "'documented' on OURS alone; allowed: 'reconstructed' at best",
    ),
    "documented by memory": (
        put("event", 0, "sources", value=["HEAD"]),
        "'documented' on HEAD alone; allowed: 'assumed' at best",
    ),
    "date better than the event": (
        lambda files: files[MAIN]["event"][0].update(status="assumed", time_status="derived"),
        "key 'time_status': 'derived' for what is 'assumed'; allowed: no better than that",
    ),
    "unknown unit": (
        put("event", 0, "quantity", 0, "unit", value="furlong"),
        "quantity 'speed': key 'unit': 'furlong'; allowed: 'UTC', 'au',",
    ),
    "unit of a text": (
        put("event", 0, "quantity", 0, "value", value="fast"),
        "key 'unit': 'km/s' with a text; allowed: none",
    ),
    "value without record": (
        put("event", 0, "quantity", 0, "status", value="no record"),
        "key 'value': given with the status 'no record'; allowed: none",
    ),
    "boolean value": (
        put("event", 0, "quantity", 0, "value", value=True),
        "key 'value': a boolean; allowed: a number, a string",
    ),
    "empty array": (
        put("event", 0, "quantity", 0, "value", value=[]),
        "allowed: an array of numbers",
    ),
    "rival without source": (
        put("event", 0, "quantity", 0, "alternatives", 0, "sources", value=[]),
        "quantity 'speed': alternative 1: key 'sources': empty",
    ),
    "event twice": (
        put("event", 1, "id", value="launch"),
        "mars7.toml: event 'launch': key 'id': given twice",
    ),
    "quantity twice": (
        put("spacecraft", 0, "quantity", 0, "id", value="speed"),
        "mars7.toml: quantity 'speed': given twice; allowed: once",
    ),
    "no launch": (
        put("event", 0, "id", value="start"),
        "mars7.toml: key 'event': none has the id 'launch'",
    ),
    "bad id": (put("event", 0, "id", value="Lift off"), "event 1: key 'id': 'Lift off'; allowed:"),
    "no event at all": (drop("event"), "key 'event': none has the id 'launch'"),
    "events are a table": (put("event", value={}), "key 'event': a table; allowed: an array of"),
    "event is a number": (put("event", value=[1]), "key 'event': an integer; allowed: an array of"),
    "importance": (put("event", 0, "importance", value=9), "allowed: an integer from 1 to 3"),
    "category": (
        put("event", 0, "category", value="party"),
        "'party'; allowed: 'launch', 'maneuver'",
    ),
    "no craft": (
        put("event", 0, "spacecraft", value=[]),
        "empty; allowed: one or more of 'coast_stage'",
    ),
    "unknown craft": (
        put("event", 0, "spacecraft", value=["rover"]),
        "'rover'; allowed: 'coast_stage'",
    ),
    "unknown account": (
        put("event", 1, "account", value="c"),
        "mars7.toml: event 'last_contact': key 'account': 'c'; allowed: 'a'",
    ),
    "no main account": (
        put("account", 0, "main", value=False),
        "account: none, or more than one, has",
    ),
    "phase overlap": (
        put("phase", 1, "start", value="1974-03-01T00:00Z"),
        "mars7.toml: phase: 'flight' overlaps 'silence'; required:",
    ),
    "phase gap": (
        put("phase", 1, "start", value="1974-03-30T00:00Z"),
        "mars7.toml: phase: 'flight' leaves a gap before 'silence'",
    ),
    "phase backwards": (
        put("phase", 0, "stop", value="1973-08-09T00:00Z"),
        "phase 'flight': key 'stop': not after 'start'; allowed: a later instant",
    ),
    "phase on a day": (
        put("phase", 0, "stop", value="1974-03-25"),
        "key 'stop': '1974-03-25' has no time of day; allowed: a date with one, or '@'",
    ),
    "phase too late": (
        put("phase", 0, "start", value="1973-08-10T00:00Z"),
        "phase: 'flight' does not begin at launch; required: start = '@launch'",
    ),
    "phase too short": (
        put("phase", 1, "stop", value="1974-03-31T00:00Z"),
        "phase: 'silence' does not last; required: stop = '@timeline_stop'",
    ),
    "no phase": (drop("phase"), "mars7.toml: phase: none; required: launch to the end"),
    "status missing": (
        lambda files: files[MAIN]["status"].pop(),
        "mars7.toml: status of 'contact' of 'lander': none; required:",
    ),
    "system of the other craft": (
        put("status", 0, "system", value="retro_motor"),
        "key 'system': 'retro_motor'; allowed: 'attachment', 'centimetre_link'",
    ),
    "no value": (
        drop("status", 0, "value"),
        "key 'value': missing with the status 'documented'; allowed: none with 'no record'",
    ),
    "undocumented alarm": (
        lambda files: files[MAIN]["status"][0].update(status="assumed", alarm=True),
        "key 'alarm': true with the status 'assumed'; allowed: with 'documented' alone",
    ),
    "alarm is a word": (
        put("status", 0, "alarm", value="yes"),
        "key 'alarm': a string; allowed: true, false",
    ),
    "one craft": (
        lambda files: files[MAIN]["spacecraft"].pop(),
        "mars7.toml: spacecraft: one is missing",
    ),
    "latitude": (
        put("landing_site", "lat_deg", "value", value=-91),
        "landing_site: key 'lat_deg': allowed: a number from -90 to 90",
    ),
    "timeline backwards": (
        put("timeline", "stop", value="1972-01-01T00:00Z"),
        "mars7.toml: timeline: key 'stop': not after 'start'",
    ),
    "schema": (
        put("schema", value=2),
        "mars7.toml: key 'schema': not known to this program; allowed: 1",
    ),
    "schema is true": (put("schema", value=True), "key 'schema': not known to this program"),
    "blanks": (put("id", value=" small"), "key 'id': allowed: printable text on one line"),
    "two lines": (
        put("name", "en", value="Mars\n7"),
        "key 'en': allowed: printable text on one line",
    ),
    "too long": (put("name", "en", value="x" * 5000), "5000 characters; allowed: at most 4000"),
    "too many": (
        put("also_called", value=[str(i) for i in range(501)]),
        "501 items; allowed: at most 500",
    ),
    "source address": (
        lambda files: files["sources.toml"]["source"]["BOOK"].update(url="file:///etc/passwd"),
        "sources.toml: source: BOOK: key 'url': allowed: an address with http or https",
    ),
    "source key": (
        lambda files: files["sources.toml"]["source"].update(book={}),
        "sources.toml: source: key 'book': allowed: capital letters",
    ),
    "cited in small letters": (
        put("event", 0, "sources", value=["book"]),
        "'book'; allowed: capital letters",
    ),
    "way out": (
        put("sources", value="../sources.toml"),
        "'../sources.toml'; allowed: a .toml file in",
    ),
    "absolute": (
        put("parts", value=["/etc/x.toml"]),
        "'/etc/x.toml'; allowed: a .toml file in the folder",
    ),
    "drive": (
        put("parts", value=["C:/x.toml"]),
        "'C:/x.toml'; allowed: a .toml file in the folder",
    ),
    "not toml": (put("parts", value=["x.txt"]), "'x.txt'; allowed: a .toml file in the folder"),
    "too many parts": (
        put("parts", value=[f"p{i}.toml" for i in range(17)]),
        "key 'parts': 17 files; allowed: at most 16",
    ),
    "part not there": (put("parts", value=["more.toml"]), "more.toml: no such file in"),
}
