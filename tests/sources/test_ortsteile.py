"""Places from files: residents shared out and flagged, sources kept."""

import pandas as pd
import pytest

from geo.settings import Settings
from geo.sources.ortsteile import PlaceFiles, read_places

FOLDER = Settings().data_dir / "ortsteile"
MEMBERS = ["05558008", "05570008", "05570016", "05958048", "05970040", "05978036"]
FILES = {
    "kommunen": FOLDER / "kommunen.geojson",
    "ortsteile": FOLDER / "ortsteile.geojson",
    "zentren": FOLDER / "zentren.csv",
}


@pytest.fixture(scope="module")
def places():
    return read_places(PlaceFiles(**FILES, einwohner=FOLDER / "einwohner.csv"), MEMBERS)


def test_scaled_residents_add_up_to_the_official_total(places):
    totals = places.kommunen.set_index("ags").loc[MEMBERS, "residents"]
    sums = places.ortsteile.groupby("ags")["residents_scaled"].sum().loc[MEMBERS]
    assert sums.tolist() == totals.tolist()


def test_published_figures_stay_and_estimates_are_flagged(places):
    raw = pd.read_csv(FOLDER / "einwohner.csv", index_col="zentrum_id")
    parts = places.ortsteile.set_index("ortsteil_id")
    published = raw["population"].dropna()
    assert len(published)
    assert (parts.loc[published.index, "residents"] == published).all()
    assert not parts.loc[published.index, "residents_estimated"].any()
    assert parts.loc[published.index, "residents_source"].eq(raw.loc[published.index, "source"]).all()
    guessed = parts.loc[raw.index[raw["population"].isna()]]
    assert len(guessed)
    assert guessed["residents_estimated"].all()
    assert guessed["residents"].notna().all()
    assert guessed["residents_source"].str.contains("Zensus").all()


def test_without_a_file_of_residents_all_are_estimated_by_area():
    places = read_places(PlaceFiles(**FILES), MEMBERS)
    assert places.ortsteile["residents_estimated"].all()
    assert places.ortsteile["residents_source"].str.contains("Flächenanteil").all()
    assert [dataset.key for dataset in places.datasets] == ["kommunen", "ortsteile", "zentren"]


def test_partners_stand_beside_the_members(places):
    partners = places.kommunen.query("role == 'partner'")
    assert len(partners) == 6
    assert not places.ortsteile["ags"].isin(partners["ags"]).any()


def test_the_oldest_date_of_the_rows_counts(places):
    ortsteile = next(dataset for dataset in places.datasets if dataset.key == "ortsteile")
    assert ortsteile.date == places.ortsteile["date"].min()
    assert ortsteile.licence
