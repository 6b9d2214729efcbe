"""The browser's types say what the wire's models say."""

from __future__ import annotations

from pathlib import Path

from production_canvas.cli.schema import catalogue_text
from production_canvas.protocol import messages, operations
from production_canvas.protocol.typescript import declarations

COMMITTED = Path(__file__).parents[2] / "web" / "src" / "lib" / "protocol" / "schema.d.ts"
CATALOGUE = Path(__file__).parents[1] / "data" / "catalogue.json"


def test_the_committed_types_are_those_of_the_models() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == declarations(), "run ./canvas schema"


def test_the_catalogue_of_the_browsers_tests_is_that_of_the_server() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue_text(), "run ./canvas schema"


def test_every_event_has_its_line() -> None:
    text = declarations()
    for event, model in [*messages.CLIENT_EVENTS.items(), *messages.SERVER_EVENTS.items()]:
        assert f"  '{event}': {model.__name__};" in text


def test_every_operation_stands_in_the_union_and_keeps_its_name() -> None:
    text = declarations()
    union = text.partition("export type Operation =")[2].partition(";")[0]
    assert sorted(union.replace("|", " ").split()) == sorted(
        name for name in dir(operations) if "op" in getattr(getattr(operations, name), "model_fields", {})
    )
    assert "  op: 'node.add';" in text


def test_what_the_server_writes_is_never_optional_and_what_a_client_writes_may_be() -> None:
    text = declarations()
    take = text.partition("export interface TakeRecord {")[2].partition("}")[0]
    presence = text.partition("export interface Presence {")[2].partition("}")[0]
    assert "?:" not in take
    assert "cursor?: Position | null;" in presence
