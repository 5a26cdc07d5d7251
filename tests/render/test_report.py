"""The printed sheet: one tagged page, readable, inert against markup, the same bytes for the same run."""

import io
import re

import pytest
from pypdf import PdfReader

from geo.domain import Mode, State
from geo.render.report import write_report
from geo.render.report_content import build_content
from geo.render.report_table import table_marks
from geo.render.typeface import fit_text, printable, text_width
from geo.results import ProjectInfo
from geo.results.projects import EXAMPLE as PROJECT

POINTS_PER_MM = 72 / 25.4


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def words_of(pdf):
    return re.sub(r"\s+", " ", read(pdf).pages[0].extract_text())


@pytest.fixture
def hemmerde(make_scene, make_sheet):
    scene = make_scene("05978036-hemmerde")
    return make_sheet(scene), scene


def test_one_tagged_a4_page_with_metadata(hemmerde):
    pdf = write_report(*hemmerde)
    document = read(pdf)
    assert len(document.pages) == 1
    width, height = (float(side) / POINTS_PER_MM for side in document.pages[0].mediabox[2:])
    assert (width, height) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de-DE"
    assert document.metadata.title == "Hemmerde (Unna): Wege zu den Angeboten"
    assert document.metadata.author == "Mitten"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_maps_have_alternative_texts(hemmerde):
    document = read(write_report(*hemmerde))
    texts = [
        str(item.get_object()["/Alt"])
        for item in _all_elements(document.trailer["/Root"]["/StructTreeRoot"], "/Figure")
    ]
    assert any(text.startswith("Karte von Hemmerde in Unna") and "1:75.000" in text for text in texts)
    assert any(text.startswith("Übersicht: Lage von Unna") for text in texts)


def _all_elements(node, kind):
    node = node.get_object()
    if not hasattr(node, "get"):
        return
    if node.get("/S") == kind:
        yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from _all_elements(kid, kind)


def test_fonts_are_source_sans_and_embedded(hemmerde):
    fonts = read(write_report(*hemmerde)).pages[0]["/Resources"]["/Font"]
    assert len(fonts) >= 2
    for font in fonts.values():
        assert "SourceSans3" in font.get_object()["/BaseFont"]
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_same_run_gives_the_same_bytes(hemmerde):
    assert write_report(*hemmerde) == write_report(*hemmerde)


def test_figures_states_and_origin_stand_on_the_page(hemmerde):
    sheet, scene = hemmerde
    words = words_of(write_report(sheet, scene))
    walk = next(
        figure for figure in sheet.figures if figure.mode == Mode.WALK and figure.state == State.REACHED
    )
    assert walk.facility in words
    for expected in (
        sheet.sentence,
        sheet.residents.text,
        sheet.partner_sentence,
        sheet.border_sentence,
        sheet.nahversorgung,
        "Keine Daten",
        "Lauf 7f3a91c2 vom 22.11.2026",
        "Luftlinienmodell",
        "Stand 15.10.2025",
        "dl-de/by-2-0",
        "≤ höchstens",
        "Maßstab 1 : 75.000",
        "Seite 1 von 1",
    ):
        assert expected in words, expected


def test_markup_in_names_stays_text(make_scene, make_sheet):
    scene = make_scene("05978036-hemmerde")
    ugly = '#panic("x") $x$ *fett* <b> \\ @a `c` _u_ "q" //'
    sheet = make_sheet(scene, name=ugly, sentence=f"Satz {ugly}", partner_sentence=ugly)
    words = words_of(write_report(sheet, scene))
    assert f"Satz {ugly}" in words


def test_signs_without_a_glyph_do_not_break_the_page(make_scene, make_sheet):
    scene = make_scene("05978036-hemmerde")
    sheet = make_sheet(scene, sentence="Haus 🏠 中\u202e\x07 am\nPlatz")
    assert "Haus □ □ am Platz" in words_of(write_report(sheet, scene))


@pytest.mark.parametrize("n_known", [0, 1, 8, 14, 20, 25])
def test_any_number_of_services_fits_one_page(make_scene, make_sheet, n_known):
    scene = make_scene("05970040-langenholdinghausen")
    assert len(read(write_report(make_sheet(scene, n_known=n_known), scene)).pages) == 1


def test_the_worst_case_fits_one_page(make_scene, make_sheet):
    scene = make_scene("05970040-langenholdinghausen")
    long = "Donaudampfschifffahrtsgesellschaft Dorfgemeinschaftshaus am Langenholdinghausener Weg " * 6
    sheet = make_sheet(scene, n_known=25)
    figures = [
        figure.model_copy(update={"facility": long, "facility_kommune": long, "nearer_possible": True})
        for figure in sheet.figures
    ]
    sources = [
        sheet.sources[0].model_copy(update={"title": f"{i} {long}", "attribution": long}) for i in range(9)
    ]
    gaps = [gap.model_copy(update={"layer_title": long}) for gap in sheet.gaps * 3]
    update = {
        "figures": figures,
        "sources": sources,
        "gaps": gaps,
        "sentence": long * 3,
        "partner_sentence": long * 2,
        "border_sentence": long * 2,
        "nearby_sentence": long * 2,
        "twin_sentence": long * 2,
    }
    worst = sheet.model_copy(
        update={**update, "name": long, "geometrie_title": long, "position_estimated": True}
    )
    project = ProjectInfo.model_validate({**PROJECT, "title": long})
    pdf = write_report(worst, scene, projects=[project] * 20)
    assert len(read(pdf).pages) == 1
    words = words_of(pdf)
    assert "Seite 1 von 1" in words
    assert "Über die Grenze" in words


def test_a_row_says_state_norm_and_mode(hemmerde):
    sheet, scene = hemmerde
    content = build_content(sheet, scene, scale=25_000, on_map=["1"])
    assert len(content["rows"]) == 8
    assert [mark.symbol for mark in table_marks(sheet)] == [row["number"] for row in content["rows"]]
    assert content["rows"][0]["on_map"]
    assert all(row["state"] and row["way"] and all(row["times"]) and row["limit"] for row in content["rows"])
    pharmacy = next(row for row in content["rows"] if row["service"] == "Apotheke")
    assert pharmacy["way"].startswith("≤\u00a0")
    assert pharmacy["state"] == "vielleicht zu weit · Rad erreicht"


def test_shortened_text_fits():
    words = "Dorfgemeinschaftshaus am Langenholdinghausener Weg"
    assert fit_text(words, 1000, 10) == words
    for width in (20, 80, 150):
        short = fit_text(words, width, 10)
        assert short.endswith("…")
        assert text_width(short, 10) <= width
    assert printable("Café\u00a0‹→›") == "Café\u00a0‹→›"
