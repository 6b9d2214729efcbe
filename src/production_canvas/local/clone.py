"""Where the product's own files are: the clone it runs from."""

from __future__ import annotations

from pathlib import Path

from production_canvas.local.problem import LocalProblem


def clone() -> Path:
    """The root of the clone. Raises LocalProblem in a place without one."""
    root = Path(__file__).resolve().parents[3]
    if not (root / "pyproject.toml").exists():
        raise LocalProblem("This needs the product's own clone: run it as ./canvas there.")
    return root


def default_data() -> Path:
    """`.canvas` in the clone."""
    return clone() / ".canvas"
