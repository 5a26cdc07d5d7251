"""The notebook map: same classes, escaped words, built without a network."""

import pytest

from geo.domain import Mode
from geo.errors import InputError
from geo.render.folium_map import build_folium_map
from geo.render.style import COLOURS, MISSING


@pytest.fixture
def school(make_scene, make_sheet):
    scene = make_scene("05978036-hemmerde")
    sheet = make_sheet(scene, n_known=25)
    row = next(f for f in sheet.figures if f.layer == "primary_school" and f.mode == Mode.WALK)
    return scene.ortsteile, row.model_copy(
        update={"class_letter": "A", "facility": "<img src=x onerror=alert(1)>"}
    )


def features_of(picture):
    layer = next(child for child in picture._children.values() if child._name == "GeoJson")
    return {feature["id"]: feature["properties"] for feature in layer.data["features"]}


def test_classes_and_missing_areas(school):
    ortsteile, row = school
    features = features_of(build_folium_map(ortsteile, [row]))
    assert len(features) == 61
    assert features[row.zentrum_id]["fill"] == COLOURS[0]
    assert features["05558008-aulendorf"]["fill"] == MISSING
    assert features["05558008-aulendorf"]["stand"] == "keine Daten"


def test_no_tiles_and_escaped_words(school):
    ortsteile, row = school
    html = build_folium_map(ortsteile, [row]).get_root().render()
    assert "tileLayer" not in html
    assert "<img src=x" not in html
    assert "bis 0,5\u00a0km" in html


def test_one_question_at_a_time(school):
    ortsteile, row = school
    with pytest.raises(InputError, match="genau eine"):
        build_folium_map(ortsteile, [row, row.model_copy(update={"mode": Mode.CAR})])
    with pytest.raises(InputError, match="genau eine"):
        build_folium_map(ortsteile, [])
