"""Where an asset of the team is used, and what changing it does, over every film."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from production_canvas.protocol.library import AssetProposal, FilmImpact, FilmUsage, TeamImpact, TeamUsage
from production_canvas.services.assets import Assets
from production_canvas.services.impact import Impact
from production_canvas.services.usage import Usage
from production_canvas.store import assets, graphs, projects
from production_canvas.store.database import Database
from production_canvas.store.users import User


class Everywhere:
    def __init__(self, db: Database, library: Assets, usage: Usage, impact: Impact) -> None:
        self._db = db
        self._library = library
        self._usage = usage
        self._impact = impact

    async def usage(self, user: User, asset_id: str) -> TeamUsage:
        """By film what depends on the asset. Raises NotFound."""
        await self._library.seen(None, asset_id)
        names = await projects.names_for(self._db, user.id)
        films: list[FilmUsage] = []
        elsewhere = 0
        for project_id in await self._naming(asset_id, names):
            used = await self._usage.of_asset(project_id, asset_id)
            if not used.sources:
                continue
            if project_id not in names:
                elsewhere += 1
                continue
            counts = used.model_dump(include={"shots", "scenes", "takes", "seconds"})
            films.append(FilmUsage(project_id=project_id, name=names[project_id], **counts))
        return TeamUsage(
            asset_id=asset_id,
            shots=sum(each.shots for each in films),
            scenes=sum(each.scenes for each in films),
            takes=sum(each.takes for each in films),
            seconds=round(sum(each.seconds for each in films), 3),
            films=films,
            elsewhere=elsewhere,
        )

    async def impact(self, user: User, asset_id: str, proposal: AssetProposal) -> TeamImpact:
        """By film the shots whose job the change would alter; nothing is changed. Raises NotFound, Invalid."""
        asset = await self._library.seen(None, asset_id)
        names = await projects.names_for(self._db, user.id)
        films: list[FilmImpact] = []
        elsewhere = 0
        await self._impact.check(asset_id, proposal)
        for project_id in await self._naming(asset_id, names):
            told = await self._impact.preview(project_id, asset_id, proposal)
            if project_id not in names:
                elsewhere += told.stale > 0
            elif told.shots:
                films.append(
                    FilmImpact(
                        project_id=project_id,
                        name=names[project_id],
                        shots=told.shots,
                        stale=told.stale,
                        seconds=told.seconds,
                    )
                )
        return TeamImpact(
            asset_id=asset_id,
            version=asset.version,
            films=films,
            stale=sum(each.stale for each in films),
            seconds=round(sum(each.seconds for each in films), 1),
            elsewhere=elsewhere,
        )

    async def _naming(self, asset_id: str, names: Mapping[str, str]) -> Collection[str]:
        """The films that may use the asset: those that have a name for the asker in their order, then the others."""
        made_of_it = await assets.made_of(self._db, asset_id, None, everywhere=True)
        found = await graphs.projects_naming(self._db, [asset_id, *made_of_it])
        return [*(each for each in names if each in found), *(each for each in found if each not in names)]
