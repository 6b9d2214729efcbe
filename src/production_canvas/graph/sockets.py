"""Socket types and sockets, and what may connect to what, with the reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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
    `reference`: a picture that arrives here is one to follow, so its wire has a weight.
    """

    name: str
    types: tuple[SocketType, ...]
    title: str
    many: bool = False
    item: SocketType | None = None
    integer: bool = False
    by: str = ""
    wired: bool = False
    reference: bool = False


class Verdict(StrEnum):
    """What becomes of a wire: connects, converts by itself, is offered a conversion node, or is refused."""

    YES = "yes"
    CONVERTS = "converts"
    CONVERSION_NODE = "conversion_node"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Answer:
    """`insert`: the kind of the node that converts, `data` what it has to be set to."""

    verdict: Verdict
    reason: str = ""
    insert: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def connects(self) -> bool:
        return self.verdict in (Verdict.YES, Verdict.CONVERTS)


@dataclass(frozen=True, slots=True)
class Shape:
    """One type that a wire can carry: an array by its elements, a number by whether it is whole."""

    kind: SocketType
    item: SocketType | None = None
    integer: bool = False

    def __str__(self) -> str:
        """Its key in the rule table: `image`, `array:image` for a list of pictures, `number:integer`."""
        if self.kind is SocketType.ARRAY and self.item:
            return f"array:{self.item}"
        return "number:integer" if self.kind is SocketType.NUMBER and self.integer else str(self.kind)


def shapes(socket: Socket) -> tuple[Shape, ...]:
    """Every type that the socket takes or gives."""
    return tuple(Shape(kind, socket.item, socket.integer) for kind in socket.types)


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
SENTENCES = {
    "gone": "One end of the wire is gone.",
    "self": "A node cannot be wired to itself.",
    "levels": "Wires join nodes of one level; use In and Out to cross into a scene.",
    "kind": "There is no node type “{kind}”.",
    "socket": "A {kind} node has no socket “{handle}”.",
    "loop": "That wire would close a loop.",
    "dot": "The dot leads to {first} already, and nothing connects to both {first} and {second}.",
    "weight": "Only what is followed has a weight: characters, styles, control maps, reference pictures.",
}
"""What people read of a wire that is refused for another reason than its types."""

_T = SocketType
_CONVERTS: dict[tuple[SocketType, SocketType], str] = {
    (_T.IMAGE, _T.MASK): "The picture's luminance becomes the mask.",
    (_T.IMAGE, _T.CONTROL_MAP): "The picture is used as the control map.",
    (_T.NUMBER, _T.TEXT): "The number is written out.",
    (_T.TEXT, _T.NUMBER): "The text is read as a number; the node says so if it is none.",
    (_T.BOOLEAN, _T.NUMBER): "True becomes 1, false 0.",
    (_T.BOOLEAN, _T.TEXT): "The value is written out.",
}
_BY_NODE: dict[tuple[SocketType, SocketType], tuple[str, str]] = {
    (_T.VIDEO, _T.IMAGE): ("convert_video_frame", "A frame has to be chosen: insert a frame node."),
    (_T.VIDEO, _T.AUDIO): ("convert_video_audio", "The sound has to be taken out: insert a sound node."),
    (_T.TEXT, _T.AUDIO): ("convert_text_audio", "The text has to be spoken: insert a voice node."),
}
FOLLOWED = frozenset({_T.CHARACTER, _T.STYLE, _T.CONTROL_MAP})
"""What always has a weight."""


def _pair(source: Shape, target: Shape) -> Answer:
    if _T.ARRAY in (source.kind, target.kind):
        return _list(source, target)
    if source.kind is target.kind:
        if target.integer and not source.integer:
            return Answer(Verdict.CONVERTS, "The number is rounded to a whole one.")
        return Answer(Verdict.YES)
    if (source.kind, target.kind) in _CONVERTS:
        return Answer(Verdict.CONVERTS, _CONVERTS[source.kind, target.kind])
    if (source.kind, target.kind) in _BY_NODE:
        insert, reason = _BY_NODE[source.kind, target.kind]
        return Answer(Verdict.CONVERSION_NODE, reason, insert)
    return _refused(source, target)


def _list(source: Shape, target: Shape) -> Answer:
    if source.kind is target.kind:
        return Answer(Verdict.YES) if target.item in (source.item, None) else _other_list(source, target)
    if target.kind is _T.ARRAY:
        return _joins(source, target)
    if source.item is _T.IMAGE and target.kind is _T.VIDEO:
        return Answer(Verdict.CONVERTS, "The pictures become a clip at the film's frame rate.")
    if source.item is target.kind:
        reason = "One element has to be chosen: insert a pick node."
        return Answer(Verdict.CONVERSION_NODE, reason, "pick", {"item_type": str(source.item)})
    return _refused(source, target)


def _joins(source: Shape, target: Shape) -> Answer:
    """Of a single thing to a list."""
    if target.item is source.kind:
        return Answer(Verdict.YES, "Joins the list.")
    if (source.kind, target.item) == (_T.VIDEO, _T.IMAGE):
        reason = "The clip has to be split into pictures: insert a split node."
        return Answer(Verdict.CONVERSION_NODE, reason, "convert_video_images")
    return _refused(source, target)


def _other_list(source: Shape, target: Shape) -> Answer:
    given, taken = (f"a list of {TITLES[each.item]}" if each.item else "a list" for each in (source, target))
    return Answer(Verdict.NO, REFUSAL.format(source=given.capitalize(), target=taken))


def _refused(source: Shape, target: Shape) -> Answer:
    return Answer(Verdict.NO, REFUSAL.format(source=TITLES[source.kind], target=TITLES[target.kind]))


RANK = (Verdict.YES, Verdict.CONVERTS, Verdict.CONVERSION_NODE, Verdict.NO)
"""From the best to the worst."""


def answer(source: Socket, target: Socket) -> Answer:
    """The best verdict over every pair of the two sockets' types, the first of equals."""
    pairs = (_pair(given, taken) for given in shapes(source) for taken in shapes(target))
    return min(pairs, key=lambda found: RANK.index(found.verdict))


def worst(answers: Iterable[Answer]) -> Answer:
    """The one that decides where a wire feeds several sockets; without any, it connects."""
    return max(answers, key=lambda found: (RANK.index(found.verdict), found.reason), default=Answer(Verdict.YES))


def weighs(source: Socket, target: Socket) -> bool:
    """Whether a wire from the one to the other has a weight: it leads to what is to be followed."""
    carried = [kind for kind in source.types if answer(_one(source, kind), target).connects]
    return any(kind in FOLLOWED or (kind is SocketType.IMAGE and target.reference) for kind in carried)


def _one(socket: Socket, kind: SocketType) -> Socket:
    return Socket(socket.name, (kind,), socket.title, item=socket.item, integer=socket.integer)


SHAPES: tuple[Shape, ...] = (
    *(Shape(kind) for kind in SocketType),
    *(Shape(SocketType.ARRAY, kind) for kind in SocketType if kind is not SocketType.ARRAY),
    Shape(SocketType.NUMBER, integer=True),
)
"""Everything that a wire can carry."""


def common_source(targets: Iterable[Socket]) -> bool:
    """Whether anything connects to all of them."""
    taken = [shapes(target) for target in targets]
    return any(all(any(_pair(shape, target).connects for target in each) for each in taken) for shape in SHAPES)


def rule_table() -> dict[str, dict[str, Any]]:
    """Every pair that does not meet the plain refusal, as `from>to` → verdict, reason, node to insert and its data."""
    rows: dict[str, dict[str, Any]] = {}
    for source in SHAPES:
        for target in SHAPES:
            found = _pair(source, target)
            if found != _refused(source, target):
                rows[f"{source}>{target}"] = _row(found)
    return rows


def _row(found: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"verdict": str(found.verdict), "reason": found.reason}
    return row | ({"insert": found.insert, "data": dict(found.data)} if found.insert else {})
