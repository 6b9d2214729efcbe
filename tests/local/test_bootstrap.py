"""From a bare Python to an environment: what is said when something is missing, and what is not done twice."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from production_canvas.local import bootstrap

CLONE = Path(__file__).resolve().parents[2]


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    for name in ("bootstrap", "local", "dev"):
        (folder / f"{name}.lock").write_text(name, encoding="utf-8")
    return folder


def stamp(folder: Path, requirements: Path, held: str) -> None:
    folder.mkdir()
    told = {"set": held, "hash": bootstrap.locked(requirements, held), "python": bootstrap._interpreter(folder)}
    (folder / "stamp.json").write_text(json.dumps(told), encoding="utf-8")


def test_without_python_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    done = subprocess.run(
        ["/bin/sh", CLONE / "canvas", "up"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "Production Canvas needs Python 3.11 or newer and found none: "
        "install it (Debian and Ubuntu: apt install python3 python3-venv) and run ./canvas again.\n"
    )


@pytest.mark.parametrize("wanted", ["local", "dev"])
def test_a_prepared_clone_is_left_alone(tmp_path: Path, requirements: Path, wanted: str) -> None:
    stamp(tmp_path / "env", requirements, "dev")
    bootstrap.prepare(tmp_path / "env", requirements, wanted)
    assert [path.name for path in (tmp_path / "env").iterdir()] == ["stamp.json"]


def test_an_environment_without_the_tests_tools_is_not_enough_for_tests(tmp_path: Path, requirements: Path) -> None:
    stamp(tmp_path / "env", requirements, "local")
    assert bootstrap._fitting(tmp_path / "env", requirements, "local")
    assert not bootstrap._fitting(tmp_path / "env", requirements, "dev")


def test_a_changed_lock_asks_for_new_packages(tmp_path: Path, requirements: Path) -> None:
    stamp(tmp_path / "env", requirements, "local")
    (requirements / "local.lock").write_text("newer", encoding="utf-8")
    assert not bootstrap._fitting(tmp_path / "env", requirements, "local")


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ("error: failed to lookup address: dns error", "connect this machine to the network"),
        ("ERROR: No matching distribution found for uv", "connect this machine to the network"),
        ("SSLError: certificate verify failed", "set SSL_CERT_FILE and PIP_CERT"),
        ("The virtual environment was not created because ensurepip is not available", "apt install python3-venv"),
        ("OSError: No space left on device", "free about 2 GB"),
    ],
)
def test_every_failure_says_how_it_is_mended(said: str, mend: str) -> None:
    assert mend in bootstrap._mend([said])


def test_what_is_set_for_certificates_stays(tmp_path: Path) -> None:
    authorities = str(tmp_path / "authorities.pem")
    assert bootstrap.certificates({"SSL_CERT_FILE": authorities}) == {"NODE_EXTRA_CA_CERTS": authorities}
    assert bootstrap.certificates({"SSL_CERT_FILE": authorities, "NODE_EXTRA_CA_CERTS": "mine"}) == {}
