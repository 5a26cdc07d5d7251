"""Corrections in any order, and once more: properties on random towns."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from tests.sources.corrected_town import add, apply, facilities, row

LAYERS = ("supermarket", "bakery", "pharmacy", "bank")


@st.composite
def independent(draw):
    """A town and corrections of different facilities in it, in any order."""
    n_facilities = draw(st.integers(1, 8))
    rows = [(f"osm:node/{i}", draw(st.sampled_from(LAYERS)), i) for i in range(n_facilities)]
    corrections = []
    for facility_id, _, step in rows:
        action = draw(st.sampled_from(["", "move", "close", "reclassify", "both"]))
        if action in {"move", "both"}:
            corrections.append(row("move", facility_id, step=step + draw(st.integers(-5, 5))))
        if action in {"reclassify", "both"}:
            corrections.append(row("reclassify", facility_id, layer=draw(st.sampled_from(LAYERS))))
        if action == "close":
            corrections.append(row("close", facility_id))
    for number in range(draw(st.integers(0, 3))):
        name = f"Neu {number}"
        corrections.append(
            add(f"korrektur:{number}", layer=draw(st.sampled_from(LAYERS)), name=name, step=number)
        )
    return facilities(*rows), corrections, draw(st.permutations(corrections))


@given(independent())
@settings(max_examples=60, deadline=None)
def test_the_order_of_independent_rows_does_not_matter(case):
    town, corrections, turned = case
    first, said = apply(town, *corrections)
    second, again = apply(town, *turned)
    assert_frame_equal(first, second)
    assert (dict(said.applied), said.seen) == (dict(again.applied), again.seen)


@given(independent())
@settings(max_examples=60, deadline=None)
def test_applying_twice_changes_nothing_more(case):
    town, corrections, turned = case
    once, first = apply(town, *corrections)
    twice, second = apply(once, *turned, seen=first.seen)
    assert_frame_equal(twice, once)
    assert second.changed == 0
    assert (dict(second.applied), second.seen) == (dict(first.applied), first.seen)


@given(independent())
@settings(max_examples=30, deadline=None)
def test_facilities_without_a_row_are_untouched(case):
    town, corrections, _ = case
    after, report = apply(town, *corrections)
    named = {correction.row.facility_id for correction in corrections}
    columns = ["facility_id", "layer", "dataset", "name", "ags"]
    before = town.loc[~town["facility_id"].isin(named), columns].reset_index(drop=True)
    assert_frame_equal(after.loc[~after["facility_id"].isin(named), columns].reset_index(drop=True), before)
    assert len(after) == len(town) + report.applied.get("add", 0) - report.applied.get("close", 0)
