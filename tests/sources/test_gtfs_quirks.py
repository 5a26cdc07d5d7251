"""Oddities of real feeds that do no harm: forgiven, and counted where something is left out."""

import pytest

from geo.network.timetable import SCHEMAS
from geo.sources import gtfs_zip
from geo.sources.gtfs import read_gtfs
from tests.sources.gtfs_files import TABLES, edit, write_gtfs


class TestQuirks:
    """What real files get wrong without harm."""

    def test_mark_crlf_blanks_quotes_columns_folder(self, read, tmp_path):
        plain = read()
        changes = {
            name: ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8") for name, text in TABLES.items()
        }
        changes["stops.txt"] = (
            'stop_lon, "stop_lat" ,stop_id,unknown,stop_name,location_type,parent_station,platform_code\n\n'
            '8.0400,51.7500,S,x,"Markt",1\n 8.0401 , 51.7501 ,A,x, "Markt" ,0,S,1,too,many\n'
            "8.0500,51.7600,B,x,Kirche,,,\n8.0600,51.7700,C,,Schule,,,\n9.5000,52.5000,D,,Ferne\n"
            "9.9000,52.6000,E,,Weite\n\n"
        )
        read_again = read_gtfs(write_gtfs(tmp_path / "b.zip", changes, folder="feed/"))
        for name in SCHEMAS:
            assert getattr(read_again, name).equals(getattr(plain, name)), name

    def test_commas_and_line_breaks_in_names(self, read):
        feed = read(edit("stops.txt", "B,Kirche", 'B,"Kirche, ""alte""\nMauer"'))
        assert feed.stops["stop_name"][2] == 'Kirche, "alte"\nMauer'

    def test_a_break_in_a_name_survives_the_cut(self, read, monkeypatch):
        monkeypatch.setattr(gtfs_zip, "PIECE_BYTES", 60)
        feed = read(edit("stops.txt", "B,Kirche", 'B,"Kirche\nam\nBerg"'))
        assert feed.stops["stop_name"][2] == "Kirche\nam\nBerg"

    def test_only_what_is_required(self, read):
        feed = read(
            {
                "agency.txt": "agency_name,agency_url,agency_timezone\nV,u,Europe/Berlin\n",
                "stops.txt": "stop_id,stop_lat,stop_lon\nA,51.75,8.04\nB,51.76,8.05\nC,51.77,8.06\n",
                "routes.txt": "route_id,route_type\nR1,3\n",
                "trips.txt": "route_id,service_id,trip_id\nR1,W,T1\n",
                "calendar_dates.txt": None,
            }
        )
        assert feed.stops["stop_name"].to_list() == ["A", "B", "C"]
        assert feed.routes.row(0) == ("R1", "V", "", "", 3)
        assert feed.trips["trip_id"].to_list() == ["T1"]

    @pytest.mark.parametrize(
        ("changes", "code", "example"),
        [
            (edit("stops.txt", "C,Schule,51.7700,8.0600", "C,Schule,0,0"), None, None),
            (
                edit("stops.txt", "A,Markt,51.7501,8.0401", "A,Markt,0.0,0.0"),
                "positions_of_the_station",
                "A",
            ),
            (edit("stops.txt", "A,Markt,51.7501,8.0401", "A,Markt,,"), "positions_of_the_station", "A"),
            (edit("stops.txt", "0,S,1", "0,Z,1"), "unknown_stations", "A"),
            (
                {"stops.txt": TABLES["stops.txt"] + "A,Noch einmal,51.7,8.0,,,\n"},
                "doubled_stop_ids",
                "A",
            ),
            ({"trips.txt": TABLES["trips.txt"] + "R1,W,T1,,\n"}, "doubled_trip_ids", "T1"),
            (edit("trips.txt", "R1,W,T1,Schule,0\n", ""), "unknown_trips", "T1"),
            (edit("trips.txt", "R1,W,T1", "R9,W,T1"), "unknown_routes", "T1"),
            (edit("trips.txt", "R1,W,T1", "R1,nie,T1"), "services_without_days", "nie"),
            (
                edit("stop_times.txt", "06:12:00,B,2", "06:12:00,nowhere,2"),
                "calls_at_unknown_stops",
                "nowhere",
            ),
            (edit("stop_times.txt", "06:12:00,B,2", "06:12:00,,2"), "calls_without_stop", "T1"),
            (
                {"trips.txt": TABLES["trips.txt"] + "R1,W,T9,,\n"}
                | {"stop_times.txt": TABLES["stop_times.txt"] + "T9,09:00:00,09:00:00,A,1\n"},
                "trips_of_one_stop",
                "T9",
            ),
            (edit("agency.txt", "Europe/Berlin", ""), "no_timezone", None),
        ],
    )
    def test_oddities_are_counted(self, read, changes, code, example):
        feed = read(changes)
        if code is None:  # a stop at 0/0 is one without a position: the gate tells
            assert feed.stops["x"].null_count() == 1
            return
        note = feed.provenance["notes"][code]
        assert note["n"] == 1
        assert note["examples"] == ([example] if example else [])
