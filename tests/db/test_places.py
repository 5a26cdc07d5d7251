"""The 61 Ortsteile as PostGIS sees them: they tile their municipalities."""

from sqlalchemy import text

TILING = text(
    """
    SELECT k.name,
           ST_Area(ST_SymDifference(ST_Union(o.geom), k.geom)) AS off_m2,
           sum(ST_Area(o.geom)) - ST_Area(ST_Union(o.geom)) AS overlap_m2,
           count(*) AS n
    FROM kommune k JOIN ortsteil o USING (verbund_id, ags)
    WHERE k.verbund_id = '61-6-eins' AND k.role = 'kommune'
    GROUP BY k.name, k.geom
    """
)


def test_ortsteile_tile_their_municipality(database):
    with database.connect() as connection:
        found = {row.name: row for row in connection.execute(TILING)}
    counts = {"Siegen": 23, "Winterberg": 15, "Unna": 14, "Beckum": 4, "Drensteinfurt": 3, "Billerbeck": 2}
    assert {name: row.n for name, row in found.items()} == counts
    for name, row in found.items():
        assert row.off_m2 <= 1, name
        assert abs(row.overlap_m2) <= 1, name


def test_every_geometry_is_valid_and_metric(database):
    with database.connect() as connection:
        for table in ("kommune", "ortsteil", "zentrum", "facility", "project"):
            columns = "count(*) AS n, bool_and(ST_IsValid(geom)) AS valid, max(ST_SRID(geom)) AS srid"
            row = connection.execute(text(f"SELECT {columns} FROM {table}")).one()
            assert row.n > 0
            assert row.valid, table
            assert row.srid == 25832, table


def test_every_zentrum_lies_in_its_ortsteil(database):
    query = text(
        """SELECT count(*) FROM zentrum z JOIN ortsteil o
           ON o.verbund_id = z.verbund_id AND o.ortsteil_id = z.zentrum_id AND ST_Covers(o.geom, z.geom)"""
    )
    with database.connect() as connection:
        assert connection.scalar(query) == 61


def test_residents_sum_to_the_official_number(database):
    """Zensus 2022 (facts/README.md)."""
    query = text(
        """SELECT k.name, sum(o.residents_scaled) AS n FROM ortsteil o JOIN kommune k USING (verbund_id, ags)
           GROUP BY k.name"""
    )
    with database.connect() as connection:
        found = {row.name: row.n for row in connection.execute(query)}
    assert found == {
        "Beckum": 36_692, "Billerbeck": 11_625, "Drensteinfurt": 15_914, "Siegen": 102_275, "Unna": 59_515,
        "Winterberg": 12_974,
    }  # fmt: skip


def test_estimates_are_marked(database):
    query = text("SELECT count(*) FROM ortsteil WHERE residents_estimated")
    with database.connect() as connection:
        assert connection.scalar(query) == 10
        derived = text("SELECT count(*) FROM ortsteil WHERE geometrie_quelle IN ('abgeleitet', 'geteilt')")
        assert connection.scalar(derived) == 33
