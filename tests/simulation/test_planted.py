"""Each planted bug is found: a simulation that finds nothing wrong has to be one that can."""

from __future__ import annotations

import pytest

from tests.simulation.planted import PLANTED, Bug, killer


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.__name__)
def test_a_planted_bug_breaks_the_promise_it_is_against(bug: Bug) -> None:
    assert killer(bug) is not None
