"""Files by the tus protocol: what is cut goes on where it was; what is no picture, clip or sound leaves nothing."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import obstore
import pytest
from pydantic import SecretStr

from production_canvas.services import uploads
from production_canvas.services.intake import ATTEMPTS, LOST, Intake
from production_canvas.settings import Settings
from production_canvas.store.users import User
from tests.api.conftest import Film, House
from tests.files import samples
from tests.files.s3 import s3_settings

TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = TUS | {"Content-Type": "application/offset+octet-stream"}


def told(name: str) -> dict[str, str]:
    return {"Upload-Metadata": "filename " + base64.b64encode(name.encode()).decode()}


class Sender:
    """One person's tus client."""

    def __init__(self, house: House, user: User, into: str) -> None:
        self.house = house
        self.client = house.as_user(user)
        self.path = f"/api/v1/{into}/uploads"

    async def begin(self, name: str, size: int) -> httpx.Response:
        return await self.client.post(self.path, headers=TUS | told(name) | {"Upload-Length": str(size)})

    async def add(self, place: str, start: int, content: bytes | AsyncIterator[bytes]) -> httpx.Response:
        return await self.client.patch(place, headers=OCTETS | {"Upload-Offset": str(start)}, content=content)

    async def offset(self, place: str) -> int:
        answer = await self.client.head(place, headers=TUS)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    async def send(self, name: str, content: bytes) -> str:
        """The asset that the file becomes, before it was opened."""
        place = (await self.begin(name, len(content))).headers["Location"]
        answer = await self.add(place, 0, content)
        assert answer.status_code == 204, answer.text
        return str(answer.headers["Canvas-Asset"])

    async def asset(self, asset_id: str) -> dict[str, Any] | None:
        library = (await self.client.get(self.path.replace("/uploads", "/assets"))).json()
        return next((each for each in library if each["id"] == asset_id), None)


@pytest.fixture(params=["folder", "s3"])
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """Files in a folder, and in a real S3 store."""
    if request.param == "folder":
        return settings
    bucket = s3_settings(request.getfixturevalue("s3_address"))
    told = {f"s3_{key}": SecretStr(value) if key == "secret_key" else value for key, value in bucket.items()}
    return settings.model_copy(update=told)


@pytest.fixture
def ed(house: House, film: Film) -> Sender:
    return Sender(house, film.crew["editor"], f"projects/{film.id}")


async def opened(house: House) -> None:
    """What a worker does with all that has arrived."""
    canvas = house.canvas
    for row in await canvas.db.fetch("SELECT id FROM uploads WHERE received = bytes ORDER BY created_at"):
        await Intake(canvas.db, canvas.bus, canvas.files, canvas.assets).run(row["id"])


def kept(house: House) -> list[str]:
    """Everything in the store."""
    store = house.canvas.files._store
    return [each["path"] for found in obstore.list(store) for each in found]


def arriving(house: House) -> list[str]:
    return [path for path in kept(house) if path.startswith("uploads/")]


def objects(house: House) -> int:
    return len(kept(house)) - len(arriving(house))


async def left(house: House) -> tuple[int, int, int]:
    """Uploads, their parts in the database, their parts in the store."""
    db = house.canvas.db
    uploads_left = await db.fetchval("SELECT count(*) FROM uploads")
    return uploads_left, await db.fetchval("SELECT count(*) FROM upload_parts"), len(arriving(house))


async def test_a_picture_comes_in_is_opened_and_is_seen_by_the_crew(house: House, film: Film, ed: Sender) -> None:
    content = samples.picture("PNG", (800, 600))
    asset_id = await ed.send("Pier.png", content)
    waiting = await ed.asset(asset_id)
    assert waiting is not None
    assert (waiting["name"], waiting["kind"], waiting["status"], waiting["url"]) == (
        "Pier.png",
        "image",
        "processing",
        None,
    )
    await opened(house)
    ready = await ed.asset(asset_id)
    assert ready is not None
    assert (ready["status"], ready["problem"]) == ("ready", None)
    assert ready["facts"]["mime"] == "image/png"
    assert (ready["facts"]["width"], ready["facts"]["height"]) == (800, 600)
    viewer = house.as_user(film.crew["viewer"])
    thumb = await viewer.get(ready["thumb"])
    assert (thumb.status_code, thumb.headers["Content-Type"], thumb.content[8:12]) == (200, "image/webp", b"WEBP")
    part = await viewer.get(ready["url"], headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.content) == (206, b"\x89PNG\r\n\x1a\n")
    assert (await house.as_user(film.outsider).get(ready["thumb"])).status_code == 404
    assert await left(house) == (0, 0, 0)


async def test_a_file_goes_on_where_the_line_was_cut(house: House, ed: Sender) -> None:
    house.canvas.uploads.limits = replace(house.canvas.uploads.limits, part=20_000)
    content = samples.sound(1.0)
    place = (await ed.begin("Sea.wav", len(content))).headers["Location"]

    async def cut() -> AsyncIterator[bytes]:
        yield content[:15_000]
        yield content[15_000:50_000]
        raise ConnectionResetError

    await ed.add(place, 0, cut())
    assert await ed.offset(place) == 50_000
    behind = await ed.add(place, 20_000, content[20_000:])
    assert (behind.status_code, behind.json()["error"]["code"]) == (409, "offset_moved")
    done = await ed.add(place, 50_000, content[50_000:])
    assert int(done.headers["Upload-Offset"]) == len(content)
    await opened(house)
    asset = await ed.asset(done.headers["Canvas-Asset"])
    assert asset is not None
    assert (asset["status"], asset["kind"], asset["facts"]["duration"]) == ("ready", "audio", 1.0)
    assert (await ed.client.get(asset["url"])).content == content
    peaks = (await ed.client.get(asset["waveform"])).json()
    assert len(peaks["peaks"]) == pytest.approx(50, abs=2)
    assert await left(house) == (0, 0, 0)


async def test_two_who_continue_at_once_leave_the_file_whole(house: House, ed: Sender) -> None:
    content = samples.picture("JPEG", (400, 300))
    place = (await ed.begin("a.jpg", len(content))).headers["Location"]
    answers = [await ed.add(place, 0, content), await ed.add(place, 0, content)]
    assert [each.status_code for each in answers] == [204, 409]
    await opened(house)
    assert await left(house) == (0, 0, 0)


async def test_the_same_file_again_is_the_asset_that_is_there(house: House, ed: Sender) -> None:
    content = samples.picture("WEBP", (300, 200))
    first = await ed.send("one.webp", content)
    await opened(house)
    before = objects(house)
    again = await ed.send("two.webp", content)
    await opened(house)
    assert await ed.asset(again) is None
    assert await ed.asset(first) is not None
    assert objects(house) == before


@pytest.mark.parametrize(
    "content", [b"MZ" + bytes(60_000), b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 400, b"PK\x03\x04" * 5000]
)
async def test_what_lies_about_itself_is_refused_at_once_and_leaves_nothing(
    house: House, ed: Sender, content: bytes
) -> None:
    place = (await ed.begin("portrait.png", len(content))).headers["Location"]
    answer = await ed.add(place, 0, content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_media")
    assert "whatever its name says" in answer.json()["error"]["detail"]
    assert (await ed.client.head(place, headers=TUS)).status_code == 404
    assert await left(house) == (0, 0, 0)


async def test_what_cannot_be_opened_says_why_and_leaves_no_file(house: House, ed: Sender) -> None:
    before = objects(house)
    asset_id = await ed.send("bomb.png", samples.bomb())
    await opened(house)
    asset = await ed.asset(asset_id)
    assert asset is not None
    assert (asset["status"], asset["url"], asset["thumb"]) == ("failed", None, None)
    assert "pixels" in asset["problem"]
    assert (await left(house), objects(house)) == ((0, 0, 0), before)


async def test_ten_gigabytes_nothing_at_all_and_no_name_are_refused_in_words(ed: Sender) -> None:
    answers = [await ed.begin("a.mov", 10 * 1024**3), await ed.begin("a.mov", 0), await ed.begin("/..\\\u202e", 10)]
    assert [(each.status_code, each.json()["error"]["detail"]) for each in answers] == [
        (413, "a.mov has 10 GB; a file has at most 4 GB."),
        (422, "a.mov is empty."),
        (422, "The file needs a name."),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\films\\take 1.mov", "take 1.mov"),
        ("a\x00b\nc.png", "abc.png"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("e\u0301te\u0301.png", "été.png"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_name_is_only_shown(name: str, shown: str) -> None:
    assert uploads.shown_name(name) == shown


async def test_a_full_library_and_too_many_at_once_are_refused(settings: Settings, open_house, film: Film) -> None:
    async with open_house(settings.model_copy(update={"library_limit": 50_000})) as house:
        house.canvas.uploads.limits = replace(house.canvas.uploads.limits, at_once=2)
        ed = Sender(house, film.crew["editor"], f"projects/{film.id}")
        answers = [await ed.begin("a.png", size) for size in (20_000, 15_000, 20_000, 1_000)]
    assert [each.status_code for each in answers] == [201, 201, 413, 429]
    assert "finish or cancel" in answers[3].json()["error"]["detail"]


async def test_an_upload_is_its_owners_and_no_viewer_brings_files(house: House, film: Film, ed: Sender) -> None:
    place = (await ed.begin("a.png", 5000)).headers["Location"]
    owner = Sender(house, film.crew["owner"], f"projects/{film.id}")
    viewer = Sender(house, film.crew["viewer"], f"projects/{film.id}")
    outsider = Sender(house, film.outsider, f"projects/{film.id}")
    for other in (owner, viewer, outsider):
        assert (await other.client.head(place, headers=TUS)).status_code == 404
        assert (await other.add(place, 0, b"x")).status_code in {403, 404}
        assert (await other.client.delete(place, headers=TUS)).status_code == 404
    assert [(await each.begin("a.png", 5)).status_code for each in (viewer, outsider)] == [403, 404]
    assert (await ed.client.delete(place, headers=TUS)).status_code == 204
    assert await left(house) == (0, 0, 0)


async def test_what_nobody_continues_is_cleared_away(house: House, ed: Sender) -> None:
    place = (await ed.begin("a.png", 100_000)).headers["Location"]
    await ed.add(place, 0, samples.picture("PNG", (900, 700))[:9000])
    assert len(arriving(house)) == 1
    await house.canvas.uploads.tidy()
    assert len(arriving(house)) == 1
    await house.canvas.db.execute("UPDATE uploads SET touched_at = now() - interval '25 hours'")
    await house.canvas.uploads.tidy()
    assert await left(house) == (0, 0, 0)


async def test_a_worker_that_is_lost_each_time_leaves_a_sentence(house: House, ed: Sender) -> None:
    asset_id = await ed.send("a.png", samples.picture())
    db = house.canvas.db
    await db.execute("UPDATE uploads SET attempt = $1, lease_until = now() + interval '1 minute'", ATTEMPTS)
    await opened(house)
    waiting = await ed.asset(asset_id)
    assert waiting is not None
    assert waiting["status"] == "processing"
    await db.execute("UPDATE uploads SET lease_until = now() - interval '1 second'")
    await opened(house)
    failed = await ed.asset(asset_id)
    assert failed is not None
    assert (failed["status"], failed["problem"]) == ("failed", LOST)
    assert await left(house) == (0, 0, 0)


async def test_the_team_has_a_library_of_its_own(house: House, film: Film) -> None:
    owner = Sender(house, film.crew["owner"], "library")
    asset_id = await owner.send("Logo.png", samples.picture("PNG", (64, 64)))
    await opened(house)
    asset = await owner.asset(asset_id)
    assert asset is not None
    assert (asset["project_id"], asset["status"]) == (None, "ready")


async def test_no_header_breaks_a_door(house: House, film: Film, ed: Sender) -> None:
    place = (await ed.begin("a.png", 5000)).headers["Location"]
    doors = [("POST", ed.path), ("PATCH", place), ("HEAD", place), ("HEAD", ed.path + "/nothing"), ("OPTIONS", ed.path)]
    names = ["Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Content-Type"]
    given_ = [
        "", "-1", "1e9", "9" * 40, "٣", "1.0.0", "2.0.0", "filename", "filename !!!", "filename " + "QQ==" * 9, ",,,",
        "application/offset+octet-stream", "text/plain", "0", "5000", "NaN",
    ]  # fmt: skip
    for method, path in doors:
        for name in names:
            for value in given_:
                every = OCTETS | {"Upload-Offset": "0", "Upload-Length": "10", name: value}
                headers = [(key.encode(), word.encode()) for key, word in every.items()]
                answer = await ed.client.request(method, path, headers=headers)
                assert answer.status_code < 500, (method, name, value)
