"""Read unit costs: what a vehicle kilometre and a metre of path cost in a year. Own input, each with its source."""

from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import BeforeValidator, Field

from geo.analysis.remedies import Effort
from geo.schema import DateText, Name, Row
from geo.sources.package import DatasetRecord, Provenance, describe_file
from geo.sources.rows import read_csv, validate_unique

COST_COLUMNS = ["kind", "eur_a", "source", "date"]


def _to_number(value: object) -> object:
    """A number with a decimal comma, as German spreadsheets write it."""
    return value.strip().replace(",", ".") if isinstance(value, str) else value


class CostRow(Row):
    """A row of ``kosten.csv``."""

    kind: Effort
    eur_a: Annotated[float, BeforeValidator(_to_number), Field(gt=0)]
    source: Name
    date: DateText = ""


def read_unit_costs(path: Path, stated: Provenance | None = None) -> tuple[DatasetRecord, pd.DataFrame]:
    """Read and check unit costs.

    Parameters
    ----------
    path
        CSV: kind (``vehicle_km`` or ``path_m``), eur_a, source, date.
    stated
        Provenance from ``verbund.toml``, if it states any.

    Returns
    -------
    DatasetRecord, DataFrame
        The source ``kosten``, and `COST_COLUMNS`.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence; a cost without a source is.
    """
    records = read_csv(path, CostRow)
    validate_unique(records, "kind")
    rows = [{**record.row.model_dump(), "kind": str(record.row.kind)} for record in records]
    frame = pd.DataFrame(rows, columns=COST_COLUMNS)
    return describe_file("kosten", "Kostensätze", path, frame, stated), frame


def no_unit_costs() -> pd.DataFrame:
    """The frame without a row: efforts are compared as they are."""
    return pd.DataFrame(
        {name: pd.Series([], dtype=float if name == "eur_a" else str) for name in COST_COLUMNS}
    )
