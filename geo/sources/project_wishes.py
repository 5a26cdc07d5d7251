"""The cell of a table that says what a project looks for: one entry a line, in German words."""

from collections.abc import Mapping
from typing import Any

from geo.sources.project_cells import Reader, Writer, by_slug, pick, read_entries, write_entries

WISH = ("resource", "text", "need", "handlungsfeld")


def read_wishes(resources: Mapping[str, str], needs: Mapping[str, str], fields: Mapping[str, str]) -> Reader:
    """What a project looks for, one entry a line; the arguments are titles by key."""
    read = read_entries(*WISH)
    known = {
        "resource": (resources, "die Art"),
        "need": (needs, "der Bedarf"),
        "handlungsfeld": (fields, "das Handlungsfeld"),
    }

    def key(name: str, word: str) -> str:
        if name not in known:
            return word
        titles, what = known[name]
        return pick(word, by_slug(titles), what, titles.values())

    return lambda value, words: [
        {name: key(name, word) for name, word in entry.items()} for entry in read(value, words)
    ]


def write_wishes(resources: Mapping[str, str], needs: Mapping[str, str], fields: Mapping[str, str]) -> Writer:
    """What a project looks for, one entry a line; the arguments are titles by key."""
    known = {"resource": resources, "need": needs, "handlungsfeld": fields}
    write = write_entries(*WISH)

    def word(name: str, value: Any) -> str:
        return known[name].get(value, value or "") if name in known else value

    return lambda entries, words: write(
        [{name: word(name, entry[name]) for name in WISH} for entry in entries], words
    )
