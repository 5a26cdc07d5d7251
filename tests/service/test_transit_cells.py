"""Bus and rail by 100-m cell: classes of the run, and travel times of an area on request."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from geo import service
from geo.db import read
from geo.domain import DayType, State, coarsen_people
from geo.errors import InputError, NoDataError, NotFoundError
from geo.service import transit_cells
from tests.conftest import _probe_settings

GAUANGELLOCH = "08226041-gauangelloch"


def people_of(opened, area):
    with opened.connect() as connection:
        cells = read.read_cells(connection, opened.verbund_id)
    return cells[cells["ortsteil_id"] == area]


@pytest.fixture(scope="module")
def found(gridded_probe):
    return service.list_cell_times(gridded_probe, GAUANGELLOCH, "mittelzentrum")


def test_every_inhabited_cell_of_the_area_has_a_row(gridded_probe, found):
    cells = people_of(gridded_probe, GAUANGELLOCH)
    assert len(found.cells) == len(cells) > 20
    assert {cell.cell_id for cell in found.cells} == set(cells["cell_id"])
    assert found.residents == round(cells["residents"].sum())
    assert (found.area_title, found.date, found.window_title) == ("Gauangelloch", "2022-06-21", "6 bis 9 Uhr")


def test_a_cell_near_the_zentrum_takes_about_as_long_as_from_there(gridded_probe, found):
    """Seven by seven cells: nobody lives farther from the Zentrum than 430 m as the crow flies, a walk of minutes."""
    (zentrum,) = service.list_transit_times(
        gridded_probe, zentrum=GAUANGELLOCH, target="mittelzentrum", window="morning"
    )
    medians = [cell.p50_min for cell in found.cells if cell.p50_min is not None]
    assert len(medians) > 20
    assert min(medians) - 1 <= zentrum.p50_min <= max(medians) + 1
    for cell in found.cells:
        if cell.state is State.REACHED and cell.p75_min is not None:
            assert cell.p25_min <= cell.p50_min <= cell.p75_min
            assert cell.share_connected >= 0.75


def test_people_within_the_limit_are_those_whose_median_keeps_it(gridded_probe, found):
    people = people_of(gridded_probe, GAUANGELLOCH).set_index("cell_id")["residents"]
    within = [
        cell.cell_id for cell in found.cells if cell.p50_min is not None and cell.p50_min <= found.limit_min
    ]
    assert found.residents_within == coarsen_people(people[within].sum(), found.residents)
    assert found.norm is not None
    assert found.limit_min == 45.0
    assert found.sentence.startswith("Gauangelloch: ")


def test_a_service_that_is_not_known_completely_is_not_judged(gridded_probe):
    found = service.list_cell_times(gridded_probe, GAUANGELLOCH, "supermarket", window="noon")
    assert {cell.state for cell in found.cells} <= {
        State.DATA_MISSING,
        State.REACHED,
        State.OUTSIDE_DATA_AREA,
    }
    assert found.residents_within + found.residents_unknown == pytest.approx(found.residents, abs=10)


def test_a_municipality_is_answered_in_all_its_parts(gridded_probe):
    found = service.list_cell_times(gridded_probe, "08226041", "oberzentrum", day_type="sunday")
    assert len({cell.ortsteil_id for cell in found.cells}) > 1


def test_what_cannot_be_answered(gridded_probe, probed, opened, monkeypatch):
    with pytest.raises(NotFoundError, match="nirgends"):
        service.list_cell_times(gridded_probe, "nirgends", "mittelzentrum")
    with pytest.raises(NotFoundError, match="Zeitfenster"):
        service.list_cell_times(gridded_probe, GAUANGELLOCH, "mittelzentrum", window="night")
    with pytest.raises(NoDataError, match="kein Bevölkerungsraster"):
        service.list_cell_times(probed, GAUANGELLOCH, "mittelzentrum")
    with pytest.raises(NoDataError, match="kein Bevölkerungsraster"):
        service.list_cell_times(opened, "05978036-hemmerde", "mittelzentrum")
    monkeypatch.setattr(transit_cells, "MOST_CELLS", 3)
    with pytest.raises(InputError, match="bitte einen Ortsteil angeben"):
        service.list_cell_times(gridded_probe, "08226041", "mittelzentrum")


@pytest.mark.parametrize("method", ["oerok-2017", "are-2011"])
def test_classes_by_cell_add_up_to_the_people_by_class(gridded_probe, method):
    with gridded_probe.connect() as connection:
        cells = read.read_cells(connection, gridded_probe.verbund_id)
    for day in (DayType.SCHOOL, DayType.SUNDAY):
        packed = service.read_cell_classes(gridded_probe, method, day)
        assert len(packed.letters) == len(packed.states) == len(cells)
        assert {packed.state_keys[int(i)] for i in packed.states} <= {
            State.REACHED, State.BEYOND_LIMIT, State.NOT_CONNECTED, State.OUTSIDE_DATA_AREA
        }  # fmt: skip
        outside = str(packed.state_keys.index(State.OUTSIDE_DATA_AREA))
        known = [state != outside for state in packed.states]
        inside = cells.assign(letter=list(packed.letters))[known]
        counted = inside.groupby(["ortsteil_id", "letter"])["residents"].sum()
        rows = [
            row
            for row in service.list_transit_classes(gridded_probe, method, day)
            if row.residents_basis == "grid"
        ]
        assert rows
        for row in rows:
            for letter, people in row.residents_by_class.items():
                assert people == coarsen_people(counted[row.ortsteil_id, letter or "-"])


def test_without_a_grid_there_are_no_classes_of_cells(probed):
    with pytest.raises(NoDataError, match="kein Bevölkerungsraster"):
        service.read_cell_classes(probed)


def test_routes_answer_what_the_service_says(gridded_probe, found):
    settings = _probe_settings(gridded_probe.engine.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings)) as client:
        params = {"area": GAUANGELLOCH, "target": "mittelzentrum"}
        assert client.get("/api/pt/cells/travel-times", params=params).json() == found.model_dump(mode="json")
        classes = client.get("/api/pt/cells/classes", params={"day": "sunday"}).json()
        assert classes["letters"] == service.read_cell_classes(gridded_probe, day_type="sunday").letters
        missing = client.get("/api/pt/cells/travel-times", params={"area": "x", "target": "mittelzentrum"})
        assert missing.status_code == 404
