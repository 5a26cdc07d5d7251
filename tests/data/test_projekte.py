"""Example projects and the folder of the Verbund."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from geo.domain import Handlungsfeld
from geo.layers import list_layers

DATA = Path(__file__).parents[2] / "data"
VERBUND = DATA / "verbuende" / "61-6-eins"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def projects() -> list[dict[str, str]]:
    return rows(DATA / "projekte" / "projekte.csv")


def test_nobody_can_take_an_example_for_real(projects):
    assert 10 <= len(projects) <= 12
    assert {project["beispiel"] for project in projects} == {"true"}
    assert {project["owner"] for project in projects} == {"Beispiel"}


def test_projects_refer_to_what_exists(projects):
    zentren = {row["zentrum_id"] for row in rows(DATA / "ortsteile" / "zentren.csv")}
    layers = {layer.key for layer in list_layers()}
    titles = {field.title for field in Handlungsfeld}
    assert len({project["project_id"] for project in projects}) == len(projects)
    for project in projects:
        assert set(project["zentren"].split(";")) <= zentren
        assert project["need"] in layers
        assert set(project["handlungsfelder"].split(";")) <= titles
        assert project["phase"] in {"Idee", "Strategie", "Umsetzung", "Betrieb", "beendet"}


def test_all_towns_and_fields_have_a_project(projects):
    assert len({zentrum[:8] for project in projects for zentrum in project["zentren"].split(";")}) == 6
    fields = {field for project in projects for field in project["handlungsfelder"].split(";")}
    assert fields == {field.title for field in Handlungsfeld}


def test_village_shop_is_planned_three_times_in_three_towns(projects):
    shops = [project for project in projects if project["need"] == "convenience"]
    assert len(shops) == 3
    assert Counter(shop["zentren"][:8] for shop in shops).most_common(1)[0][1] == 1
    assert len({shop["title"].split()[0] for shop in shops}) == 3


def test_project_lies_at_its_first_zentrum(projects):
    places = {row["zentrum_id"]: (row["lat"], row["lon"]) for row in rows(DATA / "ortsteile" / "zentren.csv")}
    for project in projects:
        assert (project["lat"], project["lon"]) == places[project["zentren"].split(";")[0]]


def test_verbund_names_files_that_exist():
    verbund = tomllib.loads((VERBUND / "verbund.toml").read_text(encoding="utf-8"))
    assert verbund["id"] == VERBUND.name
    assert verbund["title"] == "61|6|eins"
    for key in ("kommunen", "ortsteile", "zentren", "einwohner", "bestand", "projekte"):
        assert (VERBUND / verbund[key]).is_file(), key
    zentren = rows(DATA / "ortsteile" / "zentren.csv")
    assert set(verbund["members"]) == {row["ags"] for row in zentren}
