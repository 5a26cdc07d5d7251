"""Places and what stands in them: municipalities, Ortsteile, Zentren, facilities, sources."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Opened, Tagged, to_bbox
from api.schemas import FeatureCollection
from geo import service
from geo.results import Health, LayerInfo, Titled, VerbundInfo
from geo.service.geojson import to_feature_collection

router = APIRouter(tags=["Orte"])

LayerQuery = Annotated[
    str | None,
    Query(max_length=64, description="Einrichtungsart (siehe /api/layers)", examples=["primary_school"]),
]


@router.get("/health", tags=["Betrieb"])
def health(opened: Opened) -> Health:
    """Ob Datenbank und Daten bereit sind."""
    return service.read_health(opened)


@router.get("/verbuende", tags=["Betrieb"])
def verbuende(opened: Opened) -> list[Titled]:
    """Geladene Verbünde."""
    return service.list_verbuende(opened)


@router.get("/verbund", dependencies=[Tagged])
def verbund(opened: Opened) -> VerbundInfo:
    """Der Verbund: Zahlen, Kommunen, Quellen, Lauf, Wörter und Farben."""
    return service.read_verbund(opened)


@router.get("/kommunen", dependencies=[Tagged], response_model=FeatureCollection)
def kommunen(opened: Opened) -> dict[str, Any]:
    """Umrisse der Kommunen und ihrer Partner."""
    return to_feature_collection(service.read_kommunen(opened), "ags")


@router.get("/ortsteile", dependencies=[Tagged], response_model=FeatureCollection)
def ortsteile(opened: Opened) -> dict[str, Any]:
    """Grenzen der Ortsteile mit Einwohnern und Herkunft der Grenze."""
    return to_feature_collection(service.read_ortsteile(opened), "ortsteil_id")


@router.get("/zentren", dependencies=[Tagged], response_model=FeatureCollection)
def zentren(opened: Opened) -> dict[str, Any]:
    """Zentren als Punkte."""
    return to_feature_collection(service.read_zentren(opened), "zentrum_id")


@router.get("/layers", dependencies=[Tagged])
def layers(opened: Opened) -> list[LayerInfo]:
    """Einrichtungsarten mit Norm, Klassen und dem Gebiet, in dem sie vollständig erfasst sind."""
    return service.list_layer_infos(opened)


@router.get("/facilities", dependencies=[Tagged], response_model=FeatureCollection)
def facilities(
    opened: Opened,
    layer: LayerQuery = None,
    bbox: Annotated[
        str | None,
        Query(
            max_length=100,
            description="West,Süd,Ost,Nord in Grad (EPSG:4326)",
            examples=["7.6,51.5,7.9,51.6"],
        ),
    ] = None,
) -> dict[str, Any]:
    """Einrichtungen, nach Art und Ausschnitt."""
    frame = service.read_facilities(opened, layer, to_bbox(bbox))
    return to_feature_collection(frame.drop(columns="verbund_id"), "facility_id")
