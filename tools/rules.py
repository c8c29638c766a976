"""House rules that no linter knows, each with the sentence to show.

``python -m tools.rules`` reads every file that git tracks or would track and prints one line for
each breach. There is no way to silence a rule: change the code, or the rule with its reason.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tools.syntax_rules import SYNTAX_RULES, in_package

MAX_LINES = 400
MAX_BYTES = 7_000_000
SOURCE_SUFFIXES = {".py", ".toml", ".md", ".glsl", ".vert", ".frag", ".sh", ".yaml", ".yml", ""}
TEXT_SUFFIXES = SOURCE_SUFFIXES | {".txt", ".json", ".service", ".desktop", ".po", ".cfg", ".svg"}
MADE = {
    ".git",
    ".venv",
    "out",
    "dist",
    "build",
    "__pycache__",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
}
VAGUE_NAMES = {"manager", "managers", "helper", "helpers", "util", "utils", "misc", "common"}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One breach of a rule."""

    path: str
    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.sentence}"


# The patterns are put together here so that this file does not break its own rules.
_LATER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
_MACHINE_PATH = re.compile(
    r"(?<![\w.~$})-])/(?:" + "|".join(("work", "root", "farm", "opt/dev")) + r")/"
    r"|\.\./" + "shared/"
)
_HOST = re.compile(
    "|".join(
        name + r"\." + domain
        for name, domain in (
            ("py" + "pi", "(org|python)"),
            ("python" + "hosted", "org"),
            ("npm" + "js", "(org|com)"),
            ("(deb|security)", "debian" + r"\.org"),
        )
    ),
    re.IGNORECASE,
)
_BARE_NOQA = re.compile(r"#\s*(ruff:\s*|flake8:\s*)?noqa(?!:\s*[A-Z]+[0-9]+)", re.IGNORECASE)
_BARE_IGNORE = re.compile(r"#\s*(type|mypy|pyright):\s*ignore(?!\[|-)")


def _text_findings(path: PurePosixPath, text: str) -> Iterator[Finding]:
    name = str(path)
    for number, line in enumerate(text.splitlines(), start=1):
        if _MACHINE_PATH.search(line):
            yield Finding(name, number, "no-machine-paths", "a path of one machine; make it local")
        if _HOST.search(line):
            yield Finding(name, number, "no-registry-hosts", "installers know where packages are")
        if path.suffix in SOURCE_SUFFIXES and _LATER.search(line):
            yield Finding(name, number, "nothing-for-later", "do it now or file an issue")


def _comment_findings(path: PurePosixPath, text: str) -> Iterator[Finding]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        if _BARE_NOQA.search(token.string):
            yield Finding(str(path), token.start[0], "noqa-with-code", "say which rule, and why")
        if _BARE_IGNORE.search(token.string):
            yield Finding(str(path), token.start[0], "ignore-with-code", "say which error, and why")


def _shape_findings(path: PurePosixPath, text: str) -> Iterator[Finding]:
    n_lines = len(text.splitlines())
    if n_lines > MAX_LINES and not re.search(r"\bLONG: \S+ \S+", text):
        sentence = f"{n_lines} lines; split it, or give the reason after 'LONG:'"
        yield Finding(str(path), n_lines, "short-files", sentence)
    if in_package(path) and VAGUE_NAMES & set(path.with_suffix("").parts):
        yield Finding(str(path), 1, "telling-names", "name it for what it holds")


def is_python(path: PurePosixPath, text: str) -> bool:
    """Tell whether a file is Python: by its suffix, or by the line that starts a script."""
    return path.suffix == ".py" or (path.suffix == "" and re.match(r"#!.*python", text) is not None)


def check_text(path: PurePosixPath, text: str) -> list[Finding]:
    """Apply every rule to one file.

    Parameters
    ----------
    path : PurePosixPath
        Relative to the repository root; it decides which rules hold.
    text : str
        Content of the file.

    Returns
    -------
    list of Finding
        In the order of the lines.
    """
    findings = list(_text_findings(path, text))
    if is_python(path, text):
        findings += _comment_findings(path, text)
        findings += _shape_findings(path, text)
        tree = ast.parse(text, filename=str(path))
        rules = [rule for rule in SYNTAX_RULES if rule.holds(path) and not rule.excused(tree)]
        for node in ast.walk(tree):
            for rule in rules:
                if rule.breaks(node):
                    line = getattr(node, "lineno", 1)
                    findings.append(Finding(str(path), line, rule.name, rule.sentence))
    return sorted(set(findings))


def check_size(path: PurePosixPath, *, n_bytes: int) -> list[Finding]:
    """Refuse a file that would make every clone heavy."""
    if n_bytes <= MAX_BYTES:
        return []
    sentence = f"{n_bytes / 1e6:.1f} MB; nothing over {MAX_BYTES / 1e6:.0f} MB is tracked"
    return [Finding(str(path), 1, "light-files", sentence)]


def tracked(root: Path) -> list[PurePosixPath]:
    """Files that git tracks or would track, relative to `root`; without git, all but made ones."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        done = None
    if done is not None and done.returncode == 0:
        names = {PurePosixPath(name) for name in done.stdout.split("\0") if name}
    else:
        names = {PurePosixPath(path.relative_to(root).as_posix()) for path in root.rglob("*")}
        names = {name for name in names if not MADE & set(name.parts)}
    return sorted(path for path in names if (root / path).is_file())


def check_tree(root: Path, paths: Iterable[PurePosixPath]) -> list[Finding]:
    """Apply every rule to the files of a checkout."""
    findings: list[Finding] = []
    for path in paths:
        findings += check_size(path, n_bytes=(root / path).stat().st_size)
        if path.suffix in TEXT_SUFFIXES:
            findings += check_text(path, (root / path).read_text(encoding="utf-8"))
    return findings


def main() -> int:
    """Check the checkout that this file is in."""
    root = Path(__file__).resolve().parent.parent
    paths = tracked(root)
    findings = check_tree(root, paths)
    for finding in findings:
        print(finding)
    print(f"{len(paths)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
