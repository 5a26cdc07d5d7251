"""German texts as words: stems, compounds, filler, subjects."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.matching.compounds import JOINTS, SHORTEST_WORD, build_splitter
from geo.matching.text import Reader, find_nouns
from geo.matching.vocabulary import fold, read_vocabulary, stem

PARTS = (
    "dorf",
    "laden",
    "hof",
    "fläche",
    "mitfahr",
    "bank",
    "verwaltung",
    "dienst",
    "haus",
    "arzt",
    "praxis",
)


READER = Reader(read_vocabulary())


@pytest.fixture
def reader():
    return READER


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Dorfladen", ("dorf", "laden")),
        ("Ladenfläche", ("laden", "fläche")),
        ("Hofladen", ("hof", "laden")),
        ("Mitfahrbänke", ("mitfahr", "bänke")),
        ("Verwaltungsdienst", ("verwaltung", "dienst")),
        ("Hausarztpraxis", ("haus", "arzt", "praxis")),
        ("Dorfkiosk", ("dorf", "kiosk")),  # one part is enough where the rest may be a word
        ("Genossenschaft", ()),
        ("Laden", ()),
        ("24h", ()),
    ],
)
def test_compounds(word, parts):
    assert build_splitter(PARTS, stem)(fold(word)) == parts


@given(st.lists(st.sampled_from(PARTS), min_size=2, max_size=3), st.sampled_from(JOINTS))
def test_parts_make_up_the_word(parts, joint):
    word = joint.join(parts)
    assume(len(word) >= SHORTEST_WORD)
    found = build_splitter(PARTS, stem)(word)
    assert len(found) > 1
    rest = word
    for part in found:  # nothing but joints between the parts
        before, _, rest = rest.partition(part)
        assert before in JOINTS
    assert rest == ""


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    words = READER.read(text)
    assert all(word and not any(letter.isspace() for letter in word) for word in words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dorfläden", "Dorfladen"),
        ("Straßen", "Strassen"),
        ("Bürgerbus", "Buergerbus"),
        ("Bürger*innen helfen", "Bürgerinnen helfen"),
        ("NAHVERSORGER", "Nahversorger"),
        ("a\u0308rztlich", "ärztlich"),  # a umlaut in two signs
    ],
)
def test_spellings_read_alike(reader, one, other):
    assert reader.read(one) == reader.read(other) != []


def test_filler_says_nothing(reader):
    assert reader.read("Ein digitales Konzept für die Stadt: das innovative Projekt") == []
    assert "#nahversorgung" in reader.read("Digitales Konzept Dorfladen")


def test_synonyms_share_a_subject(reader):
    for words in ("Dorfladen", "Nahversorger", "der Lebensmittelmarkt", "Tante-Emma-Laden", "ein Markttreff"):
        assert [subject.title for subject in reader.find_subjects(words)][:1] == ["Nahversorgung"], words
    # The subject with most words comes first; a word that only begins like a term of several words is none.
    first, *_ = reader.find_subjects("Bus auf Abruf: Bürgerbus, Kleinbus, und ein Laden")
    assert first.key == "bestellverkehr"
    assert reader.find_subjects("Tante Frieda") == []


def test_words_are_shown_as_they_were_written(reader):
    shown = reader.show("Der Dorfladen führt Brot")
    assert shown[stem("laden")] == "Dorfladen"
    assert shown[stem("brot")] == "Brot"


def test_nouns_stand_inside_sentences():
    assert find_nouns(["Hier steht eine Molkerei neben dem Tor, grün bemalt."]) == {"molkerei"}


def test_a_broken_word_list_is_one_sentence(tmp_path):
    for name in ("stoppwoerter.txt", "fuellwoerter.txt", "wortteile.txt"):
        (tmp_path / name).write_text("wort\n", "utf-8")
    with pytest.raises(InputError, match=r"synonyme\.toml: Die Wortliste fehlt"):
        read_vocabulary(tmp_path)
    (tmp_path / "synonyme.toml").write_text('[laden]\ntitle = "Laden"\n', "utf-8")
    with pytest.raises(InputError, match="„title“ und „terms“"):
        read_vocabulary(tmp_path)
