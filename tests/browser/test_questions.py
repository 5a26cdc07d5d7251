"""The other questions: gaps, neighbours, projects; the address, the report."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import plain

pytestmark = pytest.mark.browser


def test_all_tabs_answer(page):
    for title, heading in {
        "Was fehlt wo?": "Was fehlt wo?",
        "Wer ist in der Nähe?": "Wer ist in der Nähe?",
        "Projekte": "Welche Projekte gibt es?",
        "Versorgung": "Wo ist die Grundschule zu weit?",
    }.items():
        link = page.get_by_role("link", name=title)
        link.click()
        expect(page.locator("h1")).to_have_text(heading)
        expect(link).to_have_attribute("aria-current", "page")
        expect(page).to_have_title(re.compile(re.escape(title)))


def test_gaps_are_ranked_and_filtered(open_page, get):
    page = open_page("?frage=luecken")
    page.get_by_role("button", name="einzelne Normen").click()
    gaps = get("/gaps?mode=walk")
    entries = page.locator(".gaps li")
    expect(entries.first).to_contain_text(gaps[0]["ortsteil"])
    expect(page.locator(".lead .figure")).to_have_text(str(len(gaps)))
    page.get_by_role("button", name="nach Abstand").click()
    farthest = max(gaps, key=lambda gap: gap["shortfall_share"])
    expect(entries.first).to_contain_text(farthest["ortsteil"])
    page.get_by_label("Kommune", exact=True).select_option(label="Unna")
    unna = [gap for gap in gaps if gap["kommune"] == "Unna"]
    expect(page.locator(".lead .figure")).to_have_text(str(len(unna)))
    expect(entries).to_have_count(len(unna))
    entries.first.get_by_role("button").click()
    expect(page.locator("dialog.sheet h2")).to_be_visible()
    assert "zentrum=05978036-" in page.url


def test_ortsteile_are_ranked_by_people_and_by_shortfall(open_page, get):
    page = open_page("?frage=luecken")
    ranking = get("/ranking?mode=walk")
    rows = page.locator(".ranks tbody tr")
    expect(rows).to_have_count(61)
    expect(page.locator(".headline .figure")).to_have_text(ranking["people"]["leader"])
    expect(page.locator(".headline")).to_contain_text(ranking["people"]["sensitivity"])
    expect(rows.first).to_contain_text(ranking["people"]["leader"])
    page.get_by_role("button", name="Abstand", exact=True).click()
    expect(page.locator(".headline .figure")).to_have_text(ranking["shortfall"]["leader"])
    farthest = min((row for row in ranking["rows"]), key=lambda row: row["shortfall"]["rank"])
    expect(rows.first).to_contain_text(farthest["ortsteil"])
    expect(rows.first).to_contain_text(plain(farthest["shortfall"]["text"]).replace(" ", "\xa0"))
    assert "nach=abstand" in page.url
    expect(page.locator(".legend summary")).to_have_text("Rangfolge nach Abstand")
    expect(page.locator(".town", has_text="Winterberg")).to_contain_text("auf Platz 1 bis 10")


def test_weights_change_the_ranking_and_stand_in_the_address(open_page, get):
    page = open_page("?frage=luecken")
    page.locator(".weights summary").click()
    page.get_by_role("slider", name="Grundschule").press("ArrowLeft")
    alone = get("/ranking?mode=walk&weights=primary_school:0")
    expect(page.locator(".headline .note")).to_have_text("Nur ein Dienst zählt: Gewichte ändern nichts.")
    expect(page.locator(".headline .figure")).to_have_text(alone["people"]["leader"])
    assert "gewichte=primary_school%3A0" in page.url
    # Something has to count.
    expect(page.get_by_role("slider", name="Weiterführende Schule")).to_have_attribute("min", "1")
    page.reload()
    expect(page.locator(".headline .figure")).to_have_text(alone["people"]["leader"])
    page.locator(".weights summary").click()
    page.get_by_role("button", name="wie üblich gewichten").click()
    expect(page.locator(".weights summary")).to_contain_text("alle gleich")
    assert "gewichte" not in page.url


def test_neighbours_say_plainly_that_nobody_is_near(open_page, get):
    page = open_page("?frage=naehe")
    links = get("/links?mode=car")
    assert links["links"] == []
    assert links["nearest"]
    expect(page.locator(".headline p").first).to_have_text(links["sentence"])
    expect(page.locator(".rows")).to_contain_text(
        "Kein Zentrum einer anderen Kommune des Verbunds liegt so nah."
    )
    nearest = page.locator("h2", has_text="Nächstes Paar je zwei Kommunen").locator("+ .links li")
    expect(nearest).to_have_count(len(links["nearest"]))
    for end in ("a", "b"):
        expect(nearest.first).to_contain_text(links["nearest"][0][end]["name"])


def test_examples_are_marked_as_such(open_page, get):
    page = open_page("?frage=projekte")
    projects = get("/projects")["projects"]
    examples = [project for project in projects if project["beispiel"]]
    assert examples
    expect(page.locator(".project")).to_have_count(len(projects))
    expect(page.locator(".project .badge.example")).to_have_count(len(examples))
    for project in projects:
        places = page.locator(".project", has_text=project["title"]).first.locator(".place")
        expect(places).to_have_count(len(project["zentren"]))


def test_back_button_and_shared_address(page):
    page.get_by_role("button", name="Aulendorf", exact=True).click()
    expect(page.locator("dialog.sheet h2")).to_have_text("Aulendorf")
    shared = page.url
    page.get_by_role("button", name="mit dem Rad").click()
    expect(page.get_by_role("button", name="mit dem Rad")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.get_by_role("button", name="zu Fuß")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator("dialog.sheet")).to_have_count(0)
    page.goto(shared)
    expect(page.locator("dialog.sheet h2")).to_have_text("Aulendorf")


def test_report_is_a_pdf(open_page, live_server):
    page = open_page("?zentrum=05978036-hemmerde")
    link = page.get_by_role("link", name="Bericht (PDF)")
    href = link.get_attribute("href")
    response = page.request.get(live_server + href)
    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF")


def test_unknown_verbund_is_told_in_the_words_of_the_api(open_page):
    page = open_page("?verbund=gibt-es-nicht", errors_expected=True)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("gibt-es-nicht")
    expect(alert.get_by_role("button", name="Noch einmal versuchen")).to_be_visible()
    page.get_by_role("link", name="Zur Startseite").click()
    expect(page.locator("tr[data-zentrum]")).to_have_count(61)


def test_a_failing_answer_can_be_asked_again(open_page):
    page = open_page("", errors_expected=True)
    expect(page.locator("tr[data-zentrum]")).to_have_count(61)
    page.route("**/api/summary*", lambda route: route.abort())
    page.get_by_role("button", name="Bahnhof").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Der Server antwortet nicht.")
    page.unroute("**/api/summary*")
    alert.get_by_role("button").click()
    expect(page.locator(".headline .figure")).to_be_visible()
