"""``mitten projects``: found, shown, added, checked, imported, exported, looked back on; bad input is one sentence."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from tests.projects import HEMMERDE, IN_HEMMERDE, IN_SIEGEN, UNNA

TITLE = "Kulturscheune; die „große“"
TABLE = f'Titel;Kommunen;Ortsteile;Phase\r\n"{TITLE}";Unna;Hemmerde;Strategie\r\n'
KEY = "dorfladen-digital-rinkerode"


@pytest.fixture
def ask(run, loaded_settings):
    """``ask("list", "--json")``: exit code and output of ``mitten projects …``."""

    def call(*arguments):
        done = run(loaded_settings, "projects", *map(str, arguments))
        return done.exit_code, done.stdout, done.stderr

    return call


def find(ask, *arguments):
    code, out, _ = ask("list", *arguments, "--json")
    assert code == 0
    return json.loads(out)


def test_list_finds_and_filters(ask):
    code, out, _ = ask("list", "Dorfladn")  # a letter is missing
    assert code == 0
    assert KEY in out
    assert "(Beispiel)" in out
    assert "von " in out.splitlines()[-1]
    everything = find(ask)
    assert everything["n_found"] == 12
    assert find(ask, "--kommune", UNNA)["n_found"] == 2
    assert find(ask, "--zentrum", HEMMERDE)["n_found"] == 1
    assert find(ask, "--phase", "betrieb")["n_found"] == 1
    assert find(ask, "--handlungsfeld", "mobilitaet", "--need", "charging_station")["n_found"] == 1
    assert len(find(ask, "--limit", "3")["projects"]) == 3
    assert find(ask, "--deleted")["projects"] == []


@pytest.mark.parametrize(
    "wrong", [("--limit", "0"), ("--phase", "irgendwann"), ("--handlungsfeld", "x"), ("x" * 201,)]
)
def test_list_refuses_what_makes_no_sense(ask, wrong):
    code, out, err = ask("list", *wrong)
    assert code != 0
    assert out == ""
    assert "Traceback" not in err
    assert err.strip()


def test_show_has_the_history(ask):
    code, out, _ = ask("show", KEY)
    assert code == 0
    assert "Bedarf: Dorfladen" in out
    assert ask("show", KEY, "--json")[0] == 0
    code, _, err = ask("show", "gibt-es-nicht")
    assert code == 1
    assert "Das Projekt „gibt-es-nicht“ gibt es nicht" in err


def test_a_project_is_added_from_a_file(ask, tmp_path):
    path = tmp_path / "projekt.json"
    record = {"draft": {"title": "Sägewerk", "ags": [UNNA], "places": [IN_HEMMERDE]}}
    path.write_text(json.dumps(record), "utf-8")
    code, out, _ = ask("add", path)
    assert (code, out.startswith("Projekt saegewerk-")) == (0, True)
    path.write_text(json.dumps({"draft": record["draft"] | {"places": [IN_SIEGEN]}}), "utf-8")
    code, out, err = ask("add", path)
    assert (code, out) == (1, "")
    assert "liegt in Siegen" in err
    assert "mit --confirm wiederholen" in err
    code, out, _ = ask("add", path, "--confirm", "--json")
    added = json.loads(out)
    assert (code, added["info"]["kommunen"]) == (0, ["Unna"])
    assert find(ask, "Sägewerk")["n_found"] == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{}", "projekt.json: die Angabe „draft“ fehlt"),
        ('{"draft": {"title": "Sternenpark", "phase": "bald"}}', "draft.phase: „bald“ ist nicht möglich"),
        ('{"draft": {"title": "Sternenpark", "need": "Mondstaub"}}', "„Mondstaub“ (Bedarf) ist unbekannt"),
        ('{"draft": {"title": "Sternenpark", "area": {"type": "Point"}}}', "Gebiet ist keine gültige Fläche"),
        ("Sternenpark", "projekt.json, Zeile 1, Spalte 1"),
        ("", "projekt.json ist leer"),
    ],
)
def test_a_wrong_file_adds_nothing(ask, tmp_path, content, words):
    path = tmp_path / "projekt.json"
    path.write_text(content, "utf-8")
    code, out, err = ask("add", path)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert words in err
    assert find(ask, "Sternenpark")["n_found"] == 0


def test_import_checks_before_it_writes(ask, tmp_path):
    wrong = tmp_path / "falsch.csv"
    wrong.write_bytes("Titel;Kommunen;Phase\r\nLaden;Atlantis;Irgendwann\r\n".encode("cp1252"))
    code, out, _ = ask("import", wrong)
    assert code == 1
    assert "die Kommune „Atlantis“ ist unbekannt" in out
    assert "2 Zellen sind zu berichtigen" in out
    right = tmp_path / "richtig.csv"
    right.write_bytes(TABLE.encode("cp1252"))
    code, out, _ = ask("import", right, "--check")
    assert (code, "1 Projekt wird eingetragen, 0 werden geändert." in out) == (0, True)
    assert find(ask, "Kulturscheune")["n_found"] == 0  # nothing has been written so far
    code, out, _ = ask("import", right)
    assert (code, "1 Projekt eingetragen, 0 geändert." in out) == (0, True)
    (found,) = find(ask, "Kulturscheune")["projects"]
    assert (found["title"], found["zentren"], found["phase"]) == (TITLE, ["Hemmerde"], "strategie")
    assert ask("delete", found["project_id"])[0] == 0
    assert [each["title"] for each in find(ask, "--deleted")["projects"]] == [TITLE]
    assert ask("restore", found["project_id"])[0] == 0
    assert find(ask, "Kulturscheune")["n_found"] == 1


def test_import_of_what_is_no_table(ask, tmp_path):
    broken = tmp_path / "kaputt.xlsx"
    broken.write_bytes(b"PK no workbook")
    for path in (broken, tmp_path / "fehlt.csv", tmp_path):
        code, _, err = ask("import", path)
        assert code == 1
        assert "Traceback" not in err
        assert "bitte" in err
    assert ask("import", tmp_path, "--mapping", tmp_path / "fehlt.toml")[0] == 1


def test_a_place_elsewhere_is_asked_back(ask, tmp_path):
    table = tmp_path / "orte.csv"
    table.write_text("Titel;Kommunen;Lage\r\nSternwarte;Unna;50,8748 8,0243\r\n", encoding="utf-8")
    code, out, _ = ask("import", table)
    assert code == 1
    assert "mit --confirm wiederholen" in out
    assert find(ask, "Sternwarte")["n_found"] == 0
    assert ask("import", table, "--confirm")[0] == 0
    assert find(ask, "Sternwarte")["n_found"] == 1
    nobodys = tmp_path / "orte.csv"  # a place on the map, and no municipality
    nobodys.write_text("Titel;Lage\r\nWetterwarte;50,8748 8,0243\r\n", encoding="utf-8")
    assert ask("import", nobodys)[0] == 0
    assert "ohne Kommune" in ask("list", "Wetterwarte")[1]


def test_export_comes_back_as_it_was(ask, tmp_path):
    rows = {}
    for file_format in ("csv", "xlsx", "geojson"):
        path = tmp_path / f"p.{file_format}"
        code, _, err = ask("export", "-o", path, "--format", file_format)
        assert (code, "geschrieben" in err) == (0, True)
        rows[file_format] = path.read_bytes()
    heads, *lines = csv.reader(io.StringIO(rows["csv"].decode("utf-8-sig")), delimiter=";")
    assert len(lines) == find(ask)["n_found"]
    sheet = load_workbook(io.BytesIO(rows["xlsx"])).worksheets[0]
    assert heads[0] in [cell.value for cell in sheet[1]]
    assert json.loads(rows["geojson"])["type"] == "FeatureCollection"
    assert "Kontakt" not in heads
    code, out, _ = ask("import", tmp_path / "p.csv", "--confirm")
    assert (code, "0 Projekte eingetragen, 0 geändert." in out) == (0, True)
    assert ask("export", "-o", tmp_path / "p.pdf", "--format", "pdf")[0] == 1
    code, _, err = ask("export", "-o", tmp_path / "gibt/es/nicht.csv", "--format", "csv")
    assert (code, "lässt sich nicht schreiben" in err) == (1, True)


def test_the_template_can_be_imported_empty(ask, tmp_path):
    path = tmp_path / "vorlage.xlsx"
    assert ask("template", "-o", path)[0] == 0
    assert load_workbook(path).worksheets[0]["A1"].value
    code, _, err = ask("import", path)
    assert code == 1
    assert "bitte" in err


def test_learning_and_digest(ask, tmp_path):
    code, out, _ = ask("learning")
    assert code == 0
    assert "haben einen Zwilling" in out
    found = json.loads(ask("learning", "--effort-days", "12.5", "--effort-source", "Schätzung", "--json")[1])
    assert found["once"]["days_spared"] == 12.5 * found["once"]["n_spared"]
    for wrong, words in (
        (("--effort-days", "10"), "eine Quelle"),
        (("--effort-days", "-1", "--effort-source", "x"), "über 0"),
        (("--since", "2026-02-01", "--until", "2026-01-01"), "endet, bevor er beginnt"),
    ):
        code, out, err = ask("learning", *wrong)
        assert (code, out) == (1, "")
        assert words in err
    assert ask("learning", "--since", "gestern")[0] == 2
    page = tmp_path / "rückblick.pdf"
    assert ask("digest", "--quarter", "2026-Q1", "-o", page)[0] == 0
    assert page.read_bytes().startswith(b"%PDF")
    assert json.loads(ask("digest", "--quarter", "2026-Q1", "--json")[1])["public"] is True
    code, _, err = ask("digest", "--quarter", "2999-Q1")
    assert (code, "hat noch nicht begonnen" in err) == (1, True)
    assert ask("digest")[0] == 2


def test_retention_tells_how_many(ask):
    code, _, err = ask("retention")
    assert (code, "0 Kontakte gelöscht" in err) == (0, True)
