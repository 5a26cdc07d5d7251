"""Connections keep the clock of those who use Mitten."""

from datetime import UTC, datetime

from sqlalchemy import make_url, text

from geo.db.engine import open_engine
from geo.settings import Settings

AHEAD, BEHIND = "Etc/GMT-14", "Etc/GMT+12"
"""Somewhere on the earth it is always another day than in Germany, in one of these two."""


def test_days_are_german_whatever_the_server_says(server_url):
    shown = set()
    for zone in (AHEAD, BEHIND):
        url = make_url(server_url).update_query_dict({"options": f"-c timezone={zone}"})
        engine = open_engine(Settings(database_url=url.render_as_string(False)))
        with engine.connect() as connection:
            connection.rollback()  # what was set when connecting stays
            here, shown_by = connection.execute(
                text(
                    "SELECT current_date = (now() AT TIME ZONE 'Europe/Berlin')::date, current_setting('timezone')"
                )
            ).one()
            moment = connection.scalar(text("SELECT now()"))
        engine.dispose()
        shown.add(shown_by)
        assert here
        assert abs((datetime.now(UTC) - moment).total_seconds()) < 3600  # another clock, the same moment
    assert shown == {"Europe/Berlin"}
