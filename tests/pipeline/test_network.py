"""Stored street graphs and what they were built from: opened while both agree, else built anew or refused."""

import json

import pytest
from sqlalchemy import create_engine

from geo import pipeline
from geo.db import read
from geo.domain import Mode
from geo.errors import InputError
from geo.network.described import DATE_KEY, describe_graphs, graph_key
from geo.network.graph import MANIFEST
from tests.pipeline.vaduz import PBF

STATED = "2016-02-03"


@pytest.fixture
def extract(tmp_path, testdata):
    """A copy that may go."""
    file = tmp_path / PBF
    file.write_bytes((testdata / "osm" / PBF).read_bytes())
    return file


@pytest.fixture
def built(here, engine, town, extract):
    """Streets of a given file, with a date that is not the one in its header; a download lies there too."""
    pipeline.fetch_osm(here, town)
    pipeline.load_osm(engine, here, town, [extract], date=STATED)
    return pipeline.build_network(here, town)


def change_manifest(settings, **provenance):
    for mode in Mode:
        manifest = settings.network_dir / "vaduz" / mode / MANIFEST
        content = json.loads(manifest.read_text("utf-8"))
        content["provenance"] |= provenance
        manifest.write_text(json.dumps(content), "utf-8")


def test_the_stated_date_is_that_of_the_streets(here, town, built):
    assert describe_graphs(built)[DATE_KEY] == STATED
    assert describe_graphs(pipeline.open_network(here, "vaduz"))[DATE_KEY] == STATED


def test_a_lost_file_does_not_change_the_streets(here, town, built, extract):
    """Neither the download nor the straight line takes their place unasked."""
    extract.unlink()
    assert describe_graphs(pipeline.build_network(here, town)) == describe_graphs(built)


def test_other_rules_without_the_file_are_refused(here, town, built, extract):
    change_manifest(here, rules="older", fingerprint="older")
    extract.unlink()
    for ask in (lambda: pipeline.build_network(here, town), lambda: pipeline.open_network(here, "vaduz")):
        with pytest.raises(
            InputError, match=rf"nach älteren Regeln gebaut, und {PBF} ist nicht mehr da: .*mitten load osm"
        ):
            ask()


def test_compute_builds_anew_what_the_rules_have_changed(here, town, built, run_command):
    change_manifest(here, rules="older", fingerprint="older")
    done = run_command(here, "compute", "--verbund", "vaduz")
    assert done.exit_code == 0, done.output
    engine = create_engine(here.database_url)
    with engine.connect() as connection:
        datasets = read.find_run(connection, "vaduz")["datasets"]
    engine.dispose()
    assert datasets[graph_key(Mode.WALK)] == built[Mode.WALK].provenance["fingerprint"]
    assert datasets[DATE_KEY] == STATED
