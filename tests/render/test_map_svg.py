"""The map keeps its scale, its frame and its promises about readability."""

import re
from xml.etree import ElementTree as ET

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geo.errors import CrsError, InputError, NotFoundError
from geo.layers import list_layers
from geo.render.labels import Placer, paper
from geo.render.map_svg import Mark, draw_zentrum_map, marks_in_frame, plan_scene
from geo.render.overview_svg import draw_overview
from geo.render.style import COLOURS, LETTERS
from geo.render.symbols import group_pins
from geo.render.view import (
    BAR_HEIGHT_MM,
    BAR_WIDTH_MM,
    INSET_MM,
    MAP_HEIGHT_MM,
    MAP_WIDTH_MM,
    SCALES,
    corner_box,
    plan_view,
)

SVG = "{http://www.w3.org/2000/svg}"


def parts(svg):
    return ET.fromstring(svg)


def test_one_kilometre_is_forty_millimetres_at_25_000():
    view = plan_view(box(400_000, 5_700_000, 402_400, 5_702_400))
    assert view.scale == 25_000
    line = view.project(shapely.linestrings([(400_000, 5_700_000), (401_000, 5_700_000)]))
    assert line.length == pytest.approx(40.0, abs=1e-6)


def test_scale_bar_is_as_long_as_it_says(make_scene):
    scene = make_scene("05958048-hoheleye")
    view = plan_scene(scene)
    root = parts(draw_zentrum_map(scene, view, [], description="Karte"))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("180mm", "120mm", "0 0 180 120")
    bar = root.find(f".//{SVG}rect[@id='scale-bar']")
    words = [element.text for element in root.iter(f"{SVG}text")]
    length_m = {
        "1\u00a0km": 1000,
        "2\u00a0km": 2000,
        "0,5\u00a0km": 500,
        "3\u00a0km": 3000,
        "5\u00a0km": 5000,
    }
    stated = next(metres for label, metres in length_m.items() if label in words)
    assert float(bar.get("width")) == pytest.approx(stated * 1000 / view.scale, abs=1e-3)
    assert root.find(f".//{SVG}path[@id='north']") is not None


def test_every_ortsteil_fits_and_stays_uncovered(frames):
    ortsteile, _, _ = frames
    assert len(ortsteile) == 61
    for area in ortsteile.geometry:
        view = plan_view(area)
        on_paper = view.project(area)
        assert view.scale in SCALES[:6]
        assert view.frame.covers(area)
        assert not corner_box(view.inset, INSET_MM, INSET_MM).intersects(on_paper)
        assert not corner_box(view.bar, BAR_WIDTH_MM, BAR_HEIGHT_MM).intersects(on_paper)
        assert view.inset != view.bar


@settings(max_examples=60)
@given(st.floats(50, 40_000), st.floats(50, 40_000))
def test_any_rectangle_gets_the_largest_scale_that_fits(width, height):
    area = box(400_000, 5_700_000, 400_000 + width, 5_700_000 + height)
    view = plan_view(area)
    if view.scale != SCALES[-1]:
        assert view.frame.covers(area)
    larger = [scale for scale in SCALES if scale < view.scale]
    assert all(width * 1000 / s > 90 or height * 1000 / s > 70 for s in larger)


def test_everything_stays_in_the_frame_and_areas_carry_letters(make_scene):
    scene = make_scene("05970040-siegen-mitte")
    root = parts(draw_zentrum_map(scene, plan_scene(scene), [], description="Karte"))
    numbers = [
        (float(x), float(y))
        for path in root.iter(f"{SVG}path")
        if path.get("fill") in COLOURS
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.get("d"))
    ]
    assert len(numbers) > 100
    assert all(-0.01 <= x <= MAP_WIDTH_MM + 0.01 and -0.01 <= y <= MAP_HEIGHT_MM + 0.01 for x, y in numbers)
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert "Siegen-Mitte" in words
    assert set(words) & set(LETTERS)


def test_labels_do_not_overlap():
    placer = Placer(paper(100, 100))
    area = box(5, 5, 60, 60)
    centres = [placer.place_in(area, 18, 6) for _ in range(20)]
    placed = [box(x - 9, y - 3, x + 9, y + 3) for x, y in filter(None, centres)]
    assert len(placed) >= 8
    assert all(a.intersection(b).area < 1e-9 for i, a in enumerate(placed) for b in placed[:i])


def test_numbers_of_the_table_stand_on_the_map(make_scene):
    scene = make_scene("05978036-hemmerde", per_layer=1, spread_m=300)
    facilities = scene.facilities
    marks = [
        Mark(facility_id, layer, str(i))
        for i, (facility_id, layer) in enumerate(
            zip(facilities["facility_id"], facilities["layer"], strict=True), 1
        )
    ]
    view = plan_scene(scene)
    assert len(marks_in_frame(scene, view, marks)) == len(marks) == len(list_layers())
    root = parts(draw_zentrum_map(scene, view, marks, description="Karte"))
    words = {number for element in root.iter(f"{SVG}text") for number in element.text.split("·")}
    assert {mark.symbol for mark in marks} <= words


def test_services_under_one_roof_share_a_pin():
    pins = group_pins([(10, 10, "1"), (10.05, 10.02, "4"), (30, 30, "2")])
    assert [pin.words for pin in pins] == ["1·4", "2"]


def test_estimated_areas_are_hatched_and_dashed(make_scene):
    scene = make_scene("05958048-hoheleye")
    assert scene.ortsteile["geometrie_estimated"].any()
    svg = draw_zentrum_map(scene, plan_scene(scene), [], description="Karte")
    assert "stroke-dasharray" in svg
    assert "stroke-opacity" in svg


def test_names_are_escaped(make_scene):
    scene = make_scene("05978036-hemmerde")
    ugly = '<script>&"#$*\u0000'
    scene.ortsteile.loc[scene.ortsteile["ortsteil_id"] == scene.zentrum_id, "name"] = ugly
    root = parts(draw_zentrum_map(scene, plan_scene(scene), [], description=ugly.replace("\u0000", "")))
    assert '<script>&"#$*' in [element.text for element in root.iter(f"{SVG}text")]


def test_overview_fills_the_own_town_only(make_scene):
    scene = make_scene("05558008-aulendorf")
    root = parts(draw_overview(scene, description="Lage"))
    assert (root.get("width"), root.get("height")) == ("40mm", "40mm")
    names = {element.text for element in root.iter(f"{SVG}text")}
    assert names == {"Beckum", "Billerbeck", "Drensteinfurt", "Siegen", "Unna", "Winterberg"}
    # The town among its peers, and the Ortsteil in the close-up.
    assert len([path for path in root.iter(f"{SVG}path") if path.get("fill") == COLOURS[0]]) == 2


def test_a_scene_must_be_complete_and_metric(make_scene):
    scene = make_scene("05978036-hemmerde")
    changed = {name: getattr(scene, name) for name in scene.__slots__}
    with pytest.raises(CrsError, match="Grad"):
        type(scene)(**{**changed, "kommunen": scene.kommunen.to_crs(4326)}).validate()
    with pytest.raises(InputError, match="class_letter"):
        type(scene)(**{**changed, "ortsteile": scene.ortsteile.drop(columns="class_letter")}).validate()
    with pytest.raises(NotFoundError, match="nirgends"):
        type(scene)(**{**changed, "zentrum_id": "nirgends"}).validate()
