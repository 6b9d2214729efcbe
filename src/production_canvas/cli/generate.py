"""`canvas generate`: makes the takes of a film, and waits for them."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import httpx
import typer
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from production_canvas.cli.options import Data, Json, running_settings
from production_canvas.errors import CanvasError, Invalid, NotFound, Unavailable
from production_canvas.wiring import open_canvas

if TYPE_CHECKING:
    from production_canvas.settings import Settings

application = typer.Typer()

WAIT = 30.0
"""Seconds in which the installation has to answer, and to be back where it went away."""
AGAIN = 1.0
WIDTH = 24
TOO_SOON = 0.05
"""Of the work, until which nothing is foreseen from what it took."""
NOWHERE: dict[str, Any] = {"data": {}}
DONE = {"made", "current", "cached"}
OVER = {"success": "made", "stale": "made", "error": "failed", "cancelled": "cancelled"}


class Quality(StrEnum):
    LOW = "low"
    STANDARD = "standard"
    HIGH = "high"


@dataclass(slots=True)
class Shot:
    """One node of the run. `state`: run (waits or is made), made, current, cached, failed, cancelled, refused."""

    id: str
    scene: str
    number: str
    state: str
    task_id: str | None
    estimate: float
    take: str | None = None
    seconds: float | None = None
    error: str = ""
    percent: float = 0.0
    began: float | None = None

    @property
    def name(self) -> str:
        return "/".join(filter(None, (self.scene, self.number)))

    def record(self) -> dict[str, Any]:
        """The shot as the report has it."""
        return {"id": self.id, "scene": self.scene, "number": self.number, "state": self.state, "take": self.take,
                "seconds": self.seconds, "error": self.error or None}  # fmt: skip


@dataclass(slots=True)
class Run:
    """What was asked for and how far it is."""

    project_id: str
    shots: list[Shot]
    began: float = field(default_factory=time.monotonic)

    @property
    def waiting(self) -> list[Shot]:
        return [shot for shot in self.shots if shot.state in {"run", "running"}]

    def by_task(self, task_id: str | None) -> Shot | None:
        return next((shot for shot in self.shots if task_id is not None and shot.task_id == task_id), None)

    def hear(self, message: dict[str, Any]) -> None:
        """Takes in one event of the project."""
        payload, meta = message["payload"], message.get("meta") or {}
        match message["event"]:
            case "server:full_sync" | "server:delta_sync":
                self._catch_up(meta)
            case "server:task_progress" if shot := self.by_task(payload["task_id"]):
                shot.began = shot.began or time.monotonic()
                shot.percent = payload["progress"]
            case "server:task_success" if shot := self.by_task(payload["task_id"]):
                shot.take = payload["result"].get("take_id")
                self._end(shot, "made")
            case "server:task_failed" if shot := self.by_task(payload["task_id"]):
                shot.error = payload["error"]
                self._end(shot, "failed")
            case "server:node_state_updated" if shot := self.by_task(meta.get("task_id")):
                if payload["state"] == "cancelled":
                    self._end(shot, "cancelled")

    def _catch_up(self, meta: dict[str, Any]) -> None:
        runtime, takes = meta.get("runtime") or {}, meta.get("takes") or {}
        for shot in self.shots:
            own = takes.get(shot.id, ())
            now = runtime.get(shot.id) or {}
            if shot.state in {"current", "cached"}:
                shot.take = next((take["id"] for take in own if take["active"]), shot.take)
            elif made := next((take["id"] for take in own if take["execution_id"] == shot.task_id), None):
                shot.take = made
                self._end(shot, "made")
            elif now.get("task_id") == shot.task_id and now.get("state") in OVER:
                shot.error = now.get("error") or ""
                self._end(shot, OVER[now["state"]])

    @staticmethod
    def _end(shot: Shot, state: str) -> None:
        if shot.state in {"run", "running"}:
            shot.state, shot.percent = state, 100.0
            shot.seconds = round(time.monotonic() - shot.began, 1) if shot.began else None


@application.command()
def generate(
    project: Annotated[str, typer.Argument(help="Id or name of the project.")],
    *,
    shot: Annotated[
        list[str] | None,
        typer.Option("--shot", help="Id or number of a shot or scene: SH010, 12A/030; several times. Else the film."),
    ] = None,
    quality: Annotated[Quality | None, typer.Option(help="Made in that one; the shots keep their own.")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="New takes also of what is as it would be made now.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tells what would be made.")] = False,
    data: Data = None,
    json_: Json = False,
) -> None:
    """Makes what is stale or missing, with all it is made of, and waits. Ctrl-C stops what it began: exit code 1."""
    asked = {"anew": anew, "dry_run": dry_run, "quality": quality and quality.value}
    done = asyncio.run(_generate(running_settings(data), project, shot or [], asked, json_=json_))
    sys.exit(0 if done else 1)


async def _generate(
    settings: Settings, project: str, shots: Sequence[str], asked: dict[str, Any], *, json_: bool
) -> bool:
    async with open_canvas(settings) as canvas:
        await canvas.accounts.local_owner()
        token = await canvas.accounts.token_for(None)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=settings.public_url, headers=headers, timeout=WAIT * 4) as client:
        project_id = _project(await _ask(client, "GET", "/api/v1/projects"), project)
        path = f"/api/v1/projects/{project_id}"
        nodes = {node["id"]: node for node in (await _ask(client, "GET", f"{path}/page"))["graph"]["nodes"]}
        ids = [_shot(nodes, each) for each in shots]
        plan = await _ask(client, "POST", f"{path}/generate", {**asked, "node_ids": ids})
        run = Run(project_id, [_of(nodes, step) for step in plan["steps"]])
        if not asked["dry_run"]:
            await _finished(settings, client, headers, run)
    _report(run, plan, dry_run=asked["dry_run"], json_=json_)
    refused = any(each.state == "refused" for each in run.shots)
    return not refused if asked["dry_run"] else all(each.state in DONE for each in run.shots)


def _of(nodes: dict[str, dict[str, Any]], step: dict[str, Any]) -> Shot:
    scene = nodes.get((nodes.get(step["node_id"]) or {}).get("parent_id") or "", NOWHERE)
    number, above = step["number"] or step["node_id"], str(scene["data"].get("number", ""))
    return Shot(step["node_id"], above, number, step["state"], step["task_id"], step["seconds"], error=step["detail"])


async def _ask(client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    try:
        answer = await client.request(method, path, json=body)
    except httpx.TransportError:
        raise Unavailable("The installation does not answer; see whether `canvas up` still runs.") from None
    if answer.is_error:
        raise CanvasError(answer.json()["error"]["detail"])
    return answer.json()


def _project(projects: list[dict[str, Any]], wanted: str) -> str:
    found = [each["id"] for each in projects if wanted in (each["id"], each["name"])]
    if not found:
        raise NotFound("project", wanted)
    if len(found) > 1:
        raise Invalid(f"{len(found)} projects are called “{wanted}”; give the id: {', '.join(found)}.")
    return str(found[0])


def _shot(nodes: dict[str, dict[str, Any]], wanted: str) -> str:
    """The id of the shot or scene with that id or number; of a shot also behind that of its scene: 12A/030."""
    if wanted in nodes:
        return wanted
    *above, own = (_plain(part) for part in wanted.split("/"))
    found = []
    for node in nodes.values():
        scene = nodes.get(node["parent_id"] or "", NOWHERE)
        fits = not above or _plain(scene["data"].get("number", "")) == above[-1]
        if fits and node["type"] in {"shot", "scene_group"} and _plain(node["data"].get("number", "")) == own:
            found.append((node, scene))
    # A scene and a shot of one number: who says “2” means the scene.
    scenes = [each for each in found if each[0]["type"] == "scene_group"]
    found = scenes if len(scenes) == 1 and not above else found
    if not found:
        raise NotFound("shot", wanted)
    if len(found) > 1:
        names = ", ".join(f"{scene['data'].get('number', '')}/{node['data']['number']}" for node, scene in found[:8])
        raise Invalid(f"{len(found)} shots have the number {wanted}; say which: {names}.")
    return str(found[0][0]["id"])


def _plain(number: object) -> str:
    """Numbers compared: SH010, sh-010 and 010 are one."""
    return re.sub(r"^SH(?=\d)", "", re.sub(r"[^0-9A-Z]", "", str(number).upper()))


async def _finished(settings: Settings, client: httpx.AsyncClient, headers: dict[str, str], run: Run) -> None:
    """Waits until every task of the run is over. Who interrupts stops what is left of it."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    if task is not None:
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    bar = Bar(run)
    try:
        await _follow(settings, headers, run, bar)
    except asyncio.CancelledError:
        left = [shot for shot in run.waiting if shot.task_id and shot.state == "run"]
        if left:
            body = {"task_ids": [shot.task_id for shot in left]}
            await _ask(client, "POST", f"/api/v1/projects/{run.project_id}/generate/cancel", body)
        for shot in run.waiting:
            shot.state = "cancelled"
    finally:
        bar.close()


async def _follow(settings: Settings, headers: dict[str, str], run: Run, bar: Bar) -> None:
    url = f"{settings.public_url.replace('http', 'ws', 1)}/ws/{run.project_id}"
    away = time.monotonic()
    while True:
        try:
            async with connect(url, additional_headers=headers, max_size=None) as socket:
                async for text in socket:
                    away = time.monotonic()
                    run.hear(json.loads(text))
                    bar.show()
                    if not run.waiting:
                        return
        except (OSError, ConnectionClosed, InvalidHandshake):
            # The first thing that is told after a break is how everything stands.
            pass
        if time.monotonic() - away > WAIT:
            raise Unavailable("The installation went away; what was begun goes on as soon as it is back.")
        await asyncio.sleep(AGAIN)


class Bar:
    """How far the run is: one line that moves on a terminal, else a line for each take."""

    def __init__(self, run: Run, out: TextIO = sys.stderr) -> None:
        self._run = run
        self._out = out
        self._moves = out.isatty()
        self._told: set[str] = set()
        self._width = 0

    def show(self) -> None:
        if self._moves:
            self._move()
            return
        for shot in self._run.shots:
            if shot.task_id and shot.state not in {"run", "running"} and shot.id not in self._told:
                self._told.add(shot.id)
                print(f"{shot.name}  {shot.state}  {shot.error}".rstrip(), file=self._out, flush=True)

    def _move(self) -> None:
        every = [shot for shot in self._run.shots if shot.task_id]
        whole = sum(shot.estimate or 1.0 for shot in every) or 1.0
        share = sum((shot.estimate or 1.0) * shot.percent / 100 for shot in every) / whole
        over = len(every) - len(self._run.waiting)
        filled = round(share * WIDTH)
        spent = time.monotonic() - self._run.began
        left = f"about {spent / share - spent:.0f} s left" if share > TOO_SOON else ""
        line = f"{'━' * filled}{'╌' * (WIDTH - filled)}  {over} of {len(every)} takes  {share:4.0%}  {left}"
        self._out.write("\r" + line.ljust(self._width))
        self._out.flush()
        self._width = len(line)

    def close(self) -> None:
        if self._moves and self._width:
            self._out.write("\r" + " " * self._width + "\r")
            self._out.flush()


def _report(run: Run, plan: dict[str, Any], *, dry_run: bool, json_: bool) -> None:
    if json_:
        told = {"project": run.project_id, "dry_run": dry_run, "seconds": round(time.monotonic() - run.began, 1),
                "estimate": plan["lasts"], "shots": [shot.record() for shot in run.shots]}  # fmt: skip
        print(json.dumps(told))
        return
    for shot in run.shots:
        seconds = f"{shot.seconds:.1f} s" if shot.seconds else ""
        planned = f"about {shot.estimate:.0f} s" if dry_run and shot.state == "run" else seconds
        print(f"{shot.name:<12} {'to make' if dry_run and shot.state == 'run' else shot.state:<10} {planned:<12}"
              f" {shot.error}".rstrip())  # fmt: skip
    counts = {state: sum(shot.state == state for shot in run.shots) for state in ("run", "made", "cached", "current")}
    bad = sum(shot.state in {"failed", "cancelled", "refused"} for shot in run.shots)
    words = [f"{counts['run']} to make, about {plan['lasts'] or plan['seconds']:.0f} s" if dry_run
             else f"{counts['made']} made", f"{counts['cached']} earlier takes used", f"{counts['current']} current",
             f"{bad} not made"]  # fmt: skip
    print(" · ".join(words))
