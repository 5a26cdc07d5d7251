"""Imports one after the other: corrections hold for each, and what goes wrong changes nothing."""

import pytest
from geopandas import GeoSeries
from sqlalchemy import create_engine, text

from geo import pipeline
from geo.db import facilities as stored
from geo.db import read
from geo.db.writer import one_writer
from geo.domain import Mode
from geo.errors import InputError, NotFoundError
from tests.cli.test_bad_verbund import snapshot
from tests.pipeline.vaduz import DATE, PBF, correct

ADD = "add,korrektur:1,pharmacy,,Löwen-Apotheke,{lat},{lon},Rathaus,Neu,2015-01-01,,"


def frame(engine):
    with engine.connect() as connection:
        return stored.read_all(connection, "vaduz")


def note(engine):
    with engine.connect() as connection:
        notes = {row["key"]: row["note"] for row in read.read_datasets(connection, "vaduz")}
    return notes.get("korrekturen")


def degrees(geom):
    point = GeoSeries([geom], crs=25832).to_crs(4326).iloc[0]
    return {"lat": f"{point.y:.6f}", "lon": f"{point.x:.6f}"}


def test_fetched_facilities_and_streets_are_loaded(here, engine, town):
    pipeline.fetch_osm(here, town)
    loaded = pipeline.load_osm(engine, here, town)
    assert (loaded.date, loaded.corrections) == (DATE, "")
    assert set(loaded.n_nodes) == set(Mode)
    found = frame(engine)
    assert loaded.n_facilities == len(found) > 50
    assert set(found["dataset"]) == {"osm"}
    assert note(engine) is None
    # Those up to 2 km beyond the border count too, and no others.
    outline = pipeline.read_loaded(engine, "vaduz", "kommune")["geom"].iloc[0]
    away_m = found.distance(outline)
    assert ((away_m > 50) == (found["ags"] == "")).mean() > 0.95
    assert (found["ags"] == "").sum() > 20
    assert away_m.max() < 2_001
    # The next load of the Verbund keeps them.
    pipeline.load_verbund(engine, town, force=True)
    assert len(frame(engine)) == len(found)


def test_corrections_hold_for_every_import(here, engine, town, testdata):
    file = testdata / "osm" / PBF
    pipeline.load_osm(engine, here, town, [file])
    raw = frame(engine)
    inside = raw[raw["ags"] == "vaduz"].drop_duplicates("facility_id", keep=False)
    closed, moved = inside.iloc[0], inside.iloc[1]
    spot = degrees(inside.iloc[2]["geom"])
    rows = [
        ADD.format(**spot),
        f"close,{closed['facility_id']},,,,,,Rathaus,Aufgegeben,2015-01-01,,",
        f"move,{moved['facility_id']},,,,{spot['lat']},{spot['lon']},Rathaus,Umzug,2015-01-01,,",
    ]
    correct(town, *rows)
    said = "Korrekturen: 1 geschlossen, 1 verschoben, 1 ergänzt"
    assert pipeline.load_verbund(engine, town).corrections == said
    for _ in range(2):
        found = frame(engine).set_index("facility_id")
        assert len(found) == len(raw)
        assert closed["facility_id"] not in found.index
        assert found.loc["korrektur:1", "dataset"] == "korrekturen"
        assert found.loc[moved["facility_id"], "geom"].distance(inside.iloc[2]["geom"]) < 1
        assert found.loc[moved["facility_id"], "dataset"] == "osm"
        assert note(engine) == said
        assert pipeline.load_osm(engine, here, town, [file]).corrections == said
    # Unchanged files: nothing to do; an edit is a change.
    assert not pipeline.load_verbund(engine, town).changed
    correct(town)
    assert pipeline.load_verbund(engine, town).changed
    assert note(engine) is None
    pipeline.load_osm(engine, here, town, [file])
    assert set(frame(engine)["facility_id"]) == set(raw["facility_id"])


def test_what_openstreetmap_has_caught_up_with_stops_nothing(here, engine, town, testdata):
    file = testdata / "osm" / PBF
    correct(town, "close,osm:node/1,,,,,,Rathaus,Aufgegeben,2015-01-01,,")
    assert "1 bis OpenStreetMap geladen ist" in pipeline.load_verbund(engine, town).corrections
    with pytest.raises(InputError, match="Zeile 2: die Einrichtung „osm:node/1“ ist unbekannt"):
        pipeline.load_osm(engine, here, town, [file])
    assert frame(engine).empty
    # Seen in an earlier import: gone now, and no error.
    with one_writer(engine, "vaduz") as connection:
        stored.write_seen(connection, "vaduz", {("osm:node/1", "")})
    correct(town, "move,osm:node/1,,,,47.14,9.52,Rathaus,Umzug,2015-01-01,,")
    loaded = pipeline.load_osm(engine, here, town, [file])
    assert loaded.corrections.endswith("(übergangen: 1 nicht mehr in den Daten)")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("close,schule:1,,,,,,Rathaus,Zu,2015-01-01,,", "„schule:1“ ist unbekannt"),
        ("close,,,,,,,Rathaus,Zu,2015-01-01,,", "facility_id"),
        ("add,korrektur:1,pharmacy,,Löwen,47.30,9.52,Rathaus,Neu,2015-01-01,,", "außerhalb der Kommune"),
    ],
)
def test_a_wrong_correction_changes_nothing(here, engine, town, testdata, row, said):
    before = snapshot(here)
    correct(town, row)
    for load in (
        lambda: pipeline.load_verbund(engine, town),
        lambda: pipeline.load_osm(engine, here, town, [testdata / "osm" / PBF]),
    ):
        with pytest.raises(InputError, match=said) as caught:
            load()
        assert str(caught.value).startswith("vaduz.csv, Zeile 2")
    assert snapshot(here) == before
    assert not here.network_dir.exists(), "nor any streets"


def test_nothing_fetched_and_no_file_says_what_to_do(here, engine, town):
    with pytest.raises(InputError, match="bitte zuerst „mitten fetch osm“"):
        pipeline.load_osm(engine, here, town)


def test_a_file_that_states_no_date_asks_for_it(here, engine, town, testdata):
    file = town.parent / "ohne.osm"
    file.write_text('<osm version="0.6"></osm>')
    with pytest.raises(InputError, match=r"ohne\.osm sagt nicht, von wann.*--stand"):
        pipeline.load_osm(engine, here, town, [file])
    with pytest.raises(InputError, match="ist kein Datum"):
        pipeline.load_osm(engine, here, town, [testdata / "osm" / PBF], date="gestern")


def test_a_file_without_streets_changes_nothing(here, engine, town):
    file = town.parent / "leer.osm"
    file.write_text(
        '<osm version="0.6"><node id="1" lat="47.14" lon="9.52"><tag k="shop" v="supermarket"/></node></osm>'
    )
    before = snapshot(here)
    with pytest.raises(InputError, match="keine Straßen"):
        pipeline.load_osm(engine, here, town, [file], date="2015-01-01")
    assert snapshot(here) == before


def test_a_verbund_that_is_not_loaded_is_named(here, town, testdata):
    engine = create_engine(here.database_url)
    with pytest.raises(NotFoundError, match="„vaduz“ ist nicht geladen"):
        pipeline.load_osm(engine, here, town, [testdata / "osm" / PBF])
    engine.dispose()


def test_a_bestand_is_corrected_too(here, engine, town):
    folder = town.parent / "bestand"
    folder.mkdir()
    (folder / "laden.csv").write_text(
        "facility_id,layer,name,lat,lon,ags,kind,source\n"
        "laden:1,convenience,Dorfladen,47.14,9.52,vaduz,Laden,Hand\n"
        "laden:2,convenience,Lädeli,47.13,9.52,vaduz,Laden,Hand\n"
    )
    (folder / "bestand.toml").write_text(
        '[[dataset]]\nkey = "laden"\ntitle = "Läden"\nfile = "laden.csv"\nsource = "Hand"\nlicence = "CC0"\n'
        'attribution = "Hand"\ndate = "2015"\nlayers = ["convenience"]\ncomplete_ags = ["vaduz"]\n'
    )
    correct(town, "close,laden:2,,,,,,Rathaus,Zu,2015-01-01,,")
    for _ in range(2):
        loaded = pipeline.load_bestand(engine, town, folder / "bestand.toml")
        assert loaded.rows == {"laden": 2}
        assert loaded.corrections == "Korrekturen: 1 geschlossen"
        assert frame(engine)["facility_id"].tolist() == ["laden:1"]
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM correction_seen")) == 1
