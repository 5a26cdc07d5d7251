"""What reading a feed came across: counted, with examples, for the gate to tell."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

SHOWN = 5  # examples per oddity


@dataclass
class Notes:
    """Oddities by code; the words for them stand in `geo.analysis.gate_words`.

    Attributes
    ----------
    found
        Number and examples by code.
    """

    found: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, code: str, examples: pl.Series) -> None:
        """Count values (one per case); the first few become examples. Nothing is noted where there is none."""
        if not len(examples):
            return
        entry = self.found.setdefault(code, {"n": 0, "examples": []})
        entry["n"] += len(examples)
        fresh = [str(value) for value in examples.drop_nulls().unique(maintain_order=True).head(SHOWN)]
        known = entry["examples"]
        entry["examples"] = [*known, *(value for value in fresh if value not in known)][:SHOWN]

    def count(self, code: str, number: int) -> None:
        """Count cases that have no name."""
        if number:
            self.add(code, pl.repeat(None, number, dtype=pl.String, eager=True))
