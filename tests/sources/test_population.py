"""The census grids: as published, as packed, wrong in every usual way; cells and their Ortsteile."""

import re
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import polars
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geo.errors import CrsError, InputError
from geo.settings import PROJECT_ROOT
from geo.sources.cells import assign_cells, find_places_without_cells
from geo.sources.population import read_dasymetric2011, read_zensus2022
from geo.sources.verbund import read_verbund

HEADER = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner"
PARQUET = "population/zensus2011_nrw_100m_dasymetric.parquet"
EAST, NORTH = 4_150_000, 3_150_000  # a corner of the grid in Westphalia
MEMBER = "Zensus2022_Bevoelkerungszahl_100m-Gitter.csv"


def metric(area):
    return gpd.GeoSeries([area], crs=3035).to_crs(25832)[0]


AREA = metric(box(EAST, NORTH, EAST + 1000, NORTH + 1000))


def line(column, row, residents):
    """A line of the file for a cell by its place in the test area."""
    east, north = EAST + 100 * column, NORTH + 100 * row
    return f"CRS3035RES100mN{north}E{east};{east + 50};{north + 50};{residents}"


def write(path: Path, *lines, header=HEADER, encoding="utf-8", end="\r\n"):
    path.write_bytes((end.join([header, *lines]) + end).encode(encoding))
    return path


def test_published_csv_by_hand(tmp_path):
    outside = line(500, 500, 999)
    grid = read_zensus2022(write(tmp_path / "g.csv", line(0, 0, 3), line(9, 9, 14), outside), AREA)
    assert grid.cells["residents"].tolist() == [3, 14]
    assert grid.cells["cell_id"][0] == f"CRS3035RES100mN{NORTH}E{EAST}"
    assert (grid.cells["x_m"][0], grid.cells["y_m"][0]) == (EAST + 50, NORTH + 50)
    assert grid.dataset.date == "2022-05-15"
    assert "Cell-Key" in grid.dataset.note
    assert grid.dataset.n_records == 2


def test_zip_as_published_gives_the_same(tmp_path):
    plain = write(tmp_path / "g.csv", line(0, 0, 3), line(1, 0, 5))
    packed = tmp_path / "Zensus2022_Bevoelkerungszahl.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Zensus2022_Bevoelkerungszahl_1km-Gitter.csv", "GITTER_ID_1km;x;y;Einwohner\n")
        archive.write(plain, MEMBER)
        archive.writestr("Datensatzbeschreibung_Bevoelkerungszahl_Gitterzellen.xlsx", b"x")
    pd.testing.assert_frame_equal(read_zensus2022(packed, AREA).cells, read_zensus2022(plain, AREA).cells)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_sign_in_place_of_a_number_is_not_zero(tmp_path, encoding):
    path = write(tmp_path / "g.csv", line(0, 0, 3), line(1, 0, "–"), line(2, 0, 4), encoding=encoding)
    grid = read_zensus2022(path, AREA)
    assert grid.cells["residents"].tolist() == [3, 4]
    assert grid.n_without_number == 1


def test_many_blocks_are_one_grid(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.sources.zensus_csv._BLOCK_BYTES", 200)
    lines = [line(column, row, column + row + 1) for column in range(10) for row in range(10)]
    grid = read_zensus2022(write(tmp_path / "g.csv", *lines, end="\n"), AREA)
    assert len(grid.cells) == 100
    assert grid.cells["residents"].sum() == sum(c + r + 1 for c in range(10) for r in range(10))


BAD_CELL = f"CRS3035RES100mN{NORTH}E{EAST}"
BAD = {
    "columns": ("GITTER_ID_100m;x;y;Einwohner", [], "keine Spalte „x_mp_100m“"),
    "one_km": ("GITTER_ID_1km;x_mp_1km;y_mp_1km;Einwohner", [], "1-km- oder 10-km-Gitter"),
    "comma": (HEADER.replace(";", ","), [line(0, 0, 3).replace(";", ",")], "durch Komma"),
    "zensus2011": (HEADER, [line(0, 0, -1)], "keine Einwohnerzahl"),
    "text": (HEADER, [line(0, 0, "viele")], "„viele“ ist keine Einwohnerzahl"),
    "nan": (HEADER, [line(0, 0, "NaN")], "„NaN“ ist keine Einwohnerzahl"),
    "cut_off": (HEADER, [line(0, 0, 3), line(1, 0, 3)[:40]], "bitte"),
    "utm": (HEADER, [f"{BAD_CELL};400050;5700050;3"], "EPSG:3035"),
    "degrees": (HEADER, [f"{BAD_CELL};8.05;51.75;3"], "EPSG:3035"),
    "shifted": (HEADER, [f"{BAD_CELL};{EAST + 150};{NORTH + 50};3"], "nicht zur Gitter-ID"),
    "corner": (HEADER, [f"{BAD_CELL};{EAST};{NORTH};3"], "kein Mittelpunkt"),
    "double": (HEADER, [line(0, 0, 3), line(0, 0, 3)], "steht doppelt"),
    "elsewhere": (HEADER, [line(900, 900, 3)], "keine bewohnte Zelle im Gebiet"),
    "fields": (HEADER, [line(0, 0, 3) + ";1;2;3"], "nicht 4 Felder"),
}


@pytest.mark.parametrize("key", sorted(BAD))
def test_a_wrong_csv_gets_one_sentence(tmp_path, key):
    header, lines, words = BAD[key]
    with pytest.raises(InputError, match=words) as caught:
        read_zensus2022(write(tmp_path / "g.csv", *lines, header=header), AREA)
    sentence = str(caught.value)
    assert "g.csv" in sentence
    assert "bitte" in sentence
    assert "\n" not in sentence


def test_wrong_files_get_one_sentence(tmp_path):
    with pytest.raises(InputError, match="fehlt"):
        read_zensus2022(tmp_path / "none.csv", AREA)
    with pytest.raises(InputError, match="keine Textdatei"):
        read_zensus2022(write(tmp_path / "u.csv", line(0, 0, 3), encoding="utf-16"), AREA)
    (tmp_path / "e.csv").write_bytes(b"")
    with pytest.raises(InputError, match="ist leer"):
        read_zensus2022(tmp_path / "e.csv", AREA)
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("Zensus2022_Alter_10km-Gitter.csv", "a")
    with pytest.raises(InputError, match="kein 100-m-Gitter"):
        read_zensus2022(tmp_path / "z.zip", AREA)


def test_a_damaged_zip_is_named(tmp_path):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MEMBER, "\n".join([HEADER, *(line(c % 10, c // 10, c + 1) for c in range(100))]))
    raw = bytearray(whole.read_bytes())
    raw[300:340] = b"\xff" * 40
    (tmp_path / "broken.zip").write_bytes(raw)
    with pytest.raises(InputError, match="beschädigt oder unvollständig"):
        read_zensus2022(tmp_path / "broken.zip", AREA)


def parquet(path: Path, rows, names=("x", "y", "pop_dasymetric")):
    polars.DataFrame(rows, schema=list(names), orient="row").write_parquet(path)
    return path


def test_wrong_parquet_gets_one_sentence(tmp_path):
    with pytest.raises(InputError, match="„pop_dasymetric“ fehlt"):
        read_dasymetric2011(parquet(tmp_path / "a.parquet", [(1, 2, 3)], ("x", "y", "pop")), AREA)
    with pytest.raises(InputError, match="EPSG:3035"):
        read_dasymetric2011(parquet(tmp_path / "b.parquet", [(400_050, 5_700_050, 3.0)]), AREA)
    (tmp_path / "c.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(InputError, match="Parquet"):
        read_dasymetric2011(tmp_path / "c.parquet", AREA)
    with pytest.raises(InputError, match="fehlt"):
        read_dasymetric2011(tmp_path / "d.parquet", AREA)


# Cells and Ortsteile: two squares of 500 m side by side, west and east of x = 500.


@pytest.fixture(scope="module")
def squares():
    west = metric(box(EAST, NORTH, EAST + 500, NORTH + 1000))
    east = metric(box(EAST + 500, NORTH, EAST + 1000, NORTH + 1000))
    ortsteile = gpd.GeoDataFrame(
        {"ortsteil_id": ["w", "e"], "ags": ["1", "1"]}, geometry=[west, east], crs=25832
    )
    kommunen = gpd.GeoDataFrame(
        {"ags": ["1", "2"], "residents": pd.array([300, None], dtype="Int64")},
        geometry=[
            shapely.union_all([west, east]),
            metric(box(EAST + 2000, NORTH, EAST + 3000, NORTH + 1000)),
        ],
        crs=25832,
    )
    return ortsteile, kommunen


def cells(*rows):
    frame = pd.DataFrame(rows, columns=["column", "row", "residents"])
    return pd.DataFrame(
        {
            "cell_id": [f"{c}/{r}" for c, r in zip(frame["column"], frame["row"], strict=True)],
            "x_m": EAST + 100.0 * frame["column"] + 50,
            "y_m": NORTH + 100.0 * frame["row"] + 50,
            "residents": frame["residents"].astype(float),
        }
    )


def test_cells_and_factor_by_hand(squares):
    """100 + 50 people in the grid, 300 officially: factor 2; the partner's cell stays as it is."""
    found = assign_cells(cells((2, 2, 100), (7, 2, 50), (25, 5, 40), (40, 0, 7)), *squares)
    assert found.cells["ortsteil_id"].tolist()[:2] == ["w", "e"]
    assert found.cells["ortsteil_id"].isna().tolist() == [False, False, True, True]
    assert found.cells["ags"].tolist()[:3] == ["1", "1", "2"]
    assert pd.isna(found.cells["ags"][3])
    assert found.cells["residents"].tolist() == [200, 100, 40, 7]
    assert found.kommunen.loc["1", "factor"] == 2
    assert pd.isna(found.kommunen.loc["2", "factor"])
    assert found.ortsteile.loc["w", "residents"] == 200
    assert found.ortsteile_without_cells == []


def test_an_ortsteil_without_cells_is_reported(squares):
    found = assign_cells(cells((2, 2, 100)), *squares)
    assert found.ortsteile_without_cells == ["e"]
    assert found.ortsteile.loc["e", "residents"] == 0
    assert pd.isna(found.ortsteile.loc["e", "border_share"])


def test_cells_on_a_border_are_counted_apart():
    """The border runs through the fourth column of cells: its 30 of 100 people are uncertain."""
    parts = [
        metric(box(EAST, NORTH, EAST + 370, NORTH + 1000)),
        metric(box(EAST + 370, NORTH, EAST + 990, NORTH + 1000)),
    ]
    ortsteile = gpd.GeoDataFrame({"ortsteil_id": ["w", "e"], "ags": ["1", "1"]}, geometry=parts, crs=25832)
    kommunen = gpd.GeoDataFrame(
        {"ags": ["1"], "residents": [100]}, geometry=[shapely.union_all(parts)], crs=25832
    )
    found = assign_cells(cells((3, 5, 30), (1, 5, 70), (6, 5, 0)), ortsteile, kommunen)
    assert found.ortsteile.loc["w", "border_share"] == pytest.approx(0.3)


def test_places_where_nobody_lives_are_reported(squares):
    found = assign_cells(cells((2, 2, 100)), *squares)
    home = found.cells.geometry.iloc[0]
    places = gpd.GeoSeries(
        [Point(home.x + 400, home.y), Point(home.x + 600, home.y)], index=["a", "b"], crs=25832
    )
    alone = find_places_without_cells(places.to_frame("geometry").set_geometry("geometry"), found.cells, 500)
    assert alone.to_dict() == {"a": False, "b": True}


def test_degrees_are_refused(squares):
    ortsteile, kommunen = squares
    with pytest.raises(CrsError, match="Grad"):
        assign_cells(cells((2, 2, 1)), ortsteile.to_crs(4326), kommunen)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 200)),
        min_size=1, max_size=30, unique_by=lambda cell: cell[:2],
    )
)  # fmt: skip
def test_sums_meet_the_official_total(squares, rows):
    found = assign_cells(cells(*rows), *squares)
    assert found.cells["residents"].sum() == pytest.approx(300)
    assert found.ortsteile["residents"].sum() == pytest.approx(300)
    assert found.ortsteile["n_cells"].sum() == len(rows)
    assert (found.cells["residents"] > 0).all()


@pytest.mark.slow
def test_real_grid_fits_the_61(testdata):
    package = read_verbund(PROJECT_ROOT / "data" / "verbuende" / "61-6-eins")
    area = shapely.union_all(package.ortsteile.geometry.to_numpy())
    grid = read_dasymetric2011(testdata / PARQUET, area)
    found = assign_cells(grid.cells, package.ortsteile, package.kommunen)
    members = found.kommunen.loc[package.ortsteile["ags"].unique()]
    assert len(members) == 6
    assert members["factor"].between(0.95, 1.1).all()
    sums = found.cells.groupby("ags")["residents"].sum()
    official = members["residents_official"].astype(float)
    assert np.allclose(sums[official.index], official)
    assert len(found.ortsteile) == 61
    assert (found.ortsteile["n_cells"] > 0).all()
    assert found.ortsteile_without_cells == []
    # As docs/methods.md tells them.
    page = (PROJECT_ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    names = package.kommunen.set_index("ags")["name"]
    assert all(
        f"{names[ags]} {factor:.3f}" in " ".join(page.split()) for ags, factor in members["factor"].items()
    )
    # By hand from the grid (sum over cells whose centre lies in the municipality).
    assert members.loc["05958048", "residents_grid"] == pytest.approx(12916.85, abs=0.01)
    assert not find_places_without_cells(package.zentren, found.cells).any()
    assert all(re.fullmatch(r"CRS3035RES100mN\d{7}E\d{7}", key) for key in found.cells["cell_id"].head(50))
