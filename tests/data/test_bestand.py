"""Facilities known without a download: ids, layers, places, and what each dataset claims to be complete for."""

import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.layers import list_layers

DATA = Path(__file__).parents[2] / "data"
FOLDER = DATA / "bestand"
COLUMNS = ["facility_id", "layer", "name", "lat", "lon", "ags", "kind", "source"]
DATASETS = tomllib.loads((FOLDER / "bestand.toml").read_text(encoding="utf-8"))["dataset"]
each_dataset = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset["key"])


def rows(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype={"ags": str}, keep_default_na=False)


def points(table: pd.DataFrame) -> gpd.GeoSeries:
    return gpd.GeoSeries.from_xy(table["lon"], table["lat"], crs=4326).to_crs(25832)


@pytest.fixture(scope="module")
def outlines() -> gpd.GeoSeries:
    return gpd.read_file(DATA / "ortsteile" / "kommunen.geojson").to_crs(25832).set_index("ags").geometry


def test_there_are_three_datasets():
    assert [dataset["key"] for dataset in DATASETS] == ["schulen", "bahnhoefe", "siegen-osm"]


@each_dataset
def test_dataset_is_described(dataset):
    keys = ["title", "source", "url", "licence", "attribution", "date", "note", "complete_wkt"]
    assert all(isinstance(dataset[key], str) for key in keys)
    assert all(dataset[key] for key in keys if key not in {"url", "complete_wkt"})
    assert bool(dataset["complete_ags"]) != bool(dataset["complete_wkt"])


@each_dataset
def test_rows_have_the_agreed_form(dataset):
    table = rows(dataset["file"])
    assert list(table.columns[: len(COLUMNS)]) == COLUMNS
    assert not table.empty
    assert not table.duplicated(["facility_id", "layer"]).any()
    assert set(table["layer"]) == set(dataset["layers"]) | set(dataset["partial_layers"])
    assert set(table["layer"]) <= {layer.key for layer in list_layers()}
    assert table["facility_id"].str.match(r"^(schule:\d+|bahnhof:\d+|osm:(node|way|relation)/\d+)$").all()
    assert table[["name", "kind", "source"]].ne("").all().all()


@each_dataset
def test_stated_municipality_is_the_one_on_the_map(dataset, outlines):
    table = rows(dataset["file"])
    stated = table[table["ags"] != ""]
    assert not stated.empty
    assert set(stated["ags"]) <= set(outlines.index)
    own = gpd.GeoSeries(outlines.reindex(stated["ags"]).values, index=stated.index, crs=25832)
    # The outlines of the partners are simplified by up to 390 m.
    assert points(stated).set_axis(stated.index).distance(own).max() < 390


def test_all_84_schools_are_in_a_layer():
    table = rows("schulen.csv")
    assert table["facility_id"].nunique() == 84
    assert table.drop_duplicates("facility_id")["ags"].value_counts().to_dict() == {
        "05970040": 42,
        "05978036": 22,
        "05570008": 10,
        "05570016": 5,
        "05958048": 4,
        "05558008": 1,
    }
    kinds = table.groupby("kind")["layer"].unique().map(sorted).to_dict()
    assert kinds["Grundschule"] == ["primary_school"]
    assert kinds["Gymnasium"] == ["secondary_school"]
    assert kinds["Berufskolleg"] == ["further_school"]
    steiner = table[table["facility_id"] == "schule:187641"]
    assert sorted(steiner["layer"]) == ["primary_school", "secondary_school"]


def test_siegen_lies_in_siegen(outlines):
    table = rows("siegen-osm.csv")
    assert len(table) == 183
    assert points(table).within(outlines["05970040"]).all()
    assert not table["layer"].str.endswith("school").any()


def test_dropped_duplicates_are_gone():
    ids = set(rows("siegen-osm.csv")["facility_id"])
    assert {"osm:way/306225252", "osm:way/168427741", "osm:way/149550013", "osm:way/122358892"} <= ids
    dropped = {"osm:node/316051247", "osm:way/1370081985", "osm:node/12290587281", "osm:node/6122331005"}
    assert not dropped & ids


@pytest.fixture(scope="module")
def station_area() -> gpd.GeoSeries:
    wkt = next(dataset["complete_wkt"] for dataset in DATASETS if dataset["key"] == "bahnhoefe")
    return gpd.GeoSeries([shapely.from_wkt(wkt)], crs=4326)


def test_nearest_station_is_certain_for_every_zentrum(station_area, outlines):
    area = station_area.to_crs(25832)[0]
    assert area.is_valid
    assert area.geom_type == "Polygon"
    zentren = points(pd.read_csv(DATA / "ortsteile" / "zentren.csv"))
    assert zentren.within(area).all()
    assert all(
        outlines[ags].within(area)
        for ags in set(pd.read_csv(DATA / "ortsteile" / "zentren.csv", dtype=str)["ags"])
    )
    stations = points(rows("bahnhoefe.csv"))
    nearest_m = [stations.distance(zentrum).min() for zentrum in zentren]
    assert max(nearest_m) < 9_000
    # No station beyond the border can be nearer than the one found.
    assert (zentren.distance(area.exterior).to_numpy() > nearest_m).all()


def test_station_area_claims_no_more_than_was_taken(station_area):
    area = station_area.to_crs(25832)[0]
    zentren = points(pd.read_csv(DATA / "ortsteile" / "zentren.csv"))
    corners = gpd.GeoSeries(shapely.points(shapely.get_coordinates(area.exterior.segmentize(500))), crs=25832)
    farthest_m = max(zentren.distance(corner).min() for corner in corners)
    assert farthest_m < 60_000
    assert station_area.bounds["minx"][0] >= 7.09


def test_stations_of_the_six_are_there():
    stations = rows("bahnhoefe.csv")
    assert len(stations) == 621
    in_winterberg = set(stations.loc[stations["ags"] == "05958048", "name"])
    assert in_winterberg == {"Siedlinghausen", "Silbach", "Winterberg (Westf)"}
    assert stations.loc[stations["facility_id"] == "bahnhof:8000046", "name"].tolist() == ["Siegen Hbf"]
