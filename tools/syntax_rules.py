"""House rules asked of the syntax tree, each with the sentence to show."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath


def _in(path: PurePosixPath, *folders: str) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def in_package(path: PurePosixPath) -> bool:
    """Is it part of the program."""
    return _in(path, "mars7viz")


def below_shells(path: PurePosixPath) -> bool:
    """Is it in a layer that gets time as an argument."""
    return in_package(path) and not _in(
        # The window times its own drawing, to step its quality down; no mission time comes of it.
        path,
        "mars7viz/shells",
        "mars7viz/cli",
        "mars7viz/__main__.py",
        "mars7viz/scene/window.py",
    )


def outside_scene(path: PurePosixPath) -> bool:
    """Is it in the program, but not in the one package that draws."""
    return in_package(path) and not _in(path, "mars7viz/scene")


def outside_backend(path: PurePosixPath) -> bool:
    """Is it in the program, but not in the one file that chooses VisPy's backend."""
    return in_package(path) and path != PurePosixPath("mars7viz/scene/backend.py")


def outside_qt_shells(path: PurePosixPath) -> bool:
    """Is it in the program, but not in one of the packages that use Qt."""
    return in_package(path) and not _in(
        path, "mars7viz/shells/widgets", "mars7viz/shells/desktop", "mars7viz/shells/kiosk"
    )


def in_tests(path: PurePosixPath) -> bool:
    """Is it a test."""
    return _in(path, "tests")


def everywhere(path: PurePosixPath) -> bool:
    """Every Python file."""
    return path.suffix in {".py", ""}


def _dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute; empty if it is anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = _dotted(node.value)
        return f"{left}.{node.attr}" if left else f"?.{node.attr}"
    return ""


def _called(node: ast.AST) -> str:
    return _dotted(node.func) if isinstance(node, ast.Call) else ""


def _imported(node: ast.AST) -> list[str]:
    """Full names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module is not None:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _imports_from(node: ast.AST, *roots: str) -> bool:
    return any(name.split(".")[0] in roots for name in _imported(node))


def _has_keyword(call: ast.Call, name: str) -> bool:
    return any(keyword.arg == name for keyword in call.keywords)


_CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today"
    r"|time\.(time|time_ns|monotonic|monotonic_ns|perf_counter|perf_counter_ns)|Time\.now)$"
)


def fetches_time(node: ast.AST) -> bool:
    """A clock is read, or imported by name."""
    return bool(_CLOCKS.search(_called(node))) or any(
        name.startswith("time.") and _CLOCKS.search(name) for name in _imported(node)
    )


def is_random(node: ast.AST) -> bool:
    """Random numbers that no seed fixes."""
    if _imports_from(node, "random", "secrets"):
        return True
    name = _called(node)
    if not re.match(r"(np|numpy)\.random\.", name):
        return False
    seeded = name.endswith(("default_rng", "PCG64", "Generator"))
    return not (seeded and isinstance(node, ast.Call) and (node.args or node.keywords))


def is_float32(node: ast.AST) -> bool:
    """Single precision, by name or by dtype string."""
    if isinstance(node, ast.Attribute):
        return node.attr == "float32"
    if isinstance(node, ast.Constant):
        return node.value in ("float32", "f4", "<f4")
    return "numpy.float32" in _imported(node)


def blocks_signals(node: ast.AST) -> bool:
    """A signal is blocked."""
    return _called(node).endswith(".blockSignals") or _called(node) == "QSignalBlocker"


def chooses_backend(node: ast.AST) -> bool:
    """VisPy is told which backend to use."""
    return _called(node) in ("vispy.use", "vispy.app.use_app", "app.use_app", "use_app") or any(
        name in ("vispy.use", "vispy.app.use_app") for name in _imported(node)
    )


def imports_graphics(node: ast.AST) -> bool:
    """VisPy or OpenGL is imported."""
    return _imports_from(node, "vispy", "OpenGL")


def imports_qt(node: ast.AST) -> bool:
    """Qt is imported."""
    return _imports_from(node, "PyQt6", "PySide6")


def swallows(node: ast.AST) -> bool:
    """A handler catches everything and does not raise."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    names = {"" if item is None else _dotted(item) for item in caught}
    if not names & {"", "Exception", "BaseException"}:
        return False
    return not any(isinstance(inner, ast.Raise) for body in node.body for inner in ast.walk(body))


def runs_data(node: ast.AST) -> bool:
    """Data can become code."""
    if _imports_from(node, "pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve"):
        return True
    name = _called(node)
    if name in ("eval", "exec", "__import__", "yaml.load", "yaml.unsafe_load", "yaml.full_load"):
        return True
    return isinstance(node, ast.Call) and any(
        keyword.arg == "allow_pickle"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
        for keyword in node.keywords
    )


def is_unwritten(node: ast.AST) -> bool:
    """A place that was left for later."""
    return isinstance(node, ast.Name) and node.id == "NotImplementedError"


def skips_without_reason(node: ast.AST) -> bool:
    """A test is skipped or expected to fail, and nobody says why."""
    if isinstance(node, ast.Call):
        name = _dotted(node.func)
        if name == "pytest.skip":
            return not node.args and not _has_keyword(node, "reason")
        if name in ("pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"):
            positional = name == "pytest.mark.skip" and bool(node.args)
            return not positional and not _has_keyword(node, "reason")
        return name == "pytest.importorskip" and not _has_keyword(node, "reason")
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return any(_dotted(mark) in _BARE_MARKS for mark in node.decorator_list)
    if isinstance(node, ast.Assign):
        return _dotted(node.value) in _BARE_MARKS
    return False


_BARE_MARKS = {"pytest.mark.skip", "pytest.mark.xfail"}


def uses_builtin_ephemeris(node: ast.AST) -> bool:
    """A position comes out of astropy's built-in analytic ephemeris."""
    if not isinstance(node, ast.Call):
        return False
    name = _dotted(node.func).rsplit(".", 1)[-1]
    if name in ("get_body", "get_body_barycentric", "get_body_barycentric_posvel"):
        return not _has_keyword(node, "ephemeris")
    if _dotted(node.func).endswith("solar_system_ephemeris.set"):
        return any(isinstance(arg, ast.Constant) and arg.value == "builtin" for arg in node.args)
    return name in ("get_sun", "get_moon")


def sets_kernel(tree: ast.AST) -> bool:
    """Astropy is told, somewhere in the file, to use a kernel for every call."""
    return any(
        isinstance(node, ast.Call)
        and _dotted(node.func).endswith("solar_system_ephemeris.set")
        and not uses_builtin_ephemeris(node)
        for node in ast.walk(tree)
    )


def no_excuse(tree: ast.AST) -> bool:
    """Nothing else in the file makes a breach harmless."""
    del tree
    return False


@dataclass(frozen=True, slots=True)
class SyntaxRule:
    """A question asked of every node of every file where the rule holds."""

    name: str
    sentence: str
    holds: Callable[[PurePosixPath], bool]
    breaks: Callable[[ast.AST], bool]
    excused: Callable[[ast.AST], bool] = no_excuse


SYNTAX_RULES = (
    SyntaxRule(
        "time-is-an-argument",
        "below the shells time is an argument (et, wall_dt_s); only a shell reads a clock",
        below_shells,
        fetches_time,
    ),
    SyntaxRule(
        "no-chance",
        "below the shells the same instant gives the same answer; seed the generator",
        below_shells,
        is_random,
    ),
    SyntaxRule(
        "float64-until-the-scene",
        "float32 is 16 km wide at Mars's distance; only mars7viz/scene casts, on the last line",
        outside_scene,
        is_float32,
    ),
    SyntaxRule(
        "no-blocked-signals",
        "if you need a blocker, the arrow is drawn wrong: emit from mouse, touch and keys only",
        everywhere,
        blocks_signals,
    ),
    SyntaxRule(
        "one-backend",
        "VisPy takes one backend for each process; mars7viz/scene/backend.py chooses it",
        outside_backend,
        chooses_backend,
    ),
    SyntaxRule(
        "graphics-in-the-scene",
        "mars7viz/scene is the only package that imports vispy or OpenGL",
        outside_scene,
        imports_graphics,
    ),
    SyntaxRule(
        "qt-in-the-shells",
        "only mars7viz/shells/widgets, desktop and kiosk import Qt",
        outside_qt_shells,
        imports_qt,
    ),
    SyntaxRule(
        "no-swallowed-errors",
        "a handler of Exception must raise; catch what you can answer, by name",
        everywhere,
        swallows,
    ),
    SyntaxRule(
        "data-is-not-code",
        "files are TOML, JSON or plain arrays; no pickle, eval, exec or unsafe loader",
        everywhere,
        runs_data,
    ),
    SyntaxRule(
        "nothing-unwritten",
        "write it or leave it out; an abstract method is a Protocol's",
        everywhere,
        is_unwritten,
    ),
    SyntaxRule(
        "skips-say-why",
        "a skipped or expected failure names its reason",
        in_tests,
        skips_without_reason,
    ),
    SyntaxRule(
        "no-builtin-ephemeris",
        "astropy's built-in ephemeris is 11,190 km off for Mars at launch; name a kernel",
        everywhere,
        uses_builtin_ephemeris,
        sets_kernel,
    ),
)
