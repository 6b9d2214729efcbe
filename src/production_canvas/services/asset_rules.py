"""What an asset may hold, said in words where it may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from pydantic import ValidationError

from production_canvas.errors import Invalid, TooLarge
from production_canvas.protocol.library import DATA_OF
from production_canvas.store import assets
from production_canvas.store.database import Database, is_id

DATA_BYTES = 64 * 1024
TAG_LENGTH = 60
TITLES = {"environment": "place"}


def check_name(name: str) -> str:
    """The name without the space around it."""
    if not name.strip():
        raise Invalid("An asset needs a name.")
    return name.strip()


def check_data(kind: str, data: Mapping[str, Any]) -> None:
    """Raises Invalid or TooLarge where an asset of that kind cannot hold `data`."""
    try:
        text = orjson.dumps(data)
    except (TypeError, ValueError) as error:
        raise Invalid("The data holds something that JSON cannot say.") from error
    if len(text) > DATA_BYTES:
        raise TooLarge(f"An asset holds at most {DATA_BYTES // 1024} KB of data.")
    # PostgreSQL's JSON holds no NUL character.
    if rb"\u0000" in text:
        raise Invalid("Texts cannot hold the character NUL.")
    model = DATA_OF.get(kind)
    if model is None:
        return
    try:
        model.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        raise Invalid(_sentence(kind, error)) from None


def _sentence(kind: str, error: ValidationError) -> str:
    first = error.errors()[0]
    key = str(first["loc"][0]).replace("_", " ")
    says = first["msg"].removeprefix("Value error, ")
    return f"The {key} of a {TITLES.get(kind, kind)} cannot be that: {says[:1].lower()}{says[1:]}."


def merged(before: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """`change` over `before` by top-level key; a null takes the key away."""
    return {key: value for key, value in {**before, **change}.items() if value is not None or key not in change}


async def check_references(db: Database, project_id: str | None, reference_ids: Sequence[str]) -> None:
    """Raises Invalid where one of them is no picture of the library, or comes twice."""
    if len(set(reference_ids)) < len(reference_ids):
        raise Invalid("A picture is among the references twice.")
    found = await assets.many(db, [each for each in reference_ids if is_id(each)], project_id)
    pictures = {asset.id for asset in found if asset.kind == "image"}
    if missing := [each for each in reference_ids if each not in pictures]:
        raise Invalid(f"References are pictures of the same library; {missing[0]} is none.")


def pictures_in(data: Mapping[str, Any]) -> list[str]:
    """The pictures of the library that the data names: examples of a look, the depth of a place."""
    examples = data.get("examples")
    named = [*(examples if isinstance(examples, list) else ()), data.get("depth_map")]
    return [each for each in named if isinstance(each, str) and is_id(each)]


def normalised(tags: Iterable[str]) -> list[str]:
    """Tags in small letters with single spaces and without the #, each once, in their order."""
    plain = (" ".join(tag.casefold().lstrip("# ").split())[:TAG_LENGTH] for tag in tags)
    return list(dict.fromkeys(tag for tag in plain if tag))


def remapped(data: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The data with the ids of copies in place of the assets it names."""

    def one(value: Any) -> Any:
        if isinstance(value, list):
            return [one(each) for each in value]
        return ids.get(value, value) if isinstance(value, str) else value

    return {key: one(value) for key, value in data.items()}
