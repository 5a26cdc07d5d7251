"""Tiles and reports over HTTP."""

import gzip
import math

import pytest

TILE_TYPE = "application/vnd.mapbox-vector-tile"


def tile_of(lon, lat, z):
    n = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return z, int((lon + 180) / 360 * n), int(y)


@pytest.mark.parametrize("layer", ["kommunen", "ortsteile", "zentren", "facilities"])
def test_a_tile_holds_its_layer(client, layer):
    z, x, y = tile_of(7.69, 51.54, 10)
    response = client.get(f"/api/tiles/{layer}/{z}/{x}/{y}.mvt")
    assert response.status_code == 200
    assert response.headers["content-type"] == TILE_TYPE
    assert layer.encode() in response.content


def test_attributes_of_the_tiles(client):
    z, x, y = tile_of(7.8118, 51.5477, 11)
    body = client.get(f"/api/tiles/ortsteile/{z}/{x}/{y}.mvt").content
    assert b"05978036-hemmerde" in body
    assert b"geometrie_estimated" in body
    assert "Lünern".encode() in body


def test_one_layer_of_facilities(client):
    z, x, y = tile_of(8.02, 50.88, 11)
    schools = client.get(f"/api/tiles/facilities/{z}/{x}/{y}.mvt?layer=primary_school").content
    every = client.get(f"/api/tiles/facilities/{z}/{x}/{y}.mvt").content
    assert 0 < len(schools) < len(every)
    assert b"supermarket" in every
    assert b"supermarket" not in schools


def test_an_empty_place_is_an_empty_tile(client):
    z, x, y = tile_of(0, 0, 10)
    response = client.get(f"/api/tiles/ortsteile/{z}/{x}/{y}.mvt")
    assert response.status_code == 200
    assert response.content == b""


def test_tiles_are_tagged_and_zipped(client):
    z, x, y = tile_of(8.02, 50.88, 10)
    first = client.get(f"/api/tiles/ortsteile/{z}/{x}/{y}.mvt", headers={"Accept-Encoding": "gzip"})
    again = client.get(
        f"/api/tiles/ortsteile/{z}/{x}/{y}.mvt", headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert first.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(first.content)) < len(first.content)


def test_report_is_a_pdf_that_opens_in_the_browser(client):
    response = client.get("/api/reports/zentrum/05978036-hemmerde.pdf")
    assert response.status_code == 200, response.text
    assert response.content.startswith(b"%PDF")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == 'inline; filename="mitten-05978036-hemmerde.pdf"'
    assert response.headers["etag"]
