"""Reading areas: mutilated, misplaced and self-crossing GeoJSON ends in one German sentence."""

import json

import pytest
from shapely.geometry import box, mapping

from geo.crs import STORAGE
from geo.errors import InputError
from geo.schema import KommuneRow
from geo.sources.geojson import read_geojson

PROPERTIES = {"ags": "05570008", "name": "Beckum", "source": "BKG", "licence": "dl-de/by-2-0"}
SQUARE = mapping(box(8.0, 51.7, 8.1, 51.8))
BOW = {"type": "Polygon", "coordinates": [[[8, 51], [9, 52], [9, 51], [8, 52], [8, 51]]]}


def write(tmp_path, *features, **more):
    path = tmp_path / "kommunen.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


def feature(geometry=SQUARE, **changes):
    return {"type": "Feature", "properties": PROPERTIES | changes, "geometry": geometry}


def test_areas_come_out_as_multipolygons_in_metres(tmp_path):
    found = read_geojson(write(tmp_path, feature(), feature(ags="05558008")), KommuneRow)
    assert [item.where for item in found] == ["kommunen.geojson, Objekt 1", "kommunen.geojson, Objekt 2"]
    assert found[0].geom.geom_type == "MultiPolygon"
    assert found[0].geom.area == pytest.approx(6.9e3 * 11.1e3, rel=0.02)
    assert found[0].geom.bounds[0] > 400_000, f"EPSG:{STORAGE}"


@pytest.mark.parametrize(
    ("features", "more", "words"),
    [
        ([feature(BOW)], {}, ["Objekt 1", "überschneidet sich selbst"]),
        ([feature(mapping(box(51.7, 8.0, 51.8, 8.1)))], {}, ["Objekt 1", "vertauscht"]),
        ([feature(mapping(box(4e5, 5.7e6, 4.1e5, 5.8e6)))], {}, ["Objekt 1", "keine Grad"]),
        ([feature({"type": "Point", "coordinates": [8, 51]})], {}, ["keine Fläche (Point)"]),
        ([feature({"type": "Polygon"})], {}, ["unlesbar"]),
        ([feature(None)], {}, ["unlesbar"]),
        ([feature(), {"type": "Feature"}], {}, ["Objekt 2", "Eigenschaften"]),
        ([feature(name="")], {}, ["Objekt 1, name", "leer"]),
        ([feature(population="viele")], {}, ["Objekt 1, population", "keine ganze Zahl"]),
        ([feature(population=-1)], {}, ["population", "zu klein"]),
        ([], {}, ["keine GeoJSON-Objekte"]),
        (
            [feature()],
            {"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}},
            ["nicht in EPSG:4326"],
        ),
    ],
)
def test_a_wrong_file_ends_in_one_sentence(tmp_path, features, more, words):
    with pytest.raises(InputError) as caught:
        read_geojson(write(tmp_path, *features, **more), KommuneRow)
    sentence = str(caught.value)
    assert sentence.count("\n") == 0
    assert ": bitte" in sentence
    for word in ["kommunen.geojson", *words]:
        assert word in sentence


def test_a_missing_property_is_named(tmp_path):
    broken = feature()
    broken["properties"] = {key: value for key, value in PROPERTIES.items() if key != "ags"}
    with pytest.raises(InputError, match="Objekt 1: die Angabe „ags“ fehlt"):
        read_geojson(write(tmp_path, broken), KommuneRow)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_cut_short_is_named(tmp_path, share):
    path = write(tmp_path, feature())
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: int(len(text) * share)], encoding="utf-8")
    with pytest.raises(InputError, match=r"kommunen\.geojson, Zeile 1.*beschädigt oder abgeschnitten"):
        read_geojson(path, KommuneRow)
