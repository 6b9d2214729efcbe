"""A tool elsewhere, called by the server: request out, answer in."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON, choice, line, prose, record, whole
from production_canvas.nodes.spec import Merge, NodeType, Parameter, Socket, SocketType

REFERENCE = r"^((Basic|Bearer|Token) )?\{secret:[A-Za-z0-9_-]{1,64}\}$"
PRIVATE = r"(?i)(authori[sz]ation|cookie|key|token|secret|password|signature)"
HEADERS = {
    "type": "object",
    "maxProperties": 50,
    "propertyNames": {"pattern": r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$"},
    "patternProperties": {PRIVATE: {"type": "string", "maxLength": 200, "pattern": REFERENCE}},
    "additionalProperties": {"type": "string", "maxLength": 2000, "pattern": r"^[^\r\n]*$"},
}
"""A header that carries a secret names it, as `Bearer {secret:NAME}`: no secret stands in a film."""
PATH = {"type": "string", "maxLength": 400}

NODE = NodeType(
    kind="api_request",
    title="API request",
    help="A tool elsewhere, called by the server and never by the browser: request out, answer in.",
    component="ApiNode",
    category="Pipelines",
    icon="webhook",
    width=300,
    inputs=(
        Socket("text", (SocketType.TEXT,), "Text", many=True),
        Socket("numbers", (SocketType.NUMBER,), "Numbers", many=True),
        Socket("lists", (SocketType.ARRAY,), "Lists", many=True),
    ),
    outputs=(
        Socket("text", (SocketType.TEXT,), "Text"),
        Socket("image", (SocketType.IMAGE,), "Picture"),
        Socket("video", (SocketType.VIDEO,), "Clip"),
        Socket("audio", (SocketType.AUDIO,), "Sound"),
    ),
    parameters=(
        line("name", "Name"),
        choice("method", "Method", ("GET", "POST", "PUT", "PATCH", "DELETE"), default="POST"),
        line("url", "URL", limit=2000, pattern=r"^$|^https?://[^\s]+$", hint="https://…", control="url"),
        Parameter(
            "headers",
            "Headers",
            HEADERS,
            {},
            Merge.OBJECT,
            help="A secret is named, never written out: Bearer {secret:NAME}.",
            control="headers",
        ),
        prose("body", "Body", hint="Template: {text}, {number} and {list} are what is wired here.", limit=50_000),
        record(
            "mapping",
            "Where the answer is",
            {"text": PATH, "image": PATH, "video": PATH, "audio": PATH},
            {},
            control="mapping",
        ),
        whole("time_limit", "Time limit", 1, 300, default=30, unit="s"),
        *COMMON,
    ),
)
