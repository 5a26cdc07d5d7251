"""The printed sheet of a run on streets: its method, places far from a street, states in words."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import create_engine

from geo import service
from geo.domain import Mode, State
from geo.render.report import write_report
from geo.render.report_content import build_content
from geo.render.report_table import DENSE_PT
from geo.render.typeface import MM_PER_PT, text_width

NETWORK = {"model": "network", "model_title": "Straßennetz", "model_note": "Straßennetz aus OpenStreetMap"}
METHOD = (
    "Straßennetz aus OpenStreetMap (Stand 27.07.2015), zu Fuß 5 km/h, mit dem Rad 15 km/h, "
    "Auto nach Straßenklasse und Tempolimit, Abbiegeverbote nicht berücksichtigt"
)


def words_of(pdf):
    """Text of the only page, white space as single blanks."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return re.sub(r"\s+", " ", pages[0].extract_text())


@pytest.fixture
def scene(make_scene):
    return make_scene("05970040-langenholdinghausen")


@pytest.fixture
def on_streets(make_sheet, scene):
    """Sheet of a network run whose Zentrum lies ``snap_m`` from the street; ``changes`` go into every figure."""

    def make(n_known=8, snap_m=520.0, **changes):
        sheet = make_sheet(scene, n_known=n_known)
        figures = [
            figure.model_copy(update={"snap_m": snap_m if figure.value is not None else None, **changes})
            for figure in sheet.figures
        ]
        return sheet.model_copy(update={"figures": figures, "run": sheet.run.model_copy(update=NETWORK)})

    return make


@pytest.mark.db
def test_every_zentrum_on_streets_fills_one_page(liechtenstein):
    """Malbun: much is too far, and its map shows Ortsteile without a figure; Vaduz: all is near."""
    engine = create_engine(liechtenstein.database_url)
    opened = service.OpenVerbund(engine, "liechtenstein", liechtenstein.network_dir)
    for zentrum_id in ("li-1155948-malbun", "li-1155956-vaduz"):
        words = words_of(service.render_zentrum_report(opened, zentrum_id))
        assert METHOD in words
        assert "Luftlinie ×" not in words
        assert "33 km/h" not in words
        assert "neben der Straße" not in words  # all lie nearer than 400 m
        assert re.search(r"auf dem Straßennetz; sie beginnen (unter )?\d+ m vom Zentrum", words)
        assert "von 5" in words
        assert "kein Weg" not in words  # what the search did not find in time is too far, not cut off
    engine.dispose()


@pytest.mark.db
def test_a_class_is_missing_where_the_figure_is(liechtenstein):
    engine = create_engine(liechtenstein.database_url)
    opened = service.OpenVerbund(engine, "liechtenstein", liechtenstein.network_dir)
    sheet = service.read_sheet(opened, "li-1155948-malbun")
    nobody_knows = sheet.gaps[0].model_copy(update={"layer": "primary_school", "rank_shortfall": 0})
    schools, shops = (
        service.report.read_scene(opened, sheet.model_copy(update={"gaps": gaps}))
        for gaps in ([nobody_knows], sheet.gaps)
    )
    engine.dispose()
    assert set(schools.ortsteile["class_letter"]) == {"", "A", "C"}
    # No shop within the search: the worst gap is drawn, and Malbun as the worst, not as "keine Daten".
    assert shops.layer == "convenience"
    letters = shops.ortsteile.set_index("ortsteil_id")["class_letter"]
    assert letters["li-1155948-malbun"] == "E"


def test_a_far_place_is_told_in_words(on_streets, scene):
    words = words_of(write_report(on_streets(), scene))
    assert words.count("Lage 520 m neben der Straße") == 8
    assert "zu Fuß eingerechnet" in words


@pytest.mark.parametrize(
    ("snap_m", "told"), [(None, ""), (400.0, ""), (404.0, "Lage 400 m neben der Straße")]
)
def test_only_beyond_400_m(on_streets, scene, snap_m, told):
    content = build_content(on_streets(snap_m=snap_m), scene, scale=75_000, on_map=[])
    assert content["rows"]
    assert {row["snap"].replace("\u00a0", " ") for row in content["rows"]} == {told}


def test_a_far_facility_is_told_where_the_zentrum_is_near(on_streets, scene):
    sheet = on_streets(snap_m=12.0, facility_snap_m=650.0)
    content = build_content(sheet, scene, scale=75_000, on_map=[])
    assert {row["snap"].replace("\u00a0", " ") for row in content["rows"]} == {"Ziel 650 m neben der Straße"}
    assert "sie beginnen 10 m vom Zentrum" in content["notes"][0].replace("\u00a0", " ")


def test_without_streets_the_sheet_says_so(make_sheet, scene):
    content = build_content(make_sheet(scene), scene, scale=75_000, on_map=[])
    assert (
        content["notes"][0] == "Wege und Zeiten nach dem Luftlinienmodell: Ein Straßennetz ist nicht geladen."
    )


@pytest.mark.parametrize("n_known", [14, 25])
def test_far_places_in_many_rows_fit_one_page(on_streets, scene, n_known):
    sheet = on_streets(n_known=n_known, snap_m=1520.0)
    words = words_of(write_report(sheet, scene))
    assert words.count("1.520 m neben der Straße") == n_known
    assert "Seite 1 von 1" in words


@pytest.mark.parametrize("verdict", [*(state.title for state in State), "vielleicht zu weit"])
def test_dense_rows_take_one_line(on_streets, scene, verdict):
    content = build_content(on_streets(snap_m=1520.0, verdict=verdict), scene, scale=75_000, on_map=[])
    assert content["rows"]
    for row in content["rows"]:
        assert row["state_dense"].startswith(f"{verdict} · ")
        assert re.search(r"1\.520\sm neben (der )?Straße$", row["state_dense"])
        assert text_width(row["state_dense"], DENSE_PT * MM_PER_PT, "Semibold") <= 40.5


@pytest.mark.parametrize(
    ("state", "nearer_possible", "in_place"),
    [
        (State.NOT_CONNECTED, False, "kein Weg"),
        (State.OUTSIDE_DATA_AREA, False, "offen"),
        (State.BEYOND_LIMIT, False, "zu weit"),
        (State.BEYOND_LIMIT, True, "offen"),
    ],
)
def test_a_row_without_a_figure_on_foot_says_why(make_sheet, scene, state, nearer_possible, in_place):
    """The car gets there; on foot there is no figure."""
    sheet = make_sheet(scene, n_known=1)
    nothing = {
        "state": state,
        "state_title": state.title,
        "verdict": state.title,
        "travel_time_s": None,
        "distance_m": None,
        "value": None,
        "facility": None,
        "facility_id": None,
        "norm_met": None,
        "nearer_possible": nearer_possible,
    }
    known = sheet.figures[0].layer
    figures = [
        figure.model_copy(update=nothing) if (figure.layer, figure.mode) == (known, Mode.WALK) else figure
        for figure in sheet.figures
    ]
    changed = sheet.model_copy(update={"figures": figures})
    (row,) = build_content(changed, scene, scale=75_000, on_map=[])["rows"]
    assert row["times"][0] == in_place
    assert row["state"].startswith(state.title)
    assert state.title in words_of(write_report(changed, scene))


@pytest.mark.parametrize("state", [State.OUTSIDE_DATA_AREA, State.NOT_CONNECTED])
def test_a_zentrum_that_nothing_reaches_says_so(on_streets, scene, state):
    gone = {"travel_time_s": None, "distance_m": None, "value": None, "facility": None, "facility_id": None}
    sheet = on_streets(
        snap_m=None, state=state, state_title=state.title, verdict=state.title, norm_met=None, **gone
    )
    assert state.title.lower() in words_of(write_report(sheet, scene)).lower()


def test_a_facility_without_a_name_says_so(on_streets, scene):
    content = build_content(on_streets(n_known=3, facility=""), scene, scale=75_000, on_map=[])
    assert [row["facility"].split(" (")[0] for row in content["rows"]] == ["ohne Namen"] * 3
