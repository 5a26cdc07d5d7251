"""Who works with whom: the page Netzwerk, its quarter, its effort of one's own, on desk and phone."""

import pytest
from playwright.sync_api import expect

from geo import service
from geo.domain import Role
from geo.results import AdoptionNew
from geo.rights import OPERATOR
from tests.browser.pages import violations
from tests.conftest import serve
from tests.projects import SIEGEN, UNNA, new
from tests.service.test_digest import THIS
from tests.signed_in import new_session, open_as_operator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def server(loaded_settings):
    operator = open_as_operator(loaded_settings).of(OPERATOR)
    for title, visibility in ((f"Werkstatt {SCRIPT}", "public"), ("Verschwiegenes", "own")):
        words = {"title": title, "ags": [UNNA], "zentren": [], "visibility": visibility}
        made = service.create_project(operator, new(**words, modules=[{"title": f"Baustein {title}"}]))
        taken = AdoptionNew(module=made.modules[0].key, ags=SIEGEN)
        service.adopt_module(operator, made.info.project_id, taken)
    operator.engine.dispose()
    with serve(loaded_settings) as base:
        yield base


def test_who_works_with_whom(server, open_page):
    page = open_page("?frage=projekte", base=server)
    page.get_by_role("button", name="Netzwerk").click()
    expect(page.get_by_text("Siegen und Unna arbeiten zusammen.")).to_be_visible()
    row = page.get_by_role("row", name="Siegen und Unna")
    expect(row.get_by_role("cell")).to_have_text(["0", "0", "1", "0"])
    panel = page.locator(".network")
    expect(panel).to_contain_text(f"Baustein Werkstatt {SCRIPT}")
    expect(panel).not_to_contain_text("Verschwiegenes")
    page.get_by_text("Was wäre erspart?").click()
    page.get_by_label("Arbeitstage je Konzept").fill("zwölf")
    page.get_by_role("button", name="Rechnen").click()
    expect(page.get_by_role("alert")).to_have_text("Bitte Arbeitstage über 0 bis 1.000 angeben.")
    page.get_by_label("Arbeitstage je Konzept").fill("12,5")
    page.get_by_label("Quelle").fill("Schätzung Stadt Unna")
    page.get_by_role("button", name="Rechnen").click()
    expect(panel).to_contain_text("Aufwand je Konzept: 12,5 Arbeitstage (Schätzung Stadt Unna)")
    assert violations(page) == []
    page.get_by_label("Kommune", exact=True).select_option(label="Billerbeck")
    expect(row).to_have_count(0)
    expect(panel).to_contain_text("Noch hat niemand einen Baustein übernommen.")
    page.get_by_label("Kommune", exact=True).select_option(label="alle")
    panel.get_by_role("link", name="Werkstatt").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Werkstatt {SCRIPT}")
    page.get_by_role("link", name="Zurück").click()
    expect(row).to_be_visible()


def test_the_digest_of_a_quarter_on_the_phone(server, open_page, loaded_settings):
    token = new_session(loaded_settings, (Role.EDITOR, UNNA))
    address = f"?frage=projekte&sicht=netzwerk&quartal={THIS}"
    page = open_page(address, base=server, token=token, width=390, height=844, dark=True)
    expect(page.get_by_role("heading", name="Neu im Verzeichnis")).to_be_visible()
    expect(page.locator(".network .uses").first).to_contain_text("Verschwiegenes")
    expect(page.get_by_text("nicht weitergeben")).to_be_visible()
    link = page.get_by_role("link", name="Rückblick (PDF)")
    answer = page.request.get(f"{server}{link.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Zeitraum").select_option(label="alles bisher")
    expect(page.get_by_role("heading", name="Neu im Verzeichnis")).to_have_count(0)
