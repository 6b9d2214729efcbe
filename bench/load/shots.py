"""What the measured nodes say. Texts differ from node to node, or compression would flatter every figure."""

from __future__ import annotations

import random

_SAYINGS = """
lamp turns nobody looks up wide low angle rain harbour night ferry leaves slow push in her hand on the rail
fog lifts over black water gulls one siren far away he counts coins twice closes the ledger grain of the wood
shallow focus lens thirty five millimetre handheld drifting left the door stays open a kettle boils dry neon
red spills across wet cobbles crowd parts she runs against it camera holds then follows dust in the projector
beam silence before thunder
"""
WORDS = _SAYINGS.split()
PROMPT_WORDS = 18


def title(index: int) -> str:
    return " ".join(random.Random(-index).choices(WORDS, k=3)).capitalize()


def prompt(index: int) -> str:
    return " ".join(random.Random(index).choices(WORDS, k=PROMPT_WORDS)).capitalize() + "."
