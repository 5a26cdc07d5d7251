"""``mitten pt …`` prints what the service says, and is honest without a timetable."""

import json

import pytest
from typer.testing import CliRunner

from geo import service
from geo.cli import app
from geo.results import TransitWhatIfAsk


def call(settings, *arguments):
    environment = {
        "MITTEN_DATABASE_URL": settings.database_url,
        "MITTEN_STATE_DIR": str(settings.state_dir),
        "MITTEN_VERBUND": settings.verbund,
    }
    return CliRunner().invoke(app, ["pt", *arguments], env=environment)


def run(settings, *arguments):
    done = call(settings, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_answers_as_json_are_those_of_the_service(probe, probed):
    rows = json.loads(run(probe, "classes", "--day", "sunday", "--json"))
    said = service.list_transit_classes(probed, day_type="sunday")
    assert rows == [row.model_dump(mode="json") for row in said]
    assert "Stichtag 19.06.2022." in run(probe, "classes", "--day", "sunday").splitlines()
    times = json.loads(
        run(probe, "times", "--zentrum", "08226041-gauangelloch", "--target", "oberzentrum", "--json")
    )
    assert [row["window"] for row in times] == ["morning", "noon", "afternoon"]
    assert json.loads(run(probe, "gaps", "--json"))["pt_judged"]
    assert len(json.loads(run(probe, "stops", "--json"))["features"]) > 150
    assert json.loads(run(probe, "timetable", "--json"))["n_trips"] == 1480


def test_without_a_timetable_it_says_so(settings):
    rows = json.loads(run(settings, "classes", "--json"))
    assert {row["text"] for row in rows} == {"keine Fahrplandaten"}
    gaps = json.loads(run(settings, "gaps", "--json"))
    assert not gaps["pt_judged"]
    assert "nicht beurteilen" in gaps["sentence"]


@pytest.fixture(scope="module")
def line(probed):
    """Key of the village bus."""
    return next(row.line for row in service.list_lines(probed) if row.name == "757")


def test_lines_name_what_another_command_asks_for(probe, probed, line):
    rows = json.loads(run(probe, "lines", "--json"))
    assert rows == [row.model_dump(mode="json") for row in service.list_lines(probed)]
    words = run(probe, "lines").splitlines()
    assert len(words) == len(rows) == 7
    (village,) = [text for text in words if f"Kennung {line}:" in text]
    assert village.startswith("Bus 757 (")
    assert "Schultag " in village


def test_departures_of_a_stop(probe, probed):
    stops = service.read_stops(probed)
    stop_id = stops.loc[stops["name"].str.contains("Gauangelloch"), "stop_id"].iloc[0]
    found = service.read_departures(probed, stop_id, "holidays")
    assert json.loads(run(probe, "departures", stop_id, "--day", "holidays", "--json")) == found.model_dump(
        mode="json"
    )
    first, *words = run(probe, "departures", stop_id, "--day", "holidays").splitlines()
    assert first == found.sentence
    assert len(words) == len(found.lines) > 0
    for text, line in zip(words, found.lines, strict=True):
        assert text.startswith(f"{line.means} {line.name} nach {line.headsign}: ")
        assert text.endswith(" ".join(entry.text for entry in line.departures))


@pytest.mark.parametrize(
    "arguments",
    [("hourly", "--interval", "30", "--window", "08:00-18:00"), ("last_trip", "--time", "22:45")],
)
def test_another_timetable(probe, probed, line, arguments):
    said = json.loads(run(probe, "whatif", *arguments, "--line", line, "--json"))
    asked = TransitWhatIfAsk.model_validate(said["ask"])
    assert asked.line == line
    assert said == service.answer_transit_whatif(probed, asked).model_dump(mode="json")
    words = run(probe, "whatif", *arguments, "--line", line)
    assert words.startswith(said["sentence"])
    assert "Gauangelloch" in words
    assert words.rstrip().endswith(f"Stichtag 21.06.2022 (Schultag). {said['note']}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("departures", "nirgends"), "Die Haltestelle „nirgends“ gibt es"),
        (("departures", "nirgends", "--day", "heute"), "heute"),
        (("whatif", "hourly"), "Es fehlt die Linie"),
        (("whatif", "hourly", "--line", "nirgends"), "gibt es im Fahrplan nicht"),
        (("whatif", "teleport"), "bitte prüfen: action"),
        (("whatif", "hourly", "--interval", "1"), "bitte prüfen: interval_min"),
        (("whatif", "last_trip", "--line", "x", "--time", "spät"), "bitte prüfen: time"),
        (("whatif", "add_stop", "--at", "hier"), "braucht zwei Zahlen"),
        (("whatif", "on_demand", "--ortsteil", "nirgends"), "„nirgends“"),
    ],
)
def test_mistakes_are_one_sentence(probe, arguments, words):
    done = call(probe, *arguments)
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_lines_without_a_timetable(settings):
    done = call(settings, "lines")
    assert done.exit_code == 1
    assert done.stderr.startswith("Fehler: ")
