"""Addresses take the place of the grid cells of their municipality: all or nothing, and they outlive other loads."""

import pandas as pd
import pytest
from sqlalchemy import create_engine, text

from geo import pipeline
from geo.db import read
from geo.errors import InputError, NoDataError
from tests.pipeline.test_population import FOLDER, HEADER, VERBUND, cell

BECKUM, UNNA = "05570008", "05978036"
KEY = f"adressen-{BECKUM}"


@pytest.fixture
def loaded(own_settings, tmp_path):
    """The grid knows a cell at each Zentrum; Beckum's addresses: 4 + 2 people at Roland, 1 in Beckum, 0 there too."""
    engine = create_engine(own_settings.database_url)
    zentren = pipeline.read_loaded(engine, VERBUND, "zentrum").set_index("name")["geom"]
    cells = dict.fromkeys(cell(point, 500) for point in zentren)
    (tmp_path / "zensus.csv").write_text("\n".join([HEADER, *cells]) + "\n")
    pipeline.load_population(engine, VERBUND, tmp_path / "zensus.csv")
    roland, beckum = zentren["Roland"], zentren["Beckum"]
    places = [
        (roland.x, roland.y, 4),
        (roland.x + 1, roland.y, 2),
        (beckum.x, beckum.y, 1),
        (beckum.x, beckum.y, 0),
    ]
    rows = [f"GEHEIM-{n};{people};{x:.1f};{y:.1f}" for n, (x, y, people) in enumerate(places)]
    (tmp_path / "beckum.csv").write_text("\n".join(["id;einwohner;x;y", *rows]) + "\n")
    yield engine, tmp_path
    engine.dispose()


def homes_of(engine):
    with engine.connect() as connection:
        return read.read_cells(connection, VERBUND)


def notes_of(engine):
    with engine.connect() as connection:
        return {row["key"]: row for row in read.read_datasets(connection, VERBUND)}


def test_addresses_replace_the_cells_of_their_municipality(loaded):
    engine, folder = loaded
    before = homes_of(engine)
    found = pipeline.load_addresses(
        engine, VERBUND, folder / "beckum.csv", date="2026-11-01", source="Meldeamt"
    )
    after = homes_of(engine)
    assert (found.kommune, found.n_addresses, found.n_cells) == ("Beckum", 3, 4)
    assert after["kind"].value_counts().to_dict() == {"cell": len(before) - 4, "address": 3}
    assert after.loc[after["ags"] == BECKUM, "kind"].eq("address").all()
    pd.testing.assert_series_equal(
        before[before["ags"] != BECKUM].set_index("cell_id")["residents"],
        after[after["ags"] != BECKUM].set_index("cell_id")["residents"],
    )
    with engine.connect() as connection:
        official = connection.scalar(text("SELECT residents FROM kommune WHERE ags = :ags"), {"ags": BECKUM})
    here = after[after["ags"] == BECKUM].groupby("ortsteil_id")["residents"].sum()
    assert here.to_dict() == pytest.approx(
        {f"{BECKUM}-roland": official * 6 / 7, f"{BECKUM}-beckum": official / 7}
    )
    row = notes_of(engine)[KEY]
    assert (row["title"], row["source"], row["date"], row["n_records"]) == (
        "Einwohner nach Adressen (Beckum)", "Meldeamt", "2026-11-01", 3
    )  # fmt: skip
    counted, factor, nobody, without = found.sentences
    assert counted == "In Beckum zählen die Menschen an 3 Adressen statt der Rasterzellen."
    assert factor.startswith("Umgerechnet auf die amtliche Einwohnerzahl: Beckum\xa0×\xa0")
    assert nobody == "Adressen ohne Einwohner, die nicht mitzählen: 1."
    assert without == "Ortsteile ohne bewohnte Adresse: Neubeckum, Vellern."
    assert row["note"].startswith(" ".join(found.sentences))
    assert found.factor == pytest.approx(official / 7)


def test_nobody_can_tell_which_address_it_was(loaded):
    engine, folder = loaded
    pipeline.load_addresses(engine, VERBUND, folder / "beckum.csv", date="2026-11-01")
    homes = homes_of(engine).set_index("cell_id")
    assert not any("GEHEIM" in key for key in homes.index)
    # Both of Roland are shown in one square, told by the first.
    roland = homes[homes["ortsteil_id"] == f"{BECKUM}-roland"]
    assert len(roland) == 2
    assert roland["shown"].nunique() == 1
    assert sorted(set(homes["shown"])) == list(range(len(homes) - 1))


def test_they_outlive_a_new_grid_and_a_new_verbund_until_somebody_says_so(loaded):
    engine, folder = loaded
    pipeline.load_addresses(engine, VERBUND, folder / "beckum.csv", date="2026-11-01")
    before = homes_of(engine)
    grid = pipeline.load_population(engine, VERBUND, folder / "zensus.csv")
    assert (
        grid.sentences[-1]
        == "An ihrer Adresse statt in Rasterzellen gezählt bleiben die Menschen in: Beckum."
    )
    assert BECKUM not in grid.factors
    assert UNNA in grid.factors
    pd.testing.assert_frame_equal(homes_of(engine), before)
    pipeline.load_verbund(engine, FOLDER, force=True)
    pd.testing.assert_frame_equal(homes_of(engine), before)
    assert KEY in notes_of(engine)
    again = pipeline.load_addresses(engine, VERBUND, folder / "beckum.csv", date="2026-11-02")
    assert again.sentences[0].endswith("statt der früher geladenen Adressen.")
    grid = pipeline.load_population(engine, VERBUND, folder / "zensus.csv", with_addresses=False)
    assert BECKUM in grid.factors
    assert set(homes_of(engine)["kind"]) == {"cell"}
    assert KEY not in notes_of(engine)


def test_what_is_wrong_changes_nothing(loaded):
    engine, folder = loaded
    before, good = homes_of(engine), (folder / "beckum.csv").read_text()
    for name, text_of, sentence in (
        ("far.csv", good.replace(";1;", ";1;4"), "x .* Gauß-Krüger"),
        ("double.csv", good.replace("GEHEIM-1", "GEHEIM-0"), "steht schon in Zeile 2"),
        ("minus.csv", good.replace(";2;", ";-2;"), "keine Zahl von Einwohnern"),
        ("other.csv", "id;ew;lon;lat\n1;3;13.4;52.5\n", "keine Adresse liegt in einer Kommune des Verbunds"),
    ):
        (folder / name).write_text(text_of)
        with pytest.raises(InputError, match=sentence):
            pipeline.load_addresses(engine, VERBUND, folder / name, date="2026-11-01")
    for date, sentence in (("", "der Stand fehlt"), ("gestern", "„gestern“ ist kein Tag")):
        with pytest.raises(InputError, match=sentence):
            pipeline.load_addresses(engine, VERBUND, folder / "beckum.csv", date=date)
    pd.testing.assert_frame_equal(homes_of(engine), before)
    assert not any(key.startswith("adressen-") for key in notes_of(engine))


def test_without_a_grid_the_others_would_count_nowhere(own_settings, tmp_path):
    (tmp_path / "a.csv").write_text("id;ew;x;y\n1;1;430000;5730000\n")
    engine = create_engine(own_settings.database_url)
    with pytest.raises(NoDataError, match="zuerst „mitten load raster“"):
        pipeline.load_addresses(engine, VERBUND, tmp_path / "a.csv", date="2026-11-01")
    engine.dispose()
