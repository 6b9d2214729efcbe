"""What takes are called: SHOT-010_v01_take01."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NUMBERED = re.compile(r"^\s*(?:shot|sh)?[\s_.-]*(?=\d)", re.IGNORECASE)
_UNFIT = re.compile(r"[^\w.]+")
_LONGEST = 48


def stem(job: Mapping[str, Any], kind: str) -> str:
    """What all takes of the job's node begin with: a shot's number behind SHOT, else its title, else `kind`, the title
    of its node type. Letters, digits, dots, hyphens.
    """
    asked = job["parameters"]
    number = _fit(_NUMBERED.sub("", str(asked.get("number") or ""), count=1))
    if job.get("kind", "shot") == "shot" and number:
        return f"SHOT-{number}"
    return _fit(str(asked.get("title") or asked.get("name") or "")) or _fit(kind).upper() or "TAKE"


def named(stem: str, version: int, take: int) -> str:
    """The name of a take, both counted from 1."""
    return f"{stem}_v{version:02d}_take{take:02d}"


def _fit(text: str) -> str:
    return _UNFIT.sub("-", text.replace("_", "-")).strip("-.")[:_LONGEST].rstrip("-.")
