"""Files: who gets them, and which bytes."""

from __future__ import annotations

import time

import pytest

from production_canvas.files.signing import Signer


async def test_a_member_gets_the_whole_file_by_id(house, film):
    async with house.as_user(film.crew["viewer"]) as browser:
        answer = await browser.get(f"/files/{film.asset_id}")
        head = await browser.head(f"/files/{film.asset_id}")
        poster = await browser.get(f"/files/{film.asset_id}/poster")
        again = await browser.get(f"/files/{film.asset_id}", headers={"If-None-Match": answer.headers["etag"]})
    assert answer.content == film.clip
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["content-disposition"] == (
        "inline; filename=\"Rushes, day 1.mp4\"; filename*=UTF-8''Rushes%2C%20day%201.mp4"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (head.headers["content-length"], head.content) == ("10000", b"")
    assert (poster.headers["content-type"], poster.content) == ("image/jpeg", b"a picture")
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=9990-", 9990, 10000), ("bytes=-5", 9995, 10000), ("bytes=5000-99999", 5000, 10000),
     ("bytes=-99999", 0, 10000), ("bytes=7-7", 7, 8)],
)  # fmt: skip
async def test_a_range_is_answered_in_part(house, film, asked, start, end):
    async with house.as_user(film.crew["viewer"]) as browser:
        answer = await browser.get(f"/files/{film.asset_id}", headers={"Range": asked})
    assert answer.content == film.clip[start:end]
    whole = (start, end) == (0, 10000)
    assert answer.status_code == (200 if whole else 206)
    assert answer.headers.get("content-range") == (None if whole else f"bytes {start}-{end - 1}/10000")


@pytest.mark.parametrize("asked", ["bytes=10000-", "bytes=20000-30000", "bytes=50-40", "bytes=-0"])
async def test_a_range_outside_is_refused_with_the_size(house, film, asked):
    async with house.as_user(film.crew["viewer"]) as browser:
        answer = await browser.get(f"/files/{film.asset_id}", headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */10000")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "frames=0-1", "bytes=-", "bytes=a-b"])
async def test_a_range_of_another_kind_is_answered_whole(house, film, asked):
    async with house.as_user(film.crew["viewer"]) as browser:
        answer = await browser.get(f"/files/{film.asset_id}", headers={"Range": asked})
    assert (answer.status_code, len(answer.content)) == (200, 10000)


async def test_a_range_of_an_older_file_is_answered_whole(house, film):
    async with house.as_user(film.crew["viewer"]) as browser:
        answer = await browser.get(f"/files/{film.asset_id}", headers={"Range": "bytes=0-9", "If-Range": '"older"'})
    assert answer.status_code == 200


async def test_a_signed_link_opens_its_file_without_a_session(house, film, settings):
    signer = Signer(settings.secret_key.get_secret_value())
    link = signer.url(film.asset_id, time.time())
    async with house.client() as nobody:
        assert (await nobody.get(link)).content == film.clip
        assert (await nobody.get(link + "0")).status_code == 401
        assert (await nobody.get(link.replace("sig=", "sig=é"))).status_code == 401
        assert (await nobody.get(link.replace("exp=", "exp=1"))).status_code == 401
        assert (await nobody.get(signer.url(film.asset_id, 0))).status_code == 401


@pytest.mark.parametrize("name", ["1", "00000000-0000-0000-0000-000000000000", "..%2f..%2fetc%2fpasswd"])
async def test_a_file_that_is_not_there_is_not_found(house, film, name):
    async with house.as_user(film.crew["owner"]) as browser:
        answer = await browser.get(f"/files/{name}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_name_that_is_not_ascii_is_told_both_ways(house, film):
    await house.canvas.db.execute("UPDATE assets SET name = $2 WHERE id = $1", film.asset_id, 'Fähre "β"\r\n_v01')
    async with house.as_user(film.crew["owner"]) as browser:
        answer = await browser.head(f"/files/{film.asset_id}")
    assert answer.headers["content-disposition"] == (
        "inline; filename=\"Fahre __v01.mp4\"; filename*=UTF-8''F%C3%A4hre%20%22%CE%B2%22%0D%0A_v01.mp4"
    )


async def test_what_a_browser_should_not_show_is_saved_instead(house, film):
    await house.canvas.db.execute("UPDATE assets SET mime = 'image/svg+xml' WHERE id = $1", film.asset_id)
    async with house.as_user(film.crew["owner"]) as browser:
        answer = await browser.get(f"/files/{film.asset_id}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
