"""Markup that people write in names, notes and offers: every page shows it as the text it is."""

import pytest
from playwright.sync_api import expect

from geo import service
from geo.results import ProjektraumNew
from geo.rights import OPERATOR
from geo.settings import Settings
from tests.actors import organisation
from tests.browser.pages import rest
from tests.conftest import serve
from tests.projects import UNNA, new
from tests.signed_in import open_as_operator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def addresses(loaded_settings: Settings):
    """Pages of an actor, a Projektraum and a project with markup in every text, and where they are listed."""
    operator = open_as_operator(loaded_settings).of(OPERATOR)
    wish = {"resource": "rooms", "text": f"Laden {SCRIPT}"}
    offer = {**wish, "direction": "offers"}
    actor = service.create_actor(
        operator, organisation(name=f"Verein {SCRIPT}", about=SCRIPT, entries=[offer], visibility="public")
    )
    project = service.create_project(
        operator,
        new(
            title=f"Laden {SCRIPT}", summary=SCRIPT, description=SCRIPT, lessons=SCRIPT, owner=SCRIPT, ags=[UNNA],
            target_groups=[SCRIPT], funding=[{"programme": SCRIPT}], seeks=[wish], visibility="public",
            links=[{"url": "https://example.org", "title": SCRIPT, "licence": SCRIPT}],
            modules=[{"title": SCRIPT, "description": SCRIPT, "licence": SCRIPT}],
        ),
    )  # fmt: skip
    area = service.read_areas(operator, "near", "secondary_school").areas[0].area_id
    raum = service.create_raum(
        operator, ProjektraumNew(area_id=area, name=f"Raum {SCRIPT}", notes=SCRIPT, visibility="public")
    )
    operator.engine.dispose()
    return {
        "?frage=projekte&sicht=akteure": f"Verein {SCRIPT}",
        f"?frage=projekte&sicht=akteure&akteur={actor.info.actor_id}": SCRIPT,
        f"?frage=projekte&projekt={project.info.project_id}": f"Laden {SCRIPT}",
        "?frage=naehe&teilen=projektraeume": f"Raum {SCRIPT}",
        f"?frage=naehe&teilen=projektraeume&raum={raum.info.raum_id}": SCRIPT,
    }


@pytest.fixture(scope="module")
def base(loaded_settings: Settings):
    """A server of them; it stops after the pages are closed."""
    with serve(loaded_settings) as url:
        yield url


def test_markup_stays_text_on_every_page(base, addresses, open_page):
    for address, words in addresses.items():
        page = open_page(address, base=base)
        said = []
        page.on("dialog", lambda dialog, said=said: (said.append(dialog.message), dialog.dismiss()))
        expect(page.locator(".panel").get_by_text(words).first).to_be_visible()
        rest(page)
        assert page.locator(".panel img").count() == 0, address
        assert page.locator("body script:not([src])").count() == 0, address
        assert said == []
