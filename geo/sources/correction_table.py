"""The table that corrections are worked into: rows of a canonical frame of facilities, found by id."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geopandas import GeoDataFrame

from geo.schema import canonical_frame
from geo.sources.correction_rows import Correction

MARK = "korrektur"  # attribute of a corrected facility: what was done, who says so, since when
DONE = {"close": "geschlossen", "move": "verschoben", "reclassify": "umgestuft", "add": "ergänzt"}
"""German word by action, in the order in which they are applied."""


def mark_of(correction: Correction) -> str:
    """What is noted at the facility, in German."""
    row = correction.row
    return f"{DONE[row.action]} ({row.role}, {row.date.isoformat()}): {row.reason}"


@dataclass
class FacilityTable:
    """Columns of a frame as lists, where each facility stands in them, and what becomes of it."""

    columns: dict[str, list[Any]]
    rows_of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    dropped: set[int] = field(default_factory=set)
    marks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for row, facility_id in enumerate(self.columns["facility_id"]):
            self.rows_of[facility_id].append(row)

    def find(self, facility_id: str, layer: str = "") -> list[int]:
        """Rows of a facility, in all layers or in one."""
        rows = [row for row in self.rows_of.get(facility_id, []) if row not in self.dropped]
        return [row for row in rows if layer in {"", self.columns["layer"][row]}]

    def change(self, row: int, correction: Correction, **values: Any) -> bool:
        """Change cells of a row; tells whether that altered any."""
        self.marks[row].append(mark_of(correction))
        differing = [name for name, value in values.items() if self.columns[name][row] != value]
        for name in differing:
            self.columns[name][row] = values[name]
        return bool(differing)

    def append(self, values: Mapping[str, Any]) -> int:
        """Put a row at the end."""
        for name, cells in self.columns.items():
            cells.append(values[name])
        row = len(self.columns["layer"]) - 1
        self.rows_of[values["facility_id"]].append(row)
        return row

    def to_frame(self) -> GeoDataFrame:
        """The rows that are left, each with what was done to it."""
        for row, marks in self.marks.items():
            self.columns["attributes"][row] = {**self.columns["attributes"][row], MARK: "; ".join(marks)}
        kept = [row for row in range(len(self.columns["layer"])) if row not in self.dropped]
        return canonical_frame(
            "facilities", {name: [cells[row] for row in kept] for name, cells in self.columns.items()}
        )
