"""Quality class of every Ortsteil, by method and kind of days, and people per class."""

import pandas as pd

from geo.db import read
from geo.domain import State
from geo.results import TransitClass, TransitHeadline
from geo.service.opened import OpenVerbund, get_run_row
from geo.service.transit import NO_TIMETABLE, to_day_type, to_method


def list_transit_classes(
    opened: OpenVerbund, method: str = "", day_type: str = "school"
) -> list[TransitClass]:
    """Class of each Ortsteil at its Zentrum, in the order of municipalities and names.

    Raises
    ------
    NotFoundError
        If there is no such method.
    NoDataError
        If nothing has been computed.
    """
    chosen, day = to_method(method), to_day_type(day_type)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
    return [
        TransitClass(
            ortsteil_id=row["ortsteil_id"],
            ortsteil=row["name"],
            ags=row["ags"],
            kommune=row["kommune"],
            method=chosen.id,
            day_type=day,
            date=None,
            state=State.DATA_MISSING,
            state_title=NO_TIMETABLE,
            class_letter=None,
            class_with_school=None,
            text=NO_TIMETABLE,
            best_stop=None,
            by_day={},
            on_demand=[],
            residents=None if pd.isna(row["residents"]) else int(row["residents"]),
            residents_scaled=None if pd.isna(row["residents_scaled"]) else int(row["residents_scaled"]),
            residents_estimated=bool(row["residents_estimated"]),
            residents_by_class={},
            residents_basis="zentrum",
            run_id=run["run_id"],
        )
        for row in ortsteile.to_dict("records")
    ]


def read_transit_headline(opened: OpenVerbund, method: str = "", day_type: str = "school") -> TransitHeadline:
    """The sentence that comes first: how many people have no quality class."""
    chosen, day = to_method(method), to_day_type(day_type)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        n_total = len(read.read_frame(connection, "ortsteil", opened.verbund_id))
    return TransitHeadline(
        method=chosen.id,
        day_type=day,
        date=None,
        figure=NO_TIMETABLE,
        sentence="Ohne Fahrplan lässt sich nicht sagen, wie gut die Ortsteile mit Bus und Bahn erschlossen sind.",
        note="Gezeigt werden nur die Bahnhöfe.",
        residents_by_class={},
        n_total=n_total,
        n_without=0,
        run_id=run["run_id"],
    )
