"""A screenplay as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Format = Literal["fountain", "fdx", "text", "pdf"]
"""`pdf`: text that was read off printed pages, best effort; a person should look through it."""
Kind = Literal[
    "title_page",
    "heading",
    "action",
    "cue",
    "dialogue",
    "parenthetical",
    "lyric",
    "transition",
    "centered",
    "section",
    "synopsis",
    "note",
    "boneyard",
    "page_break",
]


class Element(NamedTuple):
    """One paragraph. Lines are those of the file, counted from 1, both ends included.

    `name`: of a cue, the character without extensions; of a heading, the printed scene number.
    `dual`: a cue spoken together with the cue before it. `depth`: of a section, its number of `#`.
    """

    kind: Kind
    text: str
    line_from: int
    line_to: int
    name: str = ""
    dual: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """A heading and all that follows it, up to the next heading: `script.elements[first:last]`.

    `number` as printed, else counted from 1; `int_ext` is INT, EXT, INT/EXT, EST or empty; `eighths` of a page, from 1.
    """

    index: int
    number: str
    heading: str
    int_ext: str
    place: str
    time: str
    eighths: int
    line_from: int
    line_to: int
    first: int
    last: int
    synopsis: str = ""


@dataclass(frozen=True, slots=True)
class Character:
    """Who speaks, and how often: `cues` counts the name above a speech."""

    name: str
    cues: int


@dataclass(frozen=True, slots=True)
class Script:
    """A whole screenplay. `pages`: of 55 lines, without the title page; `locations` in order of first use.

    `dual_dialogues` counts pairs of speeches side by side; `title_page` keeps keys and values as written. `lines`: the
    text as it reads, to which every line number refers.
    """

    format: Format
    title: str
    title_page: tuple[tuple[str, str], ...]
    elements: tuple[Element, ...]
    scenes: tuple[Scene, ...]
    characters: tuple[Character, ...]
    locations: tuple[str, ...]
    cues: int
    dual_dialogues: int
    pages: float
    lines: tuple[str, ...]

    def elements_of(self, scene: Scene) -> tuple[Element, ...]:
        """What stands under the heading of `scene`, the heading first."""
        return self.elements[scene.first : scene.last]
