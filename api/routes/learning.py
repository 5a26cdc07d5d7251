"""What the network learns. Answers depend on who asks: they are kept by nobody."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.deps import Opened
from api.routes.projects import keep_private
from geo import service
from geo.results import Learning

router = APIRouter(tags=["Netzwerk"], dependencies=[Depends(keep_private)])


@router.get("/learning")
def learning(
    opened: Opened,
    since: Annotated[date | None, Query(description="Erster Tag", examples=["2026-10-01"])] = None,
    until: Annotated[date | None, Query(description="Tag nach dem letzten", examples=["2027-01-01"])] = None,
    effort_days: Annotated[
        float | None, Query(gt=0, le=1000, description="Arbeitstage je Konzept, eigene Angabe")
    ] = None,
    effort_source: Annotated[str, Query(max_length=200, description="Quelle der Arbeitstage")] = "",
) -> Learning:
    """Wer mit wem woran arbeitet, welche Bausteine übernommen wurden, was nur einmal erdacht wird."""
    return service.read_learning(
        opened, since=since, until=until, effort_days=effort_days, effort_source=effort_source
    )
