"""Shots worded by a language model behind an OpenAI-compatible door, where an administrator has named one.

The rules decide what the shots are: which lines, in which order, under which ids. A model may only word them anew. What
it answers is checked like any other value of a shot; where it does not answer, is late or answers otherwise, the rules'
own words stand.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated, Any

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from production_canvas.errors import Invalid
from production_canvas.film.breakdown import SceneBreakdown, Shot
from production_canvas.nodes.checking import check_value
from production_canvas.nodes.shot import SIZES

log = structlog.get_logger()

LARGEST = 1024 * 1024
LINES = 400
FAILURES = 3
"""In a row, after which a breakdown goes on without asking."""
FIELDS = ("title", "prompt", "size", "duration")
TASK = (
    "You are a first assistant director. You get one scene of a screenplay and its shots as rules proposed them."
    " Word each shot better: what is seen and what happens, concrete, in the present tense, faithful to the lines."
    ' Keep every shot and its id, add none, drop none. Answer with JSON alone: {"shots": [{"id": "…", "title": "…",'
    f' "prompt": "…", "size": one of {", ".join(SIZES)}, "duration": seconds}}]}}'
)


class WordedShot(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    title: Annotated[str, Field(min_length=1, max_length=200)]
    prompt: Annotated[str, Field(min_length=1, max_length=4000)]
    size: str
    duration: Annotated[float, Field(ge=0.5, le=120, allow_inf_nan=False)]


class Worded(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    shots: Annotated[list[WordedShot], Field(max_length=500)]


class Refinement:
    """`url`: the base of the door, with its version ("https://…/v1"); empty: the rules alone. `seconds` for a scene."""

    def __init__(self, url: str = "", *, model: str = "", key: str = "", seconds: float = 20.0) -> None:
        self._url = url.rstrip("/")
        self._model = model
        self._headers = {"authorization": f"Bearer {key}"} if key else {}
        self._seconds = seconds

    def begin(self) -> Asking:
        """For one breakdown."""
        return Asking(self)

    @property
    def wanted(self) -> bool:
        return bool(self._url)

    async def words(self, scene: SceneBreakdown, lines: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Title, prompt, size and duration by the id of each shot. Raises httpx.HTTPError, ValueError or Invalid."""
        told = {"shots": [_told(shot) for shot in scene.shots], "scene": scene.scene.heading, "lines": lines[:LINES]}
        messages = [
            {"role": "system", "content": TASK},
            {"role": "user", "content": json.dumps(told, ensure_ascii=False)},
        ]
        body = {"model": self._model, "messages": messages, "response_format": {"type": "json_object"}}
        # Nothing of the environment and no redirect leads anywhere but to the administrator's own address.
        limits = httpx.Timeout(self._seconds, connect=min(5.0, self._seconds))
        async with httpx.AsyncClient(timeout=limits, follow_redirects=False, trust_env=False) as client:
            answer = await self._answer(client, body)
        return _checked(answer, scene.shots)

    async def _answer(self, client: httpx.AsyncClient, body: dict[str, Any]) -> str:
        content = bytearray()
        url = f"{self._url}/chat/completions"
        async with client.stream("POST", url, json=body, headers=self._headers) as response:
            if response.status_code != httpx.codes.OK:
                raise ValueError(f"answered {response.status_code}")
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > LARGEST:
                    raise ValueError("answered more than a megabyte")
        try:
            return str(json.loads(content)["choices"][0]["message"]["content"])
        except (LookupError, TypeError, RecursionError) as error:
            raise ValueError("answered in another form") from error

    @property
    def seconds(self) -> float:
        return self._seconds


class Asking:
    """One breakdown's questions: after three that fail in a row there are no more."""

    def __init__(self, refinement: Refinement) -> None:
        self._refinement = refinement
        self._failed = 0

    async def refine(self, scene: SceneBreakdown, lines: Sequence[str], ops: Sequence[Any]) -> None:
        """Words the shots that `ops` add; leaves them as they are where no answer holds."""
        if not self._refinement.wanted or self._failed >= FAILURES or not scene.shots:
            return
        try:
            # The client's limits are for each wait; a trickle of bytes is ended by this one.
            words = await asyncio.wait_for(self._refinement.words(scene, lines), self._refinement.seconds)
        except (httpx.HTTPError, TimeoutError, ValueError, Invalid) as error:
            self._failed += 1
            log.info("script.not_refined", scene=scene.scene.number, error=type(error).__name__, failed=self._failed)
            return
        self._failed = 0
        for op in ops:
            node = op.get("node", {}) if isinstance(op, dict) else {}
            data = node.get("data", {})
            if node.get("type") == "shot" and (own := words.get(data.get("source", {}).get("id", ""))):
                data.update(own)


def _told(shot: Shot) -> dict[str, Any]:
    return {
        "id": shot.id,
        "rule": shot.rule,
        "title": shot.title,
        "prompt": shot.prompt,
        "size": shot.size,
        "duration": shot.duration,
        "characters": list(shot.characters),
        "dialogue": shot.dialogue,
    }


def _checked(answer: str, shots: Sequence[Shot]) -> dict[str, dict[str, Any]]:
    """The answer's words by shot. Raises ValueError or Invalid where they are not those of just these shots."""
    try:
        worded = Worded.model_validate_json(answer)
    except ValidationError as error:
        raise ValueError("answered in another form") from error
    if sorted(shot.id for shot in worded.shots) != sorted(shot.id for shot in shots):
        raise ValueError("answered about other shots")
    found: dict[str, dict[str, Any]] = {}
    for shot in worded.shots:
        found[shot.id] = {name: getattr(shot, name) for name in FIELDS}
        for name, value in found[shot.id].items():
            check_value("shot", name, value)
    return found
