"""Properties of cleaning: stable, idempotent, and nothing is dropped without a twin."""

import re
import unicodedata

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geo.crs import EDGE, STORAGE
from geo.errors import CrsError
from geo.normalise import SAME_PLACE_M, clean_text, find_duplicates, slug, to_points


@given(st.text())
def test_clean_text_is_idempotent_and_visible(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not re.search(r"^\s|\s\s|\s$", cleaned)
    assert all(unicodedata.category(char) not in {"Cc", "Cf"} for char in cleaned)


def test_clean_text_keeps_markup_as_text():
    assert clean_text("<b>Caf\u0065\u0301</b>\n\u0007 &amp; Co\u200b") == "<b>Café</b> &amp; Co"
    assert clean_text(None) == ""


@given(st.text())
def test_slug_is_idempotent_and_fit_for_ids(text):
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mühlhausen", "muehlhausen"),
        ("Lenneplätze", "lenneplaetze"),
        ("Weiße Straße", "weisse-strasse"),
        ("  Siegen-Mitte (Ost) ", "siegen-mitte-ost"),
        ("ÜBERÖD", "ueberoed"),
        ("Mu\u0308hle", "muehle"),
        ("Besançon", "besancon"),
    ],
)
def test_slug_writes_umlauts_out(name, expected):
    assert slug(name) == expected


def test_to_points_lie_inside_even_in_a_ring():
    ring = box(0, 0, 10, 10).difference(box(1, 1, 9, 9))
    point, inside = to_points(np.array([Point(3, 4), ring], dtype=object))
    assert point == Point(3, 4)
    assert ring.covers(inside)
    assert not ring.covers(ring.centroid)


def facilities(rows):
    columns = ["facility_id", "layer", "name", "brand", "n_attributes", "geom"]
    return GeoDataFrame(rows, columns=columns, geometry="geom", crs=STORAGE)


facility_rows = st.lists(
    st.tuples(
        st.sampled_from(["bakery", "pharmacy"]),
        st.sampled_from(["", "Engel", "engel", "Löwen"]),
        st.sampled_from(["", "Löwen"]),
        st.integers(0, 3),
        st.integers(0, 200),
        st.sampled_from([0, 30]),
    ),
    min_size=1,
    max_size=25,
)


def drawn(rows):
    return facilities(
        [
            (f"x:{i}", layer, name, brand, n, Point(x, 0).buffer(size, quad_segs=2) if size else Point(x, 0))
            for i, (layer, name, brand, n, x, size) in enumerate(rows)
        ]
    )


@given(facility_rows)
def test_every_dropped_row_has_a_kept_twin_of_its_layer(rows):
    frame = drawn(rows)
    twins = find_duplicates(frame)
    assert twins.index.is_unique
    assert set(twins.index).isdisjoint(twins)
    for dropped, kept in twins.items():
        a, b = frame.loc[dropped], frame.loc[kept]
        assert a["layer"] == b["layer"]
        assert not (a["name"] and not b["name"])
        assert a.geom.distance(b.geom) <= SAME_PLACE_M


@given(facility_rows)
def test_dropping_twice_changes_nothing(rows):
    frame = drawn(rows)
    kept = frame.drop(find_duplicates(frame).index)
    assert find_duplicates(kept).empty


@given(facility_rows, st.randoms())
def test_the_order_of_rows_does_not_matter(rows, random):
    frame = drawn(rows)
    shuffled = frame.iloc[random.sample(range(len(frame)), len(frame))]
    assert set(find_duplicates(frame).index) == set(find_duplicates(shuffled).index)


def test_same_name_drops_only_in_reach_and_layer():
    frame = facilities(
        [
            ("a", "bakery", "Engel", "", 1, Point(0, 0)),
            ("b", "bakery", "ENGEL", "", 2, Point(59, 0)),
            ("c", "bakery", "Engel", "", 1, Point(120, 0)),
            ("d", "pharmacy", "Engel", "", 1, Point(0, 0)),
            ("e", "bakery", "", "Engel", 5, Point(60, 0)),
        ]
    )
    twins = find_duplicates(frame.set_index("facility_id", drop=False))
    assert dict(twins) == {"a": "b", "e": "b"}


def test_a_node_in_its_own_area_is_dropped_unless_the_names_differ():
    hall = box(0, 0, 300, 300)
    frame = facilities(
        [
            ("area", "supermarket", "Konsum", "", 2, hall),
            ("unnamed", "supermarket", "", "", 9, Point(5, 5)),
            ("other", "supermarket", "Hofladen", "", 9, Point(6, 6)),
            ("outside", "supermarket", "", "", 9, Point(301, 0)),
        ]
    )
    twins = find_duplicates(frame.set_index("facility_id", drop=False))
    assert dict(twins) == {"unnamed": "area"}


def test_degrees_are_refused():
    frame = facilities([("a", "bakery", "", "", 0, Point(8, 51))]).set_crs(EDGE, allow_override=True)
    with pytest.raises(CrsError, match="Grad"):
        find_duplicates(frame)


def test_unnamed_neighbours_stay():
    points = shapely.points([[0, 0], [1, 0], [2, 0]])
    frame = facilities([(str(i), "playground", "", "", 0, point) for i, point in enumerate(points)])
    assert find_duplicates(frame).empty
