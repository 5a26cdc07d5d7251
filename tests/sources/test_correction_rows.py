"""Rows of corrections: read with their place, or refused in one sentence; the files of the default Verbund."""

import re
from datetime import date
from pathlib import Path

import pytest
from geopandas import GeoDataFrame
from pandas.testing import assert_frame_equal
from shapely.geometry import Point, box

from geo.crs import STORAGE
from geo.errors import InputError
from geo.settings import PROJECT_ROOT
from geo.sources.corrections import (
    CorrectionRow,
    describe_corrections,
    read_corrections,
)
from geo.sources.rows import to_storage
from geo.sources.verbund import read_verbund
from tests.sources.corrected_town import AGS, LAT, LON, apply

FOLDER = PROJECT_ROOT / "data" / "korrekturen"


HEADER = "action,facility_id,layer,from_layer,name,lat,lon,role,reason,date,valid_until,beispiel"


@pytest.fixture
def kommunen():
    corner = to_storage([LON], [LAT]).iloc[0]
    outline = box(corner.x - 3_000, corner.y - 3_000, corner.x + 3_000, corner.y + 3_000)
    return GeoDataFrame({"ags": [AGS], "geom": [outline]}, geometry="geom", crs=STORAGE)


def write(folder: Path, *lines: str, name=f"{AGS}.csv", header=HEADER) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return folder


def test_rows_are_read_with_their_place(tmp_path, kommunen):
    folder = write(
        tmp_path,
        'close,osm:node/1,,,,,,"Stadtverwaltung, Schulamt",Umzug,2026-11-01,,',
        "add,korrektur:1,pharmacy,,Löwen,51.75,8.04,Ortsvorstehung,Neu,2026-11-01,2027-01-31,false",
    )
    close, new = read_corrections(folder, kommunen)
    assert (close.where, close.ags, close.row.role) == (
        f"{AGS}.csv, Zeile 2",
        AGS,
        "Stadtverwaltung, Schulamt",
    )
    assert (new.row.lat, new.row.valid_until) == (51.75, date(2027, 1, 31))


def test_columns_that_may_be_left_out_are(tmp_path, kommunen):
    header = "action,facility_id,layer,name,lat,lon,role,reason,date"
    folder = write(tmp_path, "close,osm:node/1,,,,,Schulamt,Umzug,2026-11-01", header=header)
    (close,) = read_corrections(folder, kommunen)
    assert (close.row.valid_until, close.row.beispiel, close.row.from_layer) == (None, False, "")


def test_a_header_alone_and_no_folder_are_no_corrections(tmp_path, kommunen):
    assert read_corrections(write(tmp_path), kommunen) == ()
    assert read_corrections(tmp_path / "none", kommunen) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("open,a,,,,,,Amt,Umzug,2026-11-01,,", "bitte eines von 'add'"),
        ("close,,,,,,,Amt,Umzug,2026-11-01,,", "facility_id"),
        ("close,a,,,,,,,Umzug,2026-11-01,,", "role: das Feld ist leer"),
        ("close,a,,,,,,amt@stadt.de,Umzug,2026-11-01,,", "keine Person und keine Adresse"),
        ("close,a,,,,,,Amt,,2026-11-01,,", "reason: das Feld ist leer"),
        ("close,a,,,,,,Amt,Umzug,1.11.2026,,", "date: „1.11.2026“"),
        ("close,a,,,,,,Amt,Umzug,2026-11-01,2026-10-01,", "valid_until liegt vor date"),
        ("close,a,kiosk,,,,,Amt,Umzug,2026-11-01,,", "die Einrichtungsart „kiosk“ ist unbekannt"),
        ("reclassify,a,,,,,,Amt,Umzug,2026-11-01,,", "reclassify braucht eine Einrichtungsart"),
        ("reclassify,a,bank,kiosk,,,,Amt,Umzug,2026-11-01,,", "die Einrichtungsart „kiosk“ ist unbekannt"),
        ("move,a,,,,51.75,,Amt,Umzug,2026-11-01,,", "move braucht lat und lon"),
        ("move,a,,,,8.04,51.75,Amt,Umzug,2026-11-01,,", "sind vertauscht"),
        ("move,a,,,,51.80,8.04,Amt,Umzug,2026-11-01,,", "läge 2,6 km außerhalb der Kommune"),
        ("add,a,bank,,,51.75,8.04,Amt,Umzug,2026-11-01,,", "add braucht einen Namen"),
    ],
)
def test_a_wrong_row_is_one_sentence(tmp_path, kommunen, line, said):
    with pytest.raises(InputError, match=re.escape(said.replace("'", ""))) as caught:
        read_corrections(write(tmp_path, line), kommunen)
    assert str(caught.value).startswith(f"{AGS}.csv, Zeile 2")
    assert str(caught.value).endswith(".")


def test_a_file_of_an_unknown_municipality_is_one_sentence(tmp_path, kommunen):
    with pytest.raises(InputError, match=r"eine Kommune 05999999 gibt es im Verbund nicht"):
        read_corrections(write(tmp_path, name="05999999.csv"), kommunen)


def test_the_default_verbund_has_a_file_per_municipality_with_examples_only():
    package = read_verbund(PROJECT_ROOT / "data" / "verbuende" / "61-6-eins")
    members = package.kommunen.loc[package.kommunen["role"] == "kommune", "ags"]
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(members)
    corrections = read_corrections(FOLDER, package.kommunen)
    assert {correction.row.action for correction in corrections} == {"add", "move", "close", "reclassify"}
    after, report = apply(package.facilities, *corrections)
    assert_frame_equal(after, package.facilities)
    assert set(report.skipped) == {"Beispiel"}


def test_a_real_facility_can_be_corrected(tmp_path):
    package = read_verbund(PROJECT_ROOT / "data" / "verbuende" / "61-6-eins")
    folder = write(tmp_path, "close,schule:100093,,,,,,Schulamt,Erprobung,2026-11-01,,")
    corrections = read_corrections(folder, package.kommunen)
    after, report = apply(package.facilities, *corrections)
    assert len(after) == len(package.facilities) - 1
    record = describe_corrections(folder, corrections, report)
    assert (record.key, record.date, record.n_records) == ("korrekturen", "2026-11-01", 1)
    assert record.note == "Korrekturen: 1 geschlossen"
    assert record.complete_area is None
    assert record.layers == ()


def test_the_readme_names_every_column():
    named = set(re.findall(r"\w+", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert set(CorrectionRow.model_fields) <= named
    assert set(HEADER.split(",")) == set(CorrectionRow.model_fields)
    assert isinstance(to_storage([LON], [LAT]).iloc[0], Point)
