"""Drawn answers: vector tiles and printed reports."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.deps import Opened, Tagged, TaggedReport
from api.routes.figures import ZentrumPath
from geo import service

router = APIRouter(tags=["Karten und Berichte"])

TILE_TYPE = "application/vnd.mapbox-vector-tile"


@router.get(
    "/tiles/{layer}/{z}/{x}/{y}.mvt",
    dependencies=[Tagged],
    response_class=Response,
    responses={200: {"content": {TILE_TYPE: {}}, "description": "Vektorkachel (EPSG:3857)"}},
)
def tile(
    response: Response,
    opened: Opened,
    layer: Annotated[str, Path(max_length=32, description="kommunen, ortsteile, zentren oder facilities")],
    z: Annotated[int, Path(examples=[9])],
    x: Annotated[int, Path(examples=[266])],
    y: Annotated[int, Path(examples=[170])],
    facility_layer: Annotated[
        str, Query(alias="layer", max_length=64, description="nur diese Einrichtungsart")
    ] = "",
) -> Response:
    """Vektorkachel aus PostGIS."""
    body = service.read_tile(opened, layer, (z, x, y), facility_layer)
    return Response(body, media_type=TILE_TYPE, headers=dict(response.headers))


@router.get(
    "/reports/zentrum/{zentrum_id}.pdf",
    dependencies=[TaggedReport],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "Bericht, eine Seite A4"}},
)
def zentrum_report(request: Request, response: Response, opened: Opened, zentrum_id: ZentrumPath) -> Response:
    """Gedruckter Bericht eines Zentrums."""
    page = service.render_zentrum_report(opened, zentrum_id)
    headers = {**response.headers, "Content-Disposition": f'inline; filename="mitten-{zentrum_id}.pdf"'}
    return Response(page, media_type="application/pdf", headers=headers)
