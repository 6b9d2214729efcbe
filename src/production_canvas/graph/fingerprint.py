"""What of a job determines its output: two jobs with one fingerprint give the same clip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from production_canvas.graph.carried import ARRIVALS

EDITION = "2"
"""Which rules of this file a key was made by. Another one with every change of what counts: keys of an earlier edition
say nothing, and are made anew from their jobs.
"""
WHERE_ANY = frozenset({"references", "pictures"})
"""What of an asset counts only where there is any."""
SET_ASIDE = frozenset({"note", "collapsed", "asset_version"})
"""Parameters of a wired card that nothing is made of; the version it keeps shows in the asset itself."""


OF_THE_TAKE = frozenset({"node_id", "take"})


def fingerprint(job: Mapping[str, Any]) -> dict[str, Any]:
    """The job without what changes no picture but its slate: which node asked, the how manieth take it is, what stands
    before it in the film, which cards and which versions gave what they gave.
    """
    inputs = {name: [_value(each) for each in values] for name, values in job["inputs"].items() if name != ARRIVALS}
    return {key: value for key, value in job.items() if key not in OF_THE_TAKE} | {"inputs": inputs}


def _value(value: Mapping[str, Any]) -> dict[str, Any]:
    data = {key: entry for key, entry in value["data"].items() if key not in SET_ASIDE}
    asset = value["asset"]
    if asset is not None:
        asset = {key: entry for key, entry in asset.items() if key != "version" and (entry or key not in WHERE_ANY)}
    return {"kind": value["kind"], "data": data, "asset": asset, "weight": value["weight"]}
