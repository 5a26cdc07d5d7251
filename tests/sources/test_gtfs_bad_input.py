"""Feeds that cannot be used: one sentence that says what and where."""

import pytest
import shapely

from geo.errors import InputError
from geo.sources import gtfs_zip
from geo.sources.gtfs import read_gtfs
from tests.sources.gtfs_files import TABLES, edit, write_gtfs


class TestBadInput:
    """One sentence that says what and where."""

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"stop_times.txt": None}, "enthält keine stop_times.txt"),
            ({"stop_times.txt": TABLES["stop_times.txt"].splitlines()[0]}, "keine Abfahrt"),
            ({"stop_times.txt": ""}, "Spalte „trip_id“ fehlt"),
            ({"stops.txt": None}, "enthält keine stops.txt"),
            ({"stops.txt": TABLES["stops.txt"].splitlines()[0]}, "keine Haltestelle"),
            ({"trips.txt": None}, "kein Halt einer Fahrt"),
            ({"calendar.txt": None, "calendar_dates.txt": None}, "weder calendar.txt noch"),
            (edit("stops.txt", "stop_lat", "latitude"), "Spalte „stop_lat“ fehlt"),
            ({"stops.txt": TABLES["stops.txt"].replace(",", ";")}, "Semikolon"),
            ({"stops.txt": TABLES["stops.txt"].replace("Kirche", "Mühle").encode("latin-1")}, "UTF-8"),
            ({"stops.txt": TABLES["stops.txt"].encode("utf-16")}, "UTF-8"),
            ({"stops.txt": TABLES["stops.txt"].replace("Kirche", '"Kirche')}, "Anführungszeichen"),
            (edit("stop_times.txt", "06:10:00", "6 Uhr 10"), "„6 Uhr 10“"),
            (edit("stop_times.txt", "06:10:00", "06:70:00"), "T1"),
            (edit("stop_times.txt", "06:12:00,B,2", "06:12:00,B,zwei"), "„zwei“"),
            (edit("calendar.txt", "20261129", "29.11.2026"), "„29.11.2026“"),
            (edit("calendar_dates.txt", "20261124", "20261324"), "„20261324“"),
            (edit("agency.txt", "Europe/Berlin", "Europa/Berlin"), "Zeitzone „Europa/Berlin“"),
            (
                {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT1,06:00:00,07:00:00,0\n"},
                "Takt „0“",
            ),
        ],
    )
    def test_a_table_is_wrong(self, read, changes, sentence):
        with pytest.raises(InputError, match=sentence) as caught:
            read(changes)
        assert "feed.zip" in str(caught.value) or ".txt" in str(caught.value)
        assert str(caught.value).endswith(".")

    def test_wrong_encoding_names_the_line(self, read):
        with pytest.raises(InputError, match="Zeile 4"):
            read({"stops.txt": TABLES["stops.txt"].replace("Kirche", "Mühle").encode("latin-1")})

    def test_no_stop_has_a_position(self, read):
        stops = "stop_id,stop_lat,stop_lon\nA,0,0\nB,0,0\nC,,\n"
        with pytest.raises(InputError, match="keine der 3 Haltestellen hat eine Lage"):
            read({"stops.txt": stops})

    def test_another_region(self, read):
        with pytest.raises(InputError, match="0 von 6 Haltestellen"):
            read(area=shapely.Point(300_000, 5_300_000).buffer(1_000))

    def test_no_file_no_zip_half_a_zip(self, tmp_path):
        whole = write_gtfs(tmp_path / "whole.zip").read_bytes()
        (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
        (tmp_path / "page.zip").write_text("<html>")
        (tmp_path / "empty.zip").write_bytes(b"")
        for name, sentence in (
            ("gone.zip", "fehlt"),
            ("half.zip", "unvollständig"),
            ("page.zip", "kein Zip"),
            ("empty.zip", "kein Zip"),
            (".", "nicht lesbar"),
        ):
            with pytest.raises(InputError, match=sentence):
                read_gtfs(tmp_path / name)

    def test_a_damaged_table(self, tmp_path):
        path = write_gtfs(tmp_path / "a.zip")
        data = bytearray(path.read_bytes())
        at = data.index(b"stop_times.txt") + 40
        data[at : at + 10] = bytes(10)
        path.write_bytes(data)
        with pytest.raises(InputError, match=r"stop_times.txt in a.zip ist beschädigt"):
            read_gtfs(path)

    def test_a_zip_in_a_zip(self, tmp_path):
        import zipfile

        inner = write_gtfs(tmp_path / "inner.zip")
        with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
            archive.write(inner, "inner.zip")
        with pytest.raises(InputError, match=r"outer.zip enthält wieder ein Zip \(inner.zip\)"):
            read_gtfs(tmp_path / "outer.zip")

    def test_a_zip_bomb(self, read, monkeypatch):
        monkeypatch.setattr(gtfs_zip, "RATIO_FROM_BYTES", 1_000_000)
        with pytest.raises(InputError, match="würde ausgepackt"):
            read({"shapes.txt": "0" * 5_000_000})

    def test_a_line_without_end(self, read, monkeypatch):
        monkeypatch.setattr(gtfs_zip, "PIECE_BYTES", 1_000)
        monkeypatch.setattr(gtfs_zip, "MAX_LINE_BYTES", 1_000)
        with pytest.raises(InputError, match="nehmen kein Ende"):
            read({"stop_times.txt": TABLES["stop_times.txt"] + "x" * 5_000})
