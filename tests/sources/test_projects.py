"""The register of projects: real examples, and every contradiction refused."""

import pytest

from geo.domain import Handlungsfeld
from geo.errors import InputError
from geo.schema import COLUMNS, canonical_frame
from geo.settings import Settings
from geo.sources.projects import no_projects, read_projects
from geo.sources.verbund import read_verbund

HEADER = "project_id,title,summary,need,handlungsfelder,phase,zentren,owner,beispiel,lat,lon\n"
ROW = "laden,Laden,Ein Laden,convenience,Wirtschaft,Idee,1-a;2-b;1-c,Stadt,true,51.5,8.1\n"


@pytest.fixture
def zentren():
    ids = {"zentrum_id": ["1-a", "2-b", "1-c"], "ags": ["1", "2", "1"], "geom": [None] * 3}
    flags = {"position_estimated": [False] * 3}
    return canonical_frame("zentren", {name: [""] * 3 for name in COLUMNS["zentren"]} | ids | flags)


@pytest.fixture
def read(tmp_path, zentren):
    def write_and_read(rows=ROW):
        (tmp_path / "projekte.csv").write_text(HEADER + rows, encoding="utf-8")
        return read_projects(tmp_path / "projekte.csv", zentren)

    return write_and_read


def test_a_project_knows_its_municipalities(read):
    dataset, projects = read()
    row = projects.iloc[0]
    assert row["ags"] == ["1", "2"]
    assert row["zentren"] == ["1-a", "2-b", "1-c"]
    assert row["handlungsfelder"] == [Handlungsfeld.WIRTSCHAFT.value]
    assert type(row["handlungsfelder"][0]) is str
    assert row["beispiel"]
    assert (dataset.key, dataset.n_records) == ("projekte", 1)


def test_a_project_says_what_it_looks_for(read, tmp_path, zentren):
    assert read()[1].iloc[0]["seeks"] == []
    head, row = HEADER.replace("beispiel,", "beispiel,seeks,"), ROW.replace("true,", "true,{},")
    told = "Räume | Ein Raum | Dorfladen | Wirtschaft; Zeit | Helfer"
    (tmp_path / "projekte.csv").write_text(head + row.format(told), encoding="utf-8")
    assert read_projects(tmp_path / "projekte.csv", zentren)[1].iloc[0]["seeks"] == [
        {"resource": "rooms", "text": "Ein Raum", "need": "convenience", "handlungsfeld": "wirtschaft"},
        {"resource": "time", "text": "Helfer", "need": "", "handlungsfeld": None},
    ]
    for wrong, words in (
        ("Mondstaub | x", "Mondstaub"),
        ("Zeit", "unvollständig"),
        ("Zeit | x | Laden", "Laden"),
    ):
        (tmp_path / "projekte.csv").write_text(head + row.format(wrong), encoding="utf-8")
        with pytest.raises(InputError, match=words):
            read_projects(tmp_path / "projekte.csv", zentren)


def test_a_project_may_have_no_place(read):
    _, projects = read(ROW + ROW.replace("laden,", "ohne,", 1).replace("51.5,8.1", ","))
    assert projects["geom"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROW + ROW, ["Zeile 3", "„laden“ steht schon in Zeile 2"]),
        (ROW.replace("convenience", "laden"), ["Spalte need", "„laden“ ist unbekannt"]),
        (ROW.replace("2-b", "2-x"), ["Spalte zentren", "das Zentrum „2-x“ ist unbekannt"]),
        (ROW.replace("Idee", "Traum"), ["phase", "„Traum“ ist nicht möglich", "Umsetzung"]),
        (ROW.replace("Wirtschaft", "Handel"), ["handlungsfelder", "„handel“ ist nicht möglich"]),
        (ROW.replace("true", "ja"), ["beispiel", "weder true noch false"]),
        (ROW.replace("51.5,8.1", "51.5,"), ["lat und lon gehören zusammen"]),
        (ROW.replace("51.5,8.1", "8.1,51.5"), ["vertauscht"]),
    ],
)
def test_what_contradicts_is_refused_in_one_sentence(read, rows, words):
    with pytest.raises(InputError) as caught:
        read(rows)
    for word in ["projekte.csv", *words]:
        assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_example_register_is_marked_and_holds_the_shop_planned_three_times():
    projects = read_verbund(Settings().verbuende_dir / "61-6-eins").projects
    assert projects["beispiel"].all()
    assert (projects["need"] == "convenience").sum() >= 3
    assert projects.loc[projects["need"] == "convenience", "ags"].map(tuple).nunique() >= 3


def test_no_projects_have_the_canonical_columns():
    assert list(no_projects().columns) == COLUMNS["projects"]
