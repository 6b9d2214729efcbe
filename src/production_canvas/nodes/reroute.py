"""A dot that leads a wire round things."""

from __future__ import annotations

from production_canvas.nodes.parameters import COMMON
from production_canvas.nodes.spec import NodeType, Socket, SocketType

NODE = NodeType(
    kind="reroute",
    title="Dot",
    help="Leads a wire round things; it carries whatever is wired to it.",
    component="RerouteNode",
    category="Canvas",
    icon="circle-dot",
    width=20,
    inputs=(Socket("in", tuple(SocketType), "In", wired=True),),
    outputs=(Socket("out", tuple(SocketType), "Out", wired=True),),
    parameters=COMMON,
)
