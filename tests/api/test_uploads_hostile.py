"""Uploads by people who mean harm and lines that break: no door falls over, every refusal says why, nothing stays."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Film, House
from tests.files import samples

TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = TUS | {"Content-Type": "application/offset+octet-stream"}
SOUND = samples.sound(0.2)
WHOLE = len(SOUND)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

HEADERS = (
    "Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Defer-Length", "Upload-Concat",
    "Upload-Checksum", "Content-Type", "Content-Length", "X-HTTP-Method-Override", "Range", "Accept-Encoding",
)  # fmt: skip
WORDS = (
    "", "0", "-0", "-1", "+1", "1e9", "0x10", " 7 ", "7,7", "1_000", "9" * 18, "9" * 19, "9" * 40, "٣", "½", "NaN",
    "1.0.0", "1.0.1", "0.2.2", "final;/a /b", "partial", "sha1 AAAA", "gzip", "filename", "filename ,", "filename ====",
    "filename AAAA, filename BBBB", "filename /////w==", "filename 7aCA", "filename AA==", "is_confidential", ",,,,",
    "asset_id Li4vLi4v,filename YS5wbmc=", "folder_id AAAA,node_id //79,filename YS5wbmc=", "DELETE", "bytes=0-",
    "application/offset+octet-stream", "application/offset+octet-stream; charset=utf-8", "multipart/form-data",
)  # fmt: skip
values = st.one_of(
    st.sampled_from(WORDS).map(str.encode),
    st.binary(max_size=64),
    st.text(max_size=60).map(lambda text: b"filename " + base64.b64encode(text.encode("utf-8", "replace"))),
)
methods = st.sampled_from(("POST", "PATCH", "HEAD", "DELETE", "OPTIONS", "PUT", "GET"))
told_headers = st.dictionaries(st.sampled_from(HEADERS), values, max_size=6)
tails = st.sampled_from(("", "/{id}", "/{id}/", "/nothing", "/%00", "/..%2f..%2fetc", "/" + "a" * 300, "/0", "/%ff"))


def named(name: str) -> dict[str, str]:
    return {"Upload-Metadata": "filename " + base64.b64encode(name.encode()).decode()}


async def begun(client: httpx.AsyncClient, path: str, size: int = WHOLE, name: str = "sea.wav") -> httpx.Response:
    return await client.post(path, headers=TUS | named(name) | {"Upload-Length": str(size)})


async def left(house: House) -> dict[str, int]:
    """What lies about of files that have not arrived."""
    db = house.canvas.db
    parts = "SELECT count(*) FROM upload_parts JOIN uploads ON id = upload_id WHERE received < uploads.bytes"
    folder = house.settings.data / "objects" / "uploads"
    return {
        "uploads": await db.fetchval("SELECT count(*) FROM uploads WHERE received < bytes"),
        "parts": await db.fetchval(parts),
        "files": len([each for each in folder.rglob("*") if each.is_file()]),
    }


NOTHING = {"uploads": 0, "parts": 0, "files": 0}


@MANY
@given(
    asked=st.lists(st.tuples(methods, tails, told_headers, st.binary(max_size=80)), min_size=1, max_size=8),
)
async def test_whatever_the_headers_say_no_door_falls_over(
    house: House, film: Film, asked: list[tuple[str, str, dict[str, bytes], bytes]]
) -> None:
    path = f"/api/v1/projects/{film.id}/uploads"
    async with house.as_user(film.crew["editor"]) as client:
        place = (await begun(client, path)).headers["Location"]
        made = [place]
        for method, tail, told, body in asked:
            usual = {"Tus-Resumable": b"1.0.0", "Upload-Length": b"80", "Upload-Offset": b"0"}
            usual["Content-Type"] = b"application/offset+octet-stream"
            headers = [(key.encode(), value) for key, value in (usual | told).items()]
            raw = (path + tail.replace("{id}", place[-36:])).encode()
            url = httpx.URL(scheme="http", host="canvas.test", raw_path=raw)
            answer = await client.request(method, url, headers=headers, content=body)
            # 503: a page of the app is asked for, and there is no page server behind this process.
            assert answer.status_code < 500 or answer.status_code == 503, (method, tail, told, answer.text)
            if answer.status_code >= 400 and method != "HEAD" and answer.status_code != 503:
                assert answer.json()["error"]["detail"].endswith((".", ")", "”"))
            if answer.status_code == 201:
                made.append(answer.headers["Location"])
        for each in made:
            assert (await client.delete(each, headers=TUS)).status_code in {204, 404}
    assert await left(house) == NOTHING


@dataclass
class Model:
    """What must have arrived of a file, told by the answers alone."""

    place: str
    arrived: int = 0
    gone: bool = False
    refused: list[int] = field(default_factory=list)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, WHOLE + 10)),
        st.tuples(st.just("add elsewhere"), st.integers(0, WHOLE + 10)),
        st.tuples(st.just("cut"), st.integers(0, WHOLE + 10)),
        st.tuples(st.just("other process"), st.integers(0, 0)),
        st.tuples(st.just("cancel"), st.integers(0, 0)),
    ),
    max_size=12,
)


class Cut(Exception):
    """The line broke."""


async def broken_off(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 4000):
        yield content[start : start + 4000]
    raise Cut


async def taken(model: Model, client: httpx.AsyncClient, step: tuple[str, int]) -> None:
    """One step, and what the model says has to have become of it."""
    kind, much = step
    if kind == "cancel":
        answer = await client.delete(model.place, headers=TUS)
        assert answer.status_code == (404 if model.gone else 204)
        model.gone = True
        return
    start = model.arrived + (1 + much if kind == "add elsewhere" else 0)
    sent = SOUND[model.arrived : model.arrived + much]
    if kind == "cut":
        await sent_until_cut(client, model, sent)
        return
    headers = OCTETS | {"Upload-Offset": str(start)}
    answer = await client.patch(model.place, headers=headers, content=sent)
    if model.gone:
        assert answer.status_code == 404
    elif kind == "add elsewhere":
        assert answer.status_code == 409
    else:
        assert answer.status_code == 204, answer.text
        model.arrived += len(sent)
        assert int(answer.headers["Upload-Offset"]) == model.arrived


async def sent_until_cut(client: httpx.AsyncClient, model: Model, sent: bytes) -> None:
    headers = OCTETS | {"Upload-Offset": str(model.arrived)}
    await client.patch(model.place, headers=headers, content=broken_off(sent))
    if not model.gone:
        now = int((await client.head(model.place, headers=TUS)).headers["Upload-Offset"])
        # A cut may lose the end of what was sent, never what was there.
        assert model.arrived <= now <= model.arrived + len(sent)
        model.arrived = now


@MANY
@given(done=steps)
async def test_whatever_breaks_what_has_arrived_stays_and_the_rest_goes_on(
    house: House, film: Film, open_house: Any, done: list[tuple[str, int]]
) -> None:
    path = f"/api/v1/projects/{film.id}/uploads"
    async with open_house(house.settings) as second:
        both = [house.as_user(film.crew["editor"]), second.as_user(film.crew["editor"])]
        model = Model((await begun(both[0], path)).headers["Location"])
        for step in done:
            if step[0] == "other process":
                both.reverse()
            elif model.arrived < WHOLE:
                await taken(model, both[0], step)
            head = await both[-1].head(model.place, headers=TUS)
            assert head.status_code == (404 if model.gone else 200)
            assert model.gone or int(head.headers["Upload-Offset"]) == model.arrived
        if not model.gone and model.arrived < WHOLE:
            rest = {"Upload-Offset": str(model.arrived)}
            last = await both[0].patch(model.place, headers=OCTETS | rest, content=SOUND[model.arrived :])
            assert (last.status_code, int(last.headers["Upload-Offset"])) == (204, WHOLE)
        found = await stored(house, model.place[-36:])
    assert found == (b"" if model.gone else SOUND)
    await house.canvas.db.execute("DELETE FROM uploads")
    await house.canvas.files.drop_parts(model.place[-36:])


async def stored(house: House, upload_id: str) -> bytes:
    """What the parts of an upload are together."""
    order = "SELECT object FROM upload_parts WHERE upload_id = $1 ORDER BY start"
    rows = await house.canvas.db.fetch(order, upload_id)
    return b"".join([await house.canvas.files.part(upload_id, row["object"]) for row in rows])


@pytest.mark.parametrize("size", [10 * 1024**3, 2**63 - 1, 10**18])
async def test_a_file_that_says_it_is_huge_is_refused_before_a_byte_of_it(house: House, film: Film, size: int) -> None:
    async with house.as_user(film.crew["editor"]) as client:
        answer = await begun(client, f"/api/v1/projects/{film.id}/uploads", size, "all.mov")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert "all.mov has" in answer.json()["error"]["detail"]
    assert await left(house) == NOTHING


@pytest.mark.parametrize("more", [1, 4000, 300_000])
async def test_more_than_was_announced_is_refused_and_not_kept(house: House, film: Film, more: int) -> None:
    async with house.as_user(film.crew["editor"]) as client:
        place = (await begun(client, f"/api/v1/projects/{film.id}/uploads", 1000)).headers["Location"]
        answer = await client.patch(place, headers=OCTETS | {"Upload-Offset": "0"}, content=SOUND[:1000] + bytes(more))
        assert (answer.status_code, answer.json()["error"]["detail"]) == (413, "More arrives than was announced.")
        assert (await client.head(place, headers=TUS)).headers["Upload-Offset"] == "0"
        assert (await client.delete(place, headers=TUS)).status_code == 204
    assert await left(house) == NOTHING


async def test_an_upload_of_one_film_is_not_reached_through_another(house: House, film: Film) -> None:
    owner = film.crew["owner"]
    other = await house.canvas.projects.create(owner, "Another film")
    async with house.as_user(owner) as client:
        place = (await begun(client, f"/api/v1/projects/{film.id}/uploads")).headers["Location"]
        for into in (f"projects/{other.id}", "library"):
            elsewhere = f"/api/v1/{into}/uploads/{place[-36:]}"
            headers = OCTETS | {"Upload-Offset": "0"}
            answers = [
                await client.head(elsewhere, headers=TUS),
                await client.patch(elsewhere, headers=headers, content=SOUND),
                await client.delete(elsewhere, headers=TUS),
            ]
            assert [each.status_code for each in answers] == [404, 404, 404]
        assert (await client.head(place, headers=TUS)).headers["Upload-Offset"] == "0"
