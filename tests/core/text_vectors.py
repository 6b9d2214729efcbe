"""The cases of `tests/data/text-vectors.json`, which the server's and the browser's text both have to meet.

Writes the file: `python -m tests.core.text_vectors`.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from production_canvas.errors import TextMismatch
from production_canvas.graph import text

FILE = Path(__file__).parents[1] / "data" / "text-vectors.json"
SEEDS = 50
LETTERS = ["a", "b", " ", "\n", "é", "e\u0301", "漢", "😀", "👩‍👩‍👧", "🏳️‍🌈", "\u200f"]

Case = dict[str, Any]

FAMILY = "👩‍👩‍👧"
"""Five code points, eight UTF-16 units, one picture."""

WRITTEN: list[tuple[str, str, list[Any], dict[str, Any], Any]] = [
    ("nothing done to nothing", "apply", ["", []], {}, ""),
    ("the first letters of an empty text", "apply", ["", ["Fog."]], {}, "Fog."),
    ("what is skipped stays", "apply", ["Fog rolls in.", [4, "slowly "]], {}, "Fog slowly rolls in."),
    ("letters go and others come at one place", "apply", ["A wide shot.", [2, "close", {"d": 4}]], {}, "A close shot."),
    ("an emoji counts once", "apply", ["😀!", [1, " ok", {"d": 1}]], {}, "😀 ok"),
    ("a family is five code points", "apply", [FAMILY, [2, {"d": 3}]], {}, "👩‍"),
    ("an accent is a letter of its own", "apply", ["cafe\u0301", [4, {"d": "\u0301"}]], {}, "cafe"),
    ("right to left counts as it is stored", "apply", ["שלום", [2, "x"]], {}, "שלxום"),
    ("a skip over everything", "apply", ["ab", [2]], {}, "ab"),
    ("a deletion behind the end", "apply", ["ab", [1, {"d": 2}]], {}, "TextMismatch"),
    ("a skip behind the end", "apply", ["😀", [2]], {}, "TextMismatch"),
    ("other letters than are there", "apply", ["ab", [{"d": "x"}]], {}, "TextMismatch"),
    ("half an emoji cannot be deleted by name", "apply", ["😀", [{"d": "😁"}]], {}, "TextMismatch"),
    ("deletions learn their letters", "completed", ["a😀b", [1, {"d": 2}]], {}, [1, {"d": "😀b"}]),
    (
        "an insertion moves before the deletion at its place",
        "completed",
        ["ab", [{"d": 1}, "x", {"d": 1}]],
        {},
        ["x", {"d": "ab"}],
    ),
    ("neighbours are joined, the last skip goes", "completed", ["abcd", [1, 1, "x", "y", 2]], {}, [2, "xy"]),
    ("completing behind the end", "completed", ["ab", [3]], {}, "TextMismatch"),
    ("at one place the earlier stands left", "transform", [["mine"], ["theirs"]], {"left": False}, [6, "mine"]),
    ("the earlier itself stays where it is", "transform", [["mine"], ["theirs"]], {"left": True}, ["mine"]),
    ("a tie behind an emoji", "transform", [[1, "b"], [1, "👍"]], {"left": False}, [2, "b"]),
    ("a tie at the place of a deletion", "transform", [["x", {"d": 1}], ["y", {"d": 1}]], {"left": False}, [1, "x"]),
    ("what both delete goes once", "transform", [[1, {"d": 3}], [2, {"d": 3}]], {"left": False}, [1, {"d": 1}]),
    (
        "a deletion leaves what was put into its midst",
        "transform",
        [[{"d": "abcd"}], [2, "new"]],
        {"left": False},
        [{"d": "ab"}, 3, {"d": "cd"}],
    ),
    ("an insertion lives where its surroundings went", "transform", [[2, "new"], [{"d": 4}]], {"left": False}, ["new"]),
    ("over nothing nothing changes", "transform", [[3, "x"], []], {"left": True}, [3, "x"]),
    ("nothing stays nothing", "transform", [[], [3, "x"]], {"left": True}, []),
    (
        "letters that are named are cut by code points",
        "transform",
        [[{"d": "a😀b"}], [{"d": 2}]],
        {"left": True},
        [{"d": "b"}],
    ),
    ("typing goes on", "compose", [["He"], [2, "llo"]], {}, ["Hello"]),
    ("what was typed and deleted never was", "compose", [[3, "x"], [3, {"d": "x"}]], {}, []),
    ("a deletion within one's own letters", "compose", [["a😀b"], [1, {"d": 1}]], {}, ["ab"]),
    ("two deletions side by side are one", "compose", [[1, {"d": "b"}], [{"d": "a"}]], {}, [{"d": "ab"}]),
    ("letters that are counted do not join named ones", "compose", [[{"d": "ab"}], [{"d": 2}]], {}, [{"d": 4}]),
    ("back to what it was", "invert", [[1, "x", {"d": "😀"}, 2, {"d": "z"}]], {}, [1, "😀", {"d": "x"}, 2, "z"]),
    ("nothing taken back", "invert", [[]], {}, []),
    ("before a caret pushes it on", "transform_cursor", [3, ["😀"]], {}, 4),
    ("right at a caret leaves it", "transform_cursor", [3, [3, "x"]], {}, 3),
    ("its own letters push it on", "transform_cursor", [3, [3, "x"]], {"own": True}, 4),
    ("behind a caret does not matter", "transform_cursor", [3, [4, "x"]], {}, 3),
    ("a caret within what goes falls to its place", "transform_cursor", [3, [1, {"d": "bcde"}]], {}, 1),
    ("a caret behind what goes moves back", "transform_cursor", [3, [{"d": 2}]], {}, 1),
    ("no difference", "difference", ["same", "same"], {}, []),
    ("a letter more", "difference", ["shot", "shoot"], {}, [2, "o"]),
    ("a letter more among equal ones, by the caret", "difference", ["aaa", "aaaa", 2], {}, [1, "a"]),
    ("a letter less among equal ones, by the caret", "difference", ["aaa", "aa", 1], {}, [1, {"d": "a"}]),
    ("a word replaced", "difference", ["a red door", "a green door"], {}, [2, "green", {"d": "red"}]),
    ("emoji that share their first half", "difference", ["😀", "😁"], {}, ["😁", {"d": "😀"}]),
    ("one of a family", "difference", [FAMILY, "👩‍👩"], {}, [3, {"d": "‍👧"}]),
    ("everything goes", "difference", ["a😀", ""], {}, [{"d": "a😀"}]),
    ("everything comes", "difference", ["", "a😀"], {}, ["a😀"]),
]


def cases() -> list[Case]:
    """Every case, the written ones first: `{name, call, args, named, gives}`; `gives` may be the error's name."""
    written = [dict(zip(("name", "call", "args", "named", "gives"), case, strict=True)) for case in WRITTEN]
    return written + [case for seed in range(SEEDS) for case in _generated(seed)]


def answer(case: Case) -> Any:
    """What this implementation gives for the case."""
    try:
        return getattr(text, case["call"])(*case["args"], **case["named"])
    except TextMismatch:
        return "TextMismatch"


def _generated(seed: int) -> list[Case]:
    draw = random.Random(seed)  # the seed replays the case
    start = _letters(draw, 12)
    one, other = _delta(draw, start), _delta(draw, start)
    after = text.apply(start, one)
    then = _delta(draw, after)
    calls: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("apply", [start, one], {}),
        ("transform", [one, other], {"left": True}),
        ("transform", [other, one], {"left": False}),
        ("compose", [one, then], {}),
        ("invert", [one], {}),
        ("transform_cursor", [draw.randint(0, len(start)), one], {"own": draw.random() < 0.5}),
        ("difference", [start, after, draw.choice([None, draw.randint(0, len(after))])], {}),
    ]
    found = [{"name": f"seed {seed}", "call": call, "args": args, "named": named} for call, args, named in calls]
    return [{**case, "gives": answer(case)} for case in found]


def _letters(draw: random.Random, most: int) -> str:
    return "".join(draw.choice(LETTERS) for _ in range(draw.randint(0, most)))


def _delta(draw: random.Random, start: str) -> text.Delta:
    parts: list[text.Part] = []
    place = 0
    while place < len(start) or draw.random() < 0.4:
        length = draw.randint(1, 4)
        if draw.random() < 0.35:
            parts.append(_letters(draw, 2))
        elif place + length > len(start):
            break
        else:
            parts.append(length if draw.random() < 0.6 else {"d": length})
            place += length
    return text.completed(start, parts)


def written_out() -> str:
    """The file's text: one case a line."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases())
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    FILE.write_text(written_out(), encoding="utf-8")
