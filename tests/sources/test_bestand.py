"""Stocks of facilities: completeness as stated, and every contradiction refused."""

import pytest
import shapely
from geopandas import GeoDataFrame
from shapely.geometry import MultiPolygon, box

from geo.crs import STORAGE
from geo.errors import InputError
from geo.schema import COLUMNS, canonical_frame
from geo.settings import Settings
from geo.sources.bestand import no_facilities, read_bestand
from geo.sources.ortsteile import PlaceFiles, read_places

DATA = Settings().data_dir
HEADER = "facility_id,layer,name,lat,lon,ags,kind,source,pupils\n"
ROW = "schule:1,primary_school,  Ludgeri\u00a0 Schule ,51.75,8.05,1,Grundschule,IT.NRW,210\n"
CONFIG = """
[[dataset]]
key = "schulen"
title = "Schulen"
file = "schulen.csv"
source = "IT.NRW"
licence = "dl-de/by-2-0"
attribution = "© IT.NRW"
date = 2025-10-15
layers = ["primary_school"]
complete_ags = ["1"]
"""


@pytest.fixture
def kommunen() -> GeoDataFrame:
    columns = {name: ["", ""] for name in COLUMNS["kommunen"]} | {"residents": [None, None]}
    outlines = [MultiPolygon([box(x, 5.73e6, x + 2e4, 5.74e6)]) for x in (4.3e5, 4.5e5)]
    return canonical_frame("kommunen", columns | {"ags": ["1", "2"], "geom": outlines})


@pytest.fixture
def read(tmp_path, kommunen):
    def write_and_read(config=CONFIG, rows=ROW):
        (tmp_path / "bestand.toml").write_text(config, encoding="utf-8")
        (tmp_path / "schulen.csv").write_text(HEADER + rows, encoding="utf-8")
        return read_bestand(tmp_path / "bestand.toml", kommunen)

    return write_and_read


def test_rows_become_facilities_with_attributes(read, kommunen):
    (dataset,), facilities = read()
    row = facilities.iloc[0]
    assert (row["facility_id"], row["dataset"], row["name"]) == ("schule:1", "schulen", "Ludgeri Schule")
    assert row["attributes"] == {"kind": "Grundschule", "source": "IT.NRW", "pupils": "210"}
    assert facilities.crs.to_epsg() == STORAGE
    assert (dataset.date, dataset.layers, dataset.n_records) == ("2025-10-15", ("primary_school",), 1)
    assert dataset.complete_area.equals(kommunen["geom"][0])


def test_a_stated_area_is_brought_to_metres(read):
    wkt = "POLYGON ((8 51, 8.1 51, 8.1 51.1, 8 51.1, 8 51))"
    config = CONFIG.replace('complete_ags = ["1"]', f'complete_wkt = "{wkt}"')
    (dataset,), _ = read(config)
    assert dataset.complete_ags == ()
    assert dataset.complete_area.area == pytest.approx(7.0e3 * 11.1e3, rel=0.02)


def test_without_claim_nothing_is_complete(read):
    (dataset,), _ = read(CONFIG.replace('complete_ags = ["1"]', ""))
    assert dataset.complete_area is None


def test_one_facility_may_serve_two_layers(read):
    config = CONFIG + 'partial_layers = ["secondary_school"]'
    (dataset,), facilities = read(config, ROW + ROW.replace("primary", "secondary"))
    assert facilities["layer"].tolist() == ["primary_school", "secondary_school"]
    assert dataset.layers == ("primary_school",)


@pytest.mark.parametrize(
    ("config", "rows", "words"),
    [
        (CONFIG, ROW + ROW, ["Zeile 3", "„schule:1 / primary_school“ steht schon in Zeile 2"]),
        (CONFIG, ROW.replace("primary_school", "primary"), ["Spalte layer", "„primary“ ist unbekannt"]),
        (
            CONFIG,
            ROW.replace("primary_school", "library"),
            ["„library“", "layers (vollständig) oder partial_layers"],
        ),
        (CONFIG, ROW.replace(",1,", ",9,"), ["Spalte ags", "die Kommune „9“ ist unbekannt"]),
        (CONFIG, ROW.replace(",1,", ",2,"), ["Zeile 2", "Ludgeri Schule", "km außerhalb der Kommune 2"]),
        (CONFIG, ROW.replace("51.75", "abc"), ["Zeile 2, lat", "keine Zahl"]),
        (
            CONFIG.replace('["primary_school"]', '["school"]'),
            ROW,
            ["Datensatz „schulen“", "„school“ ist unbekannt"],
        ),
        (CONFIG.replace('["1"]', '["9"]'), ROW, ["complete_ags", "„9“ ist unbekannt"]),
        (CONFIG.replace('licence = "dl-de/by-2-0"', ""), ROW, ["„dataset.1.licence“ fehlt"]),
        (CONFIG.replace("title", "titel"), ROW, ["bestand.toml", "„dataset.1.titel“ ist unbekannt"]),
        (CONFIG + 'complete_wkt = "POINT (8 51)"', ROW, ["complete_wkt", "keine gültige Fläche"]),
        (CONFIG + 'complete_wkt = "POLYGON (("', ROW, ["complete_wkt", "keine gültige Fläche"]),
        (CONFIG + CONFIG, ROW, ["Datensatz „schulen“ steht doppelt"]),
        ("", ROW, ["bestand.toml ist leer"]),
        ("# nichts", ROW, ["„dataset“ fehlt"]),
    ],
)
def test_what_contradicts_is_refused_in_one_sentence(read, config, rows, words):
    with pytest.raises(InputError) as caught:
        read(config, rows)
    for word in words:
        assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_real_stock_is_read():
    folder = DATA / "ortsteile"
    files = PlaceFiles(
        kommunen=folder / "kommunen.geojson",
        ortsteile=folder / "ortsteile.geojson",
        zentren=folder / "zentren.csv",
    )
    places = read_places(files, ["05558008", "05570008", "05570016", "05958048", "05970040", "05978036"])
    datasets, facilities = read_bestand(DATA / "bestand" / "bestand.toml", places.kommunen)
    schools = facilities[facilities["dataset"] == "schulen"]
    assert schools["facility_id"].nunique() == 84
    stations = next(dataset for dataset in datasets if dataset.key == "bahnhoefe")
    members = places.kommunen.query("role == 'kommune'")["geom"].to_numpy()
    assert shapely.contains(stations.complete_area, members).all()
    assert (facilities.loc[facilities["layer"] == "railway_station", "ags"] == "").any()


def test_no_facilities_have_the_canonical_columns():
    assert list(no_facilities().columns) == COLUMNS["facilities"]
