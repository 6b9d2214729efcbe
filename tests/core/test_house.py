"""The caps that keep every room readable, and the words that name no room."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
SOURCE = HOUSE / "src" / "production_canvas"
WEB = HOUSE / "web" / "src"

PYTHON_FILE = 400
PYTHON_FUNCTION = 60
COMPONENT = 250
COMPONENT_SCRIPT = 120
NO_ROOMS = frozenset({"utils", "util", "helpers", "helper", "common", "core", "managers", "manager", "misc"})

PYTHON = [file for folder in (SOURCE, HOUSE / "tests", HOUSE / "bench") for file in sorted(folder.rglob("*.py"))]
COMPONENTS = sorted(WEB.rglob("*.svelte"))
SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)


def lines(text: str) -> int:
    return len(text.splitlines())


def place(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def test_no_python_file_outgrows_its_cap() -> None:
    assert {place(file): count for file in PYTHON if (count := lines(file.read_text("utf-8"))) > PYTHON_FILE} == {}


def test_no_function_outgrows_its_cap() -> None:
    long = {
        f"{place(file)}:{node.lineno} {node.name}": length
        for file in PYTHON
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > PYTHON_FUNCTION
    }
    assert long == {}


def test_no_component_outgrows_its_cap() -> None:
    assert {place(file): count for file in COMPONENTS if (count := lines(file.read_text("utf-8"))) > COMPONENT} == {}


def test_no_script_of_a_component_outgrows_its_cap() -> None:
    long = {
        place(file): count
        for file in COMPONENTS
        if (count := sum(lines(script) for script in SCRIPT.findall(file.read_text("utf-8")))) > COMPONENT_SCRIPT
    }
    assert long == {}


@pytest.mark.parametrize("root", [SOURCE, WEB], ids=["python", "web"])
def test_every_room_has_a_name_of_its_own(root: Path) -> None:
    assert [place(path) for path in root.rglob("*") if path.stem.split(".")[0] in NO_ROOMS] == []


def test_every_lock_is_hashed_and_names_no_host() -> None:
    for lock in sorted((HOUSE / "requirements").glob("*.lock")):
        text = lock.read_text("utf-8")
        pins = re.findall(r"^\S+==", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"==\S+(?: ;[^\\]*)? \\\n    --hash", text)), lock.name
        assert "://" not in text, lock.name
