"""Nahversorgung 0-5 of the Zentren (BBSR)."""

import pandas as pd

from geo.analysis.nahversorgung import component_table, read_method, score_table
from geo.db import read
from geo.domain import Mode
from geo.render.german import format_number
from geo.results import NahversorgungRow
from geo.service.opened import OpenVerbund, get_run_row


def list_nahversorgung(opened: OpenVerbund) -> list[NahversorgungRow]:
    """The five BBSR services within 1,000 m on foot, counted at each Zentrum; a range where data is missing."""
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        reach = read.read_reach(connection, run["run_id"], mode=str(Mode.WALK))
    return to_nahversorgung(reach)


def to_nahversorgung(reach: pd.DataFrame) -> list[NahversorgungRow]:
    """The same from rows of `geo.db.read.read_reach`, of some or all Zentren."""
    method = read_method()
    frame = reach.rename(columns={"zentrum_id": "origin_id"})
    places = frame.drop_duplicates("origin_id").set_index("origin_id")
    scores = score_table(component_table(frame, places.index, method), method)
    return [
        NahversorgungRow(
            ortsteil_id=str(key),
            ortsteil=places.loc[key, "zentrum"],
            kommune=places.loc[key, "kommune"],
            points_known=float(row.points_known),
            points_possible=float(row.points_possible),
            text=_points_text(float(row.points_known), float(row.points_possible), method.most),
            residents=None if pd.isna(places.loc[key, "residents"]) else int(places.loc[key, "residents"]),
            run_id=places.loc[key, "run_id"],
        )
        for key, row in zip(scores.index, scores.itertuples(), strict=True)
    ]


def _points_text(known: float, possible: float, most: float) -> str:
    if known == possible:
        return f"{format_number(known)} von {format_number(most)}"
    return f"{format_number(known)} bis {format_number(possible)} von {format_number(most)}, Daten fehlen"
