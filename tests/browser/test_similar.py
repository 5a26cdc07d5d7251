"""Similar projects in the form: they appear while one types, tell why, and take an answer; nothing is blocked."""

import pytest
from playwright.sync_api import expect

from geo import service
from geo.domain import Role
from tests.browser.pages import rest
from tests.conftest import serve
from tests.projects import new
from tests.signed_in import new_session, open_as_operator

EDITOR = (Role.EDITOR, "05978036")


@pytest.fixture(scope="module")
def server(loaded_settings):
    with serve(loaded_settings) as base:
        yield base


def write(page, title, summary):
    """Fill in both; what is shown then answers both, not the title alone."""
    page.get_by_label("Titel (Pflicht)").fill(title)
    with page.expect_response(
        lambda answer: "/similar" in answer.url and answer.request.post_data_json["summary"] == summary
    ):
        page.get_by_label("Kurzfassung").fill(summary)
    rest(page)


def test_similar_projects_appear_while_typing(server, loaded_settings, open_page):
    token = new_session(loaded_settings, EDITOR)
    page = open_page("?frage=projekte&tun=neu", base=server, token=token)
    similar = page.get_by_role("complementary", name="Ähnliche Projekte")
    expect(similar).to_contain_text("Sobald ein Titel dasteht")
    write(page, "Tante-Emma-Laden fürs Dorf", "Brot, Milch und Pakete unter einem Dach")
    expect(similar.get_by_role("status").first).to_contain_text("Projekte im Verzeichnis sind ähnlich")
    first = similar.get_by_role("listitem").first
    expect(first).to_contain_text("Nahversorgung")
    first.get_by_text("Teile und Gewichte").click()
    expect(first.get_by_role("row")).to_have_count(8)  # the head and seven parts
    first.get_by_role("button", name="Nicht dasselbe").click()
    first.get_by_label("weil").fill("wir wollen Personal")
    first.get_by_role("button", name="Merken").click()
    expect(first).to_contain_text("Gemerkt: nicht dasselbe.")
    page.get_by_role("button", name="Speichern").click()  # nothing blocks
    expect(page.get_by_role("heading", name="Tante-Emma-Laden fürs Dorf")).to_be_visible()


def test_a_module_is_taken_over_in_the_register(server, loaded_settings, open_page):
    operator = open_as_operator(loaded_settings)
    words = {"title": "Xylophone aus Quarz", "summary": "Xylophone stimmen und verleihen", "zentren": []}
    given = service.create_project(
        operator, new(**words, ags=["05970040"], visibility="public", modules=[{"title": "Stimmgabel"}])
    )
    token = new_session(loaded_settings, EDITOR)
    page = open_page("?frage=projekte&tun=neu", base=server, token=token)
    write(page, words["title"], words["summary"])
    first = page.get_by_role("complementary", name="Ähnliche Projekte").get_by_role("listitem").first
    expect(first).to_contain_text(words["title"])
    first.get_by_role("button", name="Baustein übernehmen").click()
    first.get_by_label("„Stimmgabel“ übernehmen für").select_option(label="Unna")
    expect(first).to_contain_text("Übernommen: „Stimmgabel“ für Unna.")
    (taken,) = service.read_project(operator, given.info.project_id).adoptions
    assert (taken.module, taken.kommune) == (given.modules[0].key, "Unna")
    answers = service.list_similar_answers(operator)
    assert [each.action for each in answers if each.other_id == given.info.project_id] == ["adopt"]
    operator.engine.dispose()


def test_similar_projects_on_a_phone(server, loaded_settings, open_page):
    page = open_page(
        "?frage=projekte&tun=neu",
        width=390,
        height=844,
        base=server,
        token=new_session(loaded_settings, EDITOR),
    )
    page.get_by_label("Titel (Pflicht)").fill("Rufbus")
    similar = page.get_by_role("complementary", name="Ähnliche Projekte")
    expect(similar.get_by_role("listitem").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
