"""The command line from outside: exit codes, shapes, sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from production_canvas.cli.runner import Verdict

SCRIPT = """\
Title: The Night Ferry

INT. WHEELHOUSE - NIGHT

A lamp swings. MARA (40) holds the wheel.

MARA
Hold on to something.

EXT. DECK - NIGHT

Spray. The rope snaps.
"""


def canvas(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "production_canvas", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_help_lists_every_command() -> None:
    done = canvas("--help")
    assert done.returncode == 0
    for command in ("up", "test", "check", "doctor", "token", "user", "project", "script", "generate", "bench"):
        assert command in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("up", "--port", "0"),
        ("script",),
        ("test", "half"),
        ("generate",),
        ("generate", "x", "--quality", "best"),
    ],
)
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    assert canvas(*words).returncode == 2


def test_a_screenplay_is_told_as_json(tmp_path: Path) -> None:
    file = tmp_path / "ferry.fountain"
    file.write_text(SCRIPT, encoding="utf-8")
    done = canvas("script", file, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["title"] == "The Night Ferry"
    assert [scene["heading"] for scene in told["scenes"]] == ["INT. WHEELHOUSE - NIGHT", "EXT. DECK - NIGHT"]
    assert told["characters"] == [{"name": "MARA", "cues": 1}]


def test_an_unreadable_screenplay_is_an_error_in_json_too(tmp_path: Path) -> None:
    done = canvas("script", tmp_path / "missing.fountain", "--json")
    assert done.returncode == 1
    assert "missing.fountain cannot be read" in json.loads(done.stdout)["error"]


def test_doctor_says_for_every_check_whether_it_is_well_and_how_to_mend_it(data: Path) -> None:
    checks = json.loads(canvas("doctor", "--json", "--data", data).stdout)["checks"]
    assert {"python", "servers", "node", "disk", "data"} <= {check["name"] for check in checks}
    assert all(set(check) == {"name", "ok", "says", "mend"} for check in checks)


@pytest.mark.parametrize("words", [("token",), ("user", "list"), ("project", "list", "--json"), ("generate", "Film")])
def test_commands_of_a_running_installation_say_that_none_runs(words: tuple[str, ...], data: Path) -> None:
    done = canvas(*words, "--data", data)
    assert done.returncode == 1
    assert "No installation runs on" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_verdict_counts_what_the_runners_say(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    verdict = Verdict()
    say = "print('1 failed, 12 passed in 3.40s'); raise SystemExit(1)"
    verdict.run("python tests", [sys.executable, "-c", say], folder=tmp_path)
    verdict.run("web tests", [sys.executable, "-c", "print('      Tests  5 passed (5)')"], folder=tmp_path)
    assert verdict.close() == 1
    assert capfd.readouterr().out.splitlines()[-4:] == [
        "python tests: 1 failed, 12 passed in 3.40s",
        "web tests: Tests  5 passed (5)",
        "failed: python tests",
        "17 passed, 1 failed",
    ]
