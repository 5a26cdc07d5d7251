"""Reading tables: every way a CSV or TOML goes wrong ends in one German sentence with its place."""

import pytest

from geo.errors import InputError
from geo.schema import FacilityRow, ZentrumRow
from geo.sources.rows import read_csv, read_text, read_toml, validate_known, validate_unique

HEADER = "zentrum_id,name,ags,kind,lat,lon,position_source,position_estimated"
ROW = "1-a,Ahorn,1,Dorf,51.5,8.1,GN250,false"


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "zentren.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_good_rows_are_read_with_their_place(tmp_path, encoding, newline):
    lines = [HEADER, ROW.replace("Ahorn", '"Mühle, alt"'), "", ROW.replace("1-a", "1-b")]
    records = read_csv(write(tmp_path, newline.join(lines), encoding), ZentrumRow)
    assert [record.where for record in records] == ["zentren.csv, Zeile 2", "zentren.csv, Zeile 4"]
    assert records[0].row.name == "Mühle, alt"
    assert records[0].row.note == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["zentren.csv ist leer"]),
        (HEADER, ["nur die Kopfzeile"]),
        (HEADER.replace(",lat", ""), ["Zeile 1", "Spalte „lat“ fehlt", "vorhanden: zentrum_id"]),
        (HEADER.replace(",", ";") + "\n" + ROW.replace(",", ";"), ["Semikolon", "mit Komma speichern"]),
        (HEADER + ",lat\n" + ROW + ",51", ["„lat“ steht doppelt"]),
        (f"{HEADER}\n{ROW},zu viel", ["Zeile 2", "9 statt 8 Felder", "Anführungszeichen"]),
        (f"{HEADER}\n{ROW}\n1-b,Buche", ["Zeile 3", "2 statt 8 Felder"]),
        (f'{HEADER}\n1-a,"Ahorn,1', ["Zeile 2", "Anführungszeichen gehen nicht auf"]),
        (f"{HEADER}\n{ROW.replace('51.5', '5l.5')}", ["Zeile 2, lat", "„5l.5“ ist keine Zahl"]),
        (f"{HEADER}\n{ROW.replace('51.5', '')}", ["Zeile 2, lat", "leer"]),
        (f"{HEADER}\n{ROW.replace('51.5,8.1', '8.1,51.5')}", ["Zeile 2", "vertauscht"]),
        (f"{HEADER}\n{ROW.replace('8.1', '128.1')}", ["Zeile 2", "nicht in Mitteleuropa"]),
        (f"{HEADER}\n{ROW.replace('false', 'nein')}", ["position_estimated", "weder true noch false"]),
        (f"{HEADER}\n{ROW.replace('1-a', '1 ä')}", ["zentrum_id", "kein Schlüssel"]),
        (f"{HEADER}\n{ROW.replace('Ahorn', ' ')}", ["name", "leer"]),
    ],
)
def test_a_wrong_file_ends_in_one_sentence(tmp_path, text, words):
    with pytest.raises(InputError) as caught:
        read_csv(write(tmp_path, text), ZentrumRow)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert ": bitte" in sentence
    for word in ["zentren.csv", *words]:
        assert word in sentence


def test_excel_encoding_is_named_with_its_line(tmp_path):
    path = write(tmp_path, f"{HEADER}\n{ROW}\n{ROW.replace('Ahorn', 'Mühle')}", "cp1252")
    with pytest.raises(InputError, match=r"Zeile 3.*UTF-8.*Windows-1252.*CSV UTF-8"):
        read_csv(path, ZentrumRow)


def test_utf_16_is_refused(tmp_path):
    with pytest.raises(InputError, match="UTF-8"):
        read_csv(write(tmp_path, f"{HEADER}\n{ROW}", "utf-16"), ZentrumRow)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(InputError, match=r"zentren\.csv fehlt"):
        read_text(tmp_path / "zentren.csv")
    with pytest.raises(InputError, match="nicht lesbar"):
        read_text(tmp_path)


def test_broken_toml_is_named_with_line_and_column(tmp_path):
    path = tmp_path / "verbund.toml"
    path.write_text('id = "a"\ntitle = \n', encoding="utf-8")
    with pytest.raises(InputError, match=r"verbund\.toml ist kein gültiges TOML \(Zeile 2, Spalte 9\)"):
        read_toml(path)


def test_a_doubled_id_names_both_places(tmp_path):
    records = read_csv(write(tmp_path, f"{HEADER}\n{ROW}\n{ROW}"), ZentrumRow)
    with pytest.raises(InputError, match=r"zentren\.csv, Zeile 3: zentrum_id „1-a“ steht schon in Zeile 2"):
        validate_unique(records, "zentrum_id")


def test_unknown_codes_name_the_known_ones_and_a_lost_zero(tmp_path):
    record = read_csv(write(tmp_path, f"{HEADER}\n{ROW.replace(',1,', ',5570008,')}"), ZentrumRow)[0]
    with pytest.raises(InputError, match=r"Zeile 2, Spalte ags.*führende Null fehlt.*„05570008“"):
        validate_known(record, "ags", ["05570008"], "die Kommune")
    with pytest.raises(InputError, match=r"„5570008“ ist unbekannt: bekannt sind 05558008"):
        validate_known(record, "ags", ["05558008"], "die Kommune")


def test_further_columns_of_facilities_are_kept(tmp_path):
    text = "facility_id,layer,name,lat,lon,ags,kind,source,pupils\nx:1,bakery,,51,8,,,,12"
    row = read_csv(write(tmp_path, text), FacilityRow)[0].row
    assert row.model_extra == {"pupils": "12"}
