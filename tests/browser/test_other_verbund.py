"""Another Verbund, Liechtenstein out of OpenStreetMap, shown by the very same page."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine

from geo import pipeline
from geo.settings import PROJECT_ROOT
from tests.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = PROJECT_ROOT / "tests" / "verbuende" / "liechtenstein"


@pytest.fixture
def two_verbuende(own_settings, testdata, monkeypatch):
    monkeypatch.setenv("MITTEN_TESTDATA", str(testdata))
    engine = create_engine(own_settings.database_url)
    pipeline.compute(engine, pipeline.load_verbund(engine, FOLDER).verbund_id)
    engine.dispose()
    with serve(own_settings) as url:
        yield url


def test_liechtenstein_is_shown_by_the_same_code(two_verbuende, open_page):
    page = open_page("?verbund=liechtenstein&dienst=supermarket", base=two_verbuende)
    expect(page.locator(".counts")).to_contain_text("11 Kommunen · 1 Verbund")
    expect(page.locator("button.town")).to_have_count(11)
    expect(page.locator("h1")).to_have_text("Wo ist der Supermarkt zu weit?")
    page.wait_for_selector(".canvas[data-idle]")
    page.get_by_role("button", name="Vaduz", exact=True).first.click()
    expect(page.locator("dialog.sheet h2")).to_have_text("Vaduz")
    expect(page.locator(".figures li").first).to_be_visible()
    page.get_by_role("link", name="Wer ist in der Nähe?").click()
    expect(page.locator(".links li").first).to_be_visible()
    assert "verbund=liechtenstein" in page.url
    strip = page.locator(".strip ul")
    assert strip.evaluate("element => element.scrollWidth > element.clientWidth")
    page.get_by_role("combobox", name="Verbund").select_option("61-6-eins")
    expect(page.locator("button.town")).to_have_count(6)
