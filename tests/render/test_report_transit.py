"""Bus and rail on the printed sheet: the words of the page beside the map, on one page still."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import create_engine

from geo import service
from geo.render.report_transit import describe_transit
from geo.render.typeface import printable

ZENTRUM = "08221000-rohrbach"


def words_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return re.sub(r"\s+", "", pages[0].extract_text())


def packed(words):
    return re.sub(r"\s+", "", printable(words))


def test_nothing_is_said_where_nobody_asked():
    assert describe_transit(None, line_mm=150, size_pt=8) == {"transit": [], "timetable": ""}


@pytest.mark.db
def test_the_sheet_says_what_the_page_says(probed):
    sheet = service.read_transit_sheet(probed, ZENTRUM)
    words = words_of(service.render_zentrum_report(probed, ZENTRUM))
    said = [
        sheet.sentence,
        sheet.stop_sentence,
        sheet.day_sentence,
        sheet.home_sentence,
        sheet.centre_sentence,
        sheet.gate_sentence,
    ]
    assert all(said)
    for sentence in said:
        assert packed(sentence)[:60] in words, sentence
    assert packed("Stichtage: Schultag 21.06.2022") in words


@pytest.mark.db
def test_the_ways_to_centres_are_printed_whole(probed):
    """Mittel- and Oberzentrum, each with the norms of both means: the longest sentence of the section."""
    zentrum = "08226041-gauangelloch"
    sentence = service.read_transit_sheet(probed, zentrum).centre_sentence
    assert sentence.count("Norm") == 4
    assert packed(sentence) in words_of(service.render_zentrum_report(probed, zentrum))


@pytest.mark.db
def test_without_a_timetable_it_says_so_and_gives_no_class(settings):
    engine = create_engine(settings.database_url)
    words = words_of(
        service.render_zentrum_report(service.OpenVerbund(engine, settings.verbund), "05978036-hemmerde")
    )
    assert packed("Bus und Bahn keine Fahrplandaten.") in words
    engine.dispose()
