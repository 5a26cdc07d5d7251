"""Ranks of centres and unit costs: the project's own tables, and what is refused."""

import pytest

from geo.domain import Rank
from geo.errors import InputError
from geo.settings import PROJECT_ROOT
from geo.sources.ranks import CENTRE_COLUMNS, no_ranks, read_ranks
from geo.sources.unit_costs import COST_COLUMNS, no_unit_costs, read_unit_costs

RANKS = "ags,name,rank,lat,lon,position_source,source,url,date\n"
COSTS = "kind,eur_a,source,date\n"


@pytest.fixture
def write(tmp_path):
    def to_file(text):
        path = tmp_path / "tabelle.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


def test_the_projects_own_ranks():
    dataset, frame = read_ranks(PROJECT_ROOT / "data" / "raenge" / "raenge.csv")
    assert list(frame.columns) == CENTRE_COLUMNS
    ranks = dict(zip(frame["name"], frame["rank"], strict=True))
    assert ranks["Siegen"] == ranks["Münster"] == Rank.OBERZENTRUM
    assert ranks["Beckum"] == ranks["Unna"] == Rank.MITTELZENTRUM
    assert ranks["Drensteinfurt"] == Rank.GRUNDZENTRUM
    # Not found in a source that could be read: not in the table, so "Rang unbekannt".
    assert not {"Billerbeck", "Winterberg"} & set(ranks)
    assert (frame["source"] != "").all()
    assert frame.crs.to_epsg() == 25832
    assert dataset.key == "raenge"
    assert dataset.n_records == len(frame)


def test_a_rank_in_any_case(write):
    _, frame = read_ranks(write(RANKS + "1,Stadt, Mittelzentrum ,51.5,7.7,,Landesentwicklungsplan,,2019\n"))
    assert frame["rank"].tolist() == ["mittelzentrum"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,Stadt,Metropole,51.5,7.7,,Plan,,", "rank"),
        ("1,Stadt,grundzentrum,51.5,7.7,,,,", "source"),
        ("1,Stadt,grundzentrum,7.7,51.5,,Plan,,", "vertauscht"),
        ("1,A,grundzentrum,51.5,7.7,,Plan,,\n1,B,grundzentrum,51.5,7.7,,Plan,,", "1"),
    ],
)
def test_refused_ranks(write, row, words):
    with pytest.raises(InputError, match=words):
        read_ranks(write(f"{RANKS}{row}\n"))


def test_unit_costs(write):
    _, frame = read_unit_costs(write(COSTS + 'vehicle_km,"912,50",Kreis,2026\npath_m,20,Stadt,2025\n'))
    assert list(frame.columns) == COST_COLUMNS
    assert frame["eur_a"].tolist() == [912.5, 20.0]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("path_m,0,Stadt,", "eur_a"),
        ("path_m,viel,Stadt,", "eur_a"),
        ("path_m,3,,", "source"),
        ("bus,3,Kreis,", "kind"),
    ],
)
def test_refused_costs(write, row, words):
    with pytest.raises(InputError, match=words):
        read_unit_costs(write(f"{COSTS}{row}\n"))


def test_none_at_all():
    assert list(no_ranks().columns) == CENTRE_COLUMNS
    assert no_ranks().empty
    assert list(no_unit_costs().columns) == COST_COLUMNS
    assert no_unit_costs().empty
