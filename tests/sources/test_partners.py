"""Partner places: the project's own table against its sources, and what is refused."""

import geopandas as gpd
import pytest

from geo.errors import InputError
from geo.settings import PROJECT_ROOT
from geo.sources.partners import PARTNER_COLUMNS, no_partners, read_partners

OWN = PROJECT_ROOT / "data" / "partner" / "orte.csv"
HEADER = "place_id,ags,kommune,name,networks,lat,lon,source,licence\n"
ROW = "05970004-girkhausen,05970004,Bad Berleburg,Girkhausen,5-fuer-suedwestfalen,51.1,8.5,BKG,frei\n"


@pytest.fixture
def write(tmp_path):
    def to_file(text):
        path = tmp_path / "orte.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


def test_the_projects_own_partners():
    dataset, frame = read_partners(OWN, ())
    assert list(frame.columns) == PARTNER_COLUMNS
    assert frame.crs.to_epsg() == 25832
    assert len(frame) == dataset.n_records == 218
    counts = frame.groupby("kommune").size()
    assert (counts["Bad Berleburg"], counts["Münster"], counts["Menden (Sauerland)"]) == (21, 45, 14)
    networks = frame.set_index("place_id")["networks"]
    assert networks["05970004-girkhausen"] == ["5-fuer-suedwestfalen"]
    assert networks["05978020-methler"] == []
    assert (frame["place_id"].str.partition("-")[0] == frame["ags"]).all()


@pytest.mark.parametrize(
    ("file", "ags"),
    [
        ("muenster_stadtteile_clickthathood", {"05515000"}),
        (
            "kreis_unna_ortsteile_clickthathood_2014",
            {f"059780{n:02}" for n in (4, 8, 12, 16, 20, 24, 28, 32, 40)},
        ),
    ],
)
def test_mapped_places_lie_where_their_source_draws_them(testdata, file, ags):
    _, frame = read_partners(OWN, ())
    mapped = gpd.read_file(testdata / "boundaries" / f"{file}.geojson").to_crs(25832)
    mine = frame[frame["ags"].isin(ags)]
    assert len(mine) >= 45
    found = gpd.sjoin(mine[["name", "geom"]], mapped, how="inner", predicate="within")
    assert (found["name_left"] == found["name_right"]).sum() == len(mine)


def test_settlements_lie_where_gn250_names_them(testdata):
    gn250 = gpd.pd.read_csv(testdata / "boundaries" / "gn250_ortslagen_14_kommunen.csv", dtype={"ags": str})
    _, frame = read_partners(OWN, ())
    degrees = frame.to_crs(4326)
    mine = {
        (row.ags, row.name_): (round(row.geom.x, 4), round(row.geom.y, 4))
        for row in degrees.rename(columns={"name": "name_"}).itertuples()
        if "GN250" in row.source
    }
    assert len(mine) == 113
    known = {
        (row.ags, row.name_): (row.lon, row.lat)
        for row in gn250.rename(columns={"name": "name_"}).itertuples()
    }
    assert {key: known[key] for key in mine} == mine


def test_rows_of_members_are_left_out(write):
    member = "05978036-unna,05978036,Unna,Unna,,51.5,7.7,BKG,frei\n"
    _, frame = read_partners(write(HEADER + ROW + member), ("05978036",))
    assert frame["name"].tolist() == ["Girkhausen"]
    _, frame = read_partners(write(HEADER + ROW), ("05970004",))
    assert frame.empty
    assert list(frame.columns) == list(no_partners().columns)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROW + ROW, "steht schon in Zeile 2"),
        (ROW.replace("51.1,8.5", "8.5,51.1"), "Zeile 2"),
        (ROW.replace("BKG", ""), "source"),
        (ROW.replace("Girkhausen,5", ",5"), "name"),
        (ROW.replace("05970004-girkhausen", "<b>"), "kein Schlüssel"),
    ],
)
def test_what_is_wrong_is_one_sentence(write, text, words):
    with pytest.raises(InputError, match=words) as caught:
        read_partners(write(HEADER + text), ())
    assert str(caught.value).endswith(".")
