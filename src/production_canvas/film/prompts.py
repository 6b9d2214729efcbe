"""The words of a shot: what a painter, or an image model, needs to see; taken from the script's own action."""

from __future__ import annotations

import re
from collections.abc import Sequence

from production_canvas.film import vocabulary
from production_canvas.film.beats import Beat
from production_canvas.film.people import Cast, joined, sentences
from production_canvas.film.script import Element, Scene

LONGEST = 900
SHORT_ACTION = 14
TITLE_WORDS = 7
ABBREVIATION = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITAL_RUN = re.compile(r"(?<!\w)[^\W\d_a-z][\w'’-]*(?:\s+[^\W\d_a-z][\w'’-]*)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"”’)]*\s+)[^\W\d_]")
_WHERE_WORDS = (
    "OUTSIDE",
    "INSIDE",
    "BEHIND",
    "UNDER",
    "BY ",
    "IN ",
    "ON ",
    "AT ",
    "FROM ",
    "ABOVE",
    "BACK",
    "NEAR",
    "HIGH ABOVE",
)
_SIZES = {
    "ESTABLISHING": "EXTREME WIDE",
    "MASTER": "WIDE",
    "ACTION": "FULL",
    "SOUND": "MEDIUM",
    "INSERT": "INSERT",
    "TWO_SHOT": "TWO SHOT",
    "OVER_THE_SHOULDER": "OVER THE SHOULDER",
    "CLOSE_UP": "CLOSE UP",
    "VOICE_OVER": "WIDE",
}
_CAMERA = {
    "ESTABLISHING": ("pan_right", 0.35),
    "MASTER": ("zoom_in", 0.2),
    "ACTION": ("static", 0.3),
    "SOUND": ("dolly_in", 0.4),
    "INSERT": ("zoom_in", 0.3),
    "TWO_SHOT": ("dolly_in", 0.15),
    "OVER_THE_SHOULDER": ("static", 0.2),
    "CLOSE_UP": ("dolly_in", 0.25),
    "VOICE_OVER": ("pan_left", 0.25),
}
_MOTION = {"ESTABLISHING": 0.35, "MASTER": 0.4, "ACTION": 0.6, "SOUND": 0.6, "INSERT": 0.2}
_FLAT = ("static", "pan", "tilt", "zoom", "roll")


def size_of(beat: Beat) -> str:
    """How much of the subject is in frame, one of the shot node's sizes."""
    if beat.rule == "ACTION" and len(beat.people) == 1 and len(beat.text.split()) < SHORT_ACTION:
        return "MEDIUM"
    return _SIZES[beat.rule]


def camera_of(beat: Beat) -> dict[str, str | float]:
    """The suggested move as the shot node keeps it: {mode, move, amount 0 to 1}."""
    move, amount = _CAMERA[beat.rule]
    if beat.rule in ("ACTION", "MASTER"):
        words = set(_WORD.findall(beat.text.lower()))
        move = next((name for name, verbs in vocabulary.MOVES if verbs & words), move)
    return {"mode": "2d" if move.startswith(_FLAT) else "3d", "move": move, "amount": amount}


def motion_of(beat: Beat) -> float:
    """How much moves in the picture, 0 to 1."""
    return _MOTION.get(beat.rule, 0.3)


def prompt_of(beat: Beat, scene: Scene, place: str, cast: Cast, context: str) -> str:
    """A picture in words: framing, people, place, light, the script's own action, or `context` where there is none."""
    action = shown(beat.text or _last_sentences(context), cast)
    light = light_of(scene)
    where = ", ".join(filter(None, (_framing(beat), _where(scene, place), light)))
    return _cut(" ".join(f"{where}. {action} {_speaking(beat)}".split()))


def title_of(beat: Beat) -> str:
    """A few words for the shot's card."""
    match beat.rule:
        case "ESTABLISHING" | "MASTER":
            return f"{beat.rule.capitalize()}, {named(beat.focus)}"[:120]
        case "INSERT":
            return f"Insert, {beat.focus}"[:120]
        case "TWO_SHOT":
            return joined([named(name) for name in beat.people])[:120]
        case "OVER_THE_SHOULDER" | "CLOSE_UP":
            return named(beat.focus)[:120]
        case "VOICE_OVER":
            return f"{named(beat.focus)}, heard"[:120]
        case _:
            first = next(iter(sentences(beat.text)), beat.text)
            words = first.split()
            return " ".join(words[:TITLE_WORDS]).strip(" ,.;:-—")[:120] + ("…" if len(words) > TITLE_WORDS else "")


def light_of(scene: Scene) -> str:
    """The light that the heading's time of day gives, empty where it gives none."""
    found = set(_WORD.findall(scene.time.upper()))
    return next((light for light, times in vocabulary.LIGHT if times & found), "")


def weather_of(elements: Sequence[Element]) -> str:
    """The weather that a scene's action speaks of, empty where it speaks of none."""
    words = {word for element in elements if element.kind == "action" for word in _WORD.findall(element.text.lower())}
    return next((weather for weather, signs in vocabulary.WEATHER if signs & words), "")


def shown(text: str, cast: Cast) -> str:
    """Action without screenplay capitals: names get theirs, things lose them."""
    if text.isupper():
        text = text.capitalize()
    lowered = _CAPITAL_RUN.sub(lambda found: _without_capitals(found.group(), cast), text)
    return _SENTENCE_START.sub(lambda found: found.group().upper(), lowered)


def named(name: str) -> str:
    """`Mara Voss` of MARA VOSS; a name written otherwise stays."""
    return _WORD.sub(lambda found: found.group().capitalize(), name) if name.isupper() else name


def _without_capitals(run: str, cast: Cast) -> str:
    words = run.split()
    loud = [word for word in words if word.isupper() and len(word) > 1]
    abbreviation = len(words) == 1 and len(run) <= ABBREVIATION and run not in vocabulary.SHORT_WORDS
    if not loud:
        return run
    if cast.in_text(run):
        return " ".join(word.lower() if word in vocabulary.SHORT_WORDS else _capitalised(word) for word in words)
    return run if abbreviation else " ".join(word.lower() if word.isupper() else word for word in words)


def _capitalised(word: str) -> str:
    return word.capitalize() if word.isupper() else word


def _last_sentences(text: str) -> str:
    return " ".join(sentences(text)[-2:])


def _speaking(beat: Beat) -> str:
    first = next((speech for speech in beat.speeches if speech.seen), None)
    if first is None:
        return ""
    verb = "speak" if len(first.speakers) > 1 else "speaks"
    return f"{joined([named(name) for name in first.speakers])} {verb}{f', {first.manner}' if first.manner else ''}."


def _where(scene: Scene, place: str) -> str:
    if not place:
        return ""
    if place.upper().startswith(_WHERE_WORDS):
        return named(place)
    side = {"INT": "inside", "EXT": "outdoors at", "EST": "outdoors at", "INT/EXT": "at"}.get(scene.int_ext, "")
    return f"{side} {named(place)}".strip()


def _framing(beat: Beat) -> str:
    people = [named(name) for name in beat.people]
    size = "Medium shot" if size_of(beat) == "MEDIUM" else "Full shot"
    framing = {
        "ESTABLISHING": "Extreme wide establishing shot",
        "MASTER": "Wide master shot",
        "VOICE_OVER": "Wide shot",
        "INSERT": f"Close insert of the {beat.focus}",
        "TWO_SHOT": {1: "Medium shot", 2: "Two-shot"}.get(len(people), "Group shot") + f" of {joined(people)}",
        "OVER_THE_SHOULDER": f"Over-the-shoulder shot on {named(beat.focus)}{_foreground(beat)}",
        "CLOSE_UP": f"Close-up of {named(beat.focus)}",
    }
    return framing.get(beat.rule, f"{size} of {joined(people)}" if people else size)


def _foreground(beat: Beat) -> str:
    listeners = [named(name) for name in beat.people if name != beat.focus]
    return f", {listeners[-1]} in the foreground out of focus" if listeners else ""


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    short = text[:LONGEST]
    end = max(short.rfind(". "), short.rfind("! "), short.rfind("? "))
    return short[: end + 1] if end > LONGEST // 2 else short.rpartition(" ")[0] + "…"
