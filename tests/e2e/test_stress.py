"""A film that `canvas seed stress` made opens like any other."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from production_canvas.local.started import Started
from tests.e2e.browser import Seat, chromium
from tests.e2e.conftest import ask

COMMAND = (sys.executable, "-P", "-m", "production_canvas", "seed", "stress", "--nodes", "300")
pytestmark = pytest.mark.timeout(120)


def test_a_film_of_three_hundred_nodes_opens_with_its_scenes_on_the_canvas(installation: Started) -> None:
    made = subprocess.run(
        [*COMMAND, "--data", str(installation.data)],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    project_id = made.stdout.strip()
    graph = ask(installation, lambda canvas: canvas.sync.graph(project_id))
    assert len(graph.nodes) == 300
    token = ask(installation, lambda canvas: canvas.accounts.token_for(None))
    with chromium() as browser:
        seat = Seat(browser, installation.url)
        seat.context.add_cookies([{"name": "canvas_session", "value": token, "url": installation.url}])
        seat.page.goto(f"/project/{project_id}")
        expect(seat.page.locator('[data-kind="scene_group"][data-node-id]').first).to_be_visible(timeout=20_000)
        assert seat.complaints == []
