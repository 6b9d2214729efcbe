"""Bodies of the library's doors, and what characters, styles and places hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from production_canvas.nodes.environment import ANGLES
from production_canvas.nodes.parameters import VOICES
from production_canvas.protocol.operations import Part
from production_canvas.protocol.rest import Name, PersonMark, Text

Then = Literal["stale", "regenerate", "pin"]
AssetId = Annotated[str, Field(min_length=36, max_length=36)]
FolderName = Annotated[Text, Field(min_length=1, max_length=120)]
Tags = Annotated[list[Annotated[Text, Field(max_length=60)]], Field(max_length=40)]
References = Annotated[list[AssetId], Field(max_length=24)]
Line = Annotated[Text, Field(max_length=200)]
Word = Annotated[Text, Field(min_length=1, max_length=60)]
Prose = Annotated[Text, Field(max_length=20_000)]
Color = Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")]


def _one_of(options: Sequence[str]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in options:
            raise ValueError(f"one of {', '.join(options)}")
        return value

    return check


Voice = Annotated[str, AfterValidator(_one_of(VOICES))]
Angle = Annotated[str, AfterValidator(_one_of(ANGLES))]


# What assets hold. Keys that are not named here are kept as they are.


class Held(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class CharacterData(Held):
    traits: Annotated[list[Word], Field(max_length=40)] | None = None
    role: Line | None = None
    age: Annotated[Text, Field(max_length=40)] | None = None
    personality: Prose | None = None
    look: Annotated[Text, Field(max_length=500)] | None = None
    voice: Voice | None = None
    color: Color | None = None


class StyleData(Held):
    """`examples`: pictures of the library."""

    keywords: Annotated[list[Line], Field(max_length=200)] | None = None
    palette: Annotated[list[Color], Field(max_length=24)] | None = None
    examples: Annotated[list[AssetId], Field(max_length=24)] | None = None


class EnvironmentData(Held):
    """`depth_map`: the picture that is its depth, or whether one is to be made."""

    place: Line | None = None
    type: Line | None = None
    int_ext: Annotated[Text, Field(max_length=20)] | None = None
    mood: Line | None = None
    space: Literal["2d", "3d"] | None = None
    angles: Annotated[list[Angle], Field(max_length=len(ANGLES))] | None = None
    angle: Angle | None = None
    time: Annotated[Text, Field(max_length=60)] | None = None
    weather: Annotated[Text, Field(max_length=60)] | None = None
    depth_map: AssetId | bool | None = None
    grid: bool | None = None


DATA_OF: dict[str, type[Held]] = {
    "character": CharacterData,
    "style": StyleData,
    "environment": EnvironmentData,
}
"""By kind of asset; of others anything is kept."""


# In


class NewAsset(Part):
    kind: Literal["character", "style", "environment"]
    name: Name
    data: dict[str, Any] = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)
    folder_id: AssetId | None = None
    reference_ids: References = Field(default_factory=list)


class AssetProposal(Part):
    """`data` is merged over the asset's own by top-level key; a null takes the key away."""

    name: Name | None = None
    data: dict[str, Any] | None = None
    reference_ids: References | None = None


class AssetChange(AssetProposal):
    """What is left out stays. `folder_id` null: to the top of the library. With `expected_version` a change of an asset
    that somebody else has changed meanwhile is refused. `then`: what becomes of the shots made with it.
    """

    tags: Tags | None = None
    folder_id: AssetId | None = None
    archived: bool | None = None
    expected_version: Annotated[int, Field(ge=1)] | None = None
    then: Then = "stale"


class NewFolder(Part):
    name: FolderName
    parent_id: AssetId | None = None


class FolderChange(Part):
    """What is left out stays; `parent_id` null: to the top."""

    name: FolderName | None = None
    parent_id: AssetId | None = None


# Out


class AssetVersion(Part):
    """`created_at` in ISO 8601; `user` is null where the account of who made it is gone."""

    version: int
    name: str
    data: dict[str, Any]
    reference_ids: list[str]
    user: PersonMark | None
    created_at: str


class ContainerUse(Part):
    """How many shots in it, at any depth, use the asset."""

    node_id: str
    shots: int


class AssetUsage(Part):
    """Where an asset is used, counted by asset. `sources`: the cards that stand for it; `direct`: what one of them
    hands it to; `node_ids`: those, and all that is made from them; `seconds` of the shots' active takes.
    """

    asset_id: str
    shots: int
    scenes: int
    takes: int
    seconds: float
    sources: list[str]
    direct: list[str]
    node_ids: list[str]
    shot_ids: list[str]
    containers: list[ContainerUse]


class FilmUsage(Part):
    """How much one film uses an asset of the team."""

    project_id: str
    name: str
    shots: int
    scenes: int
    takes: int
    seconds: float


class TeamUsage(Part):
    """Where an asset of the team is used, by film; `elsewhere`: how many films use it that the asker does not see. The
    sums are those of `films`.
    """

    asset_id: str
    shots: int
    scenes: int
    takes: int
    seconds: float
    films: list[FilmUsage]
    elsewhere: int


class ShotImpact(Part):
    """`has_take`: it has an active take, which becomes stale; `was_stale`: that was so before; `seconds` to make it."""

    node_id: str
    number: str
    title: str
    quality: str
    has_take: bool
    was_stale: bool
    seconds: float


class AssetImpact(Part):
    """The shots whose job the change alters, in the order of the film; `stale` of them have an active take, which takes
    about `seconds` to make anew.
    """

    asset_id: str
    version: int
    shots: list[ShotImpact]
    stale: int
    seconds: float


class FilmImpact(Part):
    """What a change of an asset of the team does to one film, told as of an asset of its own."""

    project_id: str
    name: str
    shots: list[ShotImpact]
    stale: int
    seconds: float


class TeamImpact(Part):
    """By film; the sums are those of `films`. `elsewhere`: in how many films that the asker does not see takes become
    stale.
    """

    asset_id: str
    version: int
    films: list[FilmImpact]
    stale: int
    seconds: float
    elsewhere: int
