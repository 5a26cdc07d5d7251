"""Loads are transactional: a Verbund, a dataset, a run goes in whole or not at all."""

import concurrent.futures

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box
from shapely.geometry import MultiPolygon
from sqlalchemy import text

from geo.crs import STORAGE
from geo.db import read, store
from geo.db.facilities import write_facilities
from geo.db.writer import one_writer
from geo.errors import InputError
from geo.service import OpenVerbund, read_version

AREA = MultiPolygon([box(0, 0, 1000, 1000)])


def package(names=("Musterdorf",), facility="f1"):
    ids = [name.lower() for name in names]
    places = {"ags": "1", "source": "Hand", "licence": "CC0"}
    return {
        "kommune": gpd.GeoDataFrame(
            [{"ags": "1", "name": "Muster", "role": "kommune", "residents": 10, "residents_date": "2022",
              "residents_source": "Hand", "source": "Hand", "licence": "CC0", "geom": AREA}],
            geometry="geom", crs=STORAGE,
        ),
        "ortsteil": gpd.GeoDataFrame(
            [{"ortsteil_id": i, "name": n, **places, "geometrie_quelle": "osm", "date": "2022", "residents": None,
              "residents_scaled": None, "residents_estimated": False, "residents_date": "",
              "residents_source": "", "geom": AREA} for i, n in zip(ids, names, strict=True)],
            geometry="geom", crs=STORAGE,
        ),
        "zentrum": gpd.GeoDataFrame(
            [{"zentrum_id": i, "ags": "1", "name": n, "kind": "Dorf", "position_source": "Hand",
              "position_estimated": False, "note": "", "geom": Point(500, 500)}
             for i, n in zip(ids, names, strict=True)],
            geometry="geom", crs=STORAGE,
        ),
        "dataset": dataset_row("d1"),
        "facility": facilities(facility).assign(dataset="d1"),
        "project": gpd.GeoDataFrame(
            {"project_id": [], "title": [], "summary": [], "need": [], "handlungsfelder": [], "phase": [], "ags": [],
             "zentren": [], "owner": [], "beispiel": [], "geom": []}, geometry="geom", crs=STORAGE,
        ),
    }  # fmt: skip


def dataset_row(key):
    return pd.DataFrame(
        [{"key": key, "title": key, "source": "Hand", "url": "", "licence": "CC0", "attribution": "", "date": "2026",
          "sha256": "0" * 64, "note": "", "layers": ["bakery"], "complete_ags": ["1"], "n_records": 1,
          "complete_area": AREA}]
    )  # fmt: skip


def facilities(*ids):
    return gpd.GeoDataFrame(
        [{"facility_id": i, "layer": "bakery", "name": "Bäcker <b>&", "ags": "1", "attributes": {"öffnung": "Mo-Fr"},
          "geom": Point(400, 500)} for i in ids],
        geometry="geom", crs=STORAGE,
    )  # fmt: skip


HEAD = {"verbund_id": "muster", "title": "Muster", "subtitle": "", "checksum": "a"}


def count(engine, table):
    with engine.connect() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}"))


def test_what_goes_in_comes_out(fresh_database):
    rows = store.write_verbund(fresh_database, HEAD, package())
    assert rows == {"kommune": 1, "ortsteil": 1, "zentrum": 1, "dataset": 1, "facility": 1, "project": 0}
    with fresh_database.connect() as connection:
        found = read.read_facilities(connection, "muster").iloc[0]
        assert found["name"] == "Bäcker <b>&"
        assert found["attributes"] == {"öffnung": "Mo-Fr"}
        assert found.geom.equals(Point(400, 500))
        assert found["kommune"] == "Muster"
        area = read.read_complete_areas(connection, "muster")
        assert area.loc["bakery"].geom.equals(AREA)
        ortsteil = read.read_frame(connection, "ortsteil", "muster").iloc[0]
        assert ortsteil["area_km2"] == 1.0
        assert pd.isna(ortsteil["residents"])


def test_loading_again_replaces(fresh_database):
    store.write_verbund(fresh_database, HEAD, package())
    store.write_verbund(fresh_database, {**HEAD, "checksum": "b"}, package(("Anderdorf",), facility="f2"))
    assert store.find_checksum(fresh_database, "muster") == "b"
    with fresh_database.connect() as connection:
        assert read.read_frame(connection, "zentrum", "muster")["name"].tolist() == ["Anderdorf"]
        assert read.read_facilities(connection, "muster")["facility_id"].tolist() == ["f2"]


def test_verbuende_live_beside_each_other(fresh_database):
    store.write_verbund(fresh_database, HEAD, package())
    store.write_verbund(fresh_database, {**HEAD, "verbund_id": "zweiter"}, package(("Zweitdorf",)))
    assert count(fresh_database, "zentrum") == 2
    with fresh_database.connect() as connection:
        assert read.read_frame(connection, "zentrum", "muster")["name"].tolist() == ["Musterdorf"]


@pytest.mark.parametrize("table", ["zentrum", "ortsteil", "facility", "dataset"])
def test_a_contradiction_changes_nothing(fresh_database, table):
    store.write_verbund(fresh_database, HEAD, package())
    wrong = package(("Neudorf",))
    wrong[table] = pd.concat([wrong[table], wrong[table]])
    with pytest.raises(InputError, match="widerspricht sich"):
        store.write_verbund(fresh_database, {**HEAD, "checksum": "b"}, wrong)
    assert store.find_checksum(fresh_database, "muster") == "a"
    with fresh_database.connect() as connection:
        assert read.read_frame(connection, "zentrum", "muster")["name"].tolist() == ["Musterdorf"]


def replace_facilities(engine, rows, datasets=None, **options):
    with one_writer(engine, "muster") as connection:
        write_facilities(
            connection, "muster", dataset_row("d2") if datasets is None else datasets, rows, **options
        )


def test_facilities_are_replaced_and_the_rest_stays(fresh_database):
    store.write_verbund(fresh_database, HEAD, package())
    both = pd.concat([facilities("f1").assign(dataset="d1"), facilities("f7", "f8").assign(dataset="d2")])
    replace_facilities(fresh_database, both)
    with fresh_database.connect() as connection:
        found = read.read_facilities(connection, "muster")
        assert dict(zip(found["facility_id"], found["dataset"], strict=True)) == {
            "f1": "d1",
            "f7": "d2",
            "f8": "d2",
        }
    replace_facilities(fresh_database, facilities("f9").assign(dataset="d2"), dropped=["d1"])
    assert (count(fresh_database, "dataset"), count(fresh_database, "facility")) == (1, 1)
    assert count(fresh_database, "zentrum") == 1


@pytest.mark.parametrize("dataset", ["d2", "d3"])
def test_facilities_that_contradict_change_nothing(fresh_database, dataset):
    """Once a facility twice in a layer, once a dataset that is not there."""
    store.write_verbund(fresh_database, HEAD, package())
    ids = ("f8", "f8") if dataset == "d2" else ("f8",)
    with pytest.raises(InputError, match="passen nicht in den Verbund „muster“"):
        replace_facilities(fresh_database, facilities(*ids).assign(dataset=dataset))
    with fresh_database.connect() as connection:
        assert read.read_facilities(connection, "muster")["facility_id"].tolist() == ["f1"]
    assert count(fresh_database, "dataset") == 1


def test_whatever_is_written_is_a_new_version(fresh_database):
    """The API's ETag follows ``loaded_at``: a map must not go on showing facilities of before."""
    opened = OpenVerbund(fresh_database, "muster")
    run = {
        "run_id": "r1",
        "verbund_id": "muster",
        "model": "crowfly",
        "code_version": "",
        "parameters": {},
        "datasets": {},
    }
    writes = [
        lambda: store.write_verbund(fresh_database, HEAD, package()),
        lambda: replace_facilities(fresh_database, facilities("f7").assign(dataset="d2")),
        lambda: store.write_projects(fresh_database, "muster", dataset_row("projekte"), package()["project"]),
        lambda: store.write_run(fresh_database, run, {}),
        lambda: store.write_run(fresh_database, run, {}),
    ]
    versions = []
    for write in writes:
        write()
        versions.append(read_version(opened))
    assert len(set(versions)) == len(writes)


def test_writers_wait_for_each_other(fresh_database):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(store.write_verbund, fresh_database, {**HEAD, "checksum": str(i)}, package())
            for i in range(8)
        ]
        assert all(job.result()["zentrum"] == 1 for job in jobs)
    assert count(fresh_database, "zentrum") == 1
