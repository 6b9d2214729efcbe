"""How something comes to pass between its beginning and its end."""

from __future__ import annotations


def eased(part: float, easing: str) -> float:
    """How much of the way is gone after that part of the time, both from 0 to 1."""
    if easing == "ease_in":
        return part * part
    if easing == "ease_out":
        return part * (2 - part)
    if easing == "ease_in_out":
        return part * part * (3 - 2 * part)
    return part
