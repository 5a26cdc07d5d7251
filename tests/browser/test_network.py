"""Tools of the street network on Liechtenstein: how far, who lives near, what if, scenarios, two runs."""

import re

import pytest
from playwright.sync_api import expect

from geo.domain import Role
from tests.browser.liechtenstein import assert_gains, zentrum
from tests.browser.pages import click_place, rest, violations
from tests.signed_in import new_session

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Supermarkt in der Mitte"


def test_isochrones_of_a_zentrum(visit, ask):
    page = visit()
    page.get_by_role("button", name="Wie weit in 15 min?").click()
    expect(page.locator("h1")).to_have_text("Wie weit kommt man?")
    expect(page.locator("h1")).to_be_focused()
    page.get_by_label("Zentrum").select_option(label="Vaduz")
    expect(page.locator("h1")).to_have_text("Wie weit kommt man von Vaduz?")
    place = zentrum(ask, "Vaduz")["id"]
    areas = ask(f"/isochrones?zentrum={place}&mode=walk&minutes=5,10,15")
    largest = max(areas, key=lambda area: area["minutes"])
    shown = page.locator(".areas li")
    expect(shown).to_have_count(3)
    for index, minute in enumerate((5, 10, 15)):
        expect(shown.nth(index)).to_contain_text(re.compile(rf"^\s*in {minute}\smin zu Fuß: "))
    figure = f"{largest['area_km2']:.1f} km²".replace(".", ",")
    expect(page.locator(".headline .figure")).to_have_text(figure)
    expect(page.locator(".headline .note")).to_contain_text("länger als angegeben")


def test_limit_and_mode_of_isochrones_by_keyboard(visit, ask):
    page = visit(f"&werkzeug=zeit&zentrum={zentrum(ask, 'Vaduz')['id']}")
    shown = page.locator(".areas li")
    expect(shown).to_have_count(3)
    before = page.locator(".canvas").get_attribute("data-camera")
    page.get_by_role("slider").press("ArrowRight")
    expect(shown).to_have_count(4)
    expect(page.locator(".headline")).to_contain_text("in 20\u00a0min zu Fuß")
    assert "grenze=20" in page.url
    expect(page.locator(".canvas")).not_to_have_attribute("data-camera", before)
    page.get_by_role("button", name="mit dem Auto").click()
    expect(shown.first).to_contain_text("mit dem Auto")
    # In 20 minutes by car one is out of the country, and of the loaded streets.
    expect(page.locator(".headline .figure")).to_contain_text("mindestens")
    expect(page.locator(".headline .note")).to_contain_text("Rand der geladenen Straßen")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "15 min")
    page.keyboard.press("Escape")
    expect(page.get_by_role("slider")).to_have_count(0)
    expect(page.locator("dialog.sheet h2")).to_have_text("Vaduz")
    expect(page.locator("dialog.sheet h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.sheet")).to_have_count(0)
    expect(page.get_by_role("button", name="Wie weit in 15 min?")).to_be_focused()


def test_older_people_and_pedelecs(visit, ask):
    place = zentrum(ask, "Vaduz")["id"]
    page = visit(f"&werkzeug=zeit&zentrum={place}")
    page.get_by_role("button", name="ältere Menschen").click()
    slow = ask(f"/isochrones?zentrum={place}&minutes=5,10,15&speed_kmh=3.5")
    expect(page.locator(".headline .note")).to_contain_text("ältere Menschen 3,5\xa0km/h")
    expect(page.locator(".headline .figure")).to_have_text(
        f"{slow[-1]['area_km2']:.1f} km²".replace(".", ",")
    )
    assert "tempo=3.5" in page.url
    page.get_by_role("button", name="mit dem Rad").click()
    expect(page.get_by_role("button", name="Fahrrad")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Pedelec").click()
    expect(page.locator(".headline .note")).to_contain_text("Pedelec 23\xa0km/h")
    page.get_by_role("button", name="mit dem Auto").click()
    expect(page.locator(".headline .note")).to_contain_text("nach Straßenklasse")
    expect(page.get_by_role("button", name="Pedelec")).to_have_count(0)


def test_who_lives_how_near(visit, ask):
    page = visit()
    page.get_by_role("button", name="Wer wohnt wie nah?").click()
    answer = ask("/coverage?layer=supermarket&mode=walk")
    expect(page.locator(".headline .figure")).to_have_text(answer["figures"]["15"])
    expect(page.locator(".headline .note")).to_contain_text(answer["norm_sentence"])
    rows = page.locator("tr[data-ortsteil]")
    expect(rows).to_have_count(len(answer["rows"]) - 1)
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.locator(".headline .figure")).to_have_text(answer["figures"]["10"])
    expect(page.locator(".headline p").first).to_have_text(answer["sentences"]["10"])
    legend = page.locator(".legend")
    expect(legend).to_contain_text("bis 10\xa0min")
    expect(legend).to_contain_text("länger als 10\xa0min")
    expect(legend).to_contain_text("keine Daten")
    page.get_by_role("button", name="Angebot je 1.000").click()
    supply = ask("/supply?layer=supermarket&mode=walk")
    expect(page.locator(".rows")).to_contain_text(supply["sentence"])
    row = next(each for each in supply["rows"] if each["ortsteil"] == "Triesen")
    shown = page.locator(f"tr[data-ortsteil='{row['ortsteil_id']}'] td")
    for index, method in enumerate(("2sfca", "e2sfca", "m2sfca")):
        expect(shown.nth(index)).to_contain_text(f"{row['per_1000'][method]:.2f}".replace(".", ","))


def test_a_cell_tells_people_time_and_state(visit, ask):
    place = zentrum(ask, "Triesen")
    page = visit(f"&werkzeug=zellen&kommune={place['properties']['ags']}")
    click_place(page, *place["geometry"]["coordinates"])
    tip = page.locator(".tip")
    expect(tip).to_contain_text("100-m-Zelle: rund")
    expect(tip).to_contain_text(re.compile(r"\d+\smin \(.*\sk?m\), erreicht"))
    expect(tip).to_contain_text("Triesen")
    assert "zentrum=" not in page.url


def test_the_sheet_shows_supply_people_and_border(visit, ask):
    place = zentrum(ask, "Ebenholz")["id"]
    page = visit(f"&zentrum={place}")
    sheet = page.locator("dialog.sheet")
    row = next(each for each in ask("/coverage?layer=supermarket")["rows"] if each["ortsteil_id"] == place)
    assert row["within"]["15"] > 0
    expect(sheet.locator(".mini tr")).to_have_count(5)
    expect(sheet).to_contain_text("Supermärkte je 1.000 Menschen")
    expect(sheet).to_contain_text("neben der Straße, mitgerechnet")
    near = next(each for each in ask("/nahversorgung") if each["ortsteil_id"] == place)
    expect(sheet).to_contain_text(near["text"])
    abroad = [
        each
        for each in ask(f"/reachability?zentrum={place}&mode=walk")
        if each["border_gain_s"] and each["border_gain_s"] > 60
    ]
    assert abroad
    expect(sheet).to_contain_text(f"Über die Grenze {round(abroad[0]['border_gain_s'] / 60)}\xa0min kürzer")


def test_what_if_by_a_click_on_the_map(visit, ask):
    page = visit()
    page.get_by_role("button", name="Was wäre, wenn hier ein Supermarkt wäre?").click()
    page.locator(".strip button", has_text="Triesenberg").first.click()
    click_place(page, *zentrum(ask, "Steg")["geometry"]["coordinates"])
    expect(page.locator(".verdict")).to_be_visible()
    found = re.search(r"ort=([\d.]+)%2C([\d.]+)", page.url)
    assert found
    question = {
        "action": "add",
        "layer": "supermarket",
        "mode": "walk",
        "lon": float(found[1]),
        "lat": float(found[2]),
    }
    answer = ask("/whatif", question)
    expect(page.locator(".verdict")).to_have_text(answer["sentence"])
    assert "Steg" in {row["ortsteil"] for row in answer["rows"]}
    assert_gains(page, answer)
    names = page.locator("tr[data-ortsteil] .row-link")
    page.get_by_role("button", name="Ortsteil", exact=True).click()
    expect(names).to_have_text(sorted(row["ortsteil"] for row in answer["rows"]))
    page.go_back()
    expect(page.locator(".verdict")).to_have_count(0)


def test_what_if_by_keyboard(visit, ask):
    page = visit()
    opener = page.get_by_role("button", name="Was wäre, wenn hier ein Supermarkt wäre?")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    place = page.get_by_label("Ort", exact=True)
    place.focus()
    page.keyboard.press(
        "p"
    )  # one letter: between two of a word a slow machine lets the browser forget the first
    expect(page.locator(".verdict")).to_be_visible()
    lon, lat = zentrum(ask, "Planken")["geometry"]["coordinates"]
    question = {"action": "add", "layer": "supermarket", "mode": "walk", "lon": lon, "lat": lat}
    assert_gains(page, ask("/whatif", question))
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_without_an_existing_facility(visit, ask):
    facilities = ask("/facilities?layer=supermarket")["features"]
    question = {"action": "close", "layer": "supermarket", "mode": "walk"}
    ids = [each["properties"]["facility_id"] for each in facilities]
    answers = [ask("/whatif", question | {"facility_id": each}) for each in ids]
    answer = max(answers, key=lambda each: len(each["rows"]))
    page = visit("&werkzeug=ohne")
    page.get_by_label("Einrichtung", exact=True).select_option(answer["ask"]["facility_id"])
    expect(page.locator("h1")).not_to_contain_text("…")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".verdict")).to_have_text(answer["sentence"])
    assert_gains(page, answer)
    expect(page.get_by_role("button", name="länger")).to_be_visible()


def test_save_show_and_delete_a_scenario(visit, ask, network_settings):
    lon, lat = zentrum(ask, "Steg")["geometry"]["coordinates"]
    token = new_session(network_settings, (Role.COORDINATOR, ""))
    page = visit(f"&werkzeug=neu&ort={lon:.5f},{lat:.5f}", token=token)
    page.get_by_label("Als Szenario merken").fill(TITLE)
    page.get_by_role("button", name="Merken").click()
    kept = page.locator(".scenarios li", has_text=TITLE)
    expect(kept).to_have_count(1)
    assert [each["title"] for each in ask("/scenarios")] == [TITLE]
    page.get_by_role("button", name="schließen", exact=True).click()
    expect(page.locator(".verdict")).to_have_count(0)
    kept.get_by_role("button", name=TITLE, exact=True).click()
    expect(page.locator(".verdict")).to_be_visible()
    assert "ort=" in page.url
    kept.get_by_role("button", name=f"{TITLE} löschen").click()
    kept.get_by_role("button", name=f"{TITLE} wirklich löschen").click()
    expect(kept).to_have_count(0)
    assert ask("/scenarios") == []


def test_compare_two_runs(visit, ask):
    runs = ask("/runs")
    assert len(runs) == 2
    page = visit("&zentrum=" + zentrum(ask, "Vaduz")["id"])
    page.locator("dialog.sheet .sources summary").click()
    page.locator("dialog.sheet .sources").get_by_role("button", name="Läufe vergleichen").click()
    expect(page.locator("h1")).to_have_text("Läufe vergleichen")
    shown = next(each for each in runs if each["published"])
    other = next(each for each in runs if not each["published"])
    answer = ask(f"/compare?a={other['run_id']}&b={shown['run_id']}")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".verdict")).to_have_text(answer["sentence"])
    assert answer["changes"]
    change = answer["changes"][0]
    expect(page.locator(".gaps li").first).to_contain_text(f"{change['a_text']} → {change['b_text']}")
    page.get_by_label("Lauf A").select_option(shown["run_id"])
    expect(page.locator(".gaps li")).to_have_count(0)


def test_problems_stand_in_words(visit):
    page = visit("&werkzeug=ohne&einrichtung=osm:node/1", errors_expected=True)
    expect(page.get_by_role("alert")).to_contain_text("osm:node/1")


def test_nothing_of_it_without_a_street_network(open_page):
    page = open_page("?werkzeug=zeit&zentrum=05978036-hemmerde")
    rest(page)
    expect(page.locator("h1")).to_have_text("Wo ist die Grundschule zu weit?")
    expect(page.locator("dialog.sheet h2")).to_have_text("Hemmerde")
    expect(page.locator(".tools")).to_have_count(0)
    assert "Läufe vergleichen" not in page.locator("body").inner_text()
    asked = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    words = ("isochrones", "cells", "whatif", "scenarios", "runs", "compare", "supply", "nahversorgung")
    assert any("/api/network" in name for name in asked)
    assert [name for name in asked if any(f"/api/{word}" in name for word in words)] == []


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)], ids=["desk", "phone in the dark"])
def test_tools_are_accessible_and_fit(visit, ask, width, dark):
    place = zentrum(ask, "Vaduz")
    lon, lat = place["geometry"]["coordinates"]
    for query in (
        "",
        f"&werkzeug=zeit&zentrum={place['id']}",
        "&werkzeug=zellen",
        f"&werkzeug=neu&ort={lon:.5f},{lat:.5f}",
        "&werkzeug=laeufe",
    ):
        page = visit(query, width=width, height=844, dark=dark)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_touch_targets_of_the_tools_on_the_phone(visit):
    page = visit("&werkzeug=neu", width=390, height=844)
    targets = page.locator(".tool button, .tool select, .tool input")
    assert targets.count() > 8
    for index in range(targets.count()):
        target = targets.nth(index)
        if target.is_visible():
            assert target.bounding_box()["height"] >= 40, target.inner_html()
