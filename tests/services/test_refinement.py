"""Shots worded by a model: a real server answers, well or not, and the rules stand where it does not."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from production_canvas.film.breakdown import break_down
from production_canvas.film.hierarchy import shot_data
from production_canvas.film.reading import read_script
from production_canvas.services.refinement import Asking, Refinement
from tests.core.film.drafts import draft
from tests.services.conftest import ONE, Room

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


@contextmanager
def served(answer: Answer) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a server that answers so, and what it was asked, with the caller's key."""
    asked: list[dict[str, Any]] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append({"path": self.path, "key": self.headers["authorization"], **body})
            status, content = answer(body)
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("location", content.decode())
            # Who has heard enough hangs up.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def said(value: Any) -> tuple[int, bytes]:
    content = value if isinstance(value, str) else json.dumps(value)
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def shots_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(body["messages"][1]["content"])["shots"]
    return found


def well(body: dict[str, Any]) -> tuple[int, bytes]:
    worded = [
        {"id": one["id"], "title": "Rain", "prompt": f"Worded: {one['title']}", "size": "CLOSE UP", "duration": 3.5}
        for one in shots_of(body)
    ]
    return said({"shots": worded})


def changed(**change: Any) -> Answer:
    """A good answer but for this."""

    def answer(body: dict[str, Any]) -> tuple[int, bytes]:
        worded = json.loads(json.loads(well(body)[1])["choices"][0]["message"]["content"])
        worded["shots"][0].update(change)
        return said(worded)

    return answer


def scene_and_ops() -> tuple[Any, list[Any]]:
    [scene, *_] = break_down(read_script(draft(ONE), "a.fountain")).scenes
    return scene, [{"op": "node.add", "node": {"type": "shot", "data": shot_data(shot)}} for shot in scene.shots]


async def asked_for(url: str, *, seconds: float = 5.0, times: int = 1) -> list[dict[str, Any]]:
    """What the shots hold after so many questions."""
    asking = Asking(Refinement(url, model="small", key="secret", seconds=seconds))
    scene, ops = scene_and_ops()
    for _ in range(times):
        await asking.refine(scene, ["Rain falls."], ops)
    return [op["node"]["data"] for op in ops]


def rules() -> list[dict[str, Any]]:
    return [op["node"]["data"] for op in scene_and_ops()[1]]


async def test_a_good_answer_words_the_shots_and_leaves_their_lines_ids_and_numbers() -> None:
    with served(well) as (url, asked):
        found = await asked_for(url)
    assert [(one["path"], one["key"], one["model"]) for one in asked] == [
        ("/v1/chat/completions", "Bearer secret", "small")
    ]
    worded = {"title": "Rain", "size": "CLOSE UP", "duration": 3.5}
    assert found == [{**one, **worded, "prompt": f"Worded: {one['title']}"} for one in rules()]


BAD: dict[str, Answer] = {
    "no JSON": lambda _: said("Certainly! Here are your shots."),
    "another form": lambda _: said({"scenes": []}),
    "not even an answer": lambda _: (200, b"[" * 100_000),
    "a missing shot": lambda body: said({"shots": shots_of(body)[:0]}),
    "an id of its own": changed(id="another"),
    "a field of its own": changed(source={"line_from": 1}),
    "no such size": changed(size="GIGANTIC"),
    "too long a shot": changed(duration=100_000.0),
    "an empty prompt": changed(prompt=""),
    "an error": lambda _: (500, b"no"),
    "more than a megabyte": lambda _: (200, b" " * 3_000_000),
}


@pytest.mark.parametrize("name", BAD)
async def test_where_the_answer_does_not_hold_the_rules_stand(name: str) -> None:
    with served(BAD[name]) as (url, _):
        assert await asked_for(url) == rules()


async def test_a_redirect_is_not_followed() -> None:
    with served(well) as (other, elsewhere), served(lambda _: (307, f"{other}/chat/completions".encode())) as (url, _):
        assert await asked_for(url) == rules()
    assert elsewhere == []


async def test_a_silent_server_costs_its_seconds_and_after_three_times_nothing() -> None:
    def late(body: dict[str, Any]) -> tuple[int, bytes]:
        time.sleep(1.0)
        return well(body)

    with served(late) as (url, asked):
        begun = time.perf_counter()
        assert await asked_for(url, seconds=0.2, times=10) == rules()
        assert time.perf_counter() - begun < 5
    assert len(asked) <= 3


async def test_without_an_address_nobody_is_asked() -> None:
    assert await asked_for("") == rules()


async def test_a_breakdown_is_worded_scene_by_scene_and_a_second_one_changes_nothing(room: Room) -> None:
    with served(well) as (url, asked):
        room.scripts._refinement = Refinement(url, model="small")
        await room.bring(draft(ONE))
        assert await room.break_down() == 3
        assert len(asked) == 3
        shots = [shot for number in "123" for shot in await room.shots(number)]
        assert {shot.data["title"] for shot in shots} == {"Rain"}
        before = (await room.graph()).version
        assert await asyncio.wait_for(room.break_down(), 10) == 0
    assert (await room.graph()).version == before
    assert len(asked) == 3
