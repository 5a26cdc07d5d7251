"""Liechtenstein on its streets in the browser: where, and the words of a what-if beside the answer of the API."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.pages import plain, rest

HOME = "?verbund=liechtenstein&dienst=supermarket"

Ask = Callable[..., Any]


def zentrum(ask: Ask, name: str) -> dict[str, Any]:
    return next(each for each in ask("/zentren")["features"] if each["properties"]["name"] == name)


def minutes(text: str) -> int:
    """Whole minutes of a cell: "12 min"."""
    found = re.fullmatch(r"(unter )?(\d+) min", plain(text))
    assert found, text
    return 0 if found[1] else int(found[2])


def assert_gains(page: Page, answer: dict[str, Any]) -> None:
    """The list shows every Ortsteil of the answer with its minutes."""
    assert answer["rows"]
    rest(page)
    rows = page.locator("tr[data-ortsteil]")
    expect(rows).to_have_count(len(answer["rows"]))
    for row in answer["rows"]:
        shown = page.locator(f"tr[data-ortsteil='{row['ortsteil_id']}']")
        words = plain(shown.locator(".change").inner_text())
        gained = row["mean_minutes_gained"] if row["residents"] else row["minutes_gained"]
        if gained is None:
            assert words in ("neu erreicht", "entfällt")
        else:
            assert abs(minutes(words) - abs(gained)) <= 0.5 or words == "unter 1 min"
        expect(shown).to_contain_text(row["after_text"])
        before = "wie bisher" if row["minutes_gained"] == 0 else f"statt {row['before_text']}"
        expect(shown).to_contain_text(before)
