"""Gemarkungen from the WFS of Geobasis NRW: what is asked, what is read, what a user is told when it fails."""

from pathlib import Path

import geopandas as gpd
import httpx2
import pytest
from geopandas import GeoDataFrame
from shapely.geometry import box

from geo.errors import FetchError, InputError
from geo.sources import gemarkungen
from geo.sources.gemarkungen import fetch_gemarkungen, match_gemarkungen, read_gemarkungen

# Made for the tests in the service's schema: names are real, borders and keys are invented.
ANSWER = Path(__file__).parent / "katasterbezirk.gml"
AREA = box(377_000, 5_755_000, 393_000, 5_767_000)


def client(handler) -> httpx2.Client:
    return httpx2.Client(transport=httpx2.MockTransport(handler))


def page(returned: int) -> bytes:
    return ANSWER.read_bytes().replace(b'numberReturned="4"', f'numberReturned="{returned}"'.encode())


def centres() -> GeoDataFrame:
    points = gpd.GeoSeries.from_xy([7.29261, 7.3393], [51.97829, 52.017], crs=4326).to_crs(25832)
    return GeoDataFrame({"name": ["Billerbeck", "Aulendorf"]}, geometry=points.values, index=["b", "a"])


def test_stored_answer_is_read_and_fluren_are_left_out():
    frame = read_gemarkungen(ANSWER)
    assert frame["name"].tolist() == ["Beerlage", "Billerbeck-Stadt", "Billerbeck-Kirchspiel"]
    assert frame["ags"].unique().tolist() == ["05558008"]
    assert frame["date"].unique().tolist() == ["2026-02-17"]
    assert frame.crs.to_epsg() == 25832
    assert frame.area.between(3e6, 60e6).all()


def test_hole_is_kept():
    frame = read_gemarkungen(ANSWER).set_index("name").geometry
    assert frame["Billerbeck-Kirchspiel"].disjoint(frame["Billerbeck-Stadt"].representative_point())


def test_geojson_with_the_same_fields_is_read(tmp_path):
    file = tmp_path / "gemarkungen.geojson"
    frame = read_gemarkungen(ANSWER).rename(columns={"ags": "gmdschl"})
    frame.to_crs(4326).to_file(file, driver="GeoJSON")
    assert read_gemarkungen(file)["name"].tolist() == frame["name"].tolist()


def test_request_is_the_one_that_the_proxy_accepts():
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url)
        return httpx2.Response(200, content=ANSWER.read_bytes())

    assert len(fetch_gemarkungen(AREA, client=client(answer))) == 3
    (url,) = asked
    assert url.host == "www.wfs.nrw.de"
    assert url.params["TYPENAMES"] == "ave:KatasterBezirk"
    assert url.params["BBOX"].endswith(",urn:ogc:def:crs:EPSG::25832")
    assert not {"SRSNAME", "OUTPUTFORMAT", "CQL_FILTER"} & set(url.params)


def test_pages_are_fetched_until_one_is_not_full(monkeypatch):
    monkeypatch.setattr(gemarkungen, "PAGE_SIZE", 4)
    starts = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        starts.append(request.url.params["STARTINDEX"])
        return httpx2.Response(200, content=page(4 if len(starts) < 3 else 2))

    assert len(fetch_gemarkungen(AREA, client=client(answer))) == 3, (
        "the same Gemarkung on two pages counts once"
    )
    assert starts == ["0", "4", "8"]


def test_offline_is_one_clear_sentence():
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no route", request=request)

    with pytest.raises(
        FetchError, match=r"nicht erreichbar: bitte die Internetverbindung .*--gemarkungen DATEI"
    ):
        fetch_gemarkungen(AREA, client=client(answer))


def test_timeout_is_the_same_sentence():
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("slow", request=request)

    with pytest.raises(FetchError, match="nicht erreichbar"):
        fetch_gemarkungen(AREA, client=client(answer))


def test_status_is_named():
    with pytest.raises(FetchError, match="Status 503"):
        fetch_gemarkungen(AREA, client=client(lambda request: httpx2.Response(503)))


def test_reason_of_the_service_is_passed_on():
    report = (
        b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception>'
        b"<ows:ExceptionText>InvalidParameterValue</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    with pytest.raises(FetchError, match="InvalidParameterValue"):
        fetch_gemarkungen(AREA, client=client(lambda request: httpx2.Response(200, content=report)))


def test_answer_that_is_no_map_is_named():
    with pytest.raises(InputError, match="keine lesbaren Gemarkungen"):
        fetch_gemarkungen(AREA, client=client(lambda request: httpx2.Response(200, content=b"<html/>")))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("<art>Gemarkung</art>", "<art>Flur</art>", "enthält keine Gemarkung"),
        ("gmdschl>", "gemeindenummer>", "fehlt das Feld gmdschl"),
    ],
)
def test_changed_schema_is_named(tmp_path, old, new, sentence):
    file = tmp_path / "antwort.gml"
    file.write_text(ANSWER.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        read_gemarkungen(file)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="nicht lesbar"):
        read_gemarkungen(tmp_path / "fehlt.gml")


def test_match_goes_by_name_and_then_by_place():
    matched = match_gemarkungen(read_gemarkungen(ANSWER), centres()).set_index("name")
    assert matched["zentrum_id"].to_dict() == {
        "Beerlage": "a",
        "Billerbeck-Stadt": "b",
        "Billerbeck-Kirchspiel": "b",
    }
    assert matched["quelle"].eq("gemarkung").all()
    assert matched["source"]["Beerlage"].endswith("Gemarkung Beerlage (059901)")


def test_gemarkung_without_a_zentrum_stays_out():
    matched = match_gemarkungen(read_gemarkungen(ANSWER), centres().drop(index="a"))
    assert set(matched["zentrum_id"]) == {"b"}
