"""``mitten pt``: intervals and classes of what is typed in; no database."""

import json

import pytest
from typer.testing import CliRunner

from geo.cli import app

TIMES = ["06:50", "07:10", "12:30", "13:15", "13:50", "15:30", "17:00"]


@pytest.fixture
def pt(monkeypatch):
    monkeypatch.setenv("MITTEN_DATABASE_URL", "postgresql://nirgends.invalid/keine")
    return lambda *arguments: CliRunner().invoke(app, ["pt", *arguments])


def test_interval_as_published(pt):
    found = pt("interval", *TIMES, "--window", "06:00-20:00", "--json")
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout) == {
        "window": "06:00-20:00",
        "departures": 7,
        "plain_interval_min": 120.0,
        "waiting_weighted_interval_min": 210.8,
        "longest_gap_min": 320.0,
        "first_departure": "06:50",
        "last_departure": "17:00",
    }


def test_interval_in_words(pt):
    found = pt("interval", *TIMES)
    assert found.stdout.splitlines() == [
        "7 Abfahrten, Fenster 06:00-20:00 Uhr",
        "Takt im Mittel: 120 min",
        "Takt nach Wartezeit: 210,8 min",
        "Längste Lücke: 320 min",
        "Erste 06:50 Uhr, letzte 17:00 Uhr",
    ]


def test_order_does_not_matter_and_the_same_time_counts_once(pt):
    mixed = pt("interval", *reversed(TIMES), "12:30", "--json")
    assert mixed.stdout == pt("interval", *TIMES, "--json").stdout


def test_after_midnight(pt):
    found = json.loads(pt("interval", "23:30", "24:30", "--window", "23:00–25:00", "--json").stdout)
    assert (found["departures"], found["plain_interval_min"], found["window"]) == (2, 60.0, "23:00-25:00")


def test_no_departure_is_no_interval(pt):
    found = pt("interval", "05:00", "20:00", "--json")
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert answer["departures"] == 0
    assert answer["plain_interval_min"] is None
    assert answer["waiting_weighted_interval_min"] is None
    assert "kein Takt" in pt("interval", "05:00").stdout


def test_class(pt):
    found = pt(
        "class", "--method", "oerok-2017", "--group", "bus", "--interval", "60", "--distance", "250", "--json"
    )
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout) == {
        "method": "oerok-2017",
        "group": "bus",
        "interval_min": 60.0,
        "distance_m": 250.0,
        "category": "VI",
        "class": "E",
    }


def test_the_default_method_and_german_numbers(pt):
    found = pt("class", "--group", "Bus", "--interval", "60,5", "--distance", "250")
    assert found.stdout == "Bus, alle 60,5 min, 250 m (Österreich 2017): Kategorie VII, Güteklasse F.\n"


@pytest.mark.parametrize(
    ("interval", "distance", "category", "words"),
    [
        ("211", "100", None, "keine Kategorie, keine Güteklasse: so selten wertet die Methode nicht."),
        ("60", "1300", "VI", "Kategorie VI, keine Güteklasse: so weit weg wertet die Methode nicht."),
    ],
)
def test_no_class_is_no_error(pt, interval, distance, category, words):
    asked = ("class", "--group", "bus", "--interval", interval, "--distance", distance)
    found = pt(*asked, "--json")
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert (answer["category"], answer["class"]) == (category, None)
    assert pt(*asked).stdout.endswith(f"{words}\n")


CLASS = ("class", "--group", "bus", "--interval", "60", "--distance", "250")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("interval",), "Es fehlen die Abfahrten"),
        (("interval", "6h"), "„6h“ ist keine Uhrzeit"),
        (("interval", "06:60"), "„06:60“ ist keine Uhrzeit"),
        (("interval", "48:00"), "„48:00“ ist keine Uhrzeit"),
        (("interval", "06:00", "--window", "06:00"), "braucht Beginn und Ende"),
        (("interval", "06:00", "--window", "20:00-06:00"), "endet vor seinem Beginn"),
        (("interval", "06:00", "--window", "06:00-x"), "„x“ ist keine Uhrzeit"),
        ((*CLASS, "--method", "oerok"), "Die Methode „oerok“ gibt es nicht; möglich sind: oerok-2017"),
        ((*CLASS, "--group", "zug"), "Die Gruppe „zug“ gibt es in der Methode oerok-2017 nicht"),
        ((*CLASS, "--interval", "stündlich"), "--interval: „stündlich“ ist keine Zahl"),
        ((*CLASS, "--interval", "inf"), "--interval: „inf“ ist keine Zahl"),
        ((*CLASS, "--interval", "0"), "Der Takt muss größer als 0 min sein"),
        ((*CLASS, "--distance", "-1"), "Die Entfernung muss mindestens 0 m sein"),
        (("class", "--group", "bus", "--distance", "250"), "--interval: die Zahl fehlt"),
        (("class",), "Es fehlt das Verkehrsmittel"),
    ],
)
def test_bad_input_is_one_german_sentence(pt, arguments, words):
    failed = pt(*arguments)
    assert failed.exit_code == 1, failed.output
    message = failed.stderr.strip()
    assert message.startswith("Fehler: ")
    assert words in message
    assert "\n" not in message
    assert failed.stdout == ""
