"""Words that sort between two others: the order of siblings without renumbering them."""

from __future__ import annotations

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST = 64


def between(low: str, high: str = "") -> str:
    """A word of letters and digits behind `low` and before `high`, where there is room; empty ends are open."""
    word = ""
    for place in range(LONGEST):
        first = _value(low, place, 0)
        last = _value(high, place, len(_DIGITS)) if high else len(_DIGITS)
        middle = (first + last) // 2
        if first < middle < last:
            return word + _DIGITS[middle]
        word += _DIGITS[first]
        if first < last:
            high = ""
    return word


def _value(word: str, place: int, without: int) -> int:
    return max(0, _DIGITS.find(word[place])) if place < len(word) else without
