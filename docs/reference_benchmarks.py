"""The reference page on what ``make bench`` measured last."""

import json
from pathlib import Path
from typing import Any

from markdown_pages import NOTE, to_table
from rich.table import Table

from benchmarks.tables import list_tables

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results.json"


def build_benchmarks() -> str:
    """Return the page on the last measures: the tables that ``make bench`` printed."""
    results = json.loads(RESULTS.read_text("utf-8"))
    return "\n\n".join(
        (
            "# Measures",
            NOTE,
            "What `make bench` measured last, from `benchmarks/results.json`. Ratios: ours over theirs in the same "
            "run. How it is measured, and what each name means: [benchmarks.md](../benchmarks.md).",
            _describe_machine(results),
            *(_to_markdown(table) for table in list_tables(results)),
        )
    )


def _describe_machine(results: dict[str, Any]) -> str:
    machine = results["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    return (
        f"Measured on {results['measured_on']}: {machine['processors']} processors ({machine['architecture']}, "
        f"{machine['system']}), {machine['memory_gb']} GB; programs waiting for them before and after: "
        f"{machine['load_before']} and {machine['load_after']}. "
        f"{'A short run (QUICK=1). ' if results['quick'] else ''}Versions: {versions}."
    )


def _to_markdown(table: Table) -> str:
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    return to_table((str(column.header) for column in table.columns), zip(*columns, strict=True))
