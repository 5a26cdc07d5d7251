"""What only a street network can answer: isochrones, cells, what-if, scenarios, comparison of runs."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from api.deps import Opened, Tagged
from api.routes.figures import ZENTRUM_EXAMPLE, ModeQuery
from geo import service
from geo.domain import Mode
from geo.results import (
    CellsInfo,
    CellValues,
    Comparison,
    Coverage,
    Isochrone,
    NahversorgungRow,
    NetworkInfo,
    RunRow,
    Scenario,
    ScenarioNew,
    Supply,
    WhatIf,
    WhatIfAsk,
)

router = APIRouter(tags=["Straßennetz"])

Layer = Annotated[str, Query(max_length=64, description="Einrichtungsart", examples=["primary_school"])]
RunQuery = Annotated[str, Query(max_length=32, description="Kennung eines Laufs", examples=["2987becc"])]


@router.get("/network", dependencies=[Tagged])
def network(opened: Opened) -> NetworkInfo:
    """Das geladene Straßennetz; ohne Verkehrsmittel gilt das Luftlinienmodell."""
    return service.read_network(opened)


@router.get("/isochrones", dependencies=[Tagged])
def isochrones(
    opened: Opened,
    zentrum: Annotated[
        str, Query(max_length=100, description="Kennung des Zentrums", examples=[ZENTRUM_EXAMPLE])
    ],
    mode: ModeQuery = Mode.WALK,
    minutes: Annotated[
        str, Query(max_length=60, description="Zeiten in Minuten, durch Komma getrennt", examples=["5,10,15"])
    ] = "5,10,15",
    speed_kmh: Annotated[
        float | None,
        Query(
            description="Geschwindigkeit in km/h (siehe /api/network); ohne Angabe die des Laufs",
            examples=[3.5],
        ),
    ] = None,
    hull: Annotated[
        bool, Query(description="Auch die Flächen zwischen erreichten Straßen füllen", examples=[True])
    ] = False,
) -> list[Isochrone]:
    """Was von einem Zentrum aus in so vielen Minuten erreichbar ist."""
    return service.list_isochrones(
        opened, zentrum, mode, service.to_minutes(minutes), speed_kmh=speed_kmh, hull=hull
    )


@router.get("/cells", dependencies=[Tagged])
def cells(opened: Opened) -> CellsInfo:
    """Das geladene Bevölkerungsraster."""
    return service.read_cells_info(opened)


@router.get("/cells/values", dependencies=[Tagged])
def cell_values(opened: Opened, layer: Layer, mode: ModeQuery = Mode.WALK) -> CellValues:
    """Klassen und Werte aller Zellen, in der Reihenfolge des Merkmals `i` der Kacheln."""
    return service.read_cell_values(opened, layer, mode)


@router.get("/coverage", dependencies=[Tagged])
def coverage(opened: Opened, layer: Layer, mode: ModeQuery = Mode.WALK) -> Coverage:
    """Menschen im Umkreis von 5 bis 30 Minuten und jenseits der Norm, je Ortsteil, aus Zellen."""
    return service.read_coverage(opened, layer, mode)


@router.get("/supply", dependencies=[Tagged])
def supply(
    opened: Opened,
    layer: Layer,
    mode: ModeQuery = Mode.WALK,
    method: Annotated[
        Literal["2sfca", "e2sfca", "m2sfca"] | None, Query(description="Verfahren; ohne Angabe alle")
    ] = None,
) -> Supply:
    """Einrichtungen je 1.000 Menschen im Einzugsgebiet (2SFCA und Verwandte)."""
    return service.read_supply(opened, layer, mode, [method] if method else None)


@router.get("/nahversorgung", dependencies=[Tagged])
def nahversorgung(opened: Opened) -> list[NahversorgungRow]:
    """Wie viele der fünf Angebote des BBSR zu Fuß in 1.000 m liegen."""
    return service.list_nahversorgung(opened)


@router.post("/whatif")
def whatif(opened: Opened, ask: WhatIfAsk) -> WhatIf:
    """Was sich ändert, wenn eine Einrichtung hinzukommt oder schließt."""
    return service.answer_whatif(opened, ask)


@router.get("/scenarios")
def scenarios(opened: Opened) -> list[Scenario]:
    """Gespeicherte Szenarien."""
    return service.list_scenarios(opened)


@router.post("/scenarios", status_code=201)
def save(opened: Opened, new: ScenarioNew) -> Scenario:
    """Szenario rechnen und speichern."""
    return service.save_scenario(opened, new)


@router.delete("/scenarios/{scenario_id}", status_code=204)
def remove(opened: Opened, scenario_id: Annotated[str, Path(max_length=32)]) -> Response:
    """Szenario löschen."""
    service.delete_scenario(opened, scenario_id)
    return Response(status_code=204)


@router.get("/runs", dependencies=[Tagged])
def runs(opened: Opened) -> list[RunRow]:
    """Läufe, der gezeigte zuerst."""
    return service.list_runs(opened)


@router.get("/compare", dependencies=[Tagged])
def compare(opened: Opened, a: RunQuery, b: RunQuery) -> Comparison:
    """Zwei Läufe im Vergleich: was von A nach B anders ist."""
    return service.compare(opened, a, b)
