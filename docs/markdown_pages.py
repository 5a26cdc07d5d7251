"""What all generated pages share."""

from collections.abc import Iterable

NOTE = "<!-- Written by docs/build_reference.py: change the code, then run it again. -->"

MARKS = {"V": "read in the source", "2": "read in a source that quotes it"}


def to_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
