"""Similar projects before saving: candidates from the database, reasons, rights, answers that are kept as labels."""

import csv
import io

import numpy as np
import pytest
from sqlalchemy import create_engine, text

from geo import service
from geo.db import similar as rows
from geo.domain import MatchAction, Role
from geo.errors import ForbiddenError, InputError, NotFoundError
from geo.matching.evaluation import read_labelled
from geo.matching.matcher import get_matcher
from geo.matching.search_terms import find_search_terms
from geo.results import SimilarAnswerNew, SimilarAsk
from geo.rights import ANYONE, OPERATOR, Grant, Person
from geo.service import OpenVerbund

UNNA, BECKUM = "05978036", "05570008"
HERE = "61-6-eins"
EDITOR = Person("konto-1", "Ada", frozenset({Grant(Role.EDITOR, UNNA)}))
READER = Person("konto-2", "Bo", frozenset({Grant(Role.READER, UNNA)}))
OTHER = Person("konto-3", "Cy", frozenset({Grant(Role.EDITOR, BECKUM)}))
SHOP = SimilarAsk(title="Tante-Emma-Laden fürs Dorf", summary="Brot, Milch und Pakete unter einem Dach")

INSERT = text(
    """INSERT INTO project (verbund_id, project_id, title, summary, need, handlungsfelder, target_groups, phase, ags,
                            zentren, owner, beispiel, visibility)
       VALUES (:v, :key, :title, :summary, :need, '{}', '{}', 'idee', :ags, '{}', '', false, :visibility)"""
)


@pytest.fixture(scope="module")
def engine(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def register(engine):
    """The register with one more project of each visibility, of Beckum; answers are gone afterwards."""
    title = {"own": "Geheimer Dorfladen", "network": "Dorfladen des Netzwerks", "public": "Offener Dorfladen"}
    with engine.begin() as connection:
        for visibility, words in title.items():
            values = {
                "v": HERE,
                "key": f"x-{visibility}",
                "title": words,
                "summary": "Brot, Milch und Pakete",
            }
            connection.execute(
                INSERT, values | {"need": "convenience", "ags": [BECKUM], "visibility": visibility}
            )
    yield engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM match_answer")
        connection.exec_driver_sql("DELETE FROM project WHERE project_id LIKE 'x-%%'")


def opened(engine, person=OPERATOR):
    return OpenVerbund(engine, HERE, person=person)


def found_by(engine, person, ask=SHOP, limit=20):
    found = service.find_similar(opened(engine, person), ask.model_copy(update={"limit": limit}))
    return [project.project_id for project in found.projects]


def test_the_three_village_shops_come_first(engine):
    """In other words, in three municipalities (data/projekte)."""
    found = service.find_similar(opened(engine, ANYONE), SHOP)
    shops = {"dorfladen-digital-rinkerode", "smart-store-vellern", "genossenschaft-markttreff-zueschen"}
    assert {project.project_id for project in found.projects[:3]} == shops
    assert found.sentence.startswith(f"{len(found.projects)} Projekte im Verzeichnis sind ähnlich")
    first = found.projects[0]
    assert first.beispiel
    assert first.kommunen
    assert "Nahversorgung" in first.sentence
    assert first.answer is None


def test_parts_and_weights_are_visible(engine):
    found = service.find_similar(opened(engine), SHOP)
    parts = {part.part: part for part in found.projects[0].parts}
    assert list(parts) == [
        "need", "handlungsfeld", "text", "target_group", "phase", "gaps", "travel_time"
    ]  # fmt: skip
    assert parts["text"].weight == 1  # all that is known of this draft
    assert parts["need"].share is None
    assert parts["need"].reason == "Eines von beiden nennt keinen Bedarf."
    assert found.note.startswith("Ohne Angabe und deshalb nicht gezählt: Bedarf, Handlungsfeld")


def test_a_whole_draft_is_compared_by_place_and_gaps_too(engine):
    ask = SHOP.model_copy(update={"need": "convenience", "phase": "idee", "zentren": ["05570016-rinkerode"]})
    found = service.find_similar(opened(engine), ask)
    same = next(p for p in found.projects if p.project_id == "dorfladen-digital-rinkerode")
    parts = {part.part: part for part in same.parts}
    assert parts["travel_time"].share == parts["gaps"].share == 1
    assert parts["travel_time"].reason == "Beide liegen am selben Ort."
    assert parts["gaps"].reason.startswith("Beiden Orten fehlt: ")
    assert sum(part.weight for part in same.parts) == pytest.approx(1, abs=0.01)
    far = next(p for p in found.projects if p.project_id == "genossenschaft-markttreff-zueschen")
    assert {part.part: part.share for part in far.parts}["travel_time"] == 0


def test_nothing_typed_and_nothing_alike(engine):
    empty = service.find_similar(opened(engine), SimilarAsk())
    assert empty.projects == []
    assert "Sobald ein Titel" in empty.sentence
    for strange in ("Xylophon", "& | ! :*", "<script>alert(1)</script>", "%_%", "'; DROP TABLE project"):
        found = service.find_similar(opened(engine), SimilarAsk(title=strange))
        assert found.projects == []
        assert "nichts Ähnliches" in found.sentence


def test_an_unknown_need_is_one_sentence(engine):
    with pytest.raises(InputError, match="Den Bedarf „seilbahn“ gibt es nicht"):
        service.find_similar(opened(engine), SimilarAsk(title="x", need="seilbahn"))


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (ANYONE, {"x-public"}),
        (READER, {"x-public", "x-network"}),
        (OTHER, {"x-public", "x-network", "x-own"}),
        (OPERATOR, {"x-public", "x-network", "x-own"}),
    ],
)
def test_everyone_is_shown_what_they_may_see(register, person, seen):
    assert {key for key in found_by(register, person) if key.startswith("x-")} == seen


def test_private_projects_change_nothing_for_others(register):
    """Neither scores nor ranks nor counts tell of a record that may not be seen."""
    before = service.find_similar(opened(register, ANYONE), SHOP.model_copy(update={"limit": 20}))
    with register.begin() as connection:
        for number in range(30):
            values = {"v": HERE, "key": f"x-{number}", "title": SHOP.title, "summary": SHOP.summary}
            connection.execute(INSERT, values | {"need": "", "ags": [BECKUM], "visibility": "own"})
    assert service.find_similar(opened(register, ANYONE), SHOP.model_copy(update={"limit": 20})) == before
    assert len(found_by(register, OTHER)) > len(before.projects)


def test_candidates_hold_what_a_full_search_finds(engine):
    """The labelled texts in the register: the database hands on what scoring everything would put first."""
    labelled = [profile for profile in read_labelled().profiles if profile.key != "netz-1"]
    with engine.connect() as connection, connection.begin() as transaction:
        for profile in labelled:
            values = {"v": HERE, "key": profile.key, "title": profile.title, "summary": profile.summary}
            connection.execute(INSERT, values | {"need": profile.need, "ags": [], "visibility": "public"})
        matcher = get_matcher()
        vectors = matcher.model.to_vectors([profile.text for profile in labelled])
        similarity = np.asarray((vectors @ vectors.T).todense())
        kept = wanted = 0
        for number, profile in enumerate(labelled):
            terms = find_search_terms(matcher.model, profile.text)
            best = [i for i in np.argsort(-similarity[number]) if i != number][:5]
            candidates = rows.find_candidates(
                connection, HERE, beginnings=terms.beginnings, inside=terms.inside, need="", most=40,
            )  # fmt: skip
            keys = {row["project_id"] for row in candidates}
            kept += sum(labelled[i].key in keys for i in best)
            wanted += len(best)
        transaction.rollback()
    assert wanted > 500
    assert kept / wanted > 0.85  # of a third of all texts; 200 are asked for


def answer(action, reason="", other="smart-store-vellern", **changed):
    return SimilarAnswerNew(ask=SHOP.model_copy(update=changed), other_id=other, action=action, reason=reason)


def test_answers_are_kept_as_labels(register):
    mine = opened(register, EDITOR)
    joined = service.save_similar_answer(
        mine, answer(MatchAction.JOIN, project_id="dorfladen-digital-rinkerode")
    )
    assert joined.title == "Digitaler Dorfladen Rinkerode"
    assert joined.other_title == "24-Stunden-Nahversorger Vellern"
    assert joined.action_title == "mitmachen"
    assert joined.role == "Redaktion einer Kommune"
    assert 0.4 < joined.score <= 1
    draft = service.save_similar_answer(mine, answer(MatchAction.DIFFERENT, "wir wollen  keinen Automaten"))
    assert draft.project_id == ""
    assert draft.title == SHOP.title
    texts, pairs = (list(csv.DictReader(io.StringIO(table))) for table in service.export_labels(mine))
    assert {(pair["b"], pair["label"], pair["note"]) for pair in pairs} == {
        ("smart-store-vellern", "same", ""),
        ("smart-store-vellern", "different", "wir wollen keinen Automaten"),
    }
    assert {pair["a"] for pair in pairs} == {"dorfladen-digital-rinkerode", draft.answer_id}
    assert {row["key"] for row in texts} == {pair[end] for pair in pairs for end in "ab"}
    again = service.find_similar(mine, SHOP.model_copy(update={"project_id": "dorfladen-digital-rinkerode"}))
    shown = {project.project_id: project.answer for project in again.projects}
    assert shown["smart-store-vellern"] is MatchAction.JOIN
    assert "dorfladen-digital-rinkerode" not in shown  # not like itself


def test_answers_change_no_project(register):
    count = text("SELECT md5(string_agg(p::text, '|' ORDER BY project_id)) FROM project p")
    with register.connect() as connection:
        before = connection.scalar(count)
    for action in MatchAction:
        service.save_similar_answer(opened(register, EDITOR), answer(action, "anders"))
    with register.connect() as connection:
        assert connection.scalar(count) == before


def test_whose_answers_are_seen(register):
    service.save_similar_answer(opened(register, EDITOR), answer(MatchAction.LINK))
    seen = {
        person.name: len(service.list_similar_answers(opened(register, person)))
        for person in (EDITOR, READER, OTHER, ANYONE, OPERATOR)
    }
    assert seen == {"Ada": 1, "Bo": 1, "Cy": 0, "": 0, "Betrieb": 1}


def test_an_answer_about_a_hidden_project_names_it_to_nobody(register):
    """Somebody who edits for two municipalities answers about the own project of one: the other town reads along."""
    both = Person("konto-4", "Di", frozenset({Grant(Role.EDITOR, UNNA), Grant(Role.EDITOR, BECKUM)}))
    ask = SHOP.model_copy(update={"title": "Geheimer Dorfladen", "project_id": "x-own"})
    new = SimilarAnswerNew(ask=ask, other_id="smart-store-vellern", action=MatchAction.LINK)
    assert service.save_similar_answer(opened(register, both), new).title == "Geheimer Dorfladen"
    for person, n in ((both, 1), (OTHER, 1), (READER, 0), (OPERATOR, 1)):
        assert len(service.list_similar_answers(opened(register, person))) == n
        assert ("Geheim" in "".join(service.export_labels(opened(register, person)))) is (n == 1)


def test_what_is_refused(register):
    with pytest.raises(ForbiddenError):
        service.save_similar_answer(opened(register, READER), answer(MatchAction.JOIN))
    with pytest.raises(InputError, match="braucht einen Grund"):
        service.save_similar_answer(opened(register, EDITOR), answer(MatchAction.DIFFERENT, "  "))
    with pytest.raises(InputError, match="nicht mit sich selbst"):
        service.save_similar_answer(
            opened(register, EDITOR), answer(MatchAction.LINK, project_id="smart-store-vellern")
        )
    for hidden in ("x-own", "gibt-es-nicht"):  # the same words whether it is hidden or not there
        with pytest.raises(NotFoundError, match=f"„{hidden}“ gibt es nicht, oder es ist nicht"):
            service.save_similar_answer(opened(register, EDITOR), answer(MatchAction.LINK, other=hidden))
    assert service.list_similar_answers(opened(register)) == []


def test_the_database_refuses_what_the_service_would(register):
    insert = text(
        """INSERT INTO match_answer (verbund_id, answer_id, project_id, other_id, action, reason, ask, score,
                                     visibility, ags, role)
           VALUES (:v, 'z', '', :other, 'join', '', '{}', 0, 'own', :ags, '')"""
    )
    for person, other, ags in (
        (EDITOR, "x-own", [UNNA]),  # a project that is not seen
        (EDITOR, "x-public", [BECKUM]),  # in the name of another municipality
        (READER, "x-public", [UNNA]),
        (ANYONE, "x-public", [UNNA]),
    ):
        with pytest.raises(ForbiddenError), opened(register, person).connect() as connection:
            connection.execute(insert, {"v": HERE, "other": other, "ags": ags})
    with opened(register, EDITOR).connect() as connection:
        connection.execute(insert, {"v": HERE, "other": "x-public", "ags": [UNNA]})
        connection.rollback()
