"""The web app is made by the wheel's Node, and only when it has to be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from production_canvas.local import node
from production_canvas.local.problem import LocalProblem

PACKAGE = {"name": "film", "version": "1.0.0", "private": True}
BUILD = "import { appendFileSync, mkdirSync } from 'node:fs'; mkdirSync('build', { recursive: true }); "
BUILD += "appendFileSync('build/index.js', `// ${process.version}\\n`)"


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "page.js").write_text("1", encoding="utf-8")
    (folder / "build.mjs").write_text(BUILD, encoding="utf-8")
    package = {**PACKAGE, "scripts": {"build": "node build.mjs"}}
    (folder / "package.json").write_text(json.dumps(package), encoding="utf-8")
    lock = {**PACKAGE, "lockfileVersion": 3, "requires": True, "packages": {"": PACKAGE}}
    (folder / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    (folder / "node_modules").mkdir()
    return folder


def builds(web: Path) -> list[str]:
    return (web / "build" / "index.js").read_text("utf-8").splitlines()


def test_the_app_is_built_by_node_24_and_again_only_after_a_change(web: Path, tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        assert node.build_app(web, tmp_path / "stamps", said.append) == web / "build"
        (web / "node_modules").mkdir(exist_ok=True)
    assert len(builds(web)) == 1
    assert builds(web)[0].startswith("// v24.")
    assert said == ["packages of the web app", "building the web app"]

    (web / "src" / "page.js").write_text("2", encoding="utf-8")
    node.build_app(web, tmp_path / "stamps", said.append)
    assert len(builds(web)) == 2
    assert said[2:] == ["building the web app"]


def test_a_build_that_fails_says_why(web: Path, tmp_path: Path) -> None:
    (web / "build.mjs").write_text("throw new Error('the lens is dirty')", encoding="utf-8")
    with pytest.raises(LocalProblem, match="the lens is dirty"):
        node.build_app(web, tmp_path / "stamps", print)


def test_a_clone_without_the_web_app_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(LocalProblem, match="take a whole clone"):
        node.build_app(tmp_path / "web", tmp_path / "stamps", print)
