"""Writes that ride on the cookie come from a page of ours, or not at all."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("host", "headers", "allowed"),
    [
        ("canvas.test", {"Origin": "http://canvas.test"}, True),
        ("10.0.0.7:8000", {"Origin": "http://10.0.0.7:8000"}, True),
        ("127.0.0.1:8000", {"Origin": "http://localhost:8000"}, True),
        ("localhost:8000", {"Origin": "http://127.0.0.1:8000"}, True),
        ("[::1]:8000", {"Origin": "http://localhost:8000"}, True),
        ("127.0.0.1:8000", {"Origin": "http://localhost:3000"}, False),
        ("127.0.0.1:8000", {"Origin": "http://10.0.0.7:8000"}, False),
        ("canvas.test", {"Origin": "https://elsewhere.test"}, False),
        ("canvas.test", {"Origin": "http://canvas.test.elsewhere.test"}, False),
        ("canvas.test", {"Origin": "null"}, False),
        ("canvas.test", {"Origin": "http://[broken"}, False),
        ("canvas.test", {"Sec-Fetch-Site": "same-origin"}, True),
        ("canvas.test", {"Sec-Fetch-Site": "same-site"}, False),
        ("canvas.test", {"Sec-Fetch-Site": "cross-site"}, False),
        ("canvas.test", {}, False),
    ],
)
async def test_a_cookie_counts_for_writes_from_our_own_pages_only(house, host, headers, allowed):
    owner = await house.canvas.accounts.local_owner()
    async with house.as_user(owner, origin=None) as browser:
        answer = await browser.post("/api/v1/ws-ticket", headers={"Host": host, **headers})
    assert answer.status_code == (200 if allowed else 403), answer.text


async def test_a_bearer_token_needs_no_origin(house):
    await house.canvas.accounts.local_owner()
    bearer = f"Bearer {await house.canvas.accounts.token_for()}"
    async with house.client(headers={"Authorization": bearer, "Origin": "https://elsewhere.test"}) as program:
        assert (await program.post("/api/v1/ws-ticket")).status_code == 200


async def test_a_wrong_bearer_token_does_not_fall_back_to_the_cookie(house):
    owner = await house.canvas.accounts.local_owner()
    async with house.as_user(owner) as browser:
        answer = await browser.get("/api/v1/session", headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {"error": {"code": "unauthenticated", "detail": "Sign in first."}}
