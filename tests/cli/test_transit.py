"""``mitten pt …`` prints what the service says, and is honest without a timetable."""

import json

from typer.testing import CliRunner

from geo import service
from geo.cli import app


def run(settings, *arguments):
    environment = {
        "MITTEN_DATABASE_URL": settings.database_url,
        "MITTEN_STATE_DIR": str(settings.state_dir),
        "MITTEN_VERBUND": settings.verbund,
    }
    done = CliRunner().invoke(app, ["pt", *arguments], env=environment)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_answers_as_json_are_those_of_the_service(probe, probed):
    rows = json.loads(run(probe, "classes", "--day", "sunday", "--json"))
    said = service.list_transit_classes(probed, day_type="sunday")
    assert rows == [row.model_dump(mode="json") for row in said]
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
