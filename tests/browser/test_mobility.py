"""Mobilität: bus and rail on the page, and what it says where no timetable is loaded."""

import re

import pytest
from playwright.sync_api import expect

from geo.domain import Role
from tests.browser.pages import rest, violations
from tests.conftest import _probe_settings, serve
from tests.signed_in import new_session

pytestmark = pytest.mark.browser

NO_TIMETABLE = "keine Fahrplandaten"


def test_without_a_timetable_the_page_says_so_and_shows_no_class(open_page, get):
    page = open_page("?frage=mobilitaet")
    expect(page.locator("h1")).to_have_text("Wie gut fahren Bus und Bahn?")
    expect(page.locator(".headline .figure")).to_have_text(NO_TIMETABLE)
    rows = page.locator(".rows tbody tr")
    expect(rows).to_have_count(61)
    expect(rows.locator(".badge", has_text=NO_TIMETABLE)).to_have_count(61)
    expect(page.locator(".class-badge")).to_have_count(0)
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


def test_gaps_on_foot_and_by_bike_are_shown_without_a_timetable(open_page, get):
    gaps = get("/pt/gaps")["gaps"]
    assert gaps
    page = open_page("?frage=mobilitaet")
    page.get_by_role("button", name="Lücken", exact=True).click()
    expect(page).to_have_url(re.compile("ansicht=luecken"))
    expect(page.locator("h1")).to_have_text("Wo kommt man ohne Auto nicht hin?")
    expect(page.locator(".headline .badge")).to_have_text(NO_TIMETABLE)
    expect(page.get_by_role("button", name="Anderer Fahrplan")).to_have_count(0)
    expect(page.get_by_role("button", name="Sonntag")).to_have_count(0)
    first = page.locator(".gaps.mobility > li").first
    expect(first).to_contain_text(gaps[0]["ortsteil"])
    expect(first.locator(".mode-values li")).to_have_count(3)
    expect(first.locator(".mode-values")).to_contain_text(f"mit Bus und Bahn {NO_TIMETABLE}")
    assert violations(page) == []


def test_services_on_demand_stand_in_list_and_sheet_without_a_timetable(open_page, get):
    aulendorf = next(row for row in get("/pt/classes") if row["ortsteil_id"] == "05558008-aulendorf")
    (offer,) = aulendorf["on_demand"]
    page = open_page("?frage=mobilitaet&kommune=05558008")
    row = page.locator('[data-zentrum="05558008-aulendorf"]')
    expect(row).to_contain_text("auf Bestellung: BürgerBus Billerbeck")
    row.get_by_role("button", name="Aulendorf").click()
    offers = page.locator("dialog .on-demand")
    expect(offers).to_contain_text("telefonisch mindestens eine Stunde vorher")
    age = "seit zwei Jahren nicht geprüft" if offer["stale"] else offer["date_text"]
    expect(offers).to_contain_text(age)


def test_the_sheet_of_a_zentrum_has_a_section_of_bus_and_rail(open_page):
    page = open_page("?zentrum=05978036-hemmerde")
    expect(page.locator("dialog .transit")).to_contain_text(NO_TIMETABLE)
    page.get_by_role("link", name="Mobilität", exact=True).click()
    expect(page.locator("dialog .transit + h3")).to_contain_text("Versorgung")


@pytest.fixture(scope="module")
def rhein_neckar_server(rhein_neckar):
    """A server with a real timetable on real streets."""
    with serve(rhein_neckar) as url:
        yield url


@pytest.fixture
def ask(rhein_neckar_server, browser):
    """The API that stands behind the page: ``ask("/pt/classes?day=sunday")``."""
    context = browser.new_context()

    def get(path):
        response = context.request.get(f"{rhein_neckar_server}/api{path}")
        assert response.ok, response.text()
        return response.json()

    yield get
    context.close()


@pytest.fixture
def open_probe(open_page, rhein_neckar_server):
    def open_one(query="", **options):
        return open_page(f"?frage=mobilitaet{query}", base=rhein_neckar_server, **options)

    return open_one


@pytest.mark.slow
def test_classes_by_day_and_method_as_the_api_says(open_probe, ask):
    page = open_probe()
    day = page.locator(".reference-day")
    expect(day).to_have_text("Stichtag: Dienstag, 21.06.2022")

    def letters_of(path):
        rows = ask(path)
        assert len(rows) == 20
        return {row["ortsteil_id"]: row["class_letter"] or "–" for row in rows}

    def expect_letters(path):
        for ortsteil, letter in letters_of(path).items():
            expect(page.locator(f'tbody[data-zentrum="{ortsteil}"] .class-badge')).to_contain_text(letter)

    expect_letters("/pt/classes")
    assert letters_of("/pt/classes") != letters_of("/pt/classes?day=sunday")
    page.get_by_role("button", name="Sonntag").click()
    expect(day).to_have_text("Stichtag: Sonntag, 19.06.2022")
    expect_letters("/pt/classes?day=sunday")
    page.get_by_label("Methode").select_option("are-2011")
    expect(page).to_have_url(re.compile("methode=are-2011&tag=sunday"))
    expect_letters("/pt/classes?day=sunday&method=are-2011")
    legend = page.locator(".legend")
    expect(legend.locator("summary")).to_have_text("Güteklasse am Sonntag")
    expect(legend.get_by_text("D", exact=True)).to_have_count(1)
    expect(legend.get_by_text("G", exact=True)).to_have_count(0)
    expect(page.locator(".headline")).not_to_contain_text("Stichtag")  # stands above
    assert violations(page) == []


@pytest.mark.slow
def test_departures_of_a_stop_stand_in_the_strip(open_probe, ask):
    page = open_probe()
    page.get_by_role("button", name="Abfahrten Gaiberg, Ev. Kirche").first.click()
    strip = page.locator(".stop-strip")
    expect(strip.locator("h2")).to_be_focused()
    page.set_viewport_size(
        {"width": 1024, "height": 768}
    )  # little is left for the map, and the legend keeps to it
    legend, pane = (page.locator(each).bounding_box() for each in (".legend", ".map"))
    assert legend["y"] >= pane["y"]
    stop = next(
        each["properties"]
        for each in ask("/pt/stops")["features"]
        if each["properties"]["name"] == "Gaiberg, Ev. Kirche"
    )
    departures = ask(f"/pt/stops/{stop['stop_id']}/departures")
    times = [each for line in departures["lines"] for each in line["departures"]]
    assert times
    expect(strip.locator(".minute")).to_have_count(len(times))
    expect(strip.locator(".minute.marked")).to_have_count(departures["n_school"])
    first = departures["lines"][0]["departures"][0]
    hour, minute = first["text"].split(":")
    row = strip.locator("tbody tr").first
    heads = strip.locator("thead th").all_text_contents()
    column = next(i for i, head in enumerate(heads) if head.endswith(f"{int(hour)} Uhr"))
    expect(row.locator("td").nth(column - 1)).to_contain_text(minute)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(strip).to_have_count(0)


@pytest.mark.slow
def test_gaps_and_travel_times_of_a_zentrum(open_probe, ask):
    page = open_probe("&ansicht=luecken&kommune=alle")
    gaps = ask("/pt/gaps")["gaps"]
    assert gaps
    entries = page.locator(".gaps.mobility > li")
    expect(entries).to_have_count(len(gaps))
    expect(entries.first).to_contain_text(gaps[0]["ortsteil"])
    expect(entries.first.locator(".mode-values li")).to_have_count(3)
    page.locator(".remedies summary").first.click()
    expect(page.locator(".remedies").first.locator("li")).to_have_count(len(gaps[0]["remedies"]))
    entries.first.locator(".row-link").click()
    times = page.locator("dialog .times")
    expect(times).to_contain_text("nächstes Mittelzentrum")
    own = ask(f"/pt/travel-times?zentrum={gaps[0]['ortsteil_id']}&target=mittelzentrum")
    mittel = next(each for each in own if each["p50_min"] is not None)
    page.get_by_label("Abfahrt", exact=True).select_option(mittel["window"])
    row = times.locator("tbody", has_text="nächstes Mittelzentrum")
    expect(row.locator(".middle")).to_have_text(f"{round(mittel['p50_min'])}\u00a0min")
    expect(row).to_contain_text("Norm 45\u00a0min")
    assert violations(page) == []


@pytest.mark.slow
def test_another_timetable_is_answered_kept_and_shown_again(open_probe, ask, rhein_neckar):
    page = open_probe("&ansicht=szenario", token=new_session(rhein_neckar, (Role.COORDINATOR, "")))
    line = next(each for each in ask("/pt/lines") if each["name"].endswith("757"))
    page.get_by_label("Linie").select_option(line["line"])
    expect(page.locator(".verdict")).to_contain_text("757")
    expect(page.locator(".sums")).to_contain_text("Fahrten")
    assert violations(page) == []
    rest(page)
    sentence = page.locator(".verdict").text_content()
    page.get_by_label("Als Szenario merken").fill("757 stündlich")
    page.get_by_role("button", name="Merken").click()
    kept = page.get_by_role("button", name="757 stündlich", exact=True)
    expect(kept).to_be_visible()
    page.get_by_role("button", name="Bus auf Bestellung").click()
    expect(page.locator(".verdict")).to_have_count(0)
    kept.click()
    expect(page.locator(".verdict")).to_have_text(sentence)
    page.get_by_role("button", name="757 stündlich löschen").click()
    page.get_by_role("button", name="757 stündlich wirklich löschen").click()
    expect(kept).to_have_count(0)


@pytest.mark.slow
def test_phone_and_dark_are_accessible(open_probe):
    page = open_probe("&kommune=alle", width=390, height=844, dark=True)
    expect(page.locator(".list.classes tbody")).to_have_count(20)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.fixture(scope="module")
def cells_server(gridded_probe):
    """A server whose Verbund has a timetable and a population grid."""
    settings = _probe_settings(gridded_probe.engine.url.render_as_string(hide_password=False))
    with serve(settings) as url:
        yield url


@pytest.mark.slow
def test_classes_by_cell_on_the_map(open_page, cells_server):
    page = open_page("?frage=mobilitaet", base=cells_server)
    with page.expect_response(lambda answer: "/api/pt/cells/classes" in answer.url) as answered:
        page.locator(".legend").get_by_text("100-m-Zellen").click()
    packed = answered.value.json()
    assert set(packed["letters"]) > {"B"}
    expect(page.locator(".legend").get_by_text("B", exact=True)).to_have_count(1)
    unknown = packed["states"].count(str(packed["state_keys"].index("outside_data_area")))
    expect(page.locator(".legend")).to_contain_text(f"außerhalb der Daten {unknown}")
    with page.expect_response(
        lambda answer: "/api/pt/cells/classes?" in answer.url and "sunday" in answer.url
    ):
        page.get_by_role("button", name="Sonntag").click()
    assert violations(page) == []
