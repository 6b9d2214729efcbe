"""Every door and everybody who may stand before it. A door that is missing here fails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from fastapi import FastAPI

from production_canvas.protocol.library import NewAsset, NewFolder
from production_canvas.store import executions, takes
from production_canvas.store.database import new_id
from production_canvas.web import files, sockets
from production_canvas.web.routes import ROUTERS

ACTORS = ("nobody", "outsider", "viewer", "commenter", "editor", "owner", "foreign page")
REFUSALS = (401, 403, 404)

# What each actor is told, in the order of ACTORS; 0: the door opens.
# A foreign page is another site's page in the owner's browser: the cookie comes along, the origin tells.
OPEN = (0, 0, 0, 0, 0, 0, 0)
SIGNED_IN = (401, 0, 0, 0, 0, 0, 0)
SIGNED_IN_WRITE = (401, 0, 0, 0, 0, 0, 403)
READ = (401, 404, 0, 0, 0, 0, 0)
OWN_WRITE = (401, 404, 0, 0, 0, 0, 403)
EDIT = (401, 404, 403, 403, 0, 0, 403)
OWN = (401, 404, 403, 403, 403, 0, 403)
# The team's library: who edits nowhere, the outsider too, may only look.
TEAM_EDIT = (401, 403, 403, 403, 0, 0, 403)
# An upload is that of the person who began it, here the owner.
SENT_READ = (401, 404, 404, 404, 404, 0, 0)
SENT = (401, 404, 403, 403, 404, 0, 403)
TEAM_SENT = (401, 403, 403, 403, 404, 0, 403)
DROPPED = (401, 404, 404, 404, 404, 0, 403)
# The page of another site may neither sign this browser in nor out.
OURS = (0, 0, 0, 0, 0, 0, 403)
# Wrong credentials are sent: the door itself lets everybody try.
TRY = (401, 401, 401, 401, 401, 401, 401)
TRY_OURS = (401, 401, 401, 401, 401, 401, 403)

DOORS: dict[str, tuple[int, ...]] = {
    # Pages: the page server asks for a session itself.
    "GET /{path:path}": OPEN,
    "HEAD /{path:path}": OPEN,
    "POST /{path:path}": OURS,
    "PUT /{path:path}": OURS,
    "PATCH /{path:path}": OURS,
    "DELETE /{path:path}": OURS,
    "GET /api/v1/openapi.json": OPEN,
    "HEAD /api/v1/openapi.json": OPEN,
    "GET /livez": OPEN,
    "GET /readyz": OPEN,
    "GET /metrics": OPEN,
    "POST /auth/token": TRY,
    "POST /api/v1/session": TRY_OURS,
    "GET /api/v1/session": SIGNED_IN,
    "DELETE /api/v1/session": OURS,
    "GET /enter": OPEN,
    "POST /api/v1/ws-ticket": SIGNED_IN_WRITE,
    "GET /api/v1/projects": SIGNED_IN,
    "POST /api/v1/projects": SIGNED_IN_WRITE,
    "GET /api/v1/projects/{project_id}": READ,
    "PUT /api/v1/projects/{project_id}": EDIT,
    "GET /api/v1/projects/{project_id}/page": READ,
    "PUT /api/v1/projects/{project_id}/place": OWN_WRITE,
    "GET /api/v1/projects/{project_id}/members": READ,
    "POST /api/v1/projects/{project_id}/members": OWN,
    "GET /api/v1/projects/{project_id}/assets": READ,
    "POST /api/v1/projects/{project_id}/assets": EDIT,
    "PATCH /api/v1/projects/{project_id}/assets/{asset_id}": EDIT,
    "GET /api/v1/projects/{project_id}/assets/{asset_id}/versions": READ,
    "POST /api/v1/projects/{project_id}/assets/{asset_id}/versions/{version}/restore": EDIT,
    "GET /api/v1/projects/{project_id}/assets/{asset_id}/usage": READ,
    "POST /api/v1/projects/{project_id}/assets/{asset_id}/impact": OWN_WRITE,
    "POST /api/v1/projects/{project_id}/assets/{asset_id}/share": EDIT,
    "POST /api/v1/projects/{project_id}/assets/{asset_id}/copy": EDIT,
    "GET /api/v1/projects/{project_id}/asset-folders": READ,
    "POST /api/v1/projects/{project_id}/asset-folders": EDIT,
    "PATCH /api/v1/projects/{project_id}/asset-folders/{folder_id}": EDIT,
    "DELETE /api/v1/projects/{project_id}/asset-folders/{folder_id}": EDIT,
    "GET /api/v1/library/assets": SIGNED_IN,
    "POST /api/v1/library/assets": TEAM_EDIT,
    "PATCH /api/v1/library/assets/{team_asset_id}": TEAM_EDIT,
    "GET /api/v1/library/assets/{team_asset_id}/versions": SIGNED_IN,
    "GET /api/v1/library/assets/{team_asset_id}/usage": SIGNED_IN,
    "POST /api/v1/library/assets/{team_asset_id}/impact": SIGNED_IN_WRITE,
    "POST /api/v1/library/assets/{team_asset_id}/versions/{version}/restore": TEAM_EDIT,
    "GET /api/v1/library/asset-folders": SIGNED_IN,
    "POST /api/v1/library/asset-folders": TEAM_EDIT,
    "PATCH /api/v1/library/asset-folders/{team_folder_id}": TEAM_EDIT,
    "DELETE /api/v1/library/asset-folders/{team_folder_id}": TEAM_EDIT,
    "GET /api/v1/node-types": SIGNED_IN,
    "POST /api/v1/projects/{project_id}/nodes/{node_id}/script": EDIT,
    "POST /api/v1/projects/{project_id}/nodes/{node_id}/breakdown": EDIT,
    "DELETE /api/v1/projects/{project_id}/nodes/{node_id}/breakdown": EDIT,
    "GET /api/v1/projects/{project_id}/nodes/{node_id}/revision": READ,
    "POST /api/v1/projects/{project_id}/nodes/{node_id}/revision": EDIT,
    "GET /api/v1/projects/{project_id}/nodes/{node_id}/script": READ,
    "GET /api/v1/projects/{project_id}/nodes/{node_id}/coverage": READ,
    "GET /api/v1/projects/{project_id}/nodes/{node_id}/lines": READ,
    "POST /api/v1/projects/{project_id}/nodes/{node_id}/generate": EDIT,
    "GET /api/v1/projects/{project_id}/history": READ,
    "GET /api/v1/projects/{project_id}/history/{version}": READ,
    "GET /api/v1/projects/{project_id}/diff": READ,
    "POST /api/v1/projects/{project_id}/rollback": EDIT,
    "POST /api/v1/projects/{project_id}/nodes/{node_id}/restore": EDIT,
    "GET /api/v1/projects/{project_id}/versions": READ,
    "POST /api/v1/projects/{project_id}/versions": EDIT,
    "DELETE /api/v1/projects/{project_id}/versions/{version}": EDIT,
    "POST /api/v1/tasks/generate_shot": EDIT,
    "POST /api/v1/executions/{task_id}/cancel": EDIT,
    "PUT /api/v1/executions/{task_id}/priority": OWN,
    "POST /api/v1/executions/{task_id}/move": OWN,
    "POST /api/v1/executions/{task_id}/pause": OWN,
    "POST /api/v1/executions/{task_id}/resume": OWN,
    "POST /api/v1/executions/{task_id}/retry": EDIT,
    "GET /api/v1/projects/{project_id}/queue": READ,
    "POST /api/v1/projects/{project_id}/queue/find": OWN_WRITE,
    "GET /api/v1/projects/{project_id}/queue/ended": READ,
    "POST /api/v1/projects/{project_id}/generate": EDIT,
    "POST /api/v1/projects/{project_id}/generate/cancel": EDIT,
    "POST /api/v1/projects/{project_id}/queue/pause": EDIT,
    "POST /api/v1/projects/{project_id}/queue/resume": EDIT,
    "GET /api/v1/projects/{project_id}/workers/{name}/runs": READ,
    "GET /api/v1/workers": SIGNED_IN,
    "POST /api/v1/projects/{project_id}/takes/{take_id}/activate": EDIT,
    "GET /api/v1/projects/{project_id}/takes/{take_id}": READ,
    "GET /api/v1/projects/{project_id}/takes/{take_id}/difference": READ,
    "POST /api/v1/projects/{project_id}/takes/{take_id}/remake": EDIT,
    "GET /files/{asset_id}": READ,
    "HEAD /files/{asset_id}": READ,
    "GET /files/{asset_id}/poster": READ,
    "HEAD /files/{asset_id}/poster": READ,
    "GET /files/{asset_id}/{what}": READ,
    "OPTIONS /api/v1/projects/{project_id}/uploads": READ,
    "POST /api/v1/projects/{project_id}/uploads": EDIT,
    "HEAD /api/v1/projects/{project_id}/uploads/{upload_id}": SENT_READ,
    "PATCH /api/v1/projects/{project_id}/uploads/{upload_id}": SENT,
    "DELETE /api/v1/projects/{project_id}/uploads/{upload_id}": DROPPED,
    "OPTIONS /api/v1/library/uploads": SIGNED_IN,
    "POST /api/v1/library/uploads": TEAM_EDIT,
    "HEAD /api/v1/library/uploads/{team_upload_id}": SENT_READ,
    "PATCH /api/v1/library/uploads/{team_upload_id}": TEAM_SENT,
    "DELETE /api/v1/library/uploads/{team_upload_id}": DROPPED,
    "WS /ws/{project_id}": (4401, 4404, 0, 0, 0, 0, 4401),
}


def doors(app: FastAPI) -> Iterable[str]:
    own = [route for route in app.routes if hasattr(route, "path")]
    for routes in (own, *(router.routes for router in (*ROUTERS, files.router, sockets.router))):
        for route in routes:
            for method in getattr(route, "methods", None) or {"WS"}:
                yield f"{method} {getattr(route, 'path', '')}"


async def test_the_table_names_every_door(house):
    assert sorted(doors(house.app)) == sorted(DOORS)


async def places(house, film) -> dict[str, str]:
    """What stands in the paths: a shot, an asset, the film's first version, which has a name, and freshly made a take
    and an execution that waits.
    """
    db, owner = house.canvas.db, film.crew["owner"].id
    executed = [new_id(), new_id()]
    for execution_id in executed:
        await executions.insert(
            db, execution_id=execution_id, project_id=film.id, node_id=new_id(), user_id=owner, job={"parameters": {}},
            job_key=new_id(), graph_version=1,
        )  # fmt: skip
    take_id = new_id()
    await takes.append(
        db, take_id=take_id, project_id=film.id, node_id="made", execution_id=executed[0], asset_id=film.asset_id,
        media={"duration": 2.0, "frames": 48, "rate": 24, "width": 640, "height": 360}, quality="low", seed=1,
        user_id=owner,
    )  # fmt: skip
    if not await house.canvas.history.named(film.id):
        actor = await house.canvas.projects.actor(film.id, film.crew["owner"])
        await house.canvas.history.name(film.id, actor, "First", 1)
    folder_ids, team_asset_id = await library(house, film)
    return {
        "folder_id": folder_ids[0],
        "team_folder_id": folder_ids[1],
        "team_asset_id": team_asset_id,
        "upload_id": await sent(house, film, film.id),
        "team_upload_id": await sent(house, film, None),
        "project_id": film.id,
        "what": "thumb",
        "version": "1",
        "node_id": film.shot_id,
        "asset_id": film.asset_id,
        "take_id": take_id,
        "task_id": executed[1],
        "name": "previs1@here",
    }


async def sent(house, film, project_id: str | None) -> str:
    """A file of the owner's that is on its way."""
    actor = await house.canvas.projects.actor(film.id, film.crew["owner"])
    return str((await house.canvas.uploads.begin(project_id, actor, "a.png", 5000)).id)


async def library(house, film) -> tuple[list[str], str]:
    """A folder of the film's and one of the team's, and an asset of the team's."""
    actor = await house.canvas.projects.actor(film.id, film.crew["owner"])
    wanted = NewFolder(name="Cast")
    folders = [(await house.canvas.folders.create(place, actor, wanted)).id for place in (film.id, None)]
    anna = await house.canvas.assets.create(None, actor, NewAsset(kind="character", name="Anna"))
    return folders, anna.id


def body(door: str, stand: dict[str, str]) -> dict[str, Any]:
    """What a rightful caller would send."""
    sent: dict[str, Any] = {
        "POST /auth/token": {"username": "no@film.test", "password": "wrong password"},
        "POST /api/v1/session": {"email": "no@film.test", "password": "wrong password"},
        "POST /api/v1/projects": {"name": "Another film"},
        "PUT /api/v1/projects/{project_id}": {"version": 0, "graph": {"nodes": [], "edges": []}},
        "PUT /api/v1/projects/{project_id}/place": {"level": None, "viewport": {"x": 0, "y": 0, "zoom": 1}},
        "POST /api/v1/projects/{project_id}/members": {"email": "viewer@film.test", "role": "viewer"},
        "POST /api/v1/projects/{project_id}/assets": {"kind": "style", "name": "Noir"},
        "PATCH /api/v1/projects/{project_id}/assets/{asset_id}": {"name": "Rushes"},
        "POST /api/v1/projects/{project_id}/assets/{asset_id}/impact": {"name": "Rushes, day 2"},
        "POST /api/v1/projects/{project_id}/asset-folders": {"name": "Places"},
        "PATCH /api/v1/projects/{project_id}/asset-folders/{folder_id}": {"name": "People"},
        "POST /api/v1/library/assets": {"kind": "style", "name": "Noir"},
        "PATCH /api/v1/library/assets/{team_asset_id}": {"name": "Anne"},
        "POST /api/v1/library/assets/{team_asset_id}/impact": {"name": "Annie"},
        "POST /api/v1/library/asset-folders": {"name": "Places"},
        "PATCH /api/v1/library/asset-folders/{team_folder_id}": {"name": "People"},
        "POST /api/v1/projects/{project_id}/rollback": {"version": 0},
        "POST /api/v1/projects/{project_id}/nodes/{node_id}/restore": {"version": 1},
        "POST /api/v1/projects/{project_id}/versions": {"name": "Locked cut", "version": 0},
        "PUT /api/v1/executions/{task_id}/priority": {"priority": 1},
        "POST /api/v1/executions/{task_id}/move": {"before": stand["task_id"]},
        "POST /api/v1/projects/{project_id}/generate": {"dry_run": True},
        "POST /api/v1/projects/{project_id}/generate/cancel": {"task_ids": [stand["task_id"]]},
        "POST /api/v1/projects/{project_id}/queue/pause": {"scope": "mine"},
        "POST /api/v1/projects/{project_id}/queue/resume": {"scope": "mine"},
        "POST /api/v1/tasks/generate_shot": {
            "node_data": {"project_id": stand["project_id"], "node_id": stand["node_id"]}
        },
    }
    if "/uploads" in door:
        octets = "application/offset+octet-stream"
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Offset": "0", "Content-Type": octets}
        return {"headers": headers | {"Upload-Metadata": "filename YS5wbmc="}, "content": b"start"}
    if door.startswith("POST") and door.endswith("/script"):
        return {"files": {"file": ("film.fountain", b"INT. ROOM - DAY\n\nAna waits.\n")}}
    return {"json": sent[door]} if door in sent else {}


async def told(house, film, actor: str, door: str) -> int:
    stand = await places(house, film)
    method, _, path = door.partition(" ")
    path = path.replace("{path:path}", "project/1").format_map(stand)
    user = {"outsider": film.outsider, "foreign page": film.crew["owner"]}.get(actor) or film.crew.get(actor)
    origin = "https://elsewhere.test" if actor == "foreign page" else "http://canvas.test"
    if method == "WS":
        return await socket_told(house, user, origin, path)
    client = house.as_user(user, origin) if user else house.client(headers={"Origin": origin})
    async with client:
        answer = await client.request(method, path, **body(door, stand))
    # 503: there is no page server behind this process.
    assert answer.status_code < 500 or (answer.status_code, path) == (503, "/project/1"), answer.text
    return int(answer.status_code)


async def socket_told(house, user, origin: str, path: str) -> int:
    """The code the socket was closed with; 0 where it told a state."""
    cookie = f"canvas_session={house.canvas.accounts.session_token(user)}" if user else ""
    scope = {
        "type": "websocket", "asgi": {"version": "3.0"}, "scheme": "ws", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1), "server": ("canvas.test", 80),
        "subprotocols": [], "state": {},
        "headers": [(b"host", b"canvas.test"), (b"origin", origin.encode()), (b"cookie", cookie.encode())],
    }  # fmt: skip
    coming = [{"type": "websocket.disconnect", "code": 1001}, {"type": "websocket.connect"}]
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return coming.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await house.app(scope, receive, send)
    assert sent[0]["type"] == "websocket.accept"
    closed = [message["code"] for message in sent if message["type"] == "websocket.close"]
    return closed[0] if closed else 0


@pytest.mark.parametrize("door", DOORS)
async def test_each_actor_is_told_what_the_table_says(door, house, film):
    answers = [await told(house, film, actor, door) for actor in ACTORS]
    refused = tuple(code if code in REFUSALS or code > 999 else 0 for code in answers)
    assert dict(zip(ACTORS, refused, strict=True)) == dict(zip(ACTORS, DOORS[door], strict=True))
