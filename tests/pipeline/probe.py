"""The Verbund with the real timetable around Heidelberg: what a load may write, and a small feed at that place."""

from sqlalchemy import text

from geo.settings import PROJECT_ROOT
from tests.sources.gtfs_files import TABLES

PROBE = PROJECT_ROOT / "tests" / "verbuende" / "rhein-neckar-probe"
TABLES_OF_TIMETABLE = ("pt_timetable", "pt_stop", "pt_finding", "pt_reference_day")
# The small feed of the tests moved to Heidelberg.
NEAR = {
    "stops.txt": TABLES["stops.txt"].replace(",51.7", ",49.4").replace(",8.0", ",8.69"),
    "calendar.txt": TABLES["calendar.txt"],
}


def change(folder, old, new):
    path = folder / "verbund.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def state_of(settings, engine):
    """All that a load may write."""
    tables = (*TABLES_OF_TIMETABLE, "dataset")
    with engine.connect() as connection:
        rows = {
            name: connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2")).all() for name in tables
        }
    files = sorted(settings.timetable_dir.rglob("*")) if settings.timetable_dir.is_dir() else []
    return rows, [(path, path.stat().st_mtime_ns) for path in files if path.is_file()]
