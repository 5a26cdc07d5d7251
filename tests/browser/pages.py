"""What tests do with a page: wait until it rests, read it, look for barriers, click a place on its map."""

import itertools
import math

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Position

SERIOUS = {"serious", "critical"}
TILE_PX = 512  # MapLibre's world is 512 px wide at zoom 0
CALM_FRAMES = 6  # an answer takes some frames until list and map have followed it

COUNT_REQUESTS = """
window.asking = 0;
const ask = window.fetch;
window.fetch = (...question) => {
    window.asking += 1;
    const answered = ask(...question);
    answered.then((answer) => answer.clone().arrayBuffer()).catch(() => null).finally(() => (window.asking -= 1));
    return answered;
};
"""
RESTS = """([turn, frames]) => {
    const maps = [...document.querySelectorAll(".canvas")];
    const busy = !document.querySelector("main") || window.asking > 0
        || document.querySelector(".waiting, .stale") || maps.some(({ dataset }) => !dataset.idle);
    if (window.rest?.turn !== turn) window.rest = { turn, frames: 0 };
    window.rest.frames = busy ? 0 : window.rest.frames + 1;
    return window.rest.frames > frames;
}"""

turns = itertools.count()


def rest(page: Page) -> None:
    """Wait until the page has all its answers and its map is drawn.

    A page between two answers shows the old one, pale, and the camera may still be about to move.
    """
    page.wait_for_function(RESTS, arg=[next(turns), CALM_FRAMES])


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical, once the page rests: what an old answer says is pale on purpose."""
    rest(page)
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html']}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def plain(text: str) -> str:
    """One line with plain spaces."""
    return " ".join(text.split())


def pixel_of(page: Page, lon: float, lat: float) -> Position:
    """Where a place lies on the map canvas, by Web Mercator and the camera that the page notes."""
    lng0, lat0, zoom = map(float, page.locator(".canvas").get_attribute("data-camera").split(","))
    box = page.locator(".canvas").bounding_box()

    def world(lng: float, latitude: float) -> tuple[float, float]:
        size = TILE_PX * 2**zoom
        y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
        return size * (lng + 180) / 360, size * (1 - y / math.pi) / 2

    (x, y), (x0, y0) = world(lon, lat), world(lng0, lat0)
    return {"x": box["width"] / 2 + x - x0, "y": box["height"] / 2 + y - y0}


def click_place(page: Page, lon: float, lat: float) -> None:
    """Click a place on the map once nothing moves any more."""
    rest(page)
    page.locator(".canvas").click(position=pixel_of(page, lon, lat))


def hover_place(page: Page, lon: float, lat: float) -> None:
    """Point at a place on the map once nothing moves any more."""
    rest(page)
    page.locator(".canvas").hover(position=pixel_of(page, lon, lat))
