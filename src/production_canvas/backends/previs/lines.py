"""What is said in a shot, by whom, in which voice and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from production_canvas.backends.previs.brief import Brief, Person, number_of
from production_canvas.media.speech import RATE, VOICES, Samples, Voice, speak

_BEFORE, _BETWEEN, _AFTER = 0.35, 0.28, 0.15
_FASTER = 1.35
"""How much faster than by nature a line is spoken at most, to fit its shot."""
_OLD = ("old", "elder", "elderly", "grandmother", "grandfather", "60s", "70s", "80s", "90s")
_FEMALE = (
    "woman",
    "female",
    "girl",
    "mother",
    "wife",
    "sister",
    "daughter",
    "grandmother",
    "aunt",
    "queen",
    "she",
    "her",
)
_MALE = ("man", "male", "boy", "father", "husband", "brother", "son", "grandfather", "uncle", "king", "he", "his")
_YOUNG = ("girl", "boy", "child", "kid", "teenager")


@dataclass(frozen=True, slots=True)
class Line:
    """`start` and `end` in seconds of the clip."""

    name: str
    samples: Samples
    start: float

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / RATE


class Lines:
    """The shot's lines as they are heard. `lasts`: seconds from the first word to the last, whether the shot is that
    long or not; 0 where nothing is said.
    """

    def __init__(self, brief: Brief) -> None:
        said = list(_said(brief))
        room = float(brief.frames / brief.rate) - _BEFORE - _AFTER
        self.lines = _spoken(said, 1.0)
        self.lasts = self._length()
        if self.lasts > room > 0:
            self.lines = _spoken(said, min(_FASTER, self.lasts / room * 1.02))
            self.lasts = self._length()

    def _length(self) -> float:
        return self.lines[-1].end - self.lines[0].start if self.lines else 0.0

    def speaks(self, name: str, seconds: float) -> bool:
        """Whether that person says something at that moment."""
        return any(line.name == name and line.start <= seconds < line.end for line in self.lines)

    def mix(self, heard: NDArray[np.float64], start: int) -> None:
        """Adds what is said from that sample on."""
        for line in self.lines:
            first = round(line.start * RATE)
            low, high = max(start, first), min(start + len(heard), first + len(line.samples))
            if low < high:
                heard[low - start : high - start] += line.samples[low - first : high - first]


def _said(brief: Brief) -> Iterator[tuple[str, str, Voice, float]]:
    """Name, words, voice and pace of every speech: of the shot's own lines, then of the sound cards wired to it."""
    people = {person.name.upper(): person for person in brief.cast}
    for text in brief.dialogue.splitlines():
        cue, colon, words = text.partition(":")
        speaker = people.get(cue.strip().upper()) if colon else None
        if speaker is None and colon and cue.strip().isupper():
            # Who speaks is heard and not seen: a voice of their own all the same.
            name = cue.strip()
            yield name, words, voice_of(Person(name, number_of("person", name), (0, 0, 0))), 1.0
            continue
        person = speaker or next(iter(brief.cast), None)
        voice = voice_of(person) if person is not None else VOICES["narrator"]
        yield (person.name if person else ""), (words if speaker else text), voice, 1.0
    for text, name, pace in brief.voices:
        yield "", text, VOICES.get(name, VOICES["narrator"]), pace


def voice_of(person: Person) -> Voice:
    """The voice that the character's card names, else one that suits what is said of them; never quite another's."""
    if person.voice in VOICES:
        return VOICES[person.voice].varied(person.seed)
    words = person.look.replace(",", " ").replace(".", " ").split()
    female = any(word in words for word in _FEMALE)
    if not female and not any(word in words for word in _MALE):
        female = person.seed % 2 == 0
    if any(word in words for word in _YOUNG):
        return VOICES["girl" if female else "boy"].varied(person.seed)
    kind = "woman" if female else "man"
    return VOICES[f"old_{kind}" if any(word in words for word in _OLD) else kind].varied(person.seed)


def _spoken(said: list[tuple[str, str, Voice, float]], faster: float) -> list[Line]:
    at, lines = _BEFORE, []
    for name, words, voice, pace in said:
        samples = speak(words, voice, pace * faster)
        if len(samples):
            lines.append(Line(name, samples, at))
            at = lines[-1].end + _BETWEEN
    return lines
