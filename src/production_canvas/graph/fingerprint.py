"""What of a job determines its output: two jobs with one fingerprint give the same clip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from production_canvas.graph.carried import ARRIVALS, Types

EDITION = "4"
"""Which rules of this file a key was made by. Another one with every change of what counts: keys of an earlier edition
say nothing, and are made anew from their jobs.
"""
WHERE_ANY = frozenset({"references", "pictures"})
"""What of an asset counts only where there is any."""
SET_ASIDE = frozenset({"note", "collapsed", "asset_version"})
"""Parameters of a wired card that nothing is made of; the version it keeps shows in the asset itself."""
BROUGHT = ("take", "frame", "start", "end", "each", "value")
"""What a wire may bring besides what stands on its card."""
OF_THE_TAKE = frozenset({"node_id", "version", "take"})
ON_THE_SLATE = frozenset({"number"})
"""Of a shot and its scene: what is burnt in, but changes nothing that is seen."""


def fingerprint(job: Mapping[str, Any], types: Types) -> dict[str, Any]:
    """The job without what changes no picture but its slate: which node asked, the how manieth take it is, what stands
    before it in the film, which cards and which versions gave what they gave. A value that a card has anyway is as good
    as none, and 1.0 is 1.
    """
    inputs = {
        name: [_value(each, types) for each in values] for name, values in job["inputs"].items() if name != ARRIVALS
    }
    told = {key: value for key, value in job.items() if key not in OF_THE_TAKE} | {"inputs": inputs}
    return {key: _plain(value) for key, value in told.items()}


def setup(job: Mapping[str, Any], types: Types) -> dict[str, Any]:
    """The fingerprint without the seed and the numbers of the slate: takes of one setup are of one version."""
    asked = {**job, "inputs": job.get("inputs", {})}
    parameters = _unnumbered(job["parameters"])
    if isinstance(scene := parameters.get("scene"), Mapping):
        parameters["scene"] = _unnumbered(scene)
    return {key: value for key, value in fingerprint(asked, types).items() if key != "seed"} | {
        "parameters": parameters
    }


def _unnumbered(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parameters.items() if key not in ON_THE_SLATE}


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _value(value: Mapping[str, Any], types: Types) -> dict[str, Any]:
    kind = types.get(value["kind"])
    anyway = {each.key: each.default for each in kind.parameters} if kind else {}
    data = {
        key: entry
        for key, entry in value["data"].items()
        if key not in SET_ASIDE and not (key in anyway and entry == anyway[key])
    }
    asset = value["asset"]
    if asset is not None:
        asset = {key: entry for key, entry in asset.items() if key != "version" and (entry or key not in WHERE_ANY)}
    brought = {key: value[key] for key in BROUGHT if key in value}
    return {"kind": value["kind"], "data": data, "asset": asset, "weight": value["weight"], **brought}
