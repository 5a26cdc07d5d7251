"""What the network learns. Answers depend on who asks: they are kept by nobody."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.deps import Opened
from api.routes.projects import PERSONAL, keep_private
from geo import service
from geo.results import Digest, Learning

router = APIRouter(tags=["Netzwerk"], dependencies=[Depends(keep_private)])

EffortDays = Annotated[
    float | None, Query(gt=0, le=1000, description="Arbeitstage je Konzept, eigene Angabe", examples=[12.5])
]
EffortSource = Annotated[
    str, Query(max_length=200, description="Quelle der Arbeitstage", examples=["Schätzung Stadt Unna, 2026"])
]


@router.get("/learning")
def learning(
    opened: Opened,
    since: Annotated[date | None, Query(description="Erster Tag", examples=["2026-10-01"])] = None,
    until: Annotated[date | None, Query(description="Tag nach dem letzten", examples=["2027-01-01"])] = None,
    effort_days: EffortDays = None,
    effort_source: EffortSource = "",
) -> Learning:
    """Wer mit wem woran arbeitet, welche Bausteine übernommen wurden, was nur einmal erdacht wird."""
    return service.read_learning(
        opened, since=since, until=until, effort_days=effort_days, effort_source=effort_source
    )


@router.get(
    "/learning/digest",
    response_model=Digest,
    responses={200: {"content": {"application/pdf": {}}, "description": "Rückblick, als Daten oder A4"}},
)
def digest(
    opened: Opened,
    quarter: Annotated[str, Query(max_length=10, description="Quartal", examples=["2026-Q4"])],
    file_format: Annotated[
        Literal["json", "pdf"], Query(alias="format", description="Daten, oder A4 zum Drucken")
    ] = "json",
    effort_days: EffortDays = None,
    effort_source: EffortSource = "",
) -> Digest | Response:
    """Was in einem Quartal geschah; ohne Anmeldung nur Öffentliches."""
    if file_format == "json":
        return service.read_digest(opened, quarter, effort_days=effort_days, effort_source=effort_source)
    page = service.render_digest(opened, quarter, effort_days=effort_days, effort_source=effort_source)
    headers = {**PERSONAL, "Content-Disposition": 'inline; filename="mitten-netzwerk.pdf"'}
    return Response(page, media_type="application/pdf", headers=headers)
