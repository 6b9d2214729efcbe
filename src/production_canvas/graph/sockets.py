"""Socket types and sockets, and what may connect to what, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SocketType(StrEnum):
    """The ten types of the product requirements and five that its node list implies."""

    VIDEO = "video"
    IMAGE = "image"
    AUDIO = "audio"
    TEXT = "text"
    CHARACTER = "character"
    STYLE = "style"
    ENVIRONMENT = "environment"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    PIPELINE = "pipeline"
    CAMERA = "camera"
    CONTROL_MAP = "control_map"
    MASK = "mask"
    SEQUENCE = "sequence"


@dataclass(frozen=True, slots=True)
class Socket:
    """`types`: all that it takes or gives. `many`: takes several wires, in order. `item`: an array's element type.
    `integer`: whole numbers only. `by`: the parameter that says which of `types` it is, of an array what its elements
    are, of a number whether it is whole. `wired`: its type is that of what the wires bring to the node.
    """

    name: str
    types: tuple[SocketType, ...]
    title: str
    many: bool = False
    item: SocketType | None = None
    integer: bool = False
    by: str = ""
    wired: bool = False


class Verdict(StrEnum):
    """What becomes of a wire: connects, converts by itself, is offered a conversion node, or is refused."""

    YES = "yes"
    CONVERTS = "converts"
    CONVERSION_NODE = "conversion_node"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Answer:
    verdict: Verdict
    reason: str = ""


TITLES: dict[str, str] = {
    "video": "Video",
    "image": "Image",
    "audio": "Audio",
    "text": "Text",
    "character": "Character",
    "style": "Style",
    "environment": "Environment",
    "number": "Number",
    "boolean": "Boolean",
    "array": "List",
    "pipeline": "Pipeline",
    "camera": "Camera",
    "control_map": "Control map",
    "mask": "Mask",
    "sequence": "Sequence",
}
REFUSAL = "{source} does not connect to {target}."

_T = SocketType
_CONVERTS: dict[tuple[SocketType, SocketType], str] = {
    (_T.IMAGE, _T.MASK): "The picture's luminance becomes the mask.",
    (_T.IMAGE, _T.CONTROL_MAP): "The picture is used as the control map.",
    (_T.NUMBER, _T.TEXT): "The number is written out.",
    (_T.TEXT, _T.NUMBER): "The text is read as a number; the node says so if it is none.",
    (_T.BOOLEAN, _T.NUMBER): "True becomes 1, false 0.",
    (_T.BOOLEAN, _T.TEXT): "The value is written out.",
}
_BY_NODE: dict[tuple[SocketType, SocketType], str] = {
    (_T.VIDEO, _T.IMAGE): "A frame has to be chosen: insert a frame node.",
    (_T.VIDEO, _T.AUDIO): "The sound has to be taken out: insert a sound node.",
    (_T.VIDEO, _T.ARRAY): "The clip has to be split into pictures: insert a split node.",
    (_T.TEXT, _T.AUDIO): "The text has to be spoken: insert a voice node.",
}


def label(kind: SocketType, item: SocketType | None = None) -> str:
    """The type's key in the rule table: `image`, or `array:image` for a list of pictures."""
    return f"array:{item}" if kind is SocketType.ARRAY and item else str(kind)


def _pair(source: SocketType, item: SocketType | None, target: SocketType, target_item: SocketType | None) -> Answer:
    if source is target:
        return _same(source, item, target_item)
    if SocketType.ARRAY in (source, target) and (found := _list(source, item, target, target_item)) is not None:
        return found
    if (source, target) in _CONVERTS:
        return Answer(Verdict.CONVERTS, _CONVERTS[source, target])
    if (source, target) in _BY_NODE and target_item in (None, SocketType.IMAGE):
        return Answer(Verdict.CONVERSION_NODE, _BY_NODE[source, target])
    return Answer(Verdict.NO, REFUSAL.format(source=TITLES[source], target=TITLES[target]))


def _same(kind: SocketType, item: SocketType | None, target_item: SocketType | None) -> Answer:
    if kind is not SocketType.ARRAY or target_item in (item, None):
        return Answer(Verdict.YES)
    return Answer(Verdict.NO, f"A list of {item or 'anything'} is no list of {target_item}.")


def _list(
    source: SocketType, item: SocketType | None, target: SocketType, target_item: SocketType | None
) -> Answer | None:
    if source is SocketType.ARRAY and item is SocketType.IMAGE and target is SocketType.VIDEO:
        return Answer(Verdict.CONVERTS, "The pictures become a clip at the film's frame rate.")
    if source is SocketType.ARRAY and item is target:
        return Answer(Verdict.CONVERSION_NODE, "One element has to be chosen: insert a pick node.")
    if target is SocketType.ARRAY and target_item is source:
        return Answer(Verdict.YES, "Joins the list.")
    return None


_RANK = (Verdict.YES, Verdict.CONVERTS, Verdict.CONVERSION_NODE, Verdict.NO)


def answer(source: Socket, target: Socket) -> Answer:
    """The best verdict over every pair of the two sockets' types."""
    pairs = (_pair(given, source.item, taken, target.item) for given in source.types for taken in target.types)
    return min(pairs, key=lambda found: _RANK.index(found.verdict))


def rule_table() -> dict[str, dict[str, str]]:
    """Every pair that is not refused, as `from>to` → verdict and reason; what is missing here is refused."""
    labels: list[tuple[SocketType, SocketType | None]] = [(kind, None) for kind in SocketType]
    labels += [(SocketType.ARRAY, kind) for kind in SocketType if kind is not SocketType.ARRAY]
    rows: dict[str, dict[str, str]] = {}
    for source, item in labels:
        for target, target_item in labels:
            found = _pair(source, item, target, target_item)
            if found.verdict is not Verdict.NO:
                row = {"verdict": str(found.verdict), "reason": found.reason}
                rows[f"{label(source, item)}>{label(target, target_item)}"] = row
    return rows
