"""Shared project areas as flat tables for other programs."""

import pandas as pd

from geo.db import areas as stored
from geo.service.areas import read_areas
from geo.service.opened import OpenVerbund, get_run_row


def read_area_tables(opened: OpenVerbund) -> dict[str, pd.DataFrame]:
    """Areas of both kinds, their members, pairs of twins and partner places of the shown run, by German name."""
    areas = [area for kind in ("near", "twin") for area in read_areas(opened, kind).areas]
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        twins = stored.read_twins(connection, run["run_id"])
        partners = stored.read_partners(connection, opened.verbund_id)
    tables = {
        "projektraeume": [
            {
                "area_id": area.area_id,
                "kind": area.kind,
                "service": area.service,
                "title": area.title,
                "kommunen": "; ".join(kommune.title for kommune in area.kommunen),
                "residents": area.residents,
                "residents_in_need": area.residents_in_need,
                "spread": area.spread,
                "reason": area.reason,
                "run_id": area.run_id,
            }
            for area in areas
        ],
        "projektraum-mitglieder": [
            {
                "area_id": area.area_id,
                "place_id": member.place.place_id,
                "name": member.place.name,
                "kommune": member.place.kommune,
                "partner": member.place.partner,
                "in_need": member.in_need,
                "time_to_hub_s": member.time_to_hub_s,
            }
            for area in areas
            for member in area.members
        ],
        "zwillinge": [
            {**row, "both_missed": "; ".join(row["both_missed"]), "both_met": "; ".join(row["both_met"])}
            for row in twins.to_dict("records")
        ],
        "partner": [
            {
                "place_id": row.place_id,
                "name": row.ort,
                "ags": row.ags,
                "kommune": row.kommune,
                "networks": "; ".join(row.networks),
                "ost_m": round(row.geom.x, 1),
                "nord_m": round(row.geom.y, 1),
            }
            for row in partners.rename(columns={"name": "ort"}).itertuples()
        ],
    }
    return {name: pd.DataFrame(rows) for name, rows in tables.items() if rows}
