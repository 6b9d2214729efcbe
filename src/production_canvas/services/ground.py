"""Where there is room on the film's own level, and where omitted scenes are set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice

from production_canvas.film.hierarchy import SCENE_PITCH, SCRIPT_GAP, node_op
from production_canvas.graph.apply import Op
from production_canvas.graph.model import Node
from production_canvas.graph.state import Graph

BOX = (320.0, 320.0)
"""What any card takes at most."""
STEP = (180.0, 140.0)
RINGS = 60
PARKED_A_ROW = 6
PARKING = "Omitted"
PARKING_GAP = 600.0
EDGE, HEAD = 40.0, 80.0


class Ground:
    """Corners of the cards on the film level, by the square they lie in."""

    def __init__(self, graph: Graph) -> None:
        self._squares: defaultdict[tuple[int, int], set[tuple[float, float]]] = defaultdict(set)
        self.bottom = 0.0
        for node_id in graph.children(None):
            node = graph.nodes[node_id]
            if node.type != "frame":
                self._squares[_square(node.x, node.y)].add((node.x, node.y))
                self.bottom = max(self.bottom, node.y)

    def leave(self, node: Node) -> None:
        """Frees the place of a card that moves."""
        self._squares[_square(node.x, node.y)].discard((node.x, node.y))

    def beside(self, corner: tuple[float, float]) -> tuple[float, float]:
        """The free corner nearest to the right of a card at `corner`, from now on taken."""
        wanted = (corner[0] + SCENE_PITCH[0], corner[1])
        found = next((each for each in _around(wanted) if self._is_free(*each)), (wanted[0], self.bottom + BOX[1]))
        self._squares[_square(*found)].add(found)
        self.bottom = max(self.bottom, found[1])
        return found

    def _is_free(self, x: float, y: float) -> bool:
        column, row = _square(x, y)
        near = (self._squares.get((column + right, row + down), ()) for right in (-1, 0, 1) for down in (-1, 0, 1))
        return not any(
            abs(x - other[0]) < BOX[0] and abs(y - other[1]) < BOX[1] for corners in near for other in corners
        )


def _square(x: float, y: float) -> tuple[int, int]:
    return (int(x // BOX[0]), int(y // BOX[1]))


def _around(corner: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Corners ring by ring, each ring's nearest first."""
    yield corner
    for ring in range(1, RINGS):
        steps = range(-ring, ring + 1)
        square = [(right, down) for right in steps for down in steps if max(abs(right), abs(down)) == ring]
        square.sort(key=lambda step: (abs(step[0]) + abs(step[1]), -step[1], -step[0]))
        yield from ((corner[0] + right * STEP[0], corner[1] + down * STEP[1]) for right, down in square)


def parking(graph: Graph, script: Node, scenes: Sequence[Node], ground: Ground, new_id: Callable[[], str]) -> list[Op]:
    """Moves scenes onto the frame for omitted ones, which is laid out below the film where there is none."""
    top_level = (graph.nodes[each] for each in sorted(graph.children(None)))
    frame = next((node for node in top_level if node.type == "frame" and node.data.get("title") == PARKING), None)
    parked = [node for each in graph.children(None) if _is_parked(node := graph.nodes[each])]
    corner = (frame.x, frame.y) if frame else (script.x + SCRIPT_GAP, ground.bottom + PARKING_GAP)
    taken = {(node.x, node.y) for node in parked}
    slots = (_slot(corner, place) for place in count())
    free = list(islice((slot for slot in slots if slot not in taken), len(scenes)))
    rows = round((max(y for _, y in free) - corner[1] - HEAD) / SCENE_PITCH[1]) + 1
    size = {
        "width": 2 * EDGE + PARKED_A_ROW * SCENE_PITCH[0],
        "height": HEAD + rows * SCENE_PITCH[1],
    }
    if frame is None:
        ops = [node_op(new_id(), "frame", None, corner, "", {"title": PARKING, **size})]
    else:
        ops = [
            {"op": "node.set", "id": frame.id, "path": [key], "value": value}
            for key, value in size.items()
            if frame.data.get(key, 0) < value
        ]
    moves = [{"id": scene.id, "x": x, "y": y} for scene, (x, y) in zip(scenes, free, strict=True)]
    return [*ops, {"op": "node.move", "moves": moves}]


def _slot(corner: tuple[float, float], place: int) -> tuple[float, float]:
    row, column = divmod(place, PARKED_A_ROW)
    return (corner[0] + EDGE + column * SCENE_PITCH[0], corner[1] + HEAD + row * SCENE_PITCH[1])


def _is_parked(node: Node) -> bool:
    source = node.data.get("source")
    return node.type == "scene_group" and isinstance(source, dict) and source.get("mark") == "omitted"
