"""Every error a caller can act on, as one tree.

CanvasError
├── Unauthenticated                the caller is nobody yet
├── Forbidden                      the caller is known, the role does not reach
├── NotFound                       no such thing, or none that this caller may see
│   └── WireEndGone
├── Invalid                        the input cannot be what it should be
│   ├── UnknownNodeType
│   ├── UnknownParameter
│   ├── SocketMismatch
│   ├── UnknownSocket
│   ├── CycleRefused
│   ├── LevelMismatch
│   ├── NotRunnable
│   └── UnreadableScript
├── Conflict                       the thing exists already, or moved on meanwhile
│   ├── GraphMoved
│   ├── AssetMoved
│   ├── TextMismatch
│   ├── TextMoved
│   ├── IdTaken
│   ├── NothingToUndo
│   └── StepTaken
├── TooLarge                       over a size or count limit
├── TooMany                        over a rate limit
└── Unavailable                    a part that is needed does not answer
    └── StoreAway
"""

from __future__ import annotations


class CanvasError(Exception):
    """Base of all. `code` is stable for machines, `str(error)` a sentence for people."""

    code = "error"
    status = 500


class Unauthenticated(CanvasError):
    code = "unauthenticated"
    status = 401

    def __init__(self, sentence: str = "Sign in first.") -> None:
        super().__init__(sentence)


class Forbidden(CanvasError):
    code = "forbidden"
    status = 403

    def __init__(self, action: str, role: str, needed: str) -> None:
        super().__init__(f"Your role here is {role}; to {action} you need to be {needed}.")


class NotFound(CanvasError):
    code = "not_found"
    status = 404

    def __init__(self, what: str, name: object = "") -> None:
        super().__init__(f"There is no {what} {name}".rstrip() + " here.")


class WireEndGone(NotFound):
    def __init__(self) -> None:
        CanvasError.__init__(self, "One end of the wire is gone.")


class Invalid(CanvasError):
    code = "invalid"
    status = 422


class UnknownNodeType(Invalid):
    code = "unknown_node_type"

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no node type “{kind}”.")


class UnknownParameter(Invalid):
    code = "unknown_parameter"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"A {kind} node has no “{key}” to set.")


class UnknownSocket(Invalid):
    code = "unknown_socket"

    def __init__(self, kind: str, handle: str) -> None:
        super().__init__(f"A {kind} node has no socket “{handle}”.")


class SocketMismatch(Invalid):
    """`reason` is the whole sentence a person reads while dragging the wire."""

    code = "socket_mismatch"

    def __init__(self, source: str, target: str, reason: str = "") -> None:
        super().__init__(reason or f"{source} does not connect to {target}.")
        self.source = source
        self.target = target


class CycleRefused(Invalid):
    code = "cycle"

    def __init__(self, sentence: str = "That wire would close a loop.") -> None:
        super().__init__(sentence)


class LevelMismatch(Invalid):
    code = "level_mismatch"


class NotRunnable(Invalid):
    code = "not_runnable"


class UnreadableScript(Invalid):
    code = "unreadable_script"


class Conflict(CanvasError):
    code = "conflict"
    status = 409


class GraphMoved(Conflict):
    """Somebody else was first: `version` is where the graph stands now."""

    code = "graph_moved"

    def __init__(self, seen: int, version: int) -> None:
        super().__init__(f"You saw version {seen}; the film is at version {version} now.")
        self.version = version


class AssetMoved(Conflict):
    """Somebody else has changed the asset meanwhile: `asset` is its record as it is now."""

    code = "asset_moved"

    def __init__(self, asset: object, name: str, seen: int, version: int) -> None:
        super().__init__(f"You saw version {seen} of {name}; somebody has made version {version} of it since.")
        self.asset = asset


class TextMismatch(Conflict):
    """A change of a text that was made for another text: it reaches to `end`, the text has `length` code points."""

    code = "text_mismatch"

    def __init__(self, length: int, end: int) -> None:
        super().__init__(f"The text has {length} letters and other ones than this change up to letter {end} knows.")


class TextMoved(Conflict):
    """The text was changed so often since that a change as large cannot be carried along."""

    code = "text_mismatch"

    def __init__(self, changes: int) -> None:
        super().__init__(f"The text was changed {changes} times since you saw it; look at it, then write yours again.")


class IdTaken(Conflict):
    code = "id_taken"

    def __init__(self) -> None:
        super().__init__("Somebody else has used this client_op_id; take another.")


class NothingToUndo(Conflict):
    code = "nothing_to_undo"

    def __init__(self, *, redo: bool) -> None:
        super().__init__("There is nothing of yours to redo." if redo else "There is nothing of yours to undo.")


class StepTaken(Conflict):
    """Another window of the same person took the step back first."""

    code = "step_taken"

    def __init__(self) -> None:
        super().__init__("Another window of yours has just taken this step back.")


class TooLarge(CanvasError):
    code = "too_large"
    status = 413


class TooMany(CanvasError):
    code = "too_many"
    status = 429


class Unavailable(CanvasError):
    code = "unavailable"
    status = 503
