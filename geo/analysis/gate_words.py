"""Words of the gate: a case becomes a finding that people can read."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from geo.render.german import format_number
from geo.results import GateFinding

SHOWN = 5  # examples of a finding


@dataclass(frozen=True, slots=True)
class Case:
    """What a check found: key of ``gate.toml``, number, examples, and further values of its sentence."""

    code: str
    n: int
    examples: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def to_finding(case: Case) -> GateFinding:
    """Put a case into words."""
    words = _read_words()[case.code]
    sentence = words["one"] if case.n == 1 and "one" in words else words["many"]
    shown = {
        key: format_number(value) if isinstance(value, int) else value for key, value in case.values.items()
    }
    return GateFinding(
        code=case.code,
        level=words["level"],
        title=words["title"],
        text=sentence.format(n=format_number(case.n), **shown),
        n=case.n,
        examples=[str(example) for example in case.examples[:SHOWN]],
        rule=words.get("rule", ""),
    )


@cache
def _read_words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("geo.analysis") / "gate.toml").read_text("utf-8"))
