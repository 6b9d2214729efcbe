"""What becomes of a job that failed: by the kind of fault, tried again, on more memory, or not at all."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

BACKOFF = (5.0, 20.0, 80.0)
"""Seconds before the first, second and third further try after a passing fault."""


class Fault(StrEnum):
    """`passing`: may succeed by itself later. `memory`: the worker was too small. `invalid`: will never succeed."""

    PASSING = "passing"
    MEMORY = "memory"
    INVALID = "invalid"


class Again(NamedTuple):
    """Once more in `delay` seconds on a worker with at least `vram` GiB."""

    delay: float
    vram: float


class Over(NamedTuple):
    """No more: `sentence` tells why."""

    sentence: str


def after_fault(fault: Fault, told: str, *, before: int, need: float, had: float, largest: float) -> Again | Over:
    """`told` is the backend's sentence, `before` the faults this job had already, `need` its GiB, `had` those of the
    worker that failed and `largest` those of the largest worker that could serve it.
    """
    if fault is Fault.PASSING and before < len(BACKOFF):
        return Again(BACKOFF[before], need)
    if fault is Fault.MEMORY and before == 0 and largest > had:
        return Again(0.0, had + 0.5)
    if fault is Fault.MEMORY:
        again = "a larger worker, too" if before else f"{had:g} GB, and no larger worker is connected"
        return Over(f"Out of memory on {again}. Lower the quality or shorten the shot. {told}".strip())
    if fault is Fault.PASSING:
        return Over(f"{told} It was tried {before + 1} times.")
    return Over(told)
