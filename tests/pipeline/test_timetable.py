"""A timetable from file or server into database and folder: the real Rhein-Neckar cut, and files that are wrong."""

import shutil
from datetime import date

import pytest
from sqlalchemy import create_engine, text

from geo import pipeline, service
from geo.db.timetable import read_stops
from geo.domain import DayType
from geo.errors import FetchError, InputError, NotFoundError
from geo.network.timetable import read_feed, reference_date, trips_on
from geo.service.check import check_installation
from geo.sources.rows import to_storage
from tests.pipeline.probe import NEAR, PROBE, TABLES_OF_TIMETABLE, change, state_of
from tests.pipeline.vaduz import serve_folder
from tests.sources.gtfs_files import TABLES, edit, write_gtfs

TODAY = date(2022, 11, 26)
RULE = '[[rule]]\naction = "{action}"\nrole = "VRN"\nreason = "geprüft"\ndate = 2022-01-01\n{more}'


@pytest.fixture(scope="module")
def installation(module_settings, testdata):
    """The probe in a database, without a timetable."""
    engine = create_engine(module_settings.database_url)
    pipeline.load_verbund(engine, PROBE)
    yield module_settings.model_copy(update={"verbund": PROBE.name}), engine
    engine.dispose()


@pytest.fixture
def here(installation, tmp_path, testdata, monkeypatch):
    """The same with a folder of the test's own, and no timetable of another test."""
    monkeypatch.setenv("MITTEN_TESTDATA", str(testdata))
    settings, engine = installation
    with engine.begin() as connection:
        for table in TABLES_OF_TIMETABLE:
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("DELETE FROM dataset WHERE key = 'fahrplan'"))
    return settings.model_copy(update={"state_dir": tmp_path / "state"}), engine


@pytest.fixture
def opened(here):
    settings, engine = here
    return service.OpenVerbund(engine, settings.verbund, settings.network_dir, settings.timetable_dir)


@pytest.fixture
def folder(tmp_path):
    """A copy of the probe whose verbund.toml a test may change."""
    copy = tmp_path / "probe"
    shutil.copytree(PROBE, copy)
    return copy


class TestTheRealFeed:
    def test_stored_whole(self, here, opened):
        settings, engine = here
        loaded = pipeline.load_gtfs(engine, settings, PROBE)
        assert (loaded.file, loaded.date) == ("vrn_gtfs_cut.zip", "2023-03-10")
        feed = read_feed(settings.timetable_dir / PROBE.name)
        # All within 20 km of the places, but for the far end of line 5 in Viernheim and Mannheim.
        assert (feed.trips.height, feed.routes.height) == (1_480, 7)
        assert reference_date(feed, DayType.SCHOOL) == date(2022, 6, 21)
        assert len(trips_on(feed, date(2022, 6, 21))) == 748
        with engine.connect() as connection:
            stops = read_stops(connection, PROBE.name)
            row = connection.execute(text("SELECT * FROM pt_timetable")).mappings().one()
        assert stops["stop_id"].tolist() == feed.stops["stop_id"].to_list()
        assert (row["n_lines"], row["n_trips"], row["n_stops"]) == (7, 1_480, 354)
        assert (row["valid_from"], row["valid_to"]) == (date(2022, 6, 12), date(2022, 12, 10))
        station = stops[stops["stop_name"] == "Heidelberg, Hauptbahnhof"].iloc[0]
        assert station["parent"] is None or station["parent"] != station["parent"]
        (point,) = to_storage([8.6757], [49.4036])
        assert station.geom.distance(point) < 300
        assert stops.loc[stops["location_type"] == 0, "n_trips"].min() > 0

    def test_the_gate_is_kept_and_shown(self, here, opened):
        settings, engine = here
        assert service.read_gate(opened, TODAY) == []
        loaded = pipeline.load_gtfs(engine, settings, PROBE)
        assert service.read_gate(opened, TODAY) == list(loaded.findings)
        assert service.read_reference_days(opened) == list(loaded.reference_days)
        assert [day.day_type for day in loaded.reference_days] == list(DayType)
        found = {finding.code: finding for finding in loaded.findings}
        assert found["duplicate_trips"].n == 1
        assert found["one_way_lines"].n == 1
        later = service.read_gate(opened, date(2026, 11, 26))
        assert (later[0].code, later[0].text) == (
            "expired",
            "der Fahrplan endete am 10.12.2022: bitte einen neuen laden",
        )

    def test_check_shows_it(self, here, opened):
        settings, engine = here
        before = [line for line in check_installation(opened, TODAY) if line.topic == "Fahrplan"]
        assert [line.text[:21] for line in before] == ["kein Fahrplan geladen"]
        pipeline.load_gtfs(engine, settings, PROBE)
        lines = [line.text for line in check_installation(opened, TODAY) if line.topic == "Fahrplan"]
        assert "Doppelte Fahrten: 1 Fahrt gibt es zweimal" in " ".join(lines)
        assert any("in einer Richtung (Regel: mirror_direction)\n    RNV 5 (" in line for line in lines)
        pairs = next(line for line in lines if line.startswith("Doppelte Haltestellen"))
        assert pairs.count("\n") == 6  # ten, of which five are shown, and a sign that there are more

    def test_it_outlives_a_reload_of_the_verbund(self, here, opened):
        settings, engine = here
        pipeline.load_gtfs(engine, settings, PROBE)
        before = state_of(settings, engine)
        pipeline.load_verbund(engine, PROBE, force=True)
        assert state_of(settings, engine) == before

    def test_loading_again_is_the_same(self, here):
        settings, engine = here
        pipeline.load_gtfs(engine, settings, PROBE)
        before = state_of(settings, engine)[0]
        pipeline.load_gtfs(engine, settings, PROBE)
        assert state_of(settings, engine)[0] == before

    def test_rules_are_applied_and_said(self, here, opened, folder):
        settings, engine = here
        change(folder, "buffer_km = 20", 'buffer_km = 20\nkorrekturen = "regeln.toml"')
        (folder / "regeln.toml").write_text(
            RULE.format(action="drop_duplicate_trips", more="")
            + RULE.format(action="drop_trips", more='trip_ids = ["fort"]\n')
        )
        pipeline.load_gtfs(engine, settings, folder)
        found = {finding.code: finding.text for finding in service.read_gate(opened, TODAY)}
        assert "duplicate_trips" not in found
        assert found["rule"] == "doppelte Fahrten gestrichen: 1 (VRN, 01.01.2022): geprüft"
        assert "trifft nichts mehr" in found["idle_rule"]

    def test_clipped_to_the_buffer(self, here, folder):
        settings, engine = here
        change(folder, "buffer_km = 20", "buffer_km = 0.5")
        pipeline.load_gtfs(engine, settings, folder)
        feed = read_feed(settings.timetable_dir / PROBE.name)
        names = set(feed.stops["stop_name"])
        assert not {name for name in names if name.startswith("Viernheim")}
        assert {name for name in names if name.startswith("Handschuhsheim")}
        assert feed.trips.height > 1_000


class TestOtherFeeds:
    def test_a_file_that_is_handed_in(self, here, tmp_path):
        settings, engine = here
        loaded = pipeline.load_gtfs(engine, settings, PROBE, write_gtfs(tmp_path / "klein.zip", NEAR))
        feed = read_feed(settings.timetable_dir / PROBE.name)
        assert loaded.file == "klein.zip"
        assert feed.trips.height == 3
        # Its licence is not that of the file in verbund.toml.
        assert feed.provenance["licence"] == ""
        assert {day.date for day in loaded.reference_days if day.day_type is DayType.HOLIDAYS} == {None}

    def test_unusable_parts_are_left_out_and_named(self, here, opened, tmp_path):
        settings, engine = here
        changes = NEAR | {
            "stops.txt": NEAR["stops.txt"].replace("C,Schule,49.4700,8.69600", "C,Schule,0,0"),
            "stop_times.txt": TABLES["stop_times.txt"].replace("08:00:00,08:01:00,D", "06:00:00,06:01:00,D"),
        }
        assert ",0,0," in changes["stops.txt"]
        pipeline.load_gtfs(engine, settings, PROBE, write_gtfs(tmp_path / "a.zip", changes))
        feed = read_feed(settings.timetable_dir / PROBE.name)
        assert feed.trips["trip_id"].to_list() == ["T1", "T2"]
        assert feed.stops["x"].null_count() == 0
        found = {finding.code for finding in service.read_gate(opened, TODAY)}
        assert {"unplaced_stops", "backward_trips"} <= found


class TestBadInput:
    """One sentence; database and folder as before."""

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"stop_times.txt": None}, "enthält keine stop_times.txt"),
            ({"stops.txt": NEAR["stops.txt"].replace("Kirche", "Mühle").encode("latin-1")}, "nicht in UTF-8"),
            ({"stops.txt": "stop_id,stop_lat,stop_lon\nA,0,0\nB,0,0\nC,0,0\n"}, "hat eine Lage"),
            ({"stops.txt": TABLES["stops.txt"]}, "liegt im Gebiet des Verbunds"),
            (
                edit("calendar.txt", "1,1,1,1,1,0,0", "0,0,0,0,0,0,0") | {"calendar_dates.txt": None},
                "Verkehrstag",
            ),
            (
                {
                    "stop_times.txt": TABLES["stop_times.txt"].splitlines()[0]
                    + "\nT1,06:10:00,06:10:00,A,1\nT1,06:00:00,06:00:00,B,2\n"
                },
                "keine Fahrt im Gebiet ist zu gebrauchen",
            ),
        ],
    )
    def test_a_wrong_feed(self, here, tmp_path, changes, sentence):
        settings, engine = here
        pipeline.load_gtfs(engine, settings, PROBE)
        before = state_of(settings, engine)
        with pytest.raises(InputError, match=sentence):
            pipeline.load_gtfs(engine, settings, PROBE, write_gtfs(tmp_path / "a.zip", NEAR | changes))
        assert state_of(settings, engine) == before

    def test_a_wrong_rule(self, here, folder):
        settings, engine = here
        change(folder, "buffer_km = 20", 'buffer_km = 20\nkorrekturen = "regeln.toml"')
        (folder / "regeln.toml").write_text(RULE.format(action="merge", more=""))
        before = state_of(settings, engine)
        with pytest.raises(InputError, match="die Regel „merge“ gibt es nicht"):
            pipeline.load_gtfs(engine, settings, folder)
        assert state_of(settings, engine) == before

    def test_a_full_disk(self, here, monkeypatch):
        settings, engine = here
        pipeline.load_gtfs(engine, settings, PROBE)
        before = state_of(settings, engine)

        def fail(feed, folder):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("geo.pipeline.timetable.write_feed", fail)
        with pytest.raises(InputError, match="lässt sich nicht schreiben"):
            pipeline.load_gtfs(engine, settings, PROBE)
        assert state_of(settings, engine) == before

    def test_a_verbund_that_is_not_loaded(self, fresh_settings, fresh_database, testdata, monkeypatch):
        monkeypatch.setenv("MITTEN_TESTDATA", str(testdata))
        with pytest.raises(NotFoundError, match="nicht geladen"):
            pipeline.load_gtfs(fresh_database, fresh_settings, PROBE)

    def test_no_file(self, here, folder):
        settings, engine = here
        change(folder, 'file = "${MITTEN_TESTDATA}/gtfs/vrn_gtfs_cut.zip"\n', "")
        with pytest.raises(InputError, match="bitte zuerst „mitten fetch gtfs“"):
            pipeline.load_gtfs(engine, settings, folder)

    def test_an_unknown_state(self, here, folder):
        settings, engine = here
        change(folder, "[gtfs]", '[gtfs]\nland = "by"')
        with pytest.raises(NotFoundError, match="bekannt sind bw, nrw"):
            pipeline.load_gtfs(engine, settings, folder)


class TestFetch:
    @pytest.fixture
    def server(self, tmp_path):
        (tmp_path / "server").mkdir()
        write_gtfs(tmp_path / "server" / "latest.zip", NEAR)
        with serve_folder(tmp_path / "server") as url:
            yield url, tmp_path / "server" / "latest.zip"

    @pytest.fixture
    def fetching(self, folder, server):
        change(folder, 'file = "${MITTEN_TESTDATA}/gtfs/vrn_gtfs_cut.zip"', f'url = "{server[0]}/latest.zip"')
        return folder

    def test_fetched_once_and_loaded(self, here, fetching, server):
        settings, engine = here
        first, second = (pipeline.fetch_gtfs(settings, fetching) for _ in range(2))
        assert (first.changed, second.changed) == (True, False)
        pipeline.load_gtfs(engine, settings, fetching)
        about = read_feed(settings.timetable_dir / PROBE.name).provenance
        assert (about["url"], about["sha256"]) == (f"{server[0]}/latest.zip", first.sha256)
        assert about["date"] == first.date != ""
        assert about["attribution"] == "Verkehrsverbund Rhein-Neckar (VRN)"

    def test_an_own_address_goes_first_and_keeps_its_key(self, here, fetching, server):
        settings, engine = here
        settings = settings.model_copy(update={"gtfs_url": f"{server[0]}/latest.zip?key=geheim"})
        pipeline.fetch_gtfs(settings, fetching)
        pipeline.load_gtfs(engine, settings, fetching)
        about = read_feed(settings.timetable_dir / PROBE.name).provenance
        assert about["url"] == f"{server[0]}/latest.zip"
        with engine.connect() as connection:
            assert "geheim" not in str(connection.execute(text("SELECT * FROM dataset")).all())

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (None, "gibt es nicht"),
            (b"<!doctype html><p>Anmelden", "Webseite"),
            (b"PK\x03\x04 halb", "kein Fahrplan"),
        ],
    )
    def test_what_is_no_timetable(self, here, fetching, server, content, sentence):
        settings, _ = here
        server[1].unlink()
        if content is not None:
            server[1].write_bytes(content)
        with pytest.raises(FetchError, match=sentence):
            pipeline.fetch_gtfs(settings, fetching)

    def test_no_address(self, here):
        with pytest.raises(InputError, match=r"unter \[gtfs\] keine Adresse"):
            pipeline.fetch_gtfs(here[0], PROBE)
