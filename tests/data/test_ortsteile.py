"""The tables of the 61: complete, consistent, tiling, and described."""

import hashlib
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.domain import GeometrieQuelle
from geo.residents import share_residents
from geo.tiling import validate_tiling

FOLDER = Path(__file__).parents[2] / "data" / "ortsteile"
COUNTS = {"05970040": 23, "05958048": 15, "05978036": 14, "05570008": 4, "05570016": 3, "05558008": 2}


@pytest.fixture(scope="module")
def zentren() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "zentren.csv", dtype={"ags": str}, keep_default_na=False).set_index(
        "zentrum_id"
    )


@pytest.fixture(scope="module")
def einwohner() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "einwohner.csv").set_index("zentrum_id")


@pytest.fixture(scope="module")
def kommunen() -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / "kommunen.geojson").to_crs(25832).set_index("ags")


@pytest.fixture(scope="module")
def ortsteile() -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / "ortsteile.geojson").to_crs(25832).set_index("ortsteil_id")


def readme_checksums(folder: Path) -> dict[str, str]:
    return dict(
        re.findall(r"^\| (\S+) \| `([0-9a-f]{64})` \|$", (folder / "README.md").read_text("utf-8"), re.M)
    )


@pytest.mark.parametrize("folder", [FOLDER, FOLDER.parent / "bestand"], ids=lambda folder: folder.name)
def test_readme_names_every_file_with_its_checksum(folder):
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != "README.md"]
    assert files
    actual = {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert readme_checksums(folder) == actual


def test_readme_says_that_the_61_are_inferred():
    text = " ".join((FOLDER / "README.md").read_text("utf-8").split())
    counts = "Siegen 23, Winterberg 15, Unna 14, Beckum 4, Drensteinfurt 3, Billerbeck 2"
    assert "inferred" in text
    assert counts in text
    assert "no code changes" in text


def test_counts_are_the_official_district_counts(zentren):
    assert zentren.groupby("ags").size().to_dict() == COUNTS
    assert sum(COUNTS.values()) == 61
    assert zentren.index.is_unique
    assert zentren.index.str.startswith(tuple(COUNTS)).all()


def test_estimated_positions_are_flagged(zentren):
    flagged = zentren.index[zentren["position_estimated"].astype(str) == "True"]
    assert sorted(flagged) == ["05958048-hoheleye", "05958048-lenneplaetze"]


def test_tables_speak_of_the_same_61(zentren, einwohner, ortsteile):
    assert set(zentren.index) == set(einwohner.index) == set(ortsteile.index)
    assert (ortsteile["name"] == zentren["name"].reindex(ortsteile.index)).all()
    assert (ortsteile["ags"] == zentren["ags"].reindex(ortsteile.index)).all()


@pytest.mark.parametrize("ags", sorted(COUNTS))
def test_ortsteile_tile_their_municipality(ags, kommunen, ortsteile):
    parts = ortsteile.loc[ortsteile["ags"] == ags].geometry
    assert len(parts) == COUNTS[ags]
    validate_tiling(kommunen.geometry[ags], parts, tolerance_m2=1.0)
    assert shapely.coverage_is_valid(parts.values)


def test_every_centre_lies_in_its_own_ortsteil(zentren, ortsteile):
    points = gpd.GeoSeries.from_xy(zentren["lon"], zentren["lat"], crs=4326).to_crs(25832)
    own = ortsteile.geometry.reindex(zentren.index)
    assert own.contains(gpd.GeoSeries(points.values, index=zentren.index, crs=25832)).all()


def test_origin_of_every_boundary_is_named(ortsteile):
    assert set(ortsteile["geometrie_quelle"]) <= {quelle.value for quelle in GeometrieQuelle}
    for column in ("source", "licence", "date"):
        assert ortsteile[column].astype(str).str.len().ge(4).all()
    by_town = ortsteile.groupby("ags")["geometrie_quelle"].unique().map(set).to_dict()
    assert by_town["05970040"] == {"osm"}
    assert by_town["05978036"] == {"kartiert", "geteilt"}
    assert by_town["05958048"] == {"abgeleitet"}


def test_every_ortsteil_is_one_piece(ortsteile):
    assert ortsteile.geom_type.eq("MultiPolygon").all()
    assert [len(part.geoms) for part in ortsteile.geometry] == [1] * 61


def test_outlines_have_about_the_official_area(kommunen):
    assert kommunen["role"].value_counts().to_dict() == {"kommune": 6, "partner": 6}
    assert (kommunen.area / 1e6 / kommunen["area_km2"]).between(0.985, 1.015).all()


def test_official_residents_of_the_six(kommunen):
    six = kommunen[kommunen["role"] == "kommune"]
    assert six["population"].to_dict() == {
        "05570008": 36_692,
        "05558008": 11_625,
        "05570016": 15_914,
        "05970040": 102_275,
        "05978036": 59_515,
        "05958048": 12_974,
    }
    assert six["population_date"].astype(str).str.startswith("2022-05-15").all()


def test_grid_shares_sum_to_one(einwohner):
    sums = einwohner.groupby(einwohner.index.str[:8])["grid_share"].sum()
    assert len(sums) == 6
    assert sums.to_numpy() == pytest.approx(1.0, abs=1e-9)
    assert einwohner["grid_share"].gt(0).all()


def test_published_figures_name_their_source(einwohner):
    published = einwohner[einwohner["population"].notna()]
    assert len(published) == 51
    assert published["source"].notna().all()
    assert published["confidence"].isin(["high", "medium", "low"]).all()
    assert einwohner.loc[einwohner["population"].isna(), "source"].isna().all()


def test_residents_reach_the_official_totals(einwohner, zentren, kommunen, ortsteile):
    frame = einwohner.assign(ags=zentren["ags"], area_km2=ortsteile.area / 1e6)
    shared = share_residents(frame, kommunen["population"])
    sums = shared["residents_scaled"].groupby(frame["ags"]).sum()
    assert sums.to_dict() == kommunen.loc[sums.index, "population"].to_dict()
    assert shared["residents_estimated"].sum() == 10


def test_grid_estimate_is_near_the_published_figures(einwohner, zentren, kommunen):
    estimate = einwohner["grid_share"] * zentren["ags"].map(kommunen["population"]).reindex(einwohner.index)
    ratio = (estimate / einwohner["population"]).dropna()
    # The counts that README.md states.
    assert len(ratio) == 51
    assert ratio.sub(1).abs().le(0.10).sum() == 37
    assert ratio.sub(1).abs().le(0.15).sum() == 43
