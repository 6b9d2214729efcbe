"""Scene headings: which lines are one, and what they say of place and time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from production_canvas.film import vocabulary

# Fountain's own list, no more: "EXT/INT." is not in it, and feature scripts count on that.
_ENGLISH = re.compile(
    r"(?:INT\.?\ ?/\ ?EXT|EXT\.\ ?/\ ?INT|EXT\ /\ INT|INT|EXT|EST|I/E|I\./E)(?=[. ])[. ]*", re.IGNORECASE
)
_LOCAL = {
    "INT": (
        "INTERIOR INTERIEUR INTÉRIEUR INTERNO INNEN BINNEN INNE SISÄ SIS BELSŐ BELSO İÇ WNĘTRZE WNETRZE WN"
        " ИНТ ІНТ ИНТЕРЬЕР ВН ΕΣΩΤ ΕΣΩΤΕΡΙΚΟ פנים 内 内景 內景 屋内 실내"
    ),
    "EXT": (
        "EXTERIOR EXTERIEUR EXTÉRIEUR ESTERNO AUSSEN AUẞEN AUßEN BUITEN UTE ULKO ULK KÜLSŐ KULSO DIŞ PLENER PL"
        " ЭКСТ ЕКСТ ЭКСТЕРЬЕР НАТ НАТУРА ΕΞΩΤ ΕΞΩΤΕΡΙΚΟ חוץ 外 外景 屋外 실외"
    ),
}
_SIDE = {word: side for side, words in _LOCAL.items() for word in words.split()}
_WORD = "|".join(sorted(map(re.escape, _SIDE), key=len, reverse=True))
_LOCALISED = re.compile(rf"({_WORD})(?:\.?\ ?[/-]\ ?({_WORD}))?([.:：．]|\ |(?=-))[. ]*")
_INITIALS = frozenset("IEie") | {word[0] for word in _SIDE}
_NUMBER = re.compile(r"#([^#\s]{1,24})#\s*$")
_PRINTED_NUMBER = re.compile(r"(?:SCENE )?([0-9]{1,4}[A-Z]{0,2}|[A-Z]{1,2}[0-9]{1,4})[.):]?\s+", re.IGNORECASE)
_LONGEST = 1000
LONGEST_TIME = 6
"""Words of a time of day: EARLY THE NEXT MORNING, TWO DAYS LATER."""

_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d{1,2}\s?[AP]\.?M\b|(?:1[89]|20)\d\d\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DASH = re.compile(r"\s+[-–—]+\s*|[-–—]+\s+")
_SPACE = re.compile(r"\s+")
_OMITTED = re.compile(r"\W{0,4}(?:SCENES? )?(?:OMITTED|OMIT)\W{0,4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """`text` as people read it, without its scene number."""

    text: str
    number: str
    int_ext: str
    place: str
    time: str


def prefix_length(line: str) -> int:
    """How many characters of a stripped `line` say INT or EXT, 0 where it opens no scene."""
    if line[0] not in _INITIALS:
        return 0
    if (match := _ENGLISH.match(line)) is not None:
        word = match.group()
        # "Est " opens many a French or Spanish sentence.
        if word[:3] in ("Est", "est") and "." not in word:
            return 0
        return match.end()
    if (match := _LOCALISED.match(line)) is None:
        return 0
    if match.group(3) not in (" ", "") or not match.group(1).isupper():
        return match.end()
    # Without its dot, UTE is a woman in German and an exterior in Swedish: ask for the dash before the time.
    return match.end() if line[:200].isupper() and _DASH.search(line[:_LONGEST]) else 0


def printed_number(line: str) -> tuple[str, str]:
    """("12A", "INT. BARN - DAY") of `12A  INT. BARN - DAY  12A`, as typed scripts number scenes; ("", line) without."""
    match = _PRINTED_NUMBER.match(line)
    if match is None or not prefix_length(line[match.end() :] or " "):
        return "", line
    number = match.group(1)
    rest = line[match.end() :].rstrip()
    return number, rest.removesuffix(number).rstrip() if rest.endswith((f" {number}", f"\t{number}")) else rest


def read_heading(line: str) -> Heading:
    """The parts of one heading, its forcing dot already removed."""
    number = ""
    if line.endswith("#") and (match := _NUMBER.search(line[-40:])):
        number = match.group(1)
        line = line[: len(line) - len(match.group())]
    text = _SPACE.sub(" ", plain(line[:_LONGEST])).strip()
    length = prefix_length(text) if text else 0
    place, time = _place_and_time(text[length:].strip(" .-–—:"))
    return Heading(text, number, _side(text[:length]), place, time)


def is_omitted(heading: str) -> bool:
    """Whether a heading only says that its scene is gone: 12 OMITTED."""
    return _OMITTED.fullmatch(heading) is not None


def plain(text: str) -> str:
    """`text` without the stars and underscores of emphasis."""
    if "*" not in text and "_" not in text:
        return text
    text = text.replace("***", "").replace("**", "").strip()
    return text.strip("*_ ") if text[:1] in "*_" or text[-1:] in "*_" else text.replace("*", "")


def key(name: str) -> str:
    """What two spellings of one name or place have in common."""
    return _SPACE.sub(" ", name.replace("’", "'").replace("‘", "'")).strip(" .,").upper()


def _side(prefix: str) -> str:
    if not prefix:
        return ""
    if (local := _LOCALISED.match(prefix)) is not None and not _ENGLISH.match(prefix):
        sides = {_SIDE[word] for word in local.groups()[:2] if word}
        return "INT/EXT" if len(sides) > 1 else sides.pop()
    word = prefix.upper()
    if "/" in word or ("INT" in word and "EXT" in word):
        return "INT/EXT"
    return word[:3]


def _place_and_time(text: str) -> tuple[str, str]:
    parts = [part for part in _DASH.split(text) if part]
    times: list[str] = []
    while len(parts) > 1 and (_is_time(parts[-1]) or (_is_remark(parts[-1]) and _is_time(parts[-2]))):
        times.insert(0, parts.pop())
    if times:
        return " - ".join(parts).strip(" ,."), " - ".join(times).strip(" .")
    for separator in (", ", ". ", "; ", " / "):
        place, found, time = text.rpartition(separator)
        if found and place and _is_time(time):
            return place.strip(" ,."), time.strip(" .")
    place, found, time = text.rpartition(" ")
    if found and time.upper() in vocabulary.BARE_TIMES and place:
        return place.strip(" ,."), time
    return text.strip(" ,."), ""


def _is_remark(part: str) -> bool:
    return part[0] in "([" and part[-1] in ")]"


def _is_time(part: str) -> bool:
    bare = _BRACKETED.sub(" ", part)
    words = [word.upper().replace("’", "'") for word in _WORDS.findall(bare)]
    if not words:
        return any(word in vocabulary.TIMES for word in _WORDS.findall(part.upper())) or _CLOCK.search(part) is not None
    if words[-1] in vocabulary.TIMES or words[-1].startswith("PRE-"):
        return len(words) <= LONGEST_TIME
    if words in (["VARIOUS"], ["SAME", "TIME"]) or words[-2:] == ["MAGIC", "HOUR"] or words[-2:] == ["GOLDEN", "HOUR"]:
        return True
    if words[0] in vocabulary.TIMES:
        after = bare.strip()[len(words[0]) :].lstrip()[:1]
        return after in ("/", ",", "(", "[", ":", "+", "&") or (len(words) > 1 and words[1] in vocabulary.AFTER_A_TIME)
    return len(words) <= LONGEST_TIME and _CLOCK.search(part) is not None
