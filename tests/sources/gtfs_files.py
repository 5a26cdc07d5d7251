"""Small GTFS zips for the tests: two villages, a bus between them, a town far away."""

import zipfile

import polars as pl
import shapely

from geo.sources.rows import to_storage

VILLAGES = shapely.union_all(to_storage([8.04, 8.06], [51.75, 51.77]).to_numpy()).envelope.buffer(2_000)

TABLES = {
    "agency.txt": (
        "agency_id,agency_name,agency_url,agency_timezone\nV,Verkehrsbetrieb,https://example.org,Europe/Berlin\n"
    ),
    "stops.txt": (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code\n"
        "S,Markt,51.7500,8.0400,1,,\n"
        "A,Markt,51.7501,8.0401,0,S,1\n"
        "B,Kirche,51.7600,8.0500,,,\n"
        "C,Schule,51.7700,8.0600,,,\n"
        "D,Ferne,52.5000,9.5000,,,\n"
        "E,Weite,52.6000,9.9000,,,\n"
        "X,Eingang,51.7502,8.0402,2,S,\n"
    ),
    "routes.txt": (
        "route_id,agency_id,route_short_name,route_long_name,route_type\n"
        "R1,V,1,Markt - Schule,3\nR2,V,RE 9,Kirche - Weite,106\n"
    ),
    "trips.txt": (
        "route_id,service_id,trip_id,trip_headsign,direction_id\n"
        "R1,W,T1,Schule,0\nR1,W,T2,Markt,1\nR2,W,T3,Weite,\n"
    ),
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "T1,06:00:00,06:00:00,A,1\nT1,06:10:00,06:12:00,B,2\nT1,06:20:00,06:20:00,C,5\n"
        "T2,23:50:00,23:50:00,C,1\nT2,24:00:00,24:00:00,B,2\nT2,24:10:00,24:10:00,A,3\n"
        "T3,07:00:00,07:00:00,C,1\nT3,07:05:00,07:06:00,B,2\nT3,08:00:00,08:01:00,D,3\nT3,08:30:00,08:30:00,E,4\n"
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "W,1,1,1,1,1,0,0,20261123,20261129\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nW,20261124,2\nW,20261129,1\n",
}


def write_gtfs(path, changes=None, *, folder=""):
    """Write the feed with some tables replaced (text or bytes), added, or (None) left out."""
    tables = TABLES | (changes or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            if text is not None:
                archive.writestr(f"{folder}{name}", text)
    return path


def edit(name, old, new):
    """The table with a piece replaced; the piece must be there."""
    assert old in TABLES[name]
    return {name: TABLES[name].replace(old, new)}


def times_of(feed, trip_id):
    """(stop_id, arrival_s, departure_s) of a trip."""
    trip = feed.trips["trip_id"].to_list().index(trip_id)
    calls = feed.stop_times.filter(pl.col("trip") == trip)
    return list(
        zip(
            feed.stops["stop_id"].gather(calls["stop"]), calls["arrival_s"], calls["departure_s"], strict=True
        )
    )


def count_of(feed, code):
    """How many rows the reader has noted under a code."""
    return feed.provenance["notes"].get(code, {"n": 0})["n"]
