"""The migrations make exactly the tables of the code, with their indexes."""

import pytest
from sqlalchemy import text

from geo.db.migrate import find_differences, migrate
from geo.errors import DatabaseError


def test_tables_and_migrations_agree(fresh_database):
    assert find_differences(fresh_database) == []


def test_migrating_again_changes_nothing(fresh_database):
    assert migrate(fresh_database) is False


def test_a_database_of_a_newer_version_is_left_alone(fresh_database):
    with fresh_database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match=r"neueren Version von Mitten \(Stand 9999\).*git pull"):
        migrate(fresh_database)


def test_every_geometry_has_a_gist_index(fresh_database):
    query = text(
        """SELECT g.f_table_name || '.' || g.f_geometry_column AS place, count(i.indexname) AS n
           FROM geometry_columns g LEFT JOIN pg_indexes i
             ON i.tablename = g.f_table_name AND i.indexdef LIKE '%gist (' || g.f_geometry_column || ')%'
           WHERE g.f_table_schema = 'public' AND g.f_table_name <> 'dataset'
           GROUP BY 1"""
    )
    with fresh_database.connect() as connection:
        found = {row.place: row.n for row in connection.execute(query)}
    places = {"kommune", "ortsteil", "zentrum", "facility", "project", "cell", "centre", "partner_place"}
    of_geom = {f"{table}.geom" for table in places | {"pt_stop", "pt_run_stop"}}
    assert set(found) == of_geom | {"project.area"}
    assert set(found.values()) == {1}
