"""Example actors: invented organisations only, of places, needs and projects that exist."""

import pytest

from geo.errors import InputError
from geo.settings import PROJECT_ROOT
from geo.sources.actors import read_actors
from tests.data.test_projekte import DATA, rows

FOLDER = DATA / "akteure"


@pytest.fixture(scope="module")
def ags_of():
    return {row["zentrum_id"]: row["zentrum_id"][:8] for row in rows(DATA / "ortsteile" / "zentren.csv")}


def test_nobody_can_take_an_example_for_real(ags_of):
    record, frame = read_actors(FOLDER, ags_of)
    assert (record.key, record.n_records) == ("akteure", 12)
    assert frame["beispiel"].all()
    assert frame["name"].str.startswith("Beispiel: ").all()
    assert frame["about"].str.contains("erfunden").all()
    assert frame["ags"].map(tuple).explode().nunique() == 6
    assert frame["entries"].map(len).min() >= 1
    resources = {entry["resource"] for entries in frame["entries"] for entry in entries}
    assert resources == {"skills", "rooms", "time", "software", "experience"}


def test_the_text_of_the_consent_says_what_it_must():
    text = (PROJECT_ROOT / "data" / "akteure" / "einwilligung.txt").read_text("utf-8")
    for word in ("gespeichert", "Zweck", "Ablauf", "widerrufen", "gelöscht", "freiwillig", "Nachteil"):
        assert word in text


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("akteure.csv", "05958048-silbach", "nirgends", "das Zentrum „nirgends“ ist unbekannt"),
        ("akteure.csv", "05958048-silbach", "", "das Zentrum fehlt"),
        ("akteure.csv", "beispiel-kassenwerk,", "beispiel-mobilwerk,", "steht schon"),
        ("angebote.csv", "beispiel-kassenwerk,", "wer,", "der Akteur „wer“ ist unbekannt"),
        ("angebote.csv", ",bietet,", ",schenkt,", "„schenkt“ ist nicht möglich"),
        ("angebote.csv", ",Software,", ",Mondstaub,", "Art oder Handlungsfeld"),
        ("angebote.csv", ",convenience,", ",laden,", "die Einrichtungsart „laden“ ist unbekannt"),
    ],
)
def test_what_contradicts_is_refused_in_one_sentence(tmp_path, ags_of, file, old, new, words):
    for name in ("akteure.csv", "angebote.csv"):
        text = (FOLDER / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(old, new, 1) if name == file else text, "utf-8")
    with pytest.raises(InputError, match=words) as caught:
        read_actors(tmp_path, ags_of)
    assert "\n" not in str(caught.value)
