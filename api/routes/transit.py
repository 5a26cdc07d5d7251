"""Bus and rail: timetable, stops, quality classes, travel times, mobility gaps, what-if."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.deps import Opened, Tagged, to_bbox
from api.routes.figures import ZENTRUM_EXAMPLE, ZentrumPath
from api.schemas import FeatureCollection
from geo import service
from geo.domain import DayType
from geo.results import (
    Line,
    MobilityGaps,
    StopDepartures,
    TimetableInfo,
    TransitCellClasses,
    TransitCellTimes,
    TransitClass,
    TransitHeadline,
    TransitSheet,
    TransitTime,
    TransitWhatIf,
    TransitWhatIfAsk,
)
from geo.service.geojson import to_feature_collection

router = APIRouter(prefix="/pt", tags=["Bus und Bahn"])

DayQuery = Annotated[DayType, Query(description="Art von Tagen", examples=["school"])]
MethodQuery = Annotated[
    str,
    Query(max_length=64, description="Methode der Güteklassen; leer: die übliche", examples=["oerok-2017"]),
]
ZentrumQuery = Annotated[
    str | None, Query(max_length=100, description="Kennung des Zentrums", examples=[ZENTRUM_EXAMPLE])
]
TargetQuery = Annotated[
    str | None,
    Query(
        max_length=64,
        description="grundzentrum, mittelzentrum, oberzentrum oder eine Einrichtungsart",
        examples=["mittelzentrum"],
    ),
]


@router.get("/timetable", dependencies=[Tagged])
def timetable(opened: Opened) -> TimetableInfo:
    """Der Fahrplan: Gültigkeit, Stichtage mit Begründung, Prüfung, Lizenz; Methoden der Güteklassen mit Legende."""
    return service.read_timetable(opened)


@router.get("/stops", dependencies=[Tagged], response_model=FeatureCollection)
def stops(
    opened: Opened,
    method: MethodQuery = "",
    day: DayQuery = DayType.SCHOOL,
    bbox: Annotated[
        str | None,
        Query(
            max_length=100,
            description="West,Süd,Ost,Nord in Grad (EPSG:4326)",
            examples=["7.6,51.5,7.9,51.6"],
        ),
    ] = None,
) -> dict[str, Any]:
    """Haltestellen mit Kategorie und Takt; ohne Fahrplan nur Bahnhöfe."""
    return to_feature_collection(service.read_stops(opened, method, day, to_bbox(bbox)), "stop_id")


@router.get("/stops/{stop_id:path}/departures", dependencies=[Tagged])
def departures(
    opened: Opened,
    stop_id: Annotated[
        str, Path(max_length=200, description="Kennung der Haltestelle", examples=["bahnhof:8006115"])
    ],
    day: DayQuery = DayType.SCHOOL,
) -> StopDepartures:
    """Abfahrten einer Haltestelle am Stichtag, je Linie und Richtung."""
    return service.read_departures(opened, stop_id, day)


@router.get("/lines", dependencies=[Tagged])
def lines(opened: Opened) -> list[Line]:
    """Linien des Fahrplans."""
    return service.list_lines(opened)


@router.get("/classes", dependencies=[Tagged])
def classes(opened: Opened, method: MethodQuery = "", day: DayQuery = DayType.SCHOOL) -> list[TransitClass]:
    """Güteklasse je Ortsteil mit bester Haltestelle und Menschen je Klasse."""
    return service.list_transit_classes(opened, method, day)


@router.get("/summary", dependencies=[Tagged])
def summary(opened: Opened, method: MethodQuery = "", day: DayQuery = DayType.SCHOOL) -> TransitHeadline:
    """Der Satz, der zuerst kommt: wie viele Menschen wie erschlossen sind."""
    return service.read_transit_headline(opened, method, day)


@router.get("/travel-times", dependencies=[Tagged])
def travel_times(
    opened: Opened,
    zentrum: ZentrumQuery = None,
    target: TargetQuery = None,
    day: DayQuery = DayType.SCHOOL,
    window: Annotated[
        str | None, Query(max_length=32, description="Zeitfenster; leer: alle", examples=["morning"])
    ] = None,
) -> list[TransitTime]:
    """Von Tür zu Tür: Anteil der Minuten mit Verbindung, Zeiten, Umstiege, Norm, Rückweg."""
    return service.list_transit_times(opened, zentrum=zentrum, target=target, day_type=day, window=window)


@router.get("/cells/classes", dependencies=[Tagged])
def cell_classes(
    opened: Opened, method: MethodQuery = "", day: DayQuery = DayType.SCHOOL
) -> TransitCellClasses:
    """Güteklassen aller 100-m-Zellen, in der Reihenfolge des Merkmals `i` der Kacheln."""
    return service.read_cell_classes(opened, method, day)


@router.get("/cells/travel-times", dependencies=[Tagged])
def cell_times(
    opened: Opened,
    area: Annotated[
        str,
        Query(
            max_length=100, description="Ortsteil, oder Gemeindeschlüssel (AGS)", examples=[ZENTRUM_EXAMPLE]
        ),
    ],
    target: Annotated[
        str,
        Query(
            max_length=64, description="Ziel: ein Rang oder eine Einrichtungsart", examples=["mittelzentrum"]
        ),
    ],
    day: DayQuery = DayType.SCHOOL,
    window: Annotated[str, Query(max_length=32, description="Zeitfenster", examples=["morning"])] = "morning",
) -> TransitCellTimes:
    """Von jeder bewohnten Zelle eines Ortsteils oder einer Kommune zu einem Ziel; gesucht, wenn gefragt wird."""
    return service.list_cell_times(opened, area, target, day_type=day, window=window)


@router.get("/zentren/{zentrum_id}", dependencies=[Tagged])
def sheet(opened: Opened, zentrum_id: ZentrumPath, method: MethodQuery = "") -> TransitSheet:
    """Bus und Bahn an einem Zentrum: Klassen aller Tage, Reisezeiten, letzter Weg nach Hause."""
    return service.read_transit_sheet(opened, zentrum_id, method)


@router.get("/gaps", dependencies=[Tagged])
def gaps(
    opened: Opened, zentrum: ZentrumQuery = None, target: TargetQuery = None, day: DayQuery = DayType.SCHOOL
) -> MobilityGaps:
    """Mobilitätslücken, die meisten Menschen zuerst, mit dem berechneten Vergleich der Abhilfen."""
    return service.read_mobility_gaps(opened, zentrum=zentrum, service=target, day_type=day)


@router.post("/whatif")
def whatif(opened: Opened, ask: TransitWhatIfAsk) -> TransitWhatIf:
    """Was sich ändert, wenn der Fahrplan ein anderer wäre."""
    return service.answer_transit_whatif(opened, ask)
