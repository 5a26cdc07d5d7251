"""Projects elsewhere: in the sheet of a Zentrum and behind their symbols; several places, an area, the deleted."""

import json
import re

import pytest
from playwright.sync_api import expect

from geo import service
from geo.domain import Role
from geo.results import ProjectNew
from tests.browser.pages import click_place, violations
from tests.conftest import serve
from tests.projects import HEMMERDE, IN_HEMMERDE, UNNA, new
from tests.signed_in import new_session, open_as_operator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN, SECRET, GONE = "Werkstatt <b>Hemmerde</b>", "Verschwiegene Scheune", "Verworfener Plan"
TRIANGLE = {"type": "Polygon", "coordinates": [[[7.8, 51.5], [7.9, 51.5], [7.9, 51.6], [7.8, 51.5]]]}


@pytest.fixture(scope="module")
def server(loaded_settings):
    operator = open_as_operator(loaded_settings)
    service.create_project(operator, new(title=OPEN, visibility="public", places=[IN_HEMMERDE]))
    service.create_project(operator, new(title=SECRET, visibility="own", places=[IN_HEMMERDE]))
    gone: ProjectNew = new(title=GONE, visibility="own")
    service.delete_project(operator, service.create_project(operator, gone).info.project_id)
    operator.engine.dispose()
    with serve(loaded_settings) as base:
        yield base


@pytest.fixture(scope="module")
def token(loaded_settings):
    return new_session(loaded_settings, (Role.EDITOR, UNNA))


def test_the_sheet_names_what_one_may_see(server, token, open_page):
    page = open_page(f"?zentrum={HEMMERDE}", base=server, token=token)
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text(SECRET)
    public = open_page(f"?zentrum={HEMMERDE}", base=server)
    sheet = public.get_by_role("dialog")
    link = sheet.get_by_role("link", name="Werkstatt")
    expect(link).to_have_text(OPEN)
    expect(sheet).not_to_contain_text(SECRET)
    link.click()
    expect(public.get_by_role("heading", level=1)).to_have_text(OPEN)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_symbol_opens_the_projects_that_stand_there(server, token, open_page, width):
    where = f"?frage=projekte&kommune={UNNA}"
    page = open_page(where, base=server, token=token, width=width, height=844, dark=width < 500)
    page.locator(".map").scroll_into_view_if_needed()
    click_place(page, IN_HEMMERDE["lon"], IN_HEMMERDE["lat"])
    popup = page.get_by_role("region", name="2 Projekte")
    expect(popup.get_by_role("heading")).to_be_focused()
    expect(popup).to_contain_text(SECRET)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    click_place(page, IN_HEMMERDE["lon"], IN_HEMMERDE["lat"])
    popup.get_by_role("link", name="Werkstatt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(OPEN)


def test_several_places_and_an_area(server, token, open_page):
    page = open_page(f"?frage=projekte&tun=neu&kommune={UNNA}", base=server, token=token)
    page.get_by_label("Titel (Pflicht)").fill("Mitfahrbänke")
    page.get_by_role("checkbox", name="Hemmerde", exact=True).check()
    page.get_by_label("Ort", exact=True).select_option(label="Hemmerde (Unna)")
    page.get_by_role("button", name="Weiteren Ort hinzufügen").click()
    click_place(page, 7.72, 51.53)
    expect(page.get_by_role("group", name="Ort 2").get_by_label("Breite")).to_have_value(
        re.compile("^51,5[23]")
    )
    page.get_by_role("button", name="Gewählte Ortsteile als Gebiet nehmen").click()
    area = page.get_by_role("group", name="Gebiet")
    expect(area).to_contain_text("Eigenes Gebiet aus 1 Fläche.")
    choose = area.get_by_label("Gebiet aus einer Datei")
    choose.set_input_files({"name": "a.geojson", "mimeType": "application/json", "buffer": b"{}"})
    expect(area.get_by_role("alert")).to_contain_text("In der Datei steht keine Fläche")
    content = json.dumps({"type": "Feature", "properties": {}, "geometry": TRIANGLE}).encode()
    choose.set_input_files({"name": "a.geojson", "mimeType": "application/json", "buffer": content})
    expect(area.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mitfahrbänke")
    key = page.url.split("projekt=")[1].split("&")[0]
    saved = page.request.get(f"{server}/api/projects/{key}").json()
    assert len(saved["info"]["points"]) == 2
    assert saved["area"]["coordinates"] == [TRIANGLE["coordinates"]]
    take_away(page)
    saved = page.request.get(f"{server}/api/projects/{key}").json()
    assert (len(saved["info"]["points"]), saved["area"]) == (1, None)


def take_away(page):
    """The first of two places, and the area."""
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_role("button", name="Ort 1 entfernen").click()
    expect(page.get_by_label("Breite")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollHeight") <= 900  # the panel scrolls, not the page
    page.get_by_role("button", name="Gebiet entfernen").click()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Bearbeiten")).to_be_visible()


def test_deleted_projects_are_listed_for_those_who_may_restore_them(server, token, open_page):
    page = open_page("?frage=projekte", base=server, token=token)
    page.get_by_role("link", name="gelöschte Projekte").click()
    expect(page.locator(".project h2")).to_have_text([GONE])
    page.get_by_role("link", name=GONE).click()
    page.get_by_role("button", name="Wiederherstellen").click()
    expect(page.get_by_role("link", name="Bearbeiten")).to_be_visible()
    page.get_by_role("link", name="Alle Projekte").click()
    expect(page.get_by_text("Kein gelöschtes Projekt")).to_be_visible()
    page.get_by_role("link", name="zurück zum Verzeichnis").click()
    expect(page.locator(".project h2", has_text=GONE)).to_be_visible()
    public = open_page("?frage=projekte&geloescht=1", base=server)
    expect(public.get_by_text("Kein gelöschtes Projekt")).to_be_visible()
