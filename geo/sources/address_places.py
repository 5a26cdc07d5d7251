"""Coordinates of addresses at the door: metres of EPSG:25832 or degrees, never taken for one another."""

from collections.abc import Iterable

from geo.errors import InputError

# Germany and its neighbours' edges, generously rounded: what lies outside is in another reference system.
EAST_M = (200_000.0, 1_000_000.0)
NORTH_M = (5_150_000.0, 6_150_000.0)
LON, LAT = (5.0, 16.0), (46.5, 56.0)
ZONE_M = 32_000_000.0  # eastings that carry the number of their zone
GAUSS_KRUEGER_M = (2_300_000.0, 5_700_000.0)  # eastings of zones 2 to 5

Place = tuple[str, float, float]


def validate_metres(places: Iterable[Place]) -> None:
    """Make sure that all are metres of EPSG:25832.

    Parameters
    ----------
    places
        Where it stands, x, y.

    Raises
    ------
    InputError
        For the first that is not, with what it seems to be.
    """
    for where, x, y in places:
        if _within(x, EAST_M) and _within(y, NORTH_M):
            continue
        if abs(x) <= 180 and abs(y) <= 180:
            told = "sind Grad, keine Meter: bitte die Spalten „lon“ und „lat“ nennen"
        elif _within(x, NORTH_M) and _within(y, EAST_M):
            told = "sind vertauscht: bitte den Ostwert als x und den Nordwert als y schreiben"
        elif _within(x - ZONE_M, EAST_M):
            told = "tragen die Zonennummer 32 vor dem Ostwert: bitte x ohne sie schreiben"
        elif _within(x, GAUSS_KRUEGER_M):
            told = "sind nach Gauß-Krüger: bitte nach EPSG:25832 (UTM, Zone 32) umrechnen"
        else:
            told = "liegen nicht in EPSG:25832 (UTM, Zone 32): bitte dorthin umrechnen"
        raise InputError(f"{where}: x {x:g} und y {y:.10g} {told}.")


def validate_degrees(places: Iterable[Place]) -> None:
    """Make sure that all are degrees of EPSG:4326 in or near Germany.

    Parameters
    ----------
    places
        Where it stands, lon, lat.

    Raises
    ------
    InputError
        For the first that is not, with what it seems to be.
    """
    for where, lon, lat in places:
        if _within(lon, LON) and _within(lat, LAT):
            continue
        if _within(lat, LON) and _within(lon, LAT):
            told = "sind vertauscht: bitte die Länge als lon und die Breite als lat schreiben"
        elif max(abs(lon), abs(lat)) > 180:
            told = "sind Meter, keine Grad: bitte die Spalten „x“ und „y“ nennen"
        else:
            told = "liegen nicht in Deutschland: bitte prüfen, ob es Grad in EPSG:4326 sind"
        raise InputError(f"{where}: lon {lon:g} und lat {lat:g} {told}.")


def _within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]
