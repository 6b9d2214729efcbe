"""Who is in a piece of action: names that speak somewhere in the script, found again in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from production_canvas.film import vocabulary
from production_canvas.film.headings import key
from production_canvas.film.script import Script

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_TOGETHER = re.compile(r"\s+(?:AND|UND|ET|Y|E|I|И|&)\s+|\s*[/,+&]\s*")
_AGE = re.compile(r"[^.!?\n]{0,24}?\b(?:aged?\s+)?(\d{1,2}(?:['’]?s)?)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+[\"”’)]*\s*|$)")
_LONGEST_LOOK = 400
MOST_PEOPLE = 2000
SHORTEST_NAME = 3
"""Letters of a part of a name that may stand for the whole of it."""


@dataclass(frozen=True, slots=True)
class Person:
    """A speaking character as the library keeps them: `look` is the sentence that brings them in."""

    name: str
    cues: int
    age: str = ""
    look: str = ""


class Cast:
    """The script's speaking characters by every name they answer to."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = {key(name): name for name in islice(names, MOST_PEOPLE)}
        self._parts = {known: _speakers(known, self.names) for known in self.names}
        self._spellings: dict[tuple[str, ...], str] = {}
        self._lengths: dict[str, list[int]] = {}
        claims: dict[str, set[str]] = {}
        for known, name in self.names.items():
            words = tuple(_bare(known))
            if words and len(self._parts[known]) == 1:
                self._spellings.setdefault(words, name)
                for word in words:
                    claims.setdefault(word, set()).add(name)
        for word, owners in claims.items():
            if len(owners) == 1 and len(word) >= SHORTEST_NAME and word not in vocabulary.NAMING:
                self._spellings.setdefault((word,), next(iter(owners)))
        for spelling in self._spellings:
            lengths = self._lengths.setdefault(spelling[0], [])
            if len(spelling) not in lengths:
                lengths.append(len(spelling))
                lengths.sort(reverse=True)

    def speakers(self, cue: str) -> tuple[str, ...]:
        """Who speaks under `cue`: two for EDWARD AND WILL where both speak elsewhere alone."""
        return self._parts.get(key(cue), (cue,))

    def is_person(self, cue: str) -> bool:
        """Whether a cue names one person, not several who speak at once."""
        return len(self.speakers(cue)) == 1

    def in_text(self, text: str) -> tuple[str, ...]:
        """The characters named in `text`, each once, in order; a name counts where it is written with a capital."""
        found: dict[str, None] = {}
        words = _WORD.findall(text)
        bare = [_possessor(word).upper() for word in words]
        for index, word in enumerate(words):
            if not word[0].isupper():
                continue
            for length in self._lengths.get(bare[index], ()):
                name = self._spellings.get(tuple(bare[index : index + length]))
                if name is not None:
                    found.setdefault(name)
                    break
        return tuple(found)


def people(script: Script, cast: Cast) -> dict[str, Person]:
    """Every single speaking character by name, with age and look where the action tells them."""
    found = {
        character.name: Person(character.name, character.cues)
        for character in script.characters[:MOST_PEOPLE]
        if cast.is_person(character.name)
    }
    unseen = set(found)
    for element in script.elements:
        if element.kind != "action" or not unseen:
            continue
        for name in unseen.intersection(cast.in_text(element.text)):
            person = _introduced(found[name], element.text)
            if person is not None:
                found[name] = person
                unseen.discard(name)
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, its line breaks made spaces."""
    return [found.strip() for found in _SENTENCE.findall(" ".join(text.split())) if found.strip(" .!?…")]


def _introduced(person: Person, text: str) -> Person | None:
    """`person` with the sentence that names them in capitals, as scripts bring people in."""
    words = [
        word for word in _bare(person.name.upper()) if word not in vocabulary.NAMING or len(person.name.split()) == 1
    ]
    for sentence in sentences(text):
        for word in words:
            at = sentence.find(word)
            if at >= 0:
                age = _AGE.match(sentence, at + len(word))
                return Person(person.name, person.cues, age.group(1) if age else "", sentence[:_LONGEST_LOOK])
    return None


def _speakers(cue: str, names: dict[str, str]) -> tuple[str, ...]:
    parts = [part.strip() for part in _TOGETHER.split(cue)]
    if len(parts) > 1 and all(part in names for part in parts):
        return tuple(dict.fromkeys(names[part] for part in parts))
    return (names[cue],)


def _bare(name: str) -> list[str]:
    return [_possessor(word) for word in _WORD.findall(name)]


def _possessor(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "’s", "'S", "’S") else word


def joined(names: Sequence[str]) -> str:
    """`Mara, Tomas and Ivo` of three names."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
