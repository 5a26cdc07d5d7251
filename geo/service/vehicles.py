"""German words for the vehicles of GTFS (``route_type``, with its extension by hundreds)."""

_PLAIN = {
    0: "Straßenbahn", 1: "U-Bahn", 2: "Bahn", 3: "Bus", 4: "Schiff", 5: "Straßenbahn", 6: "Seilbahn",
    7: "Standseilbahn", 11: "Oberleitungsbus", 12: "Einschienenbahn",
}  # fmt: skip
_EXTENDED = {
    101: "Fernzug",
    102: "Fernzug",
    106: "Regionalzug",
    109: "S-Bahn",
    712: "Schulbus",
    715: "Rufbus",
}
_HUNDREDS = {
    1: "Bahn", 2: "Fernbus", 4: "U-Bahn", 7: "Bus", 8: "Oberleitungsbus", 9: "Straßenbahn", 10: "Schiff", 12: "Fähre",
    13: "Seilbahn", 14: "Standseilbahn", 15: "Taxi",
}  # fmt: skip


def name_vehicle(route_type: int) -> str:
    """What people call it; "Verkehrsmittel" for what is not known."""
    known = _PLAIN.get(route_type) or _EXTENDED.get(route_type)
    return known or _HUNDREDS.get(route_type // 100, "Verkehrsmittel")
