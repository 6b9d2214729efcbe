"""The pairs that together weigh most, each element in one pair at most: exact, sparse, the same every time."""

from __future__ import annotations

import heapq
from collections.abc import Mapping


def assign(weights: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """Left to right: of all ways to pair, one of greatest total weight; what is better alone stays alone.

    Weights are positive whole numbers. Shortest augmenting paths (Jonker and Volgenant) over the pairs given.
    """
    matching = _Matching(weights)
    for left in sorted(weights):
        matching.place(left)
    return {left: right for left, right in sorted(matching.right_of.items()) if right >= 0}


class _Matching:
    """Costs are negative weights. Everybody on the left has a place of their own, below zero, that costs nothing."""

    def __init__(self, weights: Mapping[int, Mapping[int, int]]) -> None:
        self.costs = {
            left: {-1 - left: 0} | {right: -weight for right, weight in row.items()} for left, row in weights.items()
        }
        self.right_of: dict[int, int] = {}
        self.left_of: dict[int, int] = {}
        self.paid: dict[int, int] = {}
        self.price: dict[int, int] = {}

    def place(self, root: int) -> None:
        """Takes one more on the left in, moving others where all are better off together."""
        self.paid[root] = min(cost - self.price.get(right, 0) for right, cost in self.costs[root].items())
        reached: dict[int, int] = {}
        before: dict[int, int] = {}
        done: dict[int, int] = {}
        waiting: list[tuple[int, int]] = []
        left, way = root, 0
        while True:
            for right, cost in self.costs[left].items():
                length = way + cost - self.paid[left] - self.price.get(right, 0)
                if right not in done and length < reached.get(right, length + 1):
                    reached[right], before[right] = length, left
                    heapq.heappush(waiting, (length, right))
            way, right = heapq.heappop(waiting)
            while right in done:
                way, right = heapq.heappop(waiting)
            done[right] = way
            if right not in self.left_of:
                break
            left = self.left_of[right]
        self._settle(root, way, done)
        self._turn_over(right, before)

    def _settle(self, root: int, length: int, done: Mapping[int, int]) -> None:
        self.paid[root] += length
        for right, at in done.items():
            self.price[right] = self.price.get(right, 0) + at - length
            if right in self.left_of:
                self.paid[self.left_of[right]] += length - at

    def _turn_over(self, right: int, before: Mapping[int, int]) -> None:
        here: int | None = right
        while here is not None:
            left = before[here]
            following = self.right_of.get(left)
            self.left_of[here], self.right_of[left] = left, here
            here = following
