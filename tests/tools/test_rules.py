"""Every house rule catches the mistake that it is for, and lets its neighbor pass."""

from pathlib import Path, PurePosixPath

import pytest

from tools import rules

SCENE, SHELL = "mars7viz/scene/stars.py", "mars7viz/shells/desktop/app.py"
SNAPSHOT, SESSION = "mars7viz/snapshot/evaluate.py", "mars7viz/session/session.py"
KERNEL, TEST, TOOL = "mars7viz/ephemeris/kernel.py", "tests/unit/test_x.py", "tools/bake.py"
# Words that may not stand in a source file, not even in this one.
LATER, REGISTRY, DISTRIBUTION = "TO" + "DO", "py" + "pi.org", "deb." + "debian.org"

CAUGHT = [
    ("time-is-an-argument", SESSION, "from datetime import datetime\nnow = datetime.now()"),
    ("time-is-an-argument", SESSION, "import datetime\nnow = datetime.datetime.now(tz=None)"),
    ("time-is-an-argument", SNAPSHOT, "import time\nt = time.time()"),
    ("time-is-an-argument", SCENE, "from time import perf_counter"),
    ("time-is-an-argument", SESSION, "import time\nt = time.monotonic()"),
    ("no-chance", SCENE, "import random"),
    ("no-chance", SNAPSHOT, "from random import gauss"),
    ("no-chance", SCENE, "import numpy as np\nx = np.random.default_rng()"),
    ("no-chance", SCENE, "import numpy as np\nx = np.random.normal(size=3)"),
    ("float64-until-the-scene", KERNEL, "import numpy as np\nx = np.float32(1.0)"),
    ("float64-until-the-scene", SHELL, "x = y.astype('float32')"),
    ("float64-until-the-scene", SNAPSHOT, "from numpy import float32"),
    ("no-blocked-signals", SHELL, "slider.blockSignals(True)"),
    ("no-blocked-signals", TEST, "self.slider.blockSignals(on)"),
    ("no-blocked-signals", SHELL, "blocker = QSignalBlocker(slider)"),
    ("one-backend", SCENE, "import vispy\nvispy.use('egl')"),
    ("one-backend", SCENE, "from vispy import use"),
    ("one-backend", SCENE, "from vispy import app\napp.use_app('egl')"),
    ("graphics-in-the-scene", SHELL, "import vispy"),
    ("graphics-in-the-scene", SNAPSHOT, "from vispy.gloo import Program"),
    ("graphics-in-the-scene", SHELL, "def f():\n    from OpenGL import GL"),
    ("qt-in-the-shells", SCENE, "from PyQt6.QtCore import QTimer"),
    ("qt-in-the-shells", "mars7viz/shells/render/app.py", "import PyQt6"),
    ("qt-in-the-shells", "mars7viz/cli/shows.py", "import PyQt6.QtWidgets"),
    ("no-swallowed-errors", SHELL, "try:\n    f()\nexcept Exception:\n    pass"),
    ("no-swallowed-errors", TOOL, "try:\n    f()\nexcept:\n    log()"),
    (
        "no-swallowed-errors",
        SHELL,
        "try:\n    f()\nexcept (OSError, BaseException) as e:\n    g(e)",
    ),
    ("data-is-not-code", KERNEL, "import pickle"),
    ("data-is-not-code", KERNEL, "import numpy as np\nnp.load(p, allow_pickle=True)"),
    ("data-is-not-code", KERNEL, "import numpy as np\nnp.load(p, allow_pickle=trusted)"),
    ("data-is-not-code", SHELL, "eval(text)"),
    ("data-is-not-code", SHELL, "import yaml\nyaml.load(text)"),
    ("nothing-unwritten", SCENE, "def f():\n    raise NotImplementedError"),
    ("nothing-unwritten", SCENE, "def f():\n    raise NotImplementedError('no')"),
    ("nothing-for-later", SCENE, f"x = 1  # {LATER}: more"),
    ("nothing-for-later", "docs/guide.md", f"{LATER}: more"),
    ("nothing-for-later", "assets/shaders/mars.glsl", "// FIX" + "ME"),
    ("skips-say-why", TEST, "import pytest\n@pytest.mark.skip\ndef test_a(): ..."),
    ("skips-say-why", TEST, "import pytest\n@pytest.mark.skipif(True)\ndef test_a(): ..."),
    ("skips-say-why", TEST, "import pytest\n@pytest.mark.xfail\ndef test_a(): ..."),
    ("skips-say-why", TEST, "import pytest\npytestmark = pytest.mark.skip"),
    ("skips-say-why", TEST, "import pytest\ndef test_a():\n    pytest.skip()"),
    ("skips-say-why", TEST, "import pytest\nscipy = pytest.importorskip('scipy')"),
    ("no-builtin-ephemeris", TOOL, "from astropy.coordinates import get_body\nget_body('mars', t)"),
    ("no-builtin-ephemeris", TOOL, "coordinates.get_body_barycentric_posvel('mars', t)"),
    ("no-builtin-ephemeris", TOOL, "solar_system_ephemeris.set('builtin')"),
    ("no-builtin-ephemeris", TOOL, "get_sun(t)"),
    ("noqa-with-code", SCENE, "import os  # noqa"),
    ("noqa-with-code", SCENE, "# ruff: noqa\nimport os"),
    ("ignore-with-code", SCENE, "x = f()  # type: ignore"),
    ("no-machine-paths", SCENE, 'x = "/wo' + 'rk/main/x.png"'),
    ("no-machine-paths", "README.md", "see /ro" + "ot/notes.txt"),
    ("no-machine-paths", "docs/data.md", "copied from ../sha" + "red/data"),
    ("no-registry-hosts", "requirements/app.txt", f"--index-url https://{REGISTRY}/simple"),
    ("no-registry-hosts", ".ci/run", f"curl http://{DISTRIBUTION}/"),
    ("short-files", SCENE, "x = 1\n" * 401),
    ("telling-names", "mars7viz/scene/utils.py", "x = 1"),
]

PASSED = [
    (SHELL, "import time\nt = time.perf_counter()"),
    (TOOL, "import time\nt = time.time()"),
    (SCENE, "import numpy as np\nx = np.random.default_rng(7).normal(size=3)"),
    (SCENE, "import numpy as np\nx = np.float32(1.0)"),
    (TEST, "import numpy as np\nx = np.float32(1.0)"),
    (SCENE, "from vispy import gloo"),
    ("mars7viz/scene/backend.py", "import vispy\nvispy.use('egl', 'gl2')"),
    ("mars7viz/shells/kiosk/app.py", "from PyQt6.QtCore import QTimer"),
    ("tests/scene/test_x.py", "from vispy import gloo"),
    (SHELL, "try:\n    f()\nexcept Exception as error:\n    raise ShellError from error"),
    (SHELL, "try:\n    f()\nexcept OSError:\n    pass"),
    (KERNEL, "import numpy as np\nnp.load(p, allow_pickle=False)"),
    (TOOL, "yaml.safe_load(text)\nmodel.eval()"),
    (TEST, "import pytest\n@pytest.mark.skipif(True, reason='no EGL')\ndef test_a(): ..."),
    (TEST, "import pytest\ndef test_a():\n    pytest.skip('no EGL')"),
    (TOOL, "get_body('mars', t, ephemeris=path)"),
    (TOOL, "with solar_system_ephemeris.set(path):\n    get_body('mars', t)"),
    (SCENE, "import os  # noqa: F401 - for its effect"),
    (SCENE, "x = f()  # type: ignore[no-any-return] - vispy has no types"),
    (SCENE, 'x = "a comment like  # noqa  in a string"'),
    ("README.md", "https://example.org/work/x and ~/work/x and docs/work/x"),
    (SCENE, '"""Doc.\n\nLONG: one table of shader text.\n"""\n' + "x = 1\n" * 401),
]


@pytest.mark.parametrize(("rule", "path", "text"), CAUGHT)
def test_the_mistake_is_caught(rule, path, text):
    findings = rules.check_text(PurePosixPath(path), text)
    assert rule in {finding.rule for finding in findings}


@pytest.mark.parametrize(("path", "text"), PASSED)
def test_its_neighbor_passes(path, text):
    assert rules.check_text(PurePosixPath(path), text) == []


def test_every_rule_has_a_planted_mistake():
    planted = {rule for rule, _, _ in CAUGHT}
    assert {rule.name for rule in rules.SYNTAX_RULES} <= planted


def test_a_finding_names_the_place_and_the_way_out():
    (finding,) = rules.check_text(PurePosixPath(SESSION), "import time\n\nt = time.time()\n")
    assert str(finding).startswith(f"{SESSION}:3: time-is-an-argument: below the shells time is")


def test_heavy_files_are_refused():
    path = PurePosixPath("assets/mars.jpg")
    assert rules.check_size(path, n_bytes=rules.MAX_BYTES) == []
    (finding,) = rules.check_size(path, n_bytes=rules.MAX_BYTES + 1)
    assert finding.rule == "light-files"


def test_scripts_without_a_suffix_are_read_too():
    path = PurePosixPath("tools/check")
    assert rules.check_text(path, "#!/usr/bin/env python3\neval(x)\n")[0].rule == "data-is-not-code"
    assert rules.check_text(path, "#!/bin/bash\neval $x\n") == []


def test_a_tree_without_git_is_walked(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in ("mars7viz/session/a.py", ".venv/lib/b.py", "out/c.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("import time\nt = time.time()\n", encoding="utf-8")
    paths = rules.tracked(tmp_path)
    assert paths == [PurePosixPath("mars7viz/session/a.py")]
    assert [finding.rule for finding in rules.check_tree(tmp_path, paths)] == [
        "time-is-an-argument"
    ]
