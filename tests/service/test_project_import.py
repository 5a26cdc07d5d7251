"""Import and export of the register: nothing is written before every cell is right; what goes out comes back."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import create_engine

from geo import service
from geo.errors import ConfirmError, ForbiddenError, InputError
from geo.results import ProjectNew
from geo.rights import ANYONE, OPERATOR
from geo.service import ProjectFilter, to_opened
from geo.service.project_export import MEDIA_TYPES
from geo.settings import PROJECT_ROOT
from geo.sources.project_columns import HEADS
from tests.projects import (
    CONTACT,
    EDITOR,
    IN_HEMMERDE,
    IN_SIEGEN,
    OTHER_EDITOR,
    UNNA,
    draft,
    edit,
    new,
)
from tests.sources.test_project_table import workbook

LONELY = "05978036-siddinghausen"  # where no other test adds anything
AREA = {"type": "Polygon", "coordinates": [[[7.8, 51.5], [7.9, 51.5], [7.9, 51.6], [7.8, 51.5]]]}
MAPPING = PROJECT_ROOT / "data" / "projekte" / "mapping-ruhrmobilitylabs.toml"


@pytest.fixture(scope="module")
def here(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield to_opened(engine, loaded_settings, person=EDITOR)
    engine.dispose()


def count(opened):
    return service.list_projects(replace(opened, person=OPERATOR)).n_found


def table(*rows, heads=("Titel", "Kommunen")):
    return ("\r\n".join(";".join(row) for row in (heads, *rows))).encode("cp1252")


def test_a_preview_names_every_wrong_cell_and_writes_nothing(here):
    before = count(here)
    content = workbook(
        [
            ["Titel", "Kommunen", "Phase", "Kosten in Euro", "Lage", "Offene Quellen"],
            ["Gut", "Unna", "Idee", 1000, None, None],
            [None, "Atlantis", "Traum", "viel", "8 9 10", "Quelltext | javascript:alert(1)"],
            ["x" * 201, "Siegen", None, -5, None, None],
        ]
    )
    found = service.import_projects(here, "p.xlsx", content)
    assert [(each.sheet, each.cell, each.column) for each in found.problems] == [
        ("Projekte", "B3", "Kommunen"),
        ("Projekte", "C3", "Phase"),
        ("Projekte", "D3", "Kosten in Euro"),
        ("Projekte", "E3", "Lage"),
        ("Projekte", "A4", "Titel"),
        ("Projekte", "D4", "Kosten in Euro"),
    ]
    assert found.sentence == "6 Zellen sind zu berichtigen; eingetragen wird erst, wenn alles stimmt."
    with pytest.raises(
        InputError, match=r"Nichts ist eingetragen\. Projekte, Zelle B3, Kommunen: die Kommune"
    ):
        service.import_projects(here, "p.xlsx", content, write=True)
    assert count(here) == before


def test_what_only_writing_finds_has_its_cell_too(here):
    content = table(["", "Unna"], ["Laden", "Siegen"])
    found = service.import_projects(here, "p.csv", content)
    assert [(each.cell, each.column, each.message[:20]) for each in found.problems] == [
        ("A2", "Titel", "fehlt: bitte ausfüll"),
        ("B3", "Kommunen", "Das darf nur bearbei"),
    ]


def test_a_script_is_no_address(here):
    content = table(
        ["Laden", "Unna", "Code | javascript:alert(1)"], heads=("Titel", "Kommunen", "Offene Quellen")
    )
    (problem,) = service.import_projects(here, "p.csv", content).problems
    assert problem.message == "eine Adresse beginnt mit https:// oder http://"


def test_merged_cells_are_one_clear_sentence(here):
    content = workbook([["Titel", "Kommunen"], ["Laden", "Unna"], ["Bus", None]], merge="B2:B3")
    (problem,) = service.import_projects(here, "p.xlsx", content).problems
    assert (problem.cell, problem.sheet) == ("B2:B3", "Projekte")
    assert "verbunden" in problem.message
    with pytest.raises(InputError, match="Zellverbund aufheben"):
        service.import_projects(here, "p.xlsx", content, write=True)


def test_a_place_outside_is_asked_back(here):
    content = table(["Weit weg", "Unna", "50,8748 8,0243"], heads=("Titel", "Kommunen", "Lage"))
    found = service.import_projects(here, "p.csv", content)
    assert (found.problems, found.questions[0].cell) == ([], "C2")
    assert "Ist das so gemeint?" in found.sentence
    from_the_web = table(["Weit weg", "Unna", '"50.8748, 8.0243"'], heads=("Titel", "Kommunen", "Lage"))
    assert len(service.import_projects(here, "p.csv", from_the_web).questions) == 1
    with pytest.raises(ConfirmError, match=r"^1 Ort liegt außerhalb .* Ist das so gemeint\?$"):
        service.import_projects(here, "p.csv", content, write=True)
    assert service.import_projects(here, "p.csv", content, write=True, confirm=True).n_new == 1


def test_only_who_may_write_imports(here):
    with pytest.raises(ForbiddenError):
        service.import_projects(replace(here, person=ANYONE), "p.csv", table(["Laden", "Unna"]))


def test_an_export_comes_back_changed_and_keeps_its_contact(here):
    whole = new(
        title="=SUMME(1)",
        description="Zwei\n\nAbsätze; mit Zeichen",
        handlungsfelder=["wirtschaft", "wohnen"],
        target_groups=["Kinder", "Ältere"],
        places=[IN_HEMMERDE],
        area=AREA,  # in no table, and not lost by one
        cost_eur=1000,
        phase_since="2026-03-01",
        funding=[{"programme": "LEADER", "amount_eur": 5, "until": "2027-01-01"}],
        links=[{"url": "https://example.org", "title": "Code", "licence": "MIT"}],
        modules=[{"title": "Fach", "licence": "MIT"}],
        seeks=[
            {"resource": "rooms", "text": "Laden | eben", "need": "bakery", "handlungsfeld": "wohnen"},
            {"resource": "skills", "text": "Satzung"},
        ],
        lessons="-1",
        contact=CONTACT,
        visibility="own",
    )
    key = service.create_project(here, whole).info.project_id
    for file_format in ("csv", "xlsx"):
        before = service.read_project(here, key)
        file = service.export_projects(here, file_format, ProjectFilter(words="SUMME"))
        assert file.media_type == MEDIA_TYPES[file_format]
        assert b"Ada" not in file.content
        preview = service.import_projects(here, file.name, file.content)
        assert (preview.problems, preview.n_new, preview.n_changed) == ([], 0, 0)
        changed = _replace(file.content, file_format, "1000", "2000" if file_format == "csv" else "3000")
        assert service.import_projects(here, file.name, changed, write=True).n_changed == 1
        after = service.read_project(here, key)
        assert after.cost_eur in {2000, 3000}
        assert after.draft.model_copy(update={"cost_eur": 1000}) == before.draft.model_copy(
            update={"cost_eur": 1000}
        )
        assert after.contact is not None
        # The same file once more: meanwhile there is a newer version.
        again = service.import_projects(
            here, file.name, _replace(file.content, file_format, "LEADER", "ELER")
        )
        assert [problem.column for problem in again.problems] == ["Version"]
        service.change_project(here, key, edit(after, cost_eur=1000))


def _replace(content, file_format, old, new):
    if file_format == "csv":
        return content.replace(old.encode(), new.encode())
    book = load_workbook(io.BytesIO(content))
    for row in book["Projekte"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and old in cell.value and not cell.value.startswith("'"):
                cell.value = cell.value.replace(old, new)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_exports_run_nothing(here):
    service.create_project(here, new(title="=1+1", summary="@x", owner="+49", lessons="-2"))
    rows = list(
        csv.reader(
            io.StringIO(service.export_projects(here, "csv").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert tuple(rows[0]) == HEADS
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    sheet = load_workbook(io.BytesIO(service.export_projects(here, "xlsx").content))["Projekte"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > len(HEADS)
    assert {cell.data_type for cell in cells} == {"s"}


def test_an_export_holds_what_the_person_may_see(here):
    service.create_project(here, new(title="Geheim in Unna", visibility="own"))
    for person, seen in ((EDITOR, True), (OTHER_EDITOR, False), (ANYONE, False)):
        for file_format in ("csv", "geojson"):
            content = service.export_projects(replace(here, person=person), file_format).content.decode()
            assert ("Geheim in Unna" in content) == seen
            assert "Dorfladen Rinkerode" in content


def test_geojson_has_places_areas_and_neither(here):
    for name, fields in {
        "punkt": {"places": [IN_HEMMERDE]},
        "beides": {"places": [IN_HEMMERDE], "area": AREA},
    }.items():
        service.create_project(here, new(title=f"Geo {name}", **fields))
    service.create_project(here, new(title="Geo nichts", seeks=[{"resource": "rooms", "text": "Laden"}]))
    found = json.loads(service.export_projects(here, "geojson", ProjectFilter(words="Geo")).content)
    kinds = {
        each["properties"]["title"]: each["geometry"] and each["geometry"]["type"]
        for each in found["features"]
    }
    assert kinds == {"Geo punkt": "MultiPoint", "Geo beides": "GeometryCollection", "Geo nichts": None}
    for each in found["features"]:
        whole = service.read_project(here, each["id"]).draft.model_dump(mode="json")
        shown = {
            "zentren": "zentrum_ids",
            "handlungsfelder": None,
            "places": None,
            "area": None,
            "contact": None,
        }
        for field, value in whole.items():
            name = shown.get(field, field)
            assert name is None or each["properties"][name] == value, field


def test_the_template_is_an_empty_table_with_all_heads(here):
    book = load_workbook(io.BytesIO(service.write_template("xlsx").content))
    assert [cell.value for cell in book["Projekte"][1]] == list(HEADS)
    assert book["Projekte"].max_row == 1
    assert len(book["Projekte"].data_validations.dataValidation) == 3
    with pytest.raises(InputError, match="nur die Kopfzeile"):
        service.import_projects(here, "v.csv", service.write_template("csv").content)


MARKUP = st.text(max_size=60) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"'><b>",
        "=cmd|' /C calc'!A0",
        "&lt;b&gt;",
        "'; --",
    ]
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=MARKUP, text=MARKUP)
@example(title="", text="\x1b")
def test_markup_in_any_field_stays_the_text_it_was(here, title, text):
    written = draft(
        title=f"T{title}", summary=text, description=text, owner=text, lessons=text, target_groups=[text]
    )
    found = service.create_project(here, ProjectNew(draft=written))
    for field in ("title", "summary", "description", "owner", "lessons", "target_groups"):
        assert getattr(found.draft, field) == getattr(written, field)
    file = service.export_projects(here, "csv", ProjectFilter(zentrum=LONELY))
    preview = service.import_projects(here, file.name, file.content)
    assert (preview.problems, preview.n_changed) == ([], 0)
    service.delete_project(here, found.info.project_id)


def test_another_register_comes_in_by_a_mapping(here, testdata):
    folder = testdata / "projects" / "ruhrmobilitylabs" / "projects"
    operator = replace(here, person=OPERATOR)
    preview = service.import_mapped_projects(operator, folder, MAPPING)
    assert (preview.problems, preview.questions, preview.n_new) == ([], [], 31)
    assert service.import_mapped_projects(operator, folder, MAPPING, write=True).written
    city = service.read_project(here, "neubau-citybahn-essen")
    assert (city.info.title, city.info.phase_title, city.info.need) == (
        "Neubau CITYBAHN Essen",
        "Umsetzung",
        "railway_station",
    )
    assert (city.info.lat, city.info.lon, str(city.info.phase_since)) == (51.452, 7.012, "2024-11-06")
    assert len(city.links) == 3
    assert city.place_words == "Ort auf der Karte, keiner Kommune zugeordnet"
    service.delete_project(operator, "neubau-seilbahn-bonn")
    twice = service.import_mapped_projects(operator, folder, MAPPING, write=True)
    assert (twice.problems, twice.n_new, twice.n_kept) == ([], 0, 31)  # a deleted one does not come back
    assert "31 waren schon eingetragen und bleiben, wie sie sind." in twice.sentence


def test_places_beyond_the_municipality_are_named(here):
    found = service.create_project(here, new(confirm=True, places=[IN_SIEGEN], ags=[UNNA]))
    assert found.info.kommunen == ["Unna"]
