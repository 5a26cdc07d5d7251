"""Examples for the description of the API: answers of runs on real data, shortened."""

from pydantic.config import JsonDict

NETWORK_INFO: JsonDict = {
    "modes": ["walk", "bike", "car"],
    "speeds": [
        {"mode": "walk", "kmh": 5.0, "title": "zu Fuß", "text": "zu Fuß 5\xa0km/h", "usual": True},
        {
            "mode": "walk",
            "kmh": 3.5,
            "title": "ältere Menschen",
            "text": "ältere Menschen 3,5\xa0km/h",
            "usual": False,
        },
        {"mode": "bike", "kmh": 15.0, "title": "Fahrrad", "text": "Fahrrad 15\xa0km/h", "usual": True},
        {"mode": "bike", "kmh": 23.0, "title": "Pedelec", "text": "Pedelec 23\xa0km/h", "usual": False},
    ],
    "date": "2024-09-08",
    "source": "© OpenStreetMap-Mitwirkende, ODbL",
    "note": "Abbiegeverbote sind nicht berücksichtigt; Autos fahren ohne Stau.",
}

ISOCHRONE: JsonDict = {
    "zentrum_id": "08221000-rohrbach",
    "mode": "walk",
    "minutes": 5.0,
    "speed_kmh": 5.0,
    "speed_text": "zu Fuß 5\xa0km/h",
    "tolerance_s": 28.8,
    "area_km2": 0.391,
    "residents": None,
    "snap_m": 2.1,
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[8.684, 49.38], [8.69, 49.38], [8.69, 49.384], [8.684, 49.38]]],
    },
    "run_id": "dda21a16",
    "complete": True,
}

CELLS_INFO: JsonDict = {
    "n_cells": 4120,
    "n_addresses": 0,
    "counted_text": "Alle Menschen sind in Zellen gezählt.",
    "width_m": 100.0,
    "residents": 58900,
    "factors": {"05978036": 1.02},
    "ortsteile_without_cells": [],
    "source": "Zensus 2022",
    "date": "2022-05-15",
    "note": "",
}

CELL_VALUES: JsonDict = {
    "layer": "supermarket",
    "mode": "walk",
    "unit": "m",
    "letters": "A-",
    "states": "04",
    "state_keys": ["reached", "beyond_limit", "not_connected", "outside_data_area", "data_missing"],
    "values": [180.0, None],
    "minutes": [2.2, None],
    "snaps": [1, None],
    "facility_snaps": [0, None],
    "run_id": "3691cd1e",
}

COVERAGE_ROW: JsonDict = {
    "ortsteil_id": "05978036-hemmerde",
    "ortsteil": "Hemmerde",
    "kommune": "Unna",
    "residents": 1850,
    "within": {"5": 420, "10": 1100},
    "unknown": {"5": 0, "10": 0},
    "residents_missed": 750,
    "residents_missed_nearer_possible": 0,
    "residents_unknown": 0,
    "poverty_share": 0.41,
    "poverty_gap": 0.16,
}

RUN_ROW: JsonDict = {
    "run_id": "3691cd1e",
    "model": "crowfly",
    "model_title": "Luftlinienmodell",
    "finished_at": "2026-11-27T19:37:35Z",
    "parameters": {"speed_kmh.walk": 5.0, "detour_factor": 1.3},
    "published": True,
}

CHANGE: JsonDict = {
    "zentrum_id": "05978036-hemmerde",
    "zentrum": "Hemmerde",
    "kommune": "Unna",
    "layer": "pharmacy",
    "layer_title": "Apotheke",
    "mode": "walk",
    "kind": "",
    "a_text": "3,1 km",
    "b_text": "400 m",
    "change_s": -1900.0,
    "residents": 1850,
}

SUPPLY_ROW: JsonDict = {
    "ortsteil_id": "05978036-hemmerde",
    "ortsteil": "Hemmerde",
    "kommune": "Unna",
    "per_1000": {"2sfca": 0.54, "e2sfca": 0.48, "m2sfca": 0.31},
    "at_least": False,
    "state": "reached",
}

NAHVERSORGUNG_ROW: JsonDict = {
    "ortsteil_id": "05570008-beckum",
    "ortsteil": "Beckum",
    "kommune": "Beckum",
    "points_known": 1.0,
    "points_possible": 5.0,
    "text": "1 bis 5 von 5, Daten fehlen",
    "residents": 24642,
    "run_id": "3691cd1e",
}

TRANSIT_HEADLINE: JsonDict = {
    "method": "oerok-2017",
    "day_type": "school",
    "date": "2022-06-21",
    "figure": "3 von 20",
    "sentence": "3 von 20 Ortsteilen haben am Schultag keine Güteklasse.",
    "note": "Einwohner am Zentrum ihres Ortsteils gezählt.",
    "residents_by_class": {"B": 43449, "C": 28218, "D": 17031, "E": 15265, "F": 29187, "G": 6621, "": 55866},
    "n_total": 20,
    "n_without": 3,
    "run_id": "dda21a16",
}

TRANSIT_TIME: JsonDict = {
    "zentrum_id": "08221000-rohrbach",
    "zentrum": "Rohrbach",
    "ags": "08221000",
    "kommune": "Heidelberg",
    "target": "bakery",
    "target_title": "Bäckerei",
    "target_id": "osm:way/462362693",
    "target_name": "Wiener Feinbäckerei Heberer",
    "day_type": "school",
    "date": "2022-06-21",
    "window": "morning",
    "window_title": "6 bis 9 Uhr",
    "state": "reached",
    "state_title": "erreicht",
    "reason": "",
    "share_connected": 1.0,
    "share_on_foot": 0.0,
    "share_hours_unknown": 0.0,
    "p25_min": 14.9,
    "p50_min": 17.8,
    "p75_min": 19.8,
    "changes": 0,
    "waiting_min": 5.0,
    "text": "höchstens 18\xa0min (15 bis 20)",
    "nearer_possible": True,
    "norm": None,
    "limit_min": 30.0,
    "limit_text": "30\xa0min",
    "norm_met": None,
    "walk_min": 41.0,
    "bike_min": 13.9,
    "car_min": 7.8,
    "car_norm_met": None,
    "pt_car_ratio": 2.3,
    "snap_m": 2.1,
    "stay_min": 90.0,
    "share_return": 1.0,
    "last_way_home": "23:27",
    "return_text": "letzte Heimfahrt 23:27\xa0Uhr",
    "residents_scaled": 5097,
    "run_id": "dda21a16",
}
