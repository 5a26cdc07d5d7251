"""Shared project areas: near and twin, what is near a Zentrum, links into partner municipalities."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.deps import Opened, Tagged
from api.routes.figures import ZENTRUM_EXAMPLE, ModeQuery
from geo import service
from geo.domain import Mode
from geo.results import AreaPlace, Areas, NearAsk, Nearby, PartnerLinks, PoolAsk, Pooling

router = APIRouter(tags=["Projekträume"])


@router.get("/areas", dependencies=[Tagged])
def areas(
    opened: Opened,
    kind: Annotated[
        Literal["near", "twin"], Query(description="near: nah beieinander; twin: dieselben Lücken")
    ] = "near",
    service_key: Annotated[
        str | None, Query(alias="service", max_length=64, examples=["primary_school"])
    ] = None,
) -> Areas:
    """Projekträume des Laufs: Orte mehrerer Kommunen, die nah beieinander liegen oder denen dasselbe fehlt."""
    return service.read_areas(opened, kind, service_key)


@router.post("/areas/near")
def near(opened: Opened, ask: NearAsk) -> Areas:
    """Nahe Räume eines Dienstes mit anderen Grenzen, auf den Reisezeiten des Laufs gerechnet."""
    return service.answer_near(opened, ask)


@router.post("/areas/pool")
def pool(opened: Opened, ask: PoolAsk) -> Pooling:
    """Gemeinsame Standorte eines Dienstes für die Mitglieder eines Raums oder Projektraums."""
    return service.answer_pool(opened, ask)


@router.get("/areas/nearby", dependencies=[Tagged])
def nearby(
    opened: Opened,
    zentrum: Annotated[
        str, Query(max_length=100, description="Kennung des Zentrums", examples=[ZENTRUM_EXAMPLE])
    ],
) -> Nearby:
    """Womit und mit wem ein Zentrum teilen kann: Partner in der Nähe, Räume, Zwillinge."""
    return service.read_nearby(opened, zentrum)


@router.get("/areas/partners", dependencies=[Tagged])
def partners(opened: Opened, mode: ModeQuery = Mode.CAR) -> PartnerLinks:
    """Nächstes Paar je Kommune des Verbunds und Partnerkommune."""
    return service.read_partner_links(opened, mode)


@router.get("/areas/places", dependencies=[Tagged])
def places(opened: Opened) -> list[AreaPlace]:
    """Zentren und Orte der Partner: wer Mitglied eines Projektraums sein kann."""
    return service.list_area_places(opened)
