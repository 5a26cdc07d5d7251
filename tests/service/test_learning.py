"""What the network learns, counted by hand on a few projects; nobody learns of what they may not see."""

from datetime import UTC, date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from api.app import create_app
from geo import service
from geo.cli import app
from geo.domain import Role
from geo.errors import InputError
from geo.rights import ANYONE, OPERATOR, Grant, Person
from geo.service import OpenVerbund
from geo.service.days import today

UNNA, BECKUM = "05978036", "05570008"
HERE = "61-6-eins"
EDITOR = Person("konto-1", "Ada", frozenset({Grant(Role.EDITOR, UNNA)}))
PROJECT = text(
    """INSERT INTO project (verbund_id, project_id, title, summary, need, handlungsfelder, target_groups, phase, ags,
                            zentren, owner, beispiel, visibility, modules)
       VALUES (:v, :key, :title, :summary, 'toilet', '{}', '{}', 'idee', :ags, '{}', '', false, :visibility,
               '[{"key": "schloss", "title": "Schloss per Telefon"}]')"""
)
ADOPTION = text(
    """INSERT INTO project_adoption (verbund_id, adoption_id, project_id, module, ags, role)
       VALUES (:v, :id, :key, 'schloss', :ags, '')"""
)
ANSWER = text(
    """INSERT INTO match_answer (verbund_id, answer_id, project_id, other_id, action, reason, ask, score, visibility,
                                 ags, role)
       VALUES (:v, 'l', 'l-joins', 'l-gives', 'join', '', '{}', 1, 'network', :ags, '')"""
)
TITLE = {"title": "Xylophonwerkstatt Quarzberg", "summary": "Xylophone aus Quarz stimmen und verleihen"}


@pytest.fixture(scope="module")
def engine(loaded_settings):
    """Four projects in the same words: one gives a module, one joins it, one is alone, one is hidden."""
    engine = create_engine(loaded_settings.database_url)
    with engine.begin() as connection:
        for key, ags, visibility in (
            ("l-gives", [BECKUM], "public"),
            ("l-joins", [UNNA], "public"),
            ("l-alone", [UNNA, BECKUM], "public"),
            ("l-hidden", [BECKUM], "own"),
        ):
            connection.execute(
                PROJECT, {"v": HERE, "key": key, "ags": ags, "visibility": visibility, **TITLE}
            )
        for key in ("l-gives", "l-hidden"):
            connection.execute(ADOPTION, {"v": HERE, "id": f"{key}-1", "key": key, "ags": UNNA})
        connection.execute(ANSWER, {"v": HERE, "ags": [UNNA]})
    yield engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM match_answer WHERE answer_id = 'l'")
        connection.exec_driver_sql("DELETE FROM project_adoption WHERE project_id LIKE 'l-%%'")
        connection.exec_driver_sql("DELETE FROM project WHERE project_id LIKE 'l-%%'")
    engine.dispose()


@pytest.fixture
def read(engine):
    def ask(person=OPERATOR, **asked):
        return service.read_learning(OpenVerbund(engine, HERE, person=person), **asked)

    ask.engine = engine
    return ask


def of_here(found):
    pair = next(row for row in found.together if {row.ags_a, row.ags_b} == {UNNA, BECKUM})
    return pair, [row for row in found.modules if row.project_id.startswith("l-")]


def test_who_works_with_whom_on_what(read):
    before = {(row.ags_a, row.ags_b) for row in read().together}
    pair, modules = of_here(read(EDITOR))
    assert (pair.ags_a, pair.kommune_a, pair.kommune_b) == (BECKUM, "Beckum", "Unna")
    assert (pair.n_projects, pair.n_raeume, pair.n_adoptions, pair.n_answers) == (1, 0, 1, 1)
    assert len(pair.subjects) == 1
    assert (BECKUM, UNNA) in before
    assert [(row.project_id, row.title, row.n_adoptions, row.kommunen) for row in modules] == [
        ("l-gives", "Schloss per Telefon", 1, ["Unna"])
    ]


def test_by_municipality_and_who_should_talk(read):
    found = read(EDITOR)
    beckum, unna = (next(row for row in found.kommunen if row.ags == ags) for ags in (BECKUM, UNNA))
    assert (beckum.n_given, beckum.n_taken, unna.n_given, unna.n_taken) == (1, 0, 0, 1)
    assert "Unna" in beckum.partners
    assert [row.kommune for row in found.kommunen] == sorted(row.kommune for row in found.kommunen)
    assert len(found.kommunen) == 6  # all of the Verbund, none of its partners
    # Of three alike, two have joined: the one that is alone should talk to both.
    pairs = {
        frozenset((pair.a.project_id, pair.b.project_id))
        for pair in found.once.open_twins
        if pair.a.project_id.startswith("l-")
    }
    assert pairs == {frozenset(("l-alone", "l-gives")), frozenset(("l-alone", "l-joins"))}
    assert found.note.startswith("12 der 15 Projekte sind Beispiele")
    assert (found.run_id, found.counted_at.tzinfo) == (
        service.read_run(OpenVerbund(read.engine, HERE)).run_id,
        UTC,
    )


def test_the_hidden_is_learnt_by_the_operator_alone(read):
    assert len(of_here(read())[1]) == 2
    assert of_here(read())[0].n_adoptions == 2
    assert len(of_here(read(ANYONE))[1]) == 1
    assert of_here(read(ANYONE))[0].n_answers == 0  # answers are for those with an account
    assert read().once.n_with_twin == read(ANYONE).once.n_with_twin + 1


def test_who_joins_before_saving_works_with_them_too(read):
    """No project of one's own: the thing that is thought up once."""
    once = read(EDITOR).once
    with read.engine.begin() as connection:
        for key, action in (("l2", "join"), ("l3", "link")):
            row = str(ANSWER).replace(
                "'l', 'l-joins', 'l-gives', 'join'", f"'{key}', '', 'l-alone', '{action}'"
            )
            connection.execute(text(row), {"v": HERE, "ags": [UNNA]})
    try:
        after = read(EDITOR)
        assert of_here(after)[0].n_answers == 2
        assert (after.once.n_joined, after.once.n_alone) == (once.n_joined + 1, once.n_alone - 1)
    finally:
        with read.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM match_answer WHERE answer_id IN ('l2', 'l3')")


def test_a_period_holds_what_happened_in_it(read):
    tomorrow = today() + timedelta(days=1)
    pair, modules = of_here(read(since=tomorrow))
    assert (pair.n_projects, pair.n_adoptions, pair.n_answers, modules) == (1, 0, 0, [])
    assert of_here(read(EDITOR, until=tomorrow))[0].n_adoptions == 1


def test_a_day_begins_at_midnight_in_germany(read):
    """Also where the server keeps the time of London or Auckland."""
    day = date(2026, 7, 1)
    with read.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE project_adoption SET adopted_at = '2026-06-30 22:30+00' WHERE project_id = 'l-gives'"
        )
    try:
        assert len(of_here(read(EDITOR, since=day, until=day + timedelta(days=1)))[1]) == 1
        assert of_here(read(EDITOR, until=day))[1] == []
    finally:
        with read.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE project_adoption SET adopted_at = now() WHERE project_id = 'l-gives'"
            )
    for since, until in ((date.min, date.max), (date(1900, 1, 1), None)):
        assert len(of_here(read(EDITOR, since=since, until=until))[1]) == 1


def test_effort_needs_a_source(read):
    once = read(effort_days=12.5, effort_source=" Schätzung Unna 2026 ").once
    assert once.days_spared == 12.5 * once.n_spared
    assert once.n_spared >= 1
    assert once.source == "Aufwand je Konzept: 12,5 Arbeitstage (Schätzung Unna 2026)"
    assert read().once.days_spared is None
    assert once.n_joined + once.n_adopted + once.n_alone == once.n_with_twin
    for days, source in ((10, " "), (0, "x"), (float("inf"), "x"), (float("nan"), "x")):
        with pytest.raises(InputError, match="braucht Arbeitstage über 0"):
            read(effort_days=days, effort_source=source)
    with pytest.raises(InputError, match="endet, bevor er beginnt"):
        read(since=date(2026, 2, 1), until=date(2026, 1, 1))


def test_over_http_and_on_the_command_line(engine, loaded_settings, monkeypatch):
    with TestClient(create_app(loaded_settings), raise_server_exceptions=False) as client:
        answer = client.get("/api/learning", params={"effort_days": 10, "effort_source": "Schätzung"})
        assert answer.headers["cache-control"] == "private, no-store"
        assert "l-hidden" not in answer.text
        assert "l-gives" in answer.text
        assert client.get("/api/learning", params={"effort_days": 10}).status_code == 422
    monkeypatch.setenv("MITTEN_DATABASE_URL", loaded_settings.database_url)
    done = CliRunner().invoke(app, ["projects", "learning", "--since", "2026-01-01"])
    assert done.exit_code == 0
    assert "Schloss per Telefon" in done.stdout
    assert "haben einen Zwilling" in done.stdout
