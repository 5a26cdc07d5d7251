"""Shared areas and Projekträume: a shared site, members by hand, two editors, another run, a member that is gone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from geo import pipeline
from geo.domain import Role
from geo.settings import Settings
from tests.browser.pages import violations
from tests.conftest import serve
from tests.signed_in import new_session

pytestmark = pytest.mark.browser

UNNA, SERVICE = "05978036", "secondary_school"
AREA = f"?frage=naehe&dienst={SERVICE}&teilen=nah&raum=near-{SERVICE}-{UNNA}-stockum"


@pytest.fixture(scope="module")
def server(loaded_settings: Settings):
    with serve(loaded_settings) as base:
        yield base


@pytest.fixture(scope="module")
def token(loaded_settings: Settings):
    return new_session(loaded_settings, (Role.EDITOR, UNNA))


def make(page):
    """A Projektraum of the area that is open; its address."""
    page.get_by_role("button", name="Projektraum daraus machen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stockum und 6 weitere")
    return page.url


def test_a_shared_site_of_an_area(open_page):
    page = open_page(AREA)
    page.get_by_role("button", name="Gemeinsamen Standort suchen").click()
    pool = page.locator(".pool")
    expect(pool.get_by_role("heading", name="Gemeinsamer Standort")).to_be_focused()
    expect(pool.locator(".verdict")).to_contain_text("Ein Standort erreicht")
    expect(pool.locator(".compare tbody tr").last).to_contain_text("zusammen")
    expect(pool).to_contain_text("Jede für sich: ")
    expect(page.locator(".legend")).to_contain_text("gemeinsamer Standort")
    pool.get_by_label("Wie viele Standorte?").select_option("3")
    pool.get_by_label("Höchstens mit dem Auto").select_option("10")
    expect(pool.locator(".verdict")).to_contain_text("3 Standorte erreichen")
    expect(pool).to_contain_text("Als mobiles Angebot: Runde ")
    assert f"standort={SERVICE}&anzahl=3&hoechstens=10" in page.url
    pool.get_by_role("button", name="die kürzeste Zeit aller").click()
    expect(pool.locator(".verdict")).to_contain_text("im Mittel")
    pool.get_by_text("Wie viele Menschen braucht ein Standort?").click()
    pool.get_by_label("Menschen", exact=True).fill("900000")
    pool.get_by_role("button", name="Übernehmen").click()
    expect(pool.locator(".verdict")).to_contain_text("im Mittel")  # without a source nothing is asked
    pool.get_by_label("Woher stammt die Zahl?").fill("Angabe des Betreibers")
    pool.get_by_role("button", name="Übernehmen").click()
    expect(pool.locator(".verdict")).to_contain_text("(Angabe des Betreibers)")
    expect(pool.locator(".compare")).to_have_count(0)
    page.go_back()
    expect(pool.locator(".verdict")).to_contain_text("im Mittel")


def test_without_a_building_the_page_says_what_to_do_and_fits_the_phone(open_page):
    page = open_page(f"{AREA}&standort={SERVICE}&gebaeude=parish_hall", width=390)
    pool = page.locator(".pool")
    expect(pool.locator(".verdict")).to_contain_text("Kein Gebäude der gewählten Arten")
    expect(pool).to_contain_text("Andere Arten wählen")
    expect(pool.get_by_role("checkbox", name=re.compile("Pfarr"))).to_be_disabled()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_twins_have_reasons_and_no_shared_site(open_page):
    page = open_page("?frage=naehe&teilen=zwillinge")
    page.locator(".area-head").first.click()
    chosen = page.locator(".share-area.chosen")
    expect(chosen.locator(".members li")).not_to_have_count(0)
    expect(chosen).to_contain_text(re.compile("fehlt|verfehlen"))
    expect(page.locator(".pool")).to_have_count(0)
    assert violations(page) == []


def test_who_may_not_make_a_projektraum_is_told_who_may(server, loaded_settings, open_page):
    page = open_page(AREA, base=server)
    needed = page.locator(".needed")
    expect(needed).to_contain_text("die Redaktion einer seiner Kommunen")
    expect(needed.get_by_role("link", name="anmelden")).to_be_visible()
    expect(page.get_by_role("button", name="Projektraum daraus machen")).to_have_count(0)
    reader = new_session(loaded_settings, (Role.READER, UNNA))
    page = open_page(AREA, base=server, token=reader)
    expect(page.locator(".needed")).to_contain_text("Netzwerkkoordination.")
    expect(page.locator(".needed a")).to_have_count(0)


def share_a_site(page):
    """The shared site follows the members as they are saved."""
    page.get_by_role("button", name="Gemeinsamen Standort suchen").click()
    expect(page.locator(".pool .verdict")).to_contain_text("Ein Standort erreicht")
    expect(page.locator(".pool .islands li")).to_have_count(8)
    page.get_by_role("button", name="Bearbeiten").click()
    page.get_by_role("button", name="Winterberg herausnehmen").click()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".pool .islands li")).to_have_count(7)
    report = page.get_by_role("link", name="Bericht (PDF)").get_attribute("href")
    assert f"service={SERVICE}" in report


def test_members_by_hand_and_two_editors_at_once(server, token, open_page):
    page = open_page(AREA, base=server, token=token)
    address = make(page).removeprefix(f"{server}/")
    expect(page.locator(".limits-kept li")).to_have_count(3)
    expect(page.locator(".limits-kept .missed")).to_have_count(0)
    other = open_page(address, base=server, token=token, errors_expected=True)  # the 409 is logged
    other.get_by_role("button", name="Bearbeiten").click()
    expect(other.get_by_label("Name")).to_have_value("Stockum und 6 weitere")

    page.get_by_role("button", name="Bearbeiten").click()
    page.get_by_label("Mitglied aufnehmen").select_option(label="Winterberg: Winterberg")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".limits-kept .missed")).to_contain_text("Winterberg")
    expect(page.locator(".headline")).to_contain_text("ohne Winterberg")

    other.get_by_label("Name").fill("Schule am Hellweg")
    other.get_by_label("Notizen").fill("Treffen im Mai")
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("heading", name="Zwei Fassungen")).to_be_focused()
    members = other.get_by_role("group", name="Mitglieder")
    expect(members).to_contain_text(re.compile("inzwischen gespeichert: .*Winterberg"))
    members.get_by_role("radio", name=re.compile("inzwischen gespeichert")).check()
    assert violations(other) == []
    other.get_by_role("button", name="Übernehmen").click()
    expect(other.get_by_label("Name")).to_have_value("Schule am Hellweg")
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Schule am Hellweg")
    expect(other.locator(".members")).to_contain_text("Winterberg")
    expect(other.locator(".notes")).to_have_text("Treffen im Mai")
    share_a_site(other)


def test_another_run_and_a_dissolved_member_change_nothing_by_themselves(
    server, token, loaded_settings, open_page
):
    page = open_page(AREA, base=server, token=token)
    address = make(page).removeprefix(f"{server}/")
    expect(page.locator(".headline")).to_contain_text("rechnet denselben Raum")
    engine = create_engine(loaded_settings.database_url)
    pipeline.compute(engine, loaded_settings.verbund, {"areas.max_members": 3})
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM partner_place WHERE name = 'Ostbüren'"))
    engine.dispose()
    page = open_page(address, base=server, token=token)
    expect(page.locator(".headline")).to_contain_text("Die Auswahl von Hand bleibt.")
    # The map looks at the Projektraum, also where the address begins with it.
    camera = re.compile(r"^7\.[78]\d*,51\.5\d*,1[1-4]\.")
    expect(page.locator(".canvas")).to_have_attribute("data-camera", camera)
    expect(page.locator(".members > li")).to_have_count(7)
    expect(page.locator(".members s")).to_have_text("Ostbüren")
    expect(page.locator(".limits-kept .missed").last).to_contain_text("Ostbüren")
    page.get_by_role("button", name="Gemeinsamen Standort suchen").click()
    expect(page.locator(".pool .islands li")).to_have_count(6)
    page.get_by_role("button", name="‹ Alle Projekträume").click()
    expect(page.locator(".area-list")).to_contain_text("Stockum und 6 weitere")
