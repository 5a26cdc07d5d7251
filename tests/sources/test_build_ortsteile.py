"""The rebuild of the Ortsteile: the committed file, official Gemarkungen, the census grid."""

import os
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import polars
import pytest
import shapely
from geopandas import GeoDataFrame
from shapely.geometry import box

from geo.errors import InputError
from geo.sources.build_ortsteile import COLUMNS, build_ortsteile, grid_shares, write_ortsteile
from geo.sources.gemarkungen import read_gemarkungen
from geo.tiling import validate_tiling

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "ortsteile"
ANSWER = Path(__file__).parent / "katasterbezirk.gml"
GRID = "population/zensus2011_nrw_100m_dasymetric.parquet"
BILLERBECK = "05558008"


@pytest.fixture(scope="module")
def built() -> GeoDataFrame:
    return build_ortsteile(FOLDER)


@pytest.fixture(scope="module")
def with_gemarkungen() -> GeoDataFrame:
    return build_ortsteile(FOLDER, read_gemarkungen(ANSWER))


@pytest.fixture(scope="module")
def outlines() -> gpd.GeoSeries:
    return gpd.read_file(FOLDER / "kommunen.geojson").to_crs(25832).set_index("ags").geometry


def test_rebuild_reproduces_the_committed_file(built, tmp_path):
    write_ortsteile(built, tmp_path / "ortsteile.geojson")
    assert (tmp_path / "ortsteile.geojson").read_bytes() == (FOLDER / "ortsteile.geojson").read_bytes()


def test_there_are_61_of_known_origin(built):
    assert list(built.columns) == COLUMNS
    assert len(built) == 61
    assert built["geometrie_quelle"].value_counts().to_dict() == {
        "abgeleitet": 24,
        "osm": 23,
        "geteilt": 9,
        "kartiert": 5,
    }


def test_gemarkungen_replace_derived_boundaries_and_nothing_else(built, with_gemarkungen, outlines):
    new, old = with_gemarkungen.set_index("ortsteil_id"), built.set_index("ortsteil_id")
    own = new[new["ags"] == BILLERBECK]
    assert own["geometrie_quelle"].unique().tolist() == ["gemarkung"]
    assert own["licence"].unique().tolist() == ["dl-de/zero-2-0"]
    assert "Beerlage (059901)" in own["source"]["05558008-aulendorf"]
    assert "Billerbeck-Kirchspiel" in own["source"]["05558008-billerbeck"]
    assert not own.geometry.geom_equals(old.loc[own.index].geometry).any()
    validate_tiling(outlines[BILLERBECK], own.geometry)
    rest = new[new["ags"] != BILLERBECK]
    assert len(rest) == 59
    assert rest.geometry.geom_equals(old.loc[rest.index].geometry).all()


def test_ground_without_a_gemarkung_follows_the_settlements(outlines):
    only = read_gemarkungen(ANSWER).query("name == 'Beerlage'")
    parts = build_ortsteile(FOLDER, only).set_index("ortsteil_id")
    parts = parts[parts["ags"] == BILLERBECK]
    validate_tiling(outlines[BILLERBECK], parts.geometry)
    assert parts["geometrie_quelle"].to_dict() == {
        "05558008-aulendorf": "gemarkung",
        "05558008-billerbeck": "abgeleitet",
    }


def test_gemarkung_does_not_touch_a_mapped_boundary(built):
    mapped = built[built["ortsteil_id"] == "05970040-eisern"]
    claim = GeoDataFrame(
        {"name": ["Eisern"], "ags": ["05970040"], "schluessel": ["059999"], "date": ["2026-01-01"]},
        geometry=mapped.geometry.buffer(200).values,
        crs=25832,
    )
    again = build_ortsteile(FOLDER, claim)
    assert again.geometry.geom_equals(built.geometry).all()
    assert again["geometrie_quelle"].equals(built["geometrie_quelle"])


def test_gemarkung_that_holds_two_centres_is_split(built, outlines):
    ids = ["05958048-langewiese", "05958048-hoheleye"]
    both = shapely.union_all(built.set_index("ortsteil_id").geometry[ids].values)
    claim = GeoDataFrame(
        {"name": ["Langewiese"], "ags": ["05958048"], "schluessel": ["059998"], "date": ["2026-01-01"]},
        geometry=[both.buffer(300)],
        crs=25832,
    )
    parts = build_ortsteile(FOLDER, claim).set_index("ortsteil_id")
    validate_tiling(outlines["05958048"], parts[parts["ags"] == "05958048"].geometry)
    assert parts.loc[ids, "geometrie_quelle"].tolist() == ["geteilt", "geteilt"]
    assert parts.loc[ids, "source"].str.contains("Gemarkung Langewiese").all()


def test_missing_input_is_named(tmp_path):
    with pytest.raises(InputError, match=r"kommunen\.geojson ist nicht lesbar"):
        build_ortsteile(tmp_path)


def test_centre_outside_its_municipality_is_named(tmp_path):
    folder = tmp_path / "ortsteile"
    shutil.copytree(FOLDER, folder)
    table = (folder / "zentren.csv").read_text(encoding="utf-8")
    (folder / "zentren.csv").write_text(table.replace("51.7865,8.073", "51.7865,9.073"), encoding="utf-8")
    with pytest.raises(InputError, match="05570008-vellern liegt außerhalb"):
        build_ortsteile(folder)


def test_column_that_is_missing_is_named(tmp_path):
    folder = tmp_path / "ortsteile"
    shutil.copytree(FOLDER, folder)
    table = pd.read_csv(folder / "zentren.csv").drop(columns="lat")
    table.to_csv(folder / "zentren.csv", index=False)
    with pytest.raises(InputError, match=r"zentren\.csv ist nicht lesbar oder ohne Spalte"):
        build_ortsteile(folder)


def grid(path: Path, cells: list[tuple[int, int, float]]) -> Path:
    table = polars.DataFrame(cells, schema=["x", "y", "pop_dasymetric"], orient="row")
    table.write_parquet(path)
    return path


@pytest.fixture
def two_squares() -> GeoDataFrame:
    squares = gpd.GeoSeries([box(4_100_000, 3_100_000, 4_101_000, 3_101_000)], crs=3035)
    west, east = squares.to_crs(25832)[0], squares.translate(1_000, 0).to_crs(25832)[0]
    data = {"ortsteil_id": ["w", "e"], "ags": ["1", "1"]}
    return GeoDataFrame(data, geometry=[west, east], crs=25832)


def test_grid_cells_count_where_their_centre_lies(tmp_path, two_squares):
    cells = [(4_100_050, 3_100_050, 30.0), (4_101_050, 3_100_050, 60.0), (4_101_950, 3_100_950, 10.0)]
    outside = (4_099_950, 3_100_050, 900.0)
    shares = grid_shares(grid(tmp_path / "grid.parquet", [*cells, outside]), two_squares)
    assert shares.to_dict() == pytest.approx({"w": 0.3, "e": 0.7})


def test_municipality_without_residents_in_the_grid_stays_missing(tmp_path, two_squares):
    shares = grid_shares(grid(tmp_path / "grid.parquet", [(4_000_050, 3_000_050, 5.0)]), two_squares)
    assert shares.isna().all()


def test_unreadable_grid_is_named(tmp_path, two_squares):
    (tmp_path / "grid.parquet").write_bytes(b"nothing")
    with pytest.raises(InputError, match="Bevölkerungsraster"):
        grid_shares(tmp_path / "grid.parquet", two_squares)


def test_committed_shares_are_those_of_the_grid(built):
    parquet = Path(os.environ.get("MITTEN_TESTDATA", ROOT / ".." / "shared" / "data")) / GRID
    if not parquet.exists() and os.environ.get("CI") != "true":
        pytest.skip("MITTEN_TESTDATA holds no census grid")
    committed = pd.read_csv(FOLDER / "einwohner.csv").set_index("zentrum_id")["grid_share"]
    shares = grid_shares(parquet, built)
    assert len(shares) == 61
    assert (shares - committed[shares.index]).abs().max() < 2e-6
