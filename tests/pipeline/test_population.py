"""A population grid into the database: what a reader of the figures has to know stands with the dataset."""

import pytest
from pyproj import Transformer
from sqlalchemy import create_engine, text

from geo import pipeline
from geo.db import read
from geo.settings import PROJECT_ROOT

VERBUND = "61-6-eins"
FOLDER = PROJECT_ROOT / "data" / "verbuende" / VERBUND
PARQUET = "population/zensus2011_nrw_100m_dasymetric.parquet"
HEADER = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner"


@pytest.fixture
def engine(own_settings):
    engine = create_engine(own_settings.database_url)
    yield engine
    engine.dispose()


def cell(point, residents):
    """Line of the census for the cell that holds a point of EPSG:25832."""
    x, y = Transformer.from_crs(25832, 3035, always_xy=True).transform(point.x, point.y)
    east, north = int(x) // 100 * 100, int(y) // 100 * 100
    return f"CRS3035RES100mN{north}E{east};{east + 50};{north + 50};{residents}"


def note(engine):
    with engine.connect() as connection:
        rows = {row["key"]: row for row in read.read_datasets(connection, VERBUND)}
    return rows["bevoelkerung"]["note"]


def test_factors_are_stored_and_told(engine, testdata):
    """docs/methods.md names the same factors."""
    loaded = pipeline.load_population(engine, VERBUND, testdata / PARQUET)
    (told,) = loaded.sentences
    assert told.replace("\xa0", " ") == (
        "Umgerechnet auf die amtliche Einwohnerzahl: Beckum × 1,028, Billerbeck × 1,042, Drensteinfurt × 1,071, "
        "Siegen × 1,024, Unna × 1,006, Winterberg × 1,004."
    )
    assert note(engine).endswith(told)
    assert note(engine).startswith("Abgeleitet, nicht amtlich")
    assert (loaded.ortsteile_without_cells, loaded.zentren_without_cells) == ([], [])
    with engine.connect() as connection:
        scaled = connection.scalar(text("SELECT sum(residents) FROM cell WHERE ags = '05570008'"))
        official = connection.scalar(text("SELECT residents FROM kommune WHERE ags = '05570008'"))
    assert scaled == pytest.approx(official, abs=1)


def test_settlements_without_cells_are_reported(engine, tmp_path):
    """A grid that knows Beckum's centre only, a hamlet beside Roland, and Hemmerde without a number."""
    zentren = pipeline.read_loaded(engine, VERBUND, "zentrum").set_index("name")["geom"]
    beside = zentren["Roland"].buffer(900).exterior.interpolate(0)
    lines = [cell(zentren["Beckum"], 500), cell(beside, 10), cell(zentren["Hemmerde"], "–")]
    (tmp_path / "zensus.csv").write_text("\n".join([HEADER, *lines]) + "\n")
    loaded = pipeline.load_population(engine, VERBUND, tmp_path / "zensus.csv")
    assert len(loaded.ortsteile_without_cells) == 59
    assert len(loaded.zentren_without_cells) == 60
    assert "05570008-roland" in set(loaded.zentren_without_cells) - set(loaded.ortsteile_without_cells)
    unknown, factor, ortsteile, places = loaded.sentences
    assert unknown == "Zellen ohne Zahl, die nicht mitzählen: 1."
    assert factor.replace("\xa0", " ").startswith("Umgerechnet auf die amtliche Einwohnerzahl: Beckum × 7")
    assert ortsteile.startswith("Ortsteile ohne bewohnte Zelle: ")
    assert ortsteile.endswith(" und 47 weitere.")
    assert places.startswith("Zentren ohne bewohnte Zelle im Umkreis von 500 m: ")
    assert note(engine).endswith(" ".join(loaded.sentences))


def test_a_grid_outlives_a_reload(engine, testdata):
    loaded = pipeline.load_population(engine, VERBUND, testdata / PARQUET)
    told = note(engine)
    pipeline.load_verbund(engine, FOLDER, force=True)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cell")) == loaded.n_cells
        assert connection.scalar(text("SELECT count(*) FROM dataset WHERE key = 'bevoelkerung'")) == 1
    assert note(engine) == told
