"""The names a node file needs."""

from production_canvas.graph.node_type import ALL_LEVELS, Inputs, Job, Level, Merge, NodeType, Parameter
from production_canvas.graph.sockets import Socket, SocketType

__all__ = ["ALL_LEVELS", "Inputs", "Job", "Level", "Merge", "NodeType", "Parameter", "Socket", "SocketType"]
