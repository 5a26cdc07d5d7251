"""Projects elsewhere: on the printed sheet of a Zentrum public ones only, whoever asks; its tag follows them."""

import io
import re

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import create_engine

from api.app import create_app
from geo import service
from geo.errors import InputError
from geo.rights import OPERATOR
from geo.service.opened import to_opened
from tests.projects import EDITOR, HEMMERDE, IN_HEMMERDE, edit, new

PUBLIC, SECRETS = "Dorfladen <b>Hemmerde</b>", ("Netzwerkladen", "Geheimladen")
LEFT = [[7.80, 51.50], [7.85, 51.50], [7.85, 51.55], [7.80, 51.55], [7.80, 51.50]]
RIGHT = [[7.85, 51.50], [7.90, 51.50], [7.90, 51.55], [7.85, 51.55], [7.85, 51.50]]


@pytest.fixture(scope="module")
def here(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    opened = to_opened(engine, loaded_settings, person=EDITOR)
    for title, visibility in ((PUBLIC, "public"), (SECRETS[0], "network"), (SECRETS[1], "own")):
        service.create_project(opened, new(title=title, visibility=visibility))
    yield opened
    engine.dispose()


def words_of(pdf):
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", page.extract_text())


def test_the_printed_sheet_names_public_projects_only(here):
    for asking in (here, here.public, here.of(OPERATOR)):
        words = words_of(service.render_zentrum_report(asking, HEMMERDE))
        assert f"{PUBLIC} (Idee)" in words
        assert [secret for secret in SECRETS if secret in words] == []


def test_the_tag_of_the_sheet_follows_its_public_projects(here, loaded_settings):
    address = f"/api/reports/zentrum/{HEMMERDE}.pdf"
    with TestClient(create_app(loaded_settings), raise_server_exceptions=False) as client:
        first = client.get(address)
        known = {"If-None-Match": first.headers["etag"]}
        assert client.get(address, headers=known).status_code == 304
        secret = service.create_project(here, new(title="Noch geheimer", visibility="own"))
        assert client.get(address, headers=known).status_code == 304
        service.change_project(here, secret.info.project_id, edit(secret, visibility="public"))
        assert client.get(address, headers=known).status_code == 200
        assert client.get("/api/reports/zentrum/nirgends.pdf").status_code == 404


def test_a_project_stands_at_all_of_its_places(here):
    other = {"lon": IN_HEMMERDE["lon"] + 0.001, "lat": IN_HEMMERDE["lat"]}
    found = service.create_project(here, new(places=[IN_HEMMERDE, other]))
    expected = [(place["lon"], place["lat"]) for place in (IN_HEMMERDE, other)]
    assert found.info.points == expected
    assert (found.info.lon, found.info.lat) == expected[0]
    assert service.create_project(here, new()).info.points == []


def test_ortsteile_side_by_side_become_one_area(here):
    both = {"type": "MultiPolygon", "coordinates": [[LEFT], [RIGHT]]}
    found = service.create_project(here, new(area=both))
    (part,) = found.area["coordinates"]
    assert len(part) == 1  # no hole
    xs, ys = zip(*part[0], strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((7.8, 7.9, 51.5, 51.55))
    again = service.change_project(here, found.info.project_id, edit(found))
    assert again.info.version == 1
    apart = {"type": "MultiPolygon", "coordinates": [[LEFT], [[[x + 1, y] for x, y in LEFT]]]}
    assert len(service.create_project(here, new(area=apart)).area["coordinates"]) == 2
    bow = [[7.8, 51.5], [7.9, 51.6], [7.9, 51.5], [7.8, 51.6], [7.8, 51.5]]
    for wrong in (
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[bow], [LEFT]]},
        {"type": "Point", "coordinates": [7.8, 51.5]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [7.8, 51.5]}]},
    ):
        with pytest.raises(InputError, match="keine gültige Fläche"):
            service.create_project(here, new(area=wrong))


def test_the_ortsteile_of_a_municipality_can_be_an_area(here):
    """The largest choice that a form offers is not refused for its points."""
    ortsteile = service.read_ortsteile(here).to_crs(4326)
    assert ortsteile["ags"].nunique() == 6
    for ags, own in ortsteile.groupby("ags"):
        parts = [part for shape in own.geometry for part in getattr(shape, "geoms", [shape])]
        whole = {
            "type": "MultiPolygon",
            "coordinates": [part.__geo_interface__["coordinates"] for part in parts],
        }
        found = service.create_project(here.of(OPERATOR), new(zentren=[], ags=[ags], area=whole))
        assert found.area["type"] == "MultiPolygon", ags
