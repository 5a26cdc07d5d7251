"""Tables of projects as offices save them: encodings, separators, merged cells, numbers; cells keep their place."""

import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from geo.errors import InputError
from geo.normalise import clean_lines, clean_text
from geo.sources.project_cells import (
    read_date,
    read_euro,
    read_places,
    to_words,
    write_date,
    write_entries,
    write_places,
)
from geo.sources.project_cells import read_entries as entries_reader
from geo.sources.project_columns import COLUMNS, FUNDING
from geo.sources.project_table import MOST_ROWS, read_project_table

WORDS = to_words({"1": "Unna", "2": "Siegen"}, {"1-a": "1", "2-a": "2", "1-b": "1"},
                 {"1": "Unna", "2": "Siegen", "1-a": "Mitte", "2-a": "Mitte", "1-b": "Hemmerde"})  # fmt: skip
BY_HEAD = {column.title: column for column in COLUMNS}


def workbook(rows, merge=None, title="Projekte"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_as_excel_writes_it(encoding, mark):
    text = f'Titel{mark}Träger\r\n"Bürgerbus{mark} groß"{mark}Straße\r\n\r\nLaden{mark}\r\n'
    table = read_project_table("t.csv", text.encode(encoding))
    assert [(row["Titel"].name, row["Titel"].text) for row in table.rows] == [
        ("A2", f"Bürgerbus{mark} groß".replace("\t ", " ")),
        ("A4", "Laden"),
    ]
    assert table.rows[0]["Träger"].text == "Straße"
    assert table.rows[1]["Träger"].text == ""


def test_an_ags_that_a_spreadsheet_took_for_a_number_is_known():
    words = to_words({"05978036": "Unna"}, {}, {"05978036": "Unna"})
    assert BY_HEAD["Kommunen"].read("5978036; Unna", words) == ["05978036", "05978036"]


@pytest.mark.parametrize("head", ["Titel;Träger", "Titel;Träger;"])
def test_text_without_a_head_is_not_dropped(head):
    with pytest.raises(InputError, match=r"über der Zelle C2 \(„mehr“\) steht kein Spaltenname"):
        read_project_table("t.csv", f"{head}\r\nLaden;Unna;mehr\r\n".encode())


def test_old_excel_is_named():
    with pytest.raises(InputError, match="alte oder geschützte Excel-Datei"):
        read_project_table("t.xls", b"\xd0\xcf\x11\xe0" + bytes(600))


def test_xlsx_keeps_places_numbers_and_days():
    rows = [
        ["Titel", "Kosten in Euro", "Phase seit", "Beispiel"],
        [],
        ["Laden", 250000.0, date(2026, 3, 1), True],
    ]
    table = read_project_table("t.xlsx", workbook(rows))
    (row,) = table.rows
    assert {title: (cell.name, cell.text) for title, cell in row.items()} == {
        "Titel": ("A3", "Laden"),
        "Kosten in Euro": ("B3", "250000"),
        "Phase seit": ("C3", "01.03.2026"),
        "Beispiel": ("D3", "ja"),
    }
    assert table.sheet == "Projekte"


def test_merged_cells_are_named():
    content = workbook([["Titel"], ["Laden"], ["Bus"]], merge="A2:A3")
    assert read_project_table("t.xlsx", content).merged == ("A2:A3",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ist leer"),
        (b"PK\x03\x04kaputt", "keine lesbare XLSX"),
        (b"Name;Ort\r\nx;y", "keine Spalte „Titel“"),
        (b"Titel;Farbe\r\nx;y", "„Farbe“ ist unbekannt"),
        (b"Titel;Titel\r\nx;y", "steht doppelt"),
        (b"Titel\r\n", "nur die Kopfzeile"),
        (b"Titel\r\n" + b"x\r\n" * (MOST_ROWS + 1), f"mehr als {MOST_ROWS} Zeilen"),
    ],
)
def test_what_is_no_table_is_one_sentence(content, words):
    with pytest.raises(InputError) as caught:
        read_project_table("tabelle", content)
    assert words in str(caught.value)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_one_sentence(content):
    try:
        table = read_project_table("tabelle", content)
    except InputError:
        return
    assert table.rows


@pytest.mark.parametrize(
    ("text", "euro"),
    [
        ("250.000", 250000),
        ("250.000,60", 250001),
        ("250000.0", 250000),
        ("1 500 €", 1500),
        ("0", 0),
        ("", None),
    ],
)
def test_euros_as_germans_write_them(text, euro):
    assert read_euro(text) == euro


def test_degrees_have_no_thousands():
    assert read_places("51.452 7.012; 51,5477 7,8118", WORDS) == [
        {"lat": 51.452, "lon": 7.012},
        {"lat": 51.5477, "lon": 7.8118},
    ]
    assert write_places([{"lat": 51.5477, "lon": 7.8118}], WORDS) == "51,5477 7,8118"
    assert write_places([{"lat": 51.978291, "lon": -0.00001}], WORDS) == "51,978291 -0,00001"


@pytest.mark.parametrize(
    ("head", "text", "words"),
    [
        ("Phase", "Traum", "die Phase „Traum“ ist unbekannt: möglich sind Idee, Strategie"),
        ("Kommunen", "Una", "die Kommune „Una“ ist unbekannt: gemeint ist vielleicht Unna"),
        ("Kommunen", "Atlantis", "die Kommune „Atlantis“ ist unbekannt: möglich sind Unna, Siegen"),
        (
            "Ortsteile",
            "Mitte",
            "der Ortsteil „Mitte“ ist unbekannt: möglich sind Hemmerde (Unna), Mitte (Unna), Mitte (Siegen)",
        ),
        ("Phase seit", "bald", "kein Tag"),
        ("Kosten in Euro", "viel", "keine Zahl"),
        ("Lage", "51,5", "nicht zwei Zahlen"),
        ("Beispiel", "vielleicht", "weder ja noch nein"),
        ("Förderung", "a | 1 | 2 | 3 | 4", "mehr als 4 Teile"),
    ],
)
def test_a_wrong_cell_says_how_to_mend_it(head, text, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        BY_HEAD[head].read(text, WORDS)


def test_words_are_read_however_they_are_spelt():
    assert BY_HEAD["Kommunen"].read("unna; 2", WORDS) == ["1", "2"]
    assert BY_HEAD["Ortsteile"].read("Hemmerde; Mitte (Siegen); 1-a", WORDS) == ["1-b", "2-a", "1-a"]
    assert BY_HEAD["Handlungsfelder"].read("mobilitaet; Zivilgesellschaft", WORDS) == [
        "mobilitaet",
        "zivilgesellschaft",
    ]
    assert BY_HEAD["Sichtbar für"].read("", WORDS) == "network"


@given(st.dates())
def test_days_come_back(day):
    if day.year >= 1000:
        assert read_date(write_date(day.isoformat())) == day.isoformat()


@given(st.lists(st.builds(
    lambda name, euro, day: {"programme": name, "amount_eur": euro, "since": day.isoformat(), "until": None},
    st.text(min_size=1).map(clean_text).filter(lambda text: text and text == clean_lines(text)),
    st.integers(0, 10**9), st.dates(min_value=date(1990, 1, 1)),
), max_size=3))  # fmt: skip
def test_entries_come_back(entries):
    shown = write_entries(*FUNDING)(entries, WORDS)
    found = entries_reader(*FUNDING)(shown, WORDS)
    assert [{**dict.fromkeys(FUNDING), **entry} for entry in found] == entries


@given(st.lists(st.text(min_size=1).map(clean_text).filter(bool), max_size=4))
def test_lists_come_back(values):
    column = BY_HEAD["Zielgruppen"]
    assert column.read(column.write(values, WORDS), WORDS) == values
