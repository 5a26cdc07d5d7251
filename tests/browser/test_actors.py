"""Actors in the browser: entered with consent, found by another municipality, withdrawn, gone; a team for a project."""

import re

import pytest
from playwright.sync_api import expect

from geo.domain import Role
from geo.settings import Settings
from tests.browser.pages import violations
from tests.conftest import serve
from tests.projects import SIEGEN, UNNA
from tests.signed_in import new_session

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Ada Muster <b>x</b>"
LIST = "?frage=projekte&sicht=akteure"


@pytest.fixture(scope="module")
def server(loaded_settings: Settings):
    with serve(loaded_settings) as base:
        yield base


@pytest.fixture(scope="module")
def tokens(loaded_settings: Settings):
    return {ags: new_session(loaded_settings, (Role.EDITOR, ags)) for ags in (UNNA, SIEGEN)}


def fill_in(page):
    """A person with an offer and a contact, all but the tick below the text of the consent."""
    page.get_by_role("button", name="Akteure").click()
    page.get_by_role("link", name="Akteur eintragen").click()
    page.get_by_label("Wer", exact=True).select_option(label="Person")
    expect(page.get_by_label("Sichtbar für").locator("option")).to_have_count(2)  # never public
    page.get_by_label("Name (Pflicht)").fill(NAME)
    page.get_by_role("button", name="Angebot oder Gesuch hinzufügen").click()
    entry = page.get_by_role("group", name="Angebot oder Gesuch 1")
    entry.get_by_label("Art", exact=True).select_option(label="Zeit")
    entry.get_by_label("Was genau").fill("Samstags Regale füllen")
    entry.get_by_label("Bedarf").select_option(label="Dorfladen")
    page.get_by_label("E-Mail").fill("ada@example.org")


def test_a_person_is_entered_found_by_another_town_withdrawn_and_gone(server, tokens, open_page):
    page = open_page("?frage=projekte", base=server, token=tokens[UNNA])
    fill_in(page)
    consent = page.get_by_role("group", name="Einwilligung")
    expect(consent).to_contain_text("Ich kann jederzeit ohne Grund widerrufen.")
    page.get_by_role("button", name="Speichern").click()
    tick = consent.get_by_role("checkbox")
    expect(tick).to_be_focused()  # not without it
    tick.check()
    assert violations(page) == []
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.get_by_role("link", name="Digitaler Dorfladen Rinkerode")).to_be_visible()
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Eigene Daten (JSON)").click()
    assert "ada@example.org" in download.value.path().read_text("utf-8")
    check_others(server, tokens[SIEGEN], open_page)
    page.get_by_role("button", name="Einwilligung zurückziehen").click()
    page.get_by_role("button", name="Wirklich? Die Person wird gelöscht").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wer könnte mitmachen?")
    expect(page.get_by_role("link", name=NAME)).to_have_count(0)
    gone = open_page(f"{LIST}&suche=Ada", base=server, token=tokens[SIEGEN])
    expect(gone.get_by_text("Dazu ist hier niemand zu sehen.")).to_be_visible()


def check_others(server, token, open_page):
    """Another town sees the person and may change nothing; the public sees nobody."""
    other = open_page(LIST, base=server, token=token)
    other.get_by_label("Suche").fill("Ada")
    other.get_by_role("link", name=NAME).click()
    expect(other.get_by_role("link", name="ada@example.org")).to_be_visible()
    for name in ("Eigene Daten (JSON)", "Bearbeiten"):
        expect(other.get_by_role("link", name=name)).to_have_count(0)
    anyone = open_page(f"{LIST}&suche=Ada", base=server)
    expect(anyone.get_by_text("Dazu ist hier niemand zu sehen.")).to_be_visible()


def test_an_organisation_is_changed_and_its_contact_comes_and_goes(server, tokens, open_page):
    page = open_page(f"{LIST}&tun=neu", base=server, token=tokens[UNNA])
    page.get_by_label("Name (Pflicht)").fill("Werkstattverein")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Werkstattverein")
    expect(page.get_by_text("Noch steht hier nicht, was geboten")).to_be_visible()
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_role("button", name="Angebot oder Gesuch hinzufügen").click()
    page.get_by_label("Bietet oder sucht").select_option(label="sucht")
    page.get_by_label("Art", exact=True).select_option(label="Software")
    page.get_by_label("Was genau").fill("Kasse für einen Dorfladen")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Beispiel: Kassenwerk Börde")).to_be_visible()
    page.get_by_role("link", name="Kontakt mit Einwilligung").click()
    page.get_by_label("Ansprechperson").fill("Bo Beispiel")
    page.get_by_role("checkbox", name=re.compile("zugestimmt")).check()
    page.get_by_role("button", name="Einwilligung speichern").click()
    expect(page.get_by_text("Bo Beispiel")).to_be_visible()
    page.get_by_role("button", name="Einwilligung zurückziehen").click()
    page.get_by_role("button", name="Wirklich? Der Kontakt wird gelöscht").click()
    expect(page.get_by_text("Bo Beispiel")).to_have_count(0)
    page.get_by_text("Verlauf").click()
    expect(page.locator(".history > li").first).to_contain_text("Kontakt gelöscht")
    page.get_by_role("button", name="Löschen").click()
    page.get_by_role("button", name="Wirklich löschen?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wer könnte mitmachen?")


def test_two_editors_at_once_choose_field_by_field(server, tokens, open_page):
    page = open_page(f"{LIST}&tun=neu", base=server, token=tokens[UNNA])
    page.get_by_label("Name (Pflicht)").fill("Backhausverein")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Backhausverein")
    address = f"{page.url.removeprefix(server + '/')}&tun=bearbeiten"
    other = open_page(address, base=server, token=tokens[UNNA], errors_expected=True)  # the 409 is logged
    other.get_by_label("Name (Pflicht)").fill("Backhaus Hemmerde")
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Beschreibung").fill("Wir backen samstags.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Wir backen samstags.")).to_be_visible()
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("heading", name="Zwei Fassungen")).to_be_focused()
    group = other.get_by_role("group", name="Beschreibung")
    group.get_by_role("radio", name=re.compile("inzwischen gespeichert")).check()
    other.get_by_role("button", name="Übernehmen").click()
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Backhaus Hemmerde")
    expect(other.get_by_text("Wir backen samstags.")).to_be_visible()


def test_a_project_says_what_it_looks_for_and_gets_a_team(server, tokens, open_page):
    page = open_page("?frage=projekte&tun=neu", base=server, token=tokens[UNNA])
    page.get_by_label("Titel (Pflicht)").fill("Laden am Markt")
    page.get_by_label("Bedarf", exact=True).first.select_option(label="Dorfladen")
    page.get_by_text("Wen oder was das Projekt sucht").click()
    for number, (kind, text) in enumerate(
        (("Software", "Kasse und Warenwirtschaft"), ("Räume", "Xylophonsaal")), start=1
    ):
        page.get_by_role("button", name="Gesuch hinzufügen").click()
        wish = page.get_by_role("group", name=f"Gesuch {number}")
        wish.get_by_label("Art", exact=True).select_option(label=kind)
        wish.get_by_label("Was genau").fill(text)
    page.get_by_role("button", name="Speichern").click()
    team = page.get_by_role("region", name="Wer könnte mitmachen?")
    expect(team).to_contain_text("Ein Akteur deckt 1 von 2 gesuchten Rollen.")
    expect(team).to_contain_text("Niemand bietet bisher: Xylophonsaal (Räume).")
    team.get_by_text("Teile und Gewichte").first.click()
    expect(team.get_by_role("row")).to_have_count(7)  # the head and six parts
    assert violations(page) == []
    team.get_by_role("link", name="Beispiel: Kassenwerk Börde").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beispiel: Kassenwerk Börde")
    expect(page.get_by_role("link", name="Laden am Markt")).to_be_visible()


def test_the_list_on_a_phone_in_the_dark(server, open_page):
    page = open_page(LIST, base=server, width=390, height=844, dark=True)
    expect(page.locator(".project")).to_have_count(12)
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)
    page.get_by_label("Art", exact=True).select_option(label="Räume")
    expect(page.locator(".project")).to_have_count(4)
    assert violations(page) == []
    page.get_by_role("link", name="Beispiel: Mobilwerk Börde").click()
    expect(page.get_by_role("region", name="Wer passt dazu?")).to_contain_text("Rufbus der Hellwegdörfer")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
