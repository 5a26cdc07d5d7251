"""Accounts in the browser: from the link of the administration to the deletion, by keyboard, on desk and phone."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geo.domain import Role
from geo.results import AccountNew, GrantInfo
from geo.service.accounts import create_account, issue_reset
from tests.browser.pages import rest
from tests.conftest import serve
from tests.signed_in import new_session, open_as_operator

PASSWORD = "vier kleine Dörfer am Fluss"
SHOTS = os.environ.get("MITTEN_SHOTS")


@pytest.fixture(scope="module")
def server(loaded_settings):
    with serve(loaded_settings) as url:
        yield url


def look(page, name):
    """No mistake for a screen reader, nothing wider than the page."""
    rest(page)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def invite(settings, width):
    """A new editor of Unna, and the link to set a password."""
    opened = open_as_operator(settings)
    name = f"Ada {width}"
    new = AccountNew(
        name=name, email=f"ada{width}@unna.example", grants=[GrantInfo(role=Role.EDITOR, ags="05978036")]
    )
    path = issue_reset(opened, create_account(opened, new).account_id).path
    opened.engine.dispose()
    return name, path


@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_link_to_the_end(server, open_page, loaded_settings, width):
    name, path = invite(loaded_settings, width)
    page = open_page(path.removeprefix("/"), base=server, width=width, errors_expected=True)
    page.get_by_label("Neues Passwort").fill("aaaaaaaaaaaaaaaaaaaa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("leicht zu erraten")
    look(page, f"reset-{width}")
    assert page.get_by_role("button", name="Passwort setzen").bounding_box()["height"] <= 48  # not drawn out
    page.get_by_label("Neues Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Passwort gesetzt")).to_be_visible()
    assert "passwort=" not in page.url
    page.get_by_role("button", name="Zum Anmelden").click()
    page.get_by_label("Name oder E-Mail").fill(name)
    page.get_by_label("Passwort").fill("falsch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("passen nicht zusammen")
    look(page, f"login-{width}")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".canvas[data-idle]")
    head = page.locator("a.account")
    expect(head).to_have_text(name)
    head.click()
    expect(page.get_by_text("Redaktion einer Kommune")).to_be_visible()
    look(page, f"own-{width}")
    with page.expect_download():
        page.get_by_role("button", name="Alles herunterladen").click()
    delete_account(page, width)


def delete_account(page, width):
    """Only with the password; afterwards nobody is logged in."""
    page.get_by_text("Konto löschen").click()
    page.get_by_label("Passwort", exact=True).fill("geraten")
    page.get_by_role("button", name="Endgültig löschen").click()
    expect(page.get_by_role("alert")).to_have_text("Das Passwort stimmt nicht.")
    look(page, f"delete-{width}")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Endgültig löschen").click()
    expect(page.locator("a.account")).to_have_text("Anmelden")


def test_the_logout(server, open_page, loaded_settings):
    page = open_page("konto/", base=server, token=new_session(loaded_settings, (Role.READER, "05978036")))
    page.get_by_text("Konto löschen").click()
    expect(page.get_by_label("Name des Kontos")).to_be_visible()  # it has no password here
    page.get_by_role("button", name="Abmelden", exact=True).click()
    expect(page.locator("a.account")).to_have_text("Anmelden")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_administration(server, open_page, loaded_settings, width):
    token = new_session(loaded_settings, (Role.ADMIN, ""))
    page = open_page("konto/", base=server, width=width, token=token)
    page.get_by_text("Konto anlegen").click()
    page.get_by_label("Name", exact=True).fill(f"Eva <b>{width}</b>")
    page.get_by_label("E-Mail").fill(f"eva{width}@unna.example")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.locator(".reset-link code")).to_contain_text("/konto/#passwort=")
    entry = page.locator(".accounts > li", has_text=f"eva{width}@")
    expect(entry.get_by_role("heading")).to_have_text(f"Eva <b>{width}</b>")
    entry.get_by_text("Bearbeiten").click()
    entry.get_by_label("Kommune").select_option(label="Unna")
    entry.get_by_role("button", name="Rolle für").click()
    expect(entry.locator(".grants")).to_contain_text("Redaktion Unna")
    entry.get_by_role("button", name="Sperren").click()
    expect(entry).to_contain_text("gesperrt")
    look(page, f"admin-{width}")
    entry.get_by_role("button", name="Redaktion Unna von").click()
    expect(entry.locator(".grants li")).to_have_count(0)
    entry.get_by_role("button", name="Löschen").click()
    entry.get_by_role("button", name="Wirklich löschen?").click()
    expect(entry).to_have_count(0)
    page.reload()
    expect(page.locator(".log li").first).to_contain_text("Konto gelöscht")


def test_who_may_not_save_reads_how_to(server, open_page, loaded_settings):
    page = open_page("", base=server)
    page.wait_for_selector(".canvas[data-idle]")
    link = page.locator("a.account")
    expect(link).to_have_text("Anmelden")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    page.get_by_role("link", name="Zurück zur Karte").click()
    page.wait_for_selector(".canvas[data-idle]")
