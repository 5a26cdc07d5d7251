"""Search of the register: words, typos, parts of compounds, filters; its indexes serve the role of the web server."""

import pytest
from sqlalchemy import create_engine, text

from geo import service
from geo.errors import InputError
from geo.service import ProjectFilter, to_opened
from tests.projects import EDITOR, HEMMERDE, UNNA, new

FILL = """
INSERT INTO project
    (verbund_id, project_id, title, summary, need, handlungsfelder, phase, ags, zentren, owner, beispiel)
SELECT '61-6-eins', 'voll-' || i, 'Vorhaben ' || md5(i::text), 'Text ' || md5((i * 7)::text), 'bank',
       '{wohnen}', 'idee', '{05970040}', '{}', '', false
FROM generate_series(1, 3000) i"""


@pytest.fixture(scope="module")
def here(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    opened = to_opened(engine, loaded_settings, person=EDITOR)
    with engine.begin() as connection:
        connection.execute(text(FILL))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE project"))
    service.create_project(
        opened, new(title="Mitfahrbänke an der Hauptstraße", summary="Trampen im Dorf", zentren=[HEMMERDE])
    )
    yield opened
    engine.dispose()


def found(opened, **wanted):
    return [each.title for each in service.list_projects(opened, ProjectFilter(**wanted), limit=20).projects]


@pytest.mark.parametrize(
    "words",
    [
        "Mitfahrbank",
        "mitfahrbänke",
        "Mitfarbänke",
        "trampt",
        "Hauptstrasse",
        "Mitfahrbänke -Bus",
        "Dorf Trampen",
    ],
)
def test_words_are_found_in_any_form(here, words):
    assert found(here, words=words)[0] == "Mitfahrbänke an der Hauptstraße"


def test_the_best_comes_first(here):
    assert found(here, words="Dorfladen")[0].startswith("Digitaler Dorfladen")


def test_what_nobody_wrote_is_not_found(here):
    assert found(here, words="xylophon") == []
    assert service.list_projects(here, ProjectFilter(words="xylophon")).n_found == 0


@pytest.mark.parametrize("words", ["'", '"', "a & | ! b", "<script>", "%", "\\", "🚌", "der die das"])
def test_any_words_are_an_answer(here, words):
    assert service.list_projects(here, ProjectFilter(words=words)).n_found >= 0


def test_a_short_word_is_looked_for_as_it_is(here):
    assert "Rufbus der Hellwegdörfer" in found(here, words="bus")
    assert found(here, words="Geo") == []  # no "Gemeinde", no "Geheim"
    assert found(here, words="%") == found(here, words="_") == []


def test_filters_narrow_together(here):
    assert found(here, kommune=UNNA, zentrum=HEMMERDE, words="trampen") == ["Mitfahrbänke an der Hauptstraße"]
    assert found(here, kommune=UNNA, need="bank") == []
    assert found(here, handlungsfeld="wohnen", phase="idee", need="bank", words="Mitfahrbank") == []
    assert "Rufbus der Hellwegdörfer" in found(here, need="railway_station", kommune=UNNA)


def test_pages_follow_each_other_and_know_the_whole(here):
    first = service.list_projects(here, ProjectFilter(need="bank"), limit=10)
    second = service.list_projects(here, ProjectFilter(need="bank"), limit=10, offset=10)
    beyond = service.list_projects(here, ProjectFilter(need="bank"), limit=10, offset=5000)
    assert first.n_found == second.n_found == beyond.n_found >= 3000
    assert len({each.project_id for each in (*first.projects, *second.projects)}) == 20
    assert beyond.projects == []
    with pytest.raises(InputError):
        service.list_projects(here, limit=501)


@pytest.mark.parametrize(
    ("wanted", "indexes"),
    [
        ('{"words": "Mitfahrbank"}', {"project_search_gin", "project_words_trgm"}),
        ('{"words": "Bank"}', {"project_search_gin", "project_words_trgm"}),
        ('{"kommune": "05978036"}', {"project_ags_gin"}),
        ('{"zentrum": "05978036-hemmerde"}', {"project_zentren_gin"}),
        ('{"need": "convenience"}', {"project_need"}),
    ],
)
def test_a_search_uses_its_indexes(here, wanted, indexes):
    with here.engine.connect() as connection:
        query = connection.scalar(
            text("SELECT mitten_project_query(CAST(:wanted AS jsonb))"), {"wanted": wanted}
        )
        query = query.replace("%", "%%")  # the driver takes a single one for a parameter
        connection.exec_driver_sql(
            f"PREPARE search (text, text, text, text, text, text, text, boolean) AS {query}"
        )
        values = "'61-6-eins', 'Mitfahrbank', '05978036', '05978036-hemmerde', 'wohnen', 'convenience', 'idee', true"
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN EXECUTE search ({values})").scalars())
        connection.exec_driver_sql("DEALLOCATE search")
    assert {index for index in indexes if index in plan} == indexes
    assert "Seq Scan" not in plan
