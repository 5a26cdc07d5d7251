"""For everyone and against mischief: accessibility, phone, themes, keyboard, content security policy, hostile names."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from tests.browser.pages import hover_place, rest, violations

pytestmark = pytest.mark.browser

VIEWS = {
    "versorgung": "",
    "blatt": "?zentrum=05978036-hemmerde",
    "luecken": "?frage=luecken",
    "normen": "?frage=luecken&liste=normen",
    "mobilitaet": "?frage=mobilitaet",
    "naehe": "?frage=naehe",
    "projekte": "?frage=projekte",
}


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_serious(open_page, view):
    page = open_page(VIEWS[view])
    assert violations(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_on_the_phone_in_the_dark_nothing_is_serious_and_nothing_scrolls_sideways(open_page, view):
    page = open_page(VIEWS[view], dark=True, width=390, height=844)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_service_list_is_accessible_and_closes_by_escape(page):
    opener = page.get_by_role("button", name=re.compile("^alle "))
    opener.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(opener).to_be_focused()


def test_phone_journey(open_page):
    page = open_page(width=390, height=844)
    expect(page.locator(".headline .figure")).to_be_visible()
    row = page.get_by_role("button", name="Hemmerde", exact=True)
    row.tap()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h2")).to_have_text("Hemmerde")
    assert page.evaluate("document.querySelector('dialog').matches(':modal')")
    for control in (".close", ".button"):
        assert dialog.locator(control).bounding_box()["height"] >= 44
    dialog.get_by_role("button", name="Blatt schließen").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_be_focused()


def test_touch_targets_on_the_phone(open_page):
    page = open_page(width=390, height=844)
    expect(page.locator("tr[data-zentrum]")).to_have_count(61)
    rest(page)
    targets = page.locator(".chip, .tabs a, .theme, .list thead button, .town, .maplibregl-ctrl-group button")
    assert targets.count() > 15
    for index in range(targets.count()):
        assert targets.nth(index).bounding_box()["height"] >= 44, targets.nth(index).inner_html()


def test_keyboard_opens_and_leaves_the_sheet(page):
    row = page.get_by_role("button", name="Aulendorf", exact=True)
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.sheet h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.sheet")).to_have_count(0)
    expect(row).to_be_focused()


def test_dark_follows_the_system_until_someone_chooses(open_page):
    page = open_page(dark=True)
    body = page.locator("body")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(body).to_have_css("background-color", "rgb(18, 24, 26)")
    page.get_by_role("button", name="Helle Ansicht").click()
    expect(body).to_have_css("background-color", "rgb(247, 247, 244)")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(body).to_have_css("background-color", "rgb(247, 247, 244)")


def test_content_security_policy_holds(open_page, live_server):
    page = open_page(errors_expected=True)  # the refused script is one
    response = page.request.get(live_server)
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy  # scripts fall under default-src: our own files only
    assert re.findall(r"<script(?![^>]*\bsrc=)", response.text()) == []
    assert (
        page.evaluate(
            """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", () => resolve("refused"));
            const script = document.createElement("script");
            script.textContent = "window.intruder = true";
            document.body.append(script);
            setTimeout(() => resolve(String(window.intruder)), 500);
        })"""
        )
        == "refused"
    )


def test_a_hostile_name_is_only_text(own_server, own_settings, open_page):
    name = "<img src=x onerror='window.intruder = true'>"
    engine = create_engine(own_settings.database_url)
    with engine.begin() as connection:
        for statement in (
            "UPDATE facility SET name = :name WHERE layer = 'primary_school'",
            "UPDATE zentrum SET name = :name WHERE zentrum_id = '05978036-hemmerde'",
            "UPDATE ortsteil SET name = :name WHERE ortsteil_id = '05978036-hemmerde'",
            "UPDATE project SET title = :name, summary = :name",
        ):
            assert connection.execute(text(statement), {"name": name}).rowcount
    engine.dispose()
    page = open_page("?zentrum=05978036-hemmerde", base=own_server)
    expect(page.locator("dialog.sheet h2")).to_have_text(name)
    expect(page.locator(".figures li").first).to_contain_text(name)
    zentren = page.request.get(f"{own_server}/api/zentren").json()["features"]
    (place,) = (each["geometry"] for each in zentren if each["id"] == "05978036-hemmerde")
    hover_place(page, *place["coordinates"])
    expect(page.locator(".tip")).to_contain_text(name)
    page.get_by_role("link", name="Projekte").click()
    expect(page.locator(".project h2").first).to_have_text(name)
    assert page.locator("img").count() == 0
    assert page.evaluate("window.intruder") is None
