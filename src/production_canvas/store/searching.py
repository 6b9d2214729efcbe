"""What an asset is found by: texts without accents and capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

SEARCHED = 4000
"""Letters of an asset that are looked through."""
TERMS = 8
_FIELDS = (
    "keywords", "traits", "role", "look", "personality", "age", "place", "type", "mood", "time", "weather", "angles",
    "format",
)  # fmt: skip
# Letters of their own in some alphabets, which no decomposition takes apart.
_PLAIN = str.maketrans("łøđðħıþ", "loddhit") | {ord("æ"): "ae", ord("œ"): "oe"}


def folded(text: str) -> str:
    """The text as it is searched: accents and capitals gone, single spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in apart if not unicodedata.combining(each)).translate(_PLAIN).split())


def search_text(name: str, tags: Iterable[str], data: Mapping[str, Any]) -> str:
    """All that an asset is found by; its name comes first."""
    words = [name, *tags, *(word for key in _FIELDS for word in _words(data.get(key)))]
    return folded(" ".join(words))[:SEARCHED]


def terms_of(query: str) -> list[str]:
    """The words of a query, each of which has to be found."""
    return folded(query).split()[:TERMS]


def pattern(term: str) -> str:
    """What LIKE finds a term by, wherever it stands."""
    escaped = term.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))
