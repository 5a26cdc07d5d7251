"""The notebook on mobility gaps shows the service's own numbers, and says so where no timetable is loaded."""

import pytest

from geo import service
from geo.domain import DayType
from geo.norms.gueteklassen import list_methods
from geo.results import TransitWhatIfAsk
from geo.settings import PROJECT_ROOT
from tests.notebooks.kernel import execute

PATH = PROJECT_ROOT / "notebooks" / "03-mobilitaetsluecken.ipynb"
PROBE = """
import json

def plain(spalte):
    return spalte.astype(object).where(spalte.notna(), None).tolist()

print(json.dumps({
    "classes": klassen[["Ortsteil", "Methode", "Tag", "Klasse"]].values.tolist(),
    "intervals": plain(takt["nach Wartezeit"]), "p50": plain(zeiten["p50"]), "ratio": plain(zeiten["Verhältnis"]),
    "gaps": luecken["Wege"].tolist(), "remedies": abhilfen["Ergebnis"].tolist(),
    "days": [str(tag) for tag in stichtage["Stichtag"]], "line": seltenste and seltenste.line,
    "whatif": antwort and antwort.sentence, "gained": szenario["Ortsteil"].tolist()}))
"""


@pytest.mark.db
@pytest.mark.slow
def test_it_shows_the_numbers_of_the_service(probe, probed, tmp_path):
    shown, found = execute(PATH, PROBE, probe, tmp_path)
    classes = [
        [row.ortsteil, method.title, day.title, row.class_letter or row.state_title]
        for method in list_methods()
        for day in DayType
        for row in service.list_transit_classes(probed, method.id, day)
    ]
    assert found["classes"] == classes
    stops = [row.best_stop for row in service.list_transit_classes(probed) if row.best_stop]
    assert found["intervals"] == [stop.waiting_interval_min for stop in stops]
    assert any(stop.waiting_interval_min for stop in stops)
    times = service.list_transit_times(probed, target="mittelzentrum", window="morning")
    assert found["p50"] == [row.p50_min for row in times]
    assert found["ratio"] == [row.pt_car_ratio for row in times]
    gaps = service.read_mobility_gaps(probed)
    assert found["gaps"] == [gap.text for gap in gaps.gaps]
    assert found["remedies"] == [remedy.text for gap in gaps.gaps for remedy in gap.remedies]
    assert found["remedies"]
    assert gaps.sentence in shown
    timetable = service.read_timetable(probed)
    assert found["days"] == [str(day.date) for day in timetable.reference_days]
    answer = service.answer_transit_whatif(probed, TransitWhatIfAsk(action="hourly", line=found["line"]))
    assert (found["whatif"], found["gained"]) == (answer.sentence, [row.ortsteil for row in answer.rows])


@pytest.mark.db
@pytest.mark.slow
def test_without_a_timetable_it_says_so_and_ends(settings, tmp_path):
    shown, found = execute(PATH, PROBE, settings.model_copy(update={"state_dir": tmp_path}), tmp_path)
    assert "Für diesen Verbund ist kein Fahrplan geladen." in shown
    assert {letter for _, _, _, letter in found["classes"]} == {"keine Fahrplandaten"}
    assert len(found["classes"]) == 61 * len(list_methods()) * len(DayType)
    assert (found["intervals"], found["p50"], found["whatif"]) == ([], [], None)
    assert "keine Fahrplandaten" in shown
    assert "bitte „mitten load gtfs“" in shown
