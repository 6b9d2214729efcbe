"""A scene cut into beats, the smallest pieces that could be a shot, each by a rule that can say its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from production_canvas.film import vocabulary
from production_canvas.film.people import Cast, joined, sentences
from production_canvas.film.script import Element

_EMPHASIS = re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)")
RULES = (
    "ESTABLISHING",
    "MASTER",
    "ACTION",
    "SOUND",
    "INSERT",
    "TWO_SHOT",
    "OVER_THE_SHOULDER",
    "CLOSE_UP",
    "VOICE_OVER",
)
_UNSEEN = re.compile(r"\(\s*(?:V\.? ?O|O\.? ?S|O\.? ?C|OFF)\b", re.IGNORECASE)
NEAREST = 4
SHORTEST_PROP = 3
"""Letters; TV and PC are no props."""
SECONDS_A_WORD = 0.2
SECONDS_AN_ACTION = 0.5
SECONDS_A_SPOKEN_WORD = 0.3
SECONDS_A_SPEECH = 1.0


@dataclass(frozen=True, slots=True)
class Speech:
    """What one cue says, without its parentheticals, which are `manner`. `seen`: the cue has no (V.O.) or (O.S.)."""

    cue: str
    speakers: tuple[str, ...]
    text: str
    manner: str
    line_from: int
    line_to: int
    dual: bool = False
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Beat:
    """`focus`: who or what the picture is on; `people`: everyone in it; `confidence` 0 to 1 in the rule's choice."""

    rule: str
    reason: str
    confidence: float
    line_from: int
    line_to: int
    text: str = ""
    speeches: tuple[Speech, ...] = ()
    people: tuple[str, ...] = ()
    focus: str = ""
    rules: tuple[str, ...] = field(default=())

    @property
    def seconds(self) -> float:
        """Playing time: 200 ms a word and half a second an action, 300 ms a word and a second a speech."""
        words = len(self.text.split())
        action = words * SECONDS_A_WORD + SECONDS_AN_ACTION if words else 0.0
        spoken = sum(len(speech.text.split()) * SECONDS_A_SPOKEN_WORD + SECONDS_A_SPEECH for speech in self.speeches)
        return action + spoken


def beats_of(elements: Sequence[Element], cast: Cast, *, place: str, first_visit: bool) -> list[Beat]:
    """The beats of one scene in order, its heading first among `elements`."""
    heading = elements[0]
    return _with_first_action([_opening(heading, place, first_visit=first_visit), *body_beats(elements[1:], cast)])


def body_beats(elements: Sequence[Element], cast: Cast) -> list[Beat]:
    """The beats of action and talk without an opening picture of the place."""
    beats: list[Beat] = []
    exchange: list[Speech] = []
    present = _present(elements, cast)
    seen_props: set[str] = set()
    for part in _parts(elements, cast):
        if isinstance(part, Speech):
            exchange.append(part)
            continue
        beats += _coverage(exchange, present)
        exchange = []
        beats += _action(part, cast, seen_props)
    beats += _coverage(exchange, present)
    return beats


def props(text: str, cast: Cast) -> list[str]:
    """Things written in capitals after an article or an owner: `a BIRTHDAY CARD`, no names, sounds or extras."""
    return [" ".join(run) for run in _capital_runs(text) if _is_prop(run, cast)]


def sounds(text: str) -> list[str]:
    """Words in capitals that are heard: `A LAUGH from the crowd`."""
    if text.isupper():
        return []
    words = (word.strip(".,;:!?\"'“”()-—…") for word in text.split())
    return [word for word in words if word.isupper() and word in vocabulary.SOUNDS]


def _unmarked(text: str) -> str:
    """`text` on one line, without the stars and underscores of emphasis."""
    return " ".join(_EMPHASIS.sub("", text).split())


def _opening(heading: Element, place: str, *, first_visit: bool) -> Beat:
    where = place or heading.text
    if first_visit:
        reason = f"The film comes to {where} for the first time, so the place is shown before the people."
        return Beat("ESTABLISHING", reason, 0.9, heading.line_from, heading.line_to, focus=where)
    reason = f"{where} is no place the film has not shown; a master holds the scene together."
    return Beat("MASTER", reason, 0.75, heading.line_from, heading.line_to, focus=where)


def _with_first_action(beats: list[Beat]) -> list[Beat]:
    """The heading alone is no picture: the first action beat of a scene is what its opening shot shows."""
    if len(beats) == 1 or beats[1].rule not in ("ACTION", "SOUND"):
        return beats
    opening, first = beats[:2]
    whole = Beat(
        opening.rule, opening.reason, opening.confidence, opening.line_from, first.line_to, first.text,
        people=first.people, focus=opening.focus, rules=(first.rule,),
    )  # fmt: skip
    return [whole, *beats[2:]]


def _parts(elements: Sequence[Element], cast: Cast) -> Iterator[Speech | Element]:
    """Speeches and paragraphs of action in their order; all else is not seen."""
    index = 0
    while index < len(elements):
        element = elements[index]
        index += 1
        if element.kind in ("action", "lyric") and element.text.strip():
            yield element
        elif element.kind == "cue":
            end = index
            while end < len(elements) and elements[end].kind in (
                "dialogue",
                "parenthetical",
                "lyric",
                "note",
                "boneyard",
            ):
                end += 1
            yield _speech(element, elements[index:end], cast)
            index = end


def _speech(cue: Element, spoken: Sequence[Element], cast: Cast) -> Speech:
    text = " ".join(part.text for part in spoken if part.kind in ("dialogue", "lyric"))
    manner = ", ".join(part.text.strip("() ") for part in spoken if part.kind == "parenthetical")
    last = max((part.line_to for part in spoken), default=cue.line_to)
    return Speech(
        cue.name,
        cast.speakers(cue.name),
        _unmarked(text),
        _unmarked(manner),
        cue.line_from,
        last,
        cue.dual,
        not _UNSEEN.search(cue.text),
    )


def _present(elements: Sequence[Element], cast: Cast) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for element in elements:
        if element.kind == "cue" and not _UNSEEN.search(element.text):
            found.update(dict.fromkeys(cast.speakers(element.name)))
        elif element.kind == "action":
            found.update(dict.fromkeys(cast.in_text(element.text)))
    return tuple(found)


def _action(paragraph: Element, cast: Cast, seen_props: set[str]) -> Iterator[Beat]:
    text = _unmarked(paragraph.text)
    people = cast.in_text(text)
    lines = (paragraph.line_from, paragraph.line_to)
    new = [prop for prop in props(text, cast) if prop not in seen_props][:1]
    insert = next((part for part in sentences(text) if new and new[0] in part), "")
    rest = text.replace(insert, "", 1).strip() if insert else text
    if heard := sounds(rest):
        reason = f"{heard[0]} is written in capitals: a sound motivates the cut."
        yield Beat("SOUND", reason, 0.6, *lines, rest, people=people, focus=heard[0].lower())
    elif rest:
        who = f"what {joined(people)} {'does' if len(people) == 1 else 'do'}" if people else "what happens"
        yield Beat("ACTION", f"A paragraph of action: the picture follows {who}.", 0.7, *lines, rest, people=people)
    if insert:
        seen_props.add(new[0])
        reason = f"{new[0]} is written in capitals: a thing the audience must see."
        yield Beat("INSERT", reason, 0.65, *lines, insert, people=cast.in_text(insert), focus=new[0].lower())


def _coverage(exchange: Sequence[Speech], present: Sequence[str]) -> Iterator[Beat]:
    """Two-shot to begin with, then over the shoulder on whoever speaks; close where one speaks alone."""
    speakers = tuple(dict.fromkeys(name for speech in exchange for name in speech.speakers))
    index = 0
    while index < len(exchange):
        speech = exchange[index]
        lines = (speech.line_from, speech.line_to)
        after = exchange[index + 1] if index + 1 < len(exchange) else None
        if not speech.seen:
            reason = f"{joined(speech.speakers)} is heard, not seen: the picture stays on what happens."
            yield Beat("VOICE_OVER", reason, 0.75, *lines, speeches=(speech,), focus=joined(speech.speakers))
            index += 1
            continue
        if (
            after is not None
            and after.seen
            and (after.dual or (index == 0 and len(speakers) > 1 and after.speakers != speech.speakers))
        ):
            pair = tuple(dict.fromkeys(speech.speakers + after.speakers))
            reason = (
                f"{joined(pair)} speak at the same time: both in one picture."
                if after.dual
                else f"{joined(pair)} begin to talk: a two-shot shows how they stand to each other."
            )
            yield Beat(
                "TWO_SHOT", reason, 0.8, lines[0], after.line_to, speeches=(speech, after), people=pair, focus=pair[0]
            )
            index += 2
            continue
        near = (exchange[index - 1 : index] if index else exchange[1:2]) if len(speakers) > 1 else ()
        yield _single(
            speech, [name for other in near for name in other.speakers] + [*speakers[:NEAREST], *present[:NEAREST]]
        )
        index += 1


def _single(speech: Speech, others: Sequence[str]) -> Beat:
    lines = (speech.line_from, speech.line_to)
    who = joined(speech.speakers)
    listener = next((name for name in others if name not in speech.speakers), "")
    if not listener:
        reason = f"{who} speaks with nobody else in the scene: a close-up."
        return Beat("CLOSE_UP", reason, 0.8, *lines, speeches=(speech,), people=speech.speakers, focus=who)
    reason = f"{who} speaks to {listener}: over the shoulder of who listens."
    people = (*speech.speakers, listener)
    return Beat("OVER_THE_SHOULDER", reason, 0.7, *lines, speeches=(speech,), people=people, focus=who)


def _capital_runs(text: str) -> Iterator[list[str]]:
    """Runs of capital words that a determiner or an owner precedes, in mixed text."""
    if text.isupper():
        return
    run: list[str] = []
    before = previous = ""
    for raw in [*text.split(), "."]:
        word = raw.strip('.,;:!?"“”()—…')
        capital = word.isupper() and len(word) > 1 and word[0].isalpha()
        if capital:
            before = before if run else previous
            run.append(word)
        if run and (not capital or raw[-1] in ".,;:!?—…"):
            if before.lower() in vocabulary.DETERMINERS or before[-2:] in ("'s", "’s"):
                yield run
            run = []
        previous = word


def _is_prop(run: Sequence[str], cast: Cast) -> bool:
    if max(map(len, run)) < SHORTEST_PROP or run[-1] in vocabulary.PEOPLE or run[0] in vocabulary.CAMERA_TALK:
        return False
    if run[-1].endswith(("MAN", "MEN", "WOMAN", "'S", "’S")) or any(word in vocabulary.SOUNDS for word in run):
        return False
    return not cast.in_text(" ".join(run))
