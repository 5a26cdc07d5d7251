"""Mobilität: bus and rail on the page, and what it says where no timetable is loaded."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_access import violations

pytestmark = pytest.mark.browser

NO_TIMETABLE = "keine Fahrplandaten"


def test_without_a_timetable_the_page_says_so_and_shows_no_class(open_page, get):
    page = open_page("?frage=mobilitaet")
    expect(page.locator("h1")).to_have_text("Wie gut sind die Ortsteile mit Bus und Bahn erschlossen?")
    expect(page.locator(".headline .figure")).to_have_text(NO_TIMETABLE)
    rows = page.locator(".rows tbody tr")
    expect(rows).to_have_count(61)
    expect(rows.locator(".badge", has_text=NO_TIMETABLE)).to_have_count(61)
    expect(page.locator(".class-badge")).to_have_count(0)
    page.wait_for_selector(".canvas[data-idle]")
    expect(page.locator(".legend")).to_contain_text(f"{NO_TIMETABLE} (61)")
    expect(page.locator(".legend")).not_to_contain_text("Güteklasse")
    expect(page.locator(".town").first).to_contain_text(NO_TIMETABLE)
    stations = get("/pt/stops")["features"]
    expect(page.locator(".stations li")).to_have_count(len(stations))


def test_a_station_opens_from_the_list_and_closes_by_escape(open_page, get):
    stations = get("/pt/stops")["features"]
    assert stations
    name = stations[0]["properties"]["name"]
    page = open_page("?frage=mobilitaet")
    page.locator("summary", has_text="alle").press("Enter")
    opener = page.locator(".stations").get_by_role("button", name=name, exact=True).first
    opener.press("Enter")
    strip = page.locator(".stop-strip")
    expect(strip.locator("h2")).to_be_focused()
    expect(strip.locator("h2")).to_have_text(name)
    expect(strip).to_contain_text(NO_TIMETABLE)
    expect(page).to_have_url(re.compile("halt="))
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(strip).to_have_count(0)
    expect(opener).to_be_focused()
    search = page.get_by_role("searchbox", name="Bahnhof suchen")
    search.fill(name)
    search.press("Enter")
    expect(strip.locator("h2")).to_have_text(name)
    page.go_back()
    expect(strip).to_have_count(0)


def test_the_sheet_of_a_zentrum_has_a_section_of_bus_and_rail(open_page):
    page = open_page("?zentrum=05978036-hemmerde")
    expect(page.locator("dialog .transit")).to_contain_text(NO_TIMETABLE)
    page.get_by_role("link", name="Mobilität", exact=True).click()
    expect(page.locator("dialog .transit + h3")).to_contain_text("Versorgung")
