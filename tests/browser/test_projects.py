"""The register in the browser: add, edit at once with somebody else, import, search; markup stays text."""

import re

import pytest
from playwright.sync_api import expect

from geo.domain import Role
from geo.settings import Settings
from tests.browser.pages import rest, violations
from tests.conftest import serve
from tests.projects import UNNA
from tests.signed_in import new_session

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def server(loaded_settings: Settings):
    with serve(loaded_settings) as base:
        yield base


@pytest.fixture(scope="module")
def token(loaded_settings: Settings):
    return new_session(loaded_settings, (Role.EDITOR, UNNA))


def add(page, title):
    page.get_by_role("link", name="Projekt eintragen").click()
    page.get_by_label("Titel (Pflicht)").fill(title)
    page.get_by_label("Kurzfassung").fill(f"Kurz {title}")
    page.get_by_role("checkbox", name="Hemmerde", exact=True).check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_project_is_added_found_and_edited_at_once_by_two(server, token, open_page):
    page = open_page("?frage=projekte", base=server, token=token, errors_expected=True)  # the 409 is logged
    add(page, "Fahrradwerkstatt im Spritzenhaus")
    address = page.url.removeprefix(f"{server}/")
    other = open_page(f"{address}&tun=bearbeiten", base=server, token=token, errors_expected=True)
    expect(other.get_by_label("Titel (Pflicht)")).to_have_value("Fahrradwerkstatt im Spritzenhaus")

    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Träger").fill("Stadt Unna")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Stadt Unna")).to_be_visible()

    other.get_by_label("Titel (Pflicht)").fill("Werkstatt im Spritzenhaus")
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("heading", name="Zwei Fassungen")).to_be_focused()
    group = other.get_by_role("group", name="Träger")
    expect(group).to_contain_text("inzwischen gespeichert: Stadt Unna")
    group.get_by_role("radio", name=re.compile("inzwischen gespeichert")).check()
    other.get_by_role("button", name="Übernehmen").click()
    expect(other.get_by_label("Titel (Pflicht)")).to_have_value("Werkstatt im Spritzenhaus")
    expect(other.get_by_label("Träger")).to_have_value("Stadt Unna")
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Werkstatt im Spritzenhaus")
    other.get_by_text("Geschichte").click()
    expect(other.locator(".history > li")).to_have_count(3)

    other.get_by_role("link", name="Alle Projekte").click()
    other.get_by_label("Suche").fill("Wekstatt")
    # The other one has a workshop in its summary.
    names = ["Offenes Dorfhaus Volnsberg und Breitenbach", "Werkstatt im Spritzenhaus"]
    expect(other.locator(".project h2")).to_have_text(names)
    find_more(other)


def find_more(page):
    """Where nothing is found, a button finds more: without words and filters, then in all Kommunen."""
    page.get_by_label("Suche").fill("xylophon")
    expect(page.get_by_text("Dazu ist kein Projekt eingetragen.")).to_be_visible()
    page.get_by_role("button", name="Suche und Filter leeren").click()
    expect(page.locator(".project")).not_to_have_count(0)
    page.get_by_label("Kommune", exact=True).select_option(label="Billerbeck")
    page.get_by_label("Phase").select_option(label="beendet")
    page.get_by_role("button", name="Suche und Filter leeren").click()
    expect(page.locator(".project")).to_have_count(2)
    page.get_by_label("Phase").select_option(label="beendet")
    page.get_by_role("button", name="In allen Kommunen suchen").click()
    expect(page.get_by_label("Kommune", exact=True)).to_have_value("")


def test_markup_stays_text_and_a_place_elsewhere_is_asked_back(server, token, open_page):
    page = open_page("?frage=projekte&tun=neu", base=server, token=token, errors_expected=True)
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.get_by_label("Titel (Pflicht)").fill(SCRIPT)
    page.get_by_label("Kurzfassung").fill(SCRIPT)
    page.get_by_label("Träger").fill(SCRIPT)
    page.get_by_label("Breite").fill("50,8748")
    page.get_by_label("Länge").fill("8,0243")
    page.get_by_label("Titel (Pflicht)").focus()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("liegt in Siegen, das Projekt gehört aber zu Unna")
    page.get_by_role("button", name="Ja, so eintragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SCRIPT)
    page.get_by_role("link", name="Alle Projekte").click()
    expect(page.locator(".project h2", has_text="onerror")).to_have_text(SCRIPT)
    rest(page)
    assert page.locator(".panel img").count() == 0
    assert said == []


def test_a_table_is_checked_and_imported(server, token, open_page):
    page = open_page("?frage=projekte&tun=import", base=server, token=token)
    choose = page.get_by_label("Tabelle (XLSX oder CSV)")
    wrong = "Titel;Kommunen\r\nKulturscheune;Atlantis\r\n".encode("cp1252")
    choose.set_input_files({"name": "p.csv", "mimeType": "text/csv", "buffer": wrong})
    expect(page.get_by_text("1 Zelle ist zu berichtigen")).to_be_visible()
    expect(page.locator(".cells")).to_contain_text("die Kommune „Atlantis“ ist unbekannt")
    right = "Titel;Kommunen\r\nKulturscheune;Unna\r\n".encode("cp1252")
    choose.set_input_files({"name": "p.csv", "mimeType": "text/csv", "buffer": right})
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("1 Projekt eingetragen")).to_be_visible()
    page.get_by_role("link", name="Alle Projekte").click()
    expect(page.locator(".project h2", has_text="Kulturscheune")).to_be_visible()


def test_an_attachment_is_added_and_the_project_deleted_and_restored(server, token, open_page):
    page = open_page("?frage=projekte", base=server, token=token)
    add(page, "Dorfgarten Hemmerde")
    file = {"name": "plan.txt", "mimeType": "text/plain", "buffer": "Größe".encode()}
    page.get_by_label("Anhang hinzufügen").set_input_files(file)
    with page.expect_download() as download:
        page.get_by_role("link", name="plan.txt").click()
    assert download.value.suggested_filename == "plan.txt"
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_text("Offene Quellen und Bausteine für andere").click()
    page.get_by_role("button", name="Baustein hinzufügen").click()
    entry = page.get_by_role("group", name="Baustein 1")
    entry.get_by_label("Name (Pflicht)").fill("Beetplan")
    entry.get_by_label("Adresse").fill("https://example.org/beete")
    page.get_by_text("Kosten und Förderung").click()
    page.get_by_label("Kosten in Euro").fill("viel")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Bitte nur Ziffern schreiben.")).to_be_visible()  # and nothing is dropped
    page.get_by_label("Kosten in Euro").fill("12.500")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("12.500 Euro")).to_be_visible()
    expect(page.get_by_role("link", name="Beetplan")).to_have_attribute("href", "https://example.org/beete")
    page.get_by_role("button", name="Löschen").click()
    page.get_by_role("button", name="Wiederherstellen").click()
    expect(page.get_by_role("link", name="Bearbeiten")).to_be_visible()


@pytest.mark.parametrize("query", ["?frage=projekte&tun=neu", "?frage=projekte&projekt=smart-store-vellern"])
def test_pages_are_accessible_and_fit_the_phone(server, token, open_page, query):
    page = open_page(query, base=server, token=token, width=390)
    page.wait_for_selector(".detail h1")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_an_account_one_reads(server, open_page):
    page = open_page("?frage=projekte", base=server)
    expect(page.locator(".project")).not_to_have_count(0)
    expect(page.locator("a.account")).to_have_text("Anmelden")
    expect(page.get_by_role("link", name="Projekt eintragen")).to_have_count(0)
    title = page.locator(".project h2").first.inner_text()
    page.locator(".project h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    rest(page)
    expect(page.get_by_role("link", name="Bearbeiten")).to_have_count(0)
