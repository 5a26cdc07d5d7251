"""A municipality's addresses: what a registration office writes is read, what is wrong is one sentence."""

import pytest

from geo.errors import InputError
from geo.sources.addresses import read_addresses

GOOD = "id;einwohner;ostwert;nordwert\nA1;12;432100,5;5710200\nA2;0;432200;5710300\nA3;3;432300;5710400\n"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "adressen.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace(",", ".").replace(";", ","),
        "Kennung,Personen,X,Y,Straße\nA1,12,432100.5,5710200,Römerweg\nA2,0,432200,5710300,\n"
        'A3,3,432300,5710400,"Am Bach, Hof"\n',
    ],
    ids=["Excel", "comma", "other words"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_is_read_in_its_dialect(tmp_path, text, encoding):
    found = read_addresses(written(tmp_path, text, encoding))
    assert found.n_empty == 1
    assert found.addresses.to_numpy().tolist() == [[432100.5, 5710200, 12, 2], [432300, 5710400, 3, 4]]


def test_degrees_become_metres(tmp_path):
    """9° E, 51° N is on the central meridian of zone 32: x = 500 km."""
    found = read_addresses(written(tmp_path, "id,residents,lon,lat\n1,5,9,51\n")).addresses
    assert found["x_m"][0] == pytest.approx(500_000, abs=0.01)
    assert found["y_m"][0] == pytest.approx(5_649_824, abs=5)


HEAD = "id;einwohner;x;y\n"
BAD = {
    "empty": ("", "ist leer"),
    "header": (HEAD, "nur die Kopfzeile"),
    "column": ("id;x;y\n1;432100;5710200\n", "fehlt eine Spalte „residents“ oder „einwohner“"),
    "place": ("id;einwohner\n1;2\n", "fehlt eine Spalte „x“ oder .*„lon“ und „lat“"),
    "twice": ("id;ew;einwohner;x;y\n1;2;2;432100;5710200\n", "„ew“ und „einwohner“ meinen dasselbe"),
    "fields": (HEAD + "1;2;432100\n", "Zeile 2: 3 statt 4 Felder"),
    "quotes": (HEAD + '1;2;"432100;5710200\n', "Anführungszeichen gehen nicht auf"),
    "negative": (
        HEAD + "1;2;432100;5710200\n2;-3;432100;5710200\n",
        "Zeile 3: „-3“ ist keine Zahl von Einwohnern",
    ),
    "half": (HEAD + "1;2,5;432100;5710200\n", "„2,5“ ist keine Zahl von Einwohnern"),
    "nan": (HEAD + "1;nan;432100;5710200\n", "„nan“ ist keine Zahl von Einwohnern"),
    "doubled": (
        HEAD + "7;2;432100;5710200\n7;1;432100;5710200\n",
        "Zeile 3: die Kennung „7“ steht schon in Zeile 2",
    ),
    "no id": (HEAD + ";2;432100;5710200\n", "Zeile 2: die Kennung fehlt"),
    "nobody": (HEAD + "1;0;432100;5710200\n", "an keiner Adresse wohnt jemand"),
    "no number": (HEAD + "1;2;west;5710200\n", "x „west“ y „5710200“ sind keine Koordinaten"),
    "degrees as metres": (HEAD + "1;2;7,7;51,5\n", "sind Grad, keine Meter"),
    "metres swapped": (HEAD + "1;2;5710200;432100\n", "sind vertauscht: bitte den Ostwert als x"),
    "zone": (HEAD + "1;2;32432100;5710200\n", "Zonennummer 32"),
    "gauss": (HEAD + "1;2;3432100;5712000\n", "Gauß-Krüger"),
    "elsewhere": (HEAD + "1;2;858000;6700000\n", "liegen nicht in EPSG:25832"),
    "degrees swapped": ("id;ew;lon;lat\n1;2;51,5;7,7\n", "sind vertauscht: bitte die Länge als lon"),
    "metres as degrees": ("id;ew;lon;lat\n1;2;432100;5710200\n", "sind Meter, keine Grad"),
    "other country": ("id;ew;lon;lat\n1;2;2,3;48,8\n", "liegen nicht in Deutschland"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_one_sentence(tmp_path, text, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        read_addresses(written(tmp_path, text))
    assert "\n" not in str(caught.value)
    assert "adressen.csv" in str(caught.value)


def test_a_workbook_is_no_text(tmp_path):
    path = tmp_path / "adressen.csv"
    path.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(InputError, match="keine Textdatei"):
        read_addresses(path)
