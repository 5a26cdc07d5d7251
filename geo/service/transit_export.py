"""Bus and rail as flat tables for other programs."""

import pandas as pd

from geo.db import transit as stored
from geo.service.opened import OpenVerbund
from geo.service.transit import read_transit_run

LEFT_OUT = ["run_id"]
NAMES = {"classes": "gueteklassen", "times": "reisezeiten", "gaps": "mobilitaetsluecken"}


def read_transit_tables(opened: OpenVerbund) -> dict[str, pd.DataFrame]:
    """Classes, travel times and mobility gaps of the run that is shown, by the German name of the table.

    All methods, kinds of days and windows; codes as in the database (docs/mobility.md). Only gaps where no timetable
    was computed, then with ``pt_judged`` false.
    """
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
        frames = {
            "classes": stored.read_classes(connection, run.run_id),
            "times": stored.read_times(connection, run.run_id),
            "gaps": stored.read_gaps(connection, run.run_id),
        }
    return {NAMES[key]: _flatten(frame) for key, frame in frames.items() if len(frame)}


def _flatten(frame: pd.DataFrame) -> pd.DataFrame:
    """Nested values as text, so that every cell of a table is one value."""
    nested = [
        name for name in frame.columns if frame[name].map(lambda value: isinstance(value, dict | list)).any()
    ]
    texts = {name: frame[name].map(_to_text) for name in nested}
    return frame.drop(columns=LEFT_OUT).assign(**texts)


def _to_text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key or '-'}={part}" for key, part in value.items())
    return ""
