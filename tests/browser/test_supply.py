"""Versorgung: choose a service, read list, map and sheet; every figure is the one of the API."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.pages import click_place, plain, rest

pytestmark = pytest.mark.browser


def test_question_and_headline_are_those_of_the_api(page, get):
    verbund = get("/verbund")
    layer = next(each for each in get("/layers") if each["key"] == verbund["default_layer"])
    headline = get(f"/summary?layer={layer['key']}&mode=walk")
    expect(page.locator("h1")).to_have_text(layer["question"])
    expect(page.locator(".headline .figure")).to_have_text(headline["figure"])
    expect(page.locator(".headline p").first).to_contain_text(headline["sentence"])
    expect(page.locator(".counts")).to_have_text(f"{verbund['n_zentren']} Zentren · 6 Kommunen · 1 Verbund")


def test_choose_a_service_in_the_full_list(page, get):
    layers = get("/layers")
    wanted = next(layer for layer in layers if layer["key"] == "fire_station")
    page.get_by_role("button", name=f"alle {len(layers)} …").click()
    page.get_by_role("searchbox", name="Dienst suchen").fill("feuer")
    page.get_by_role("searchbox", name="Dienst suchen").press("Enter")
    expect(page.locator("h1")).to_have_text(wanted["question"])
    expect(page.locator(".headline .figure")).to_have_text(
        get("/summary?layer=fire_station&mode=walk")["figure"]
    )
    assert "dienst=fire_station" in page.url


def test_list_holds_every_figure_of_the_map(page, get):
    rows = get("/reachability?layer=primary_school&mode=walk")
    assert len(rows) == 61
    shown = page.locator("tr[data-zentrum]").evaluate_all(
        "rows => rows.map(row => [row.dataset.zentrum, ...[...row.cells].map(cell => cell.innerText)])"
    )
    cells = {key: [plain(text) for text in texts] for key, _, *texts in shown}
    assert set(cells) == {row["zentrum_id"] for row in rows}
    for row in rows:
        value, residents, verdict = cells[row["zentrum_id"]]
        assert sorted(value.split()) == sorted(row["value_text"].split())
        assert verdict == row["verdict"]
        assert residents
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 962})  # A4 within its margins
    assert page.evaluate("document.documentElement.scrollWidth") == 680


def test_click_on_the_list_opens_the_sheet_with_the_figures_of_the_api(page, get):
    page.get_by_role("button", name="Hemmerde", exact=True).click()
    sheet = get("/zentren/05978036-hemmerde")
    dialog = page.locator("dialog.sheet")
    expect(dialog.locator("h2")).to_have_text("Hemmerde")
    expect(dialog.locator("h2")).to_be_focused()
    expect(dialog.locator(".figures li").first).to_be_visible()
    rest(page)
    text = plain(dialog.inner_text())
    figures = [each for each in sheet["figures"] if each["mode"] == "walk" and each["value"] is not None]
    assert figures
    for figure in figures:
        entry = dialog.locator(".figures li", has_text=figure["layer_title"]).first
        words = plain(entry.inner_text())
        assert plain(figure["value_text"]) in words
        assert figure["verdict"] in words
        assert figure["facility"] in words
    assert plain(sheet["residents"]["text"]) in text
    assert plain(sheet["partner_sentence"]) in text
    assert "keine Einrichtung" not in text


def test_click_on_the_map_opens_the_sheet(page, get):
    page.get_by_role("button", name=re.compile("^Winterberg")).last.click()
    place = next(z for z in get("/zentren")["features"] if z["id"] == "05958048-zueschen")
    click_place(page, *place["geometry"]["coordinates"])
    expect(page.locator("dialog.sheet h2")).to_have_text(place["properties"]["name"])
    assert "zentrum=05958048-zueschen" in page.url
    expect(page.locator("tr.chosen")).to_have_attribute("data-zentrum", "05958048-zueschen")


def test_map_is_painted_in_the_colours_of_the_api(page, get):
    layer = next(each for each in get("/layers") if each["key"] == "primary_school")
    classes = next(each for each in layer["modes"] if each["mode"] == "walk")["classes"]
    painted = page.evaluate(
        """() => {
            const source = document.querySelector(".maplibregl-canvas");
            const copy = document.createElement("canvas");
            [copy.width, copy.height] = [source.width, source.height];
            const context = copy.getContext("2d");
            context.drawImage(source, 0, 0);
            const { data } = context.getImageData(0, 0, copy.width, copy.height);
            const counts = {};
            for (let i = 0; i < data.length; i += 4) {
                const key = "#" + [0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, "0")).join("");
                counts[key] = (counts[key] ?? 0) + 1;
            }
            return counts;
        }"""
    )
    assert len(classes) == 5
    for each in classes:
        assert painted.get(each["colour"], 0) > 500, each


def test_sort_the_list_by_keyboard(page):
    names = page.locator("tr[data-zentrum] th button")
    header = page.locator("thead th", has_text="Ortsteil")
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(names.first).to_have_text("Afferde")
    page.keyboard.press("Space")
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(names.first).to_have_text("Züschen")
    residents = page.locator("thead th", has_text="Einwohner")
    residents.get_by_role("button").press("Enter")
    expect(residents).to_have_attribute("aria-sort", "descending")
    expect(header).to_have_attribute("aria-sort", "none")
    expect(names.first).to_have_text("Siegen-Mitte")


def test_where_nothing_is_mapped_the_words_are_no_data(open_page, get):
    empty = next(layer for layer in get("/layers") if layer["n_facilities"] == 0)
    page = open_page("?" + urlencode({"dienst": empty["key"]}))
    rows = page.locator("tr[data-zentrum]")
    expect(rows).to_have_count(61)
    expect(page.locator("tr[data-zentrum] .badge", has_text="keine Daten")).to_have_count(61)
    expect(page.locator("tr[data-zentrum] td:first-of-type").first).to_have_text("–")  # said once
    expect(page.locator(".town small").first).to_contain_text("keine Daten")
    assert "keine Einrichtung" not in page.locator("body").inner_text()


def test_strip_shows_all_kommunen_and_leads_the_map(page, get):
    verbund = get("/verbund")
    counts = get("/summary?layer=primary_school&mode=walk")["by_kommune"]
    towns = page.locator("button.town")
    expect(towns).to_have_count(verbund["n_kommunen"])
    for kommune in verbund["kommunen"]:
        town = page.locator("button.town", has_text=kommune["title"])
        expect(town).to_contain_text(f"· {counts[kommune['key']]} über")
    before = page.locator(".canvas").get_attribute("data-camera")
    town = page.locator("button.town", has_text="Billerbeck")
    town.press("Enter")
    expect(town).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".canvas")).not_to_have_attribute("data-camera", before)


def test_mode_changes_figures_and_sentence(page, get):
    page.get_by_role("button", name="mit dem Auto").click()
    headline = get("/summary?layer=primary_school&mode=car")
    expect(page.locator(".headline .figure")).to_have_text(headline["figure"])
    expect(page.locator(".headline p").first).to_contain_text(headline["sentence"])


@pytest.mark.parametrize("width", [1440, 1024, 800, 390])
def test_list_fits_its_column(open_page, width):
    page = open_page(width=width)
    expect(page.locator("tr[data-zentrum]")).to_have_count(61)
    table = page.locator("table.list")
    assert table.evaluate("element => element.offsetWidth <= element.parentElement.clientWidth")
