"""Debian's chromium on a real server: every page fails its test on a console error or a foreign request."""

import contextlib
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.session import COOKIE
from geo.settings import Settings
from tests.browser.liechtenstein import HOME, Ask
from tests.browser.pages import COUNT_REQUESTS, rest
from tests.conftest import serve
from tests.databases import CELLS, _copy_of, _unique, cells_settings

CHROMIUM_ARGS = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-gpu-compositing",  # the map alone is drawn by WebGL: halves what drawing in software takes
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
LOCAL_SCHEMES = ("blob:", "data:")
TIMEOUT_MS = 60_000  # only what fails waits so long; a busy machine may be many times slower than a quiet one

expect.set_options(timeout=TIMEOUT_MS)

OpenPage = Callable[..., Page]


class Screen(NamedTuple):
    width: int
    height: int
    dark: bool


@dataclass
class Record:
    """What a page did: errors it wrote, addresses it asked."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on(
            "console",
            lambda entry: (
                self.errors.append(f"{entry.text} {entry.location}") if entry.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: self.errors.append(f"{error.message} {error.stack}"))
        page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of ``MITTEN_CHROMIUM`` or Debian."""
    path = os.environ.get("MITTEN_CHROMIUM", "/usr/bin/chromium")
    if not shutil.which(path):
        pytest.fail(f"MITTEN_CHROMIUM: there is no chromium at {path}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def own_server(own_settings: Settings) -> Iterator[str]:
    """A real server on a database that the test may change."""
    with serve(own_settings) as url:
        yield url


class Contexts:
    """A context per screen, kept so that a page need not be read and compiled anew.

    A page with a session has a context that no other page has at that time; it comes back without cookies.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._shared: dict[Screen, BrowserContext] = {}
        self._free: defaultdict[Screen, list[BrowserContext]] = defaultdict(list)

    def share(self, screen: Screen) -> BrowserContext:
        if screen not in self._shared:
            self._shared[screen] = self._make(screen)
        return self._shared[screen]

    @contextlib.contextmanager
    def lend(self, screen: Screen) -> Iterator[BrowserContext]:
        free = self._free[screen]
        context = free.pop() if free else self._make(screen)
        yield context
        context.clear_cookies()
        free.append(context)

    def _make(self, screen: Screen) -> BrowserContext:
        phone: dict[str, Any] = {"is_mobile": True, "has_touch": True} if screen.width < 500 else {}
        context = self._browser.new_context(
            viewport={"width": screen.width, "height": screen.height},
            color_scheme="dark" if screen.dark else "light",
            reduced_motion="reduce",
            locale="de-DE",
            **phone,
        )
        context.set_default_timeout(TIMEOUT_MS)
        context.add_init_script(COUNT_REQUESTS)
        return context


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.fixture
def open_page(contexts: Contexts, live_server: str) -> Iterator[OpenPage]:
    """Open the web map: ``open_page("?frage=luecken", width=390)``; checks all pages when the test ends.

    A test with a server of its own names that before ``open_page``: pages close before their server stops.
    """
    if not (Settings().web_dir / "index.html").is_file():
        pytest.fail("the web map is not built: run `make test` or `npm run build` in web/")
    opened: list[tuple[Page, str, Record, bool]] = []
    lent = contextlib.ExitStack()

    def open_one(
        query: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        errors_expected: bool = False,
        base: str = live_server,
        token: str | None = None,
    ) -> Page:
        screen = Screen(width, height, dark)
        context = lent.enter_context(contexts.lend(screen)) if token else contexts.share(screen)
        if token:
            context.add_cookies([{"name": COOKIE, "value": token, "url": base}])
        page, record = context.new_page(), Record()
        record.listen(page)
        opened.append((page, base, record, errors_expected))
        page.goto(f"{base}/{query}")
        return page

    yield open_one
    for page, *_ in opened:
        if not page.is_closed():
            page.evaluate("localStorage.clear()")  # what a test chose is not the choice of the next
            page.context.clear_cookies()
            page.close()
    lent.close()
    assert opened, "the test opened no page"
    for _, base, record, errors_expected in opened:
        assert record.requests
        foreign = [url for url in record.requests if not url.startswith((f"{base}/", *LOCAL_SCHEMES))]
        assert foreign == []
        assert errors_expected or record.errors == []


@pytest.fixture
def get(live_server: str, browser: Browser) -> Iterator[Callable[[str], Any]]:
    """Ask the API beside the page: ``get("/summary?layer=…")``."""
    context = browser.new_context()

    def ask(path: str) -> Any:
        response = context.request.get(f"{live_server}/api{path}")
        assert response.ok, response.text()
        return response.json()

    yield ask
    context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The start page on a desk, with its map drawn."""
    page = open_page()
    rest(page)
    return page


@pytest.fixture(scope="module")
def network_settings(server_url: str, testdata: Path) -> Iterator[Settings]:
    """An installation of its own: Liechtenstein with a grid, once by straight lines and then by streets."""
    with pytest.MonkeyPatch.context() as patch, _copy_of(server_url, CELLS, _unique("network")) as url:
        patch.setenv("MITTEN_TESTDATA", str(testdata))
        yield cells_settings(url)


@pytest.fixture(scope="module")
def network_server(network_settings: Settings) -> Iterator[str]:
    """A server of it."""
    with serve(network_settings) as base:
        yield base


@pytest.fixture
def ask(network_server: str, browser: Browser) -> Iterator[Ask]:
    """Ask the API beside the page: ``ask("/runs")``, ``ask("/whatif", {...})`` posts."""
    context = browser.new_context()

    def request(path: str, body: object = None) -> Any:
        address = f"{network_server}/api{path}"
        response = context.request.get(address) if body is None else context.request.post(address, data=body)
        assert response.ok, response.text()
        return response.json()

    yield request
    context.close()


@pytest.fixture
def visit(network_server: str, open_page) -> Callable[..., Page]:
    """Open Liechtenstein: ``visit("&werkzeug=zeit")``."""

    def go(query: str = "", **options: Any) -> Page:
        page = open_page(HOME + query, base=network_server, **options)
        rest(page)
        return page

    return go
