"""Figures: reachability, headline, gaps, links, the sheet of a Zentrum."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.deps import Opened, Tagged
from api.routes.places import LayerQuery
from geo import service
from geo.domain import Mode
from geo.errors import InputError
from geo.results import Gap, Headline, Links, Ranking, Reach, ZentrumSheet

router = APIRouter(tags=["Ergebnisse"], dependencies=[Tagged])

ZENTRUM_EXAMPLE = "05978036-hemmerde"
ModeQuery = Annotated[Mode, Query(description="Verkehrsmittel", examples=["walk"])]
ZentrumPath = Annotated[
    str, Path(max_length=100, description="Kennung des Zentrums", examples=[ZENTRUM_EXAMPLE])
]


def to_weights(text: str) -> dict[str, float]:
    """Read ``layer:number,layer:number``.

    Raises
    ------
    InputError
        If it has another form.
    """
    try:
        pairs = [part.split(":") for part in text.split(",") if part.strip()]
        return {layer.strip(): float(number) for layer, number in pairs}
    except ValueError as error:
        raise InputError(
            f"Die Gewichte „{text}“ (weights) brauchen die Form supermarket:2,pharmacy:0 (Zahlen mit Punkt)."
        ) from error


@router.get("/zentren/{zentrum_id}")
def sheet(opened: Opened, zentrum_id: ZentrumPath) -> ZentrumSheet:
    """Alles über ein Zentrum: Werte, Stände, Lücken, Partner, Quellen."""
    return service.read_sheet(opened, zentrum_id)


@router.get("/reachability")
def reachability(
    opened: Opened,
    zentrum: Annotated[
        str | None, Query(max_length=100, description="Kennung des Zentrums", examples=[ZENTRUM_EXAMPLE])
    ] = None,
    layer: LayerQuery = None,
    mode: ModeQuery = Mode.WALK,
) -> list[Reach]:
    """Wege zur nächsten Einrichtung: eines Zentrums, oder einer Art für alle Zentren."""
    return service.list_reach(opened, zentrum=zentrum, layer=layer, mode=mode)


@router.get("/summary")
def summary(
    opened: Opened,
    layer: Annotated[str, Query(max_length=64, description="Einrichtungsart", examples=["primary_school"])],
    mode: ModeQuery = Mode.WALK,
) -> Headline:
    """Der Satz, der zuerst kommt: wie viele Ortsteile und Menschen jenseits der Grenze liegen."""
    return service.read_headline(opened, layer, mode)


@router.get("/gaps")
def gaps(opened: Opened, layer: LayerQuery = None, mode: Mode | None = None) -> list[Gap]:
    """Verfehlte Normen, die meisten Menschen zuerst."""
    return service.list_gaps(opened, layer=layer, mode=mode)


@router.get("/ranking")
def ranking(
    opened: Opened,
    mode: ModeQuery = Mode.WALK,
    weights: Annotated[
        str,
        Query(
            max_length=1000,
            description="Gewichte, die vom Üblichen abweichen (Einrichtungsart:Zahl, mit Komma getrennt)",
            examples=["supermarket:2,pharmacy:0"],
        ),
    ] = "",
) -> Ranking:
    """Ortsteile nach betroffenen Menschen und nach mittlerem Abstand zur Norm, und was die Gewichte daran ändern."""
    return service.rank(opened, mode, to_weights(weights))


@router.get("/links")
def links(opened: Opened, mode: ModeQuery = Mode.CAR) -> Links:
    """Zentren verschiedener Kommunen, die sich nah sind; sonst die nächsten Paare."""
    return service.read_links(opened, mode)
