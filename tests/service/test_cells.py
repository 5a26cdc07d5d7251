"""Figures by cell: Liechtenstein's streets with a synthetic grid (100 people per cell around each Zentrum)."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from geo.db import read
from geo.db.writer import one_writer


@pytest.fixture(scope="module")
def installation(gridded):
    settings, grid, n_cells = gridded
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client, grid, n_cells


def test_cells_are_loaded_and_told(installation):
    client, grid, n_cells = installation
    info = client.get("/api/cells").json()
    assert 0 < info["n_cells"] <= n_cells
    assert info["n_cells"] == grid.n_cells
    assert info["note"].endswith(" ".join(grid.sentences))
    assert info["factors"] == pytest.approx(grid.factors, abs=1e-4)
    assert info["factors"] or info["residents"] > 0


def test_the_grid_is_read_once_until_something_is_loaded(installation, gridded, monkeypatch):
    client, _, _ = installation
    first, asked, true_read = client.get("/api/cells").json(), [], read.read_cells

    def read_cells(*arguments):
        asked.append(arguments[1])
        return true_read(*arguments)

    monkeypatch.setattr(read, "read_cells", read_cells)
    assert client.get("/api/cells").json() == first
    assert asked == []
    engine = create_engine(gridded[0].database_url)
    with one_writer(engine, "liechtenstein"):
        pass  # whoever writes changes the moment of loading
    engine.dispose()
    assert client.get("/api/cells").json() == first
    assert asked == ["liechtenstein"]


def test_values_come_in_the_order_of_the_tiles(installation):
    client, grid, _ = installation
    values = client.get("/api/cells/values", params={"layer": "supermarket", "mode": "walk"}).json()
    assert len(values["letters"]) == len(values["states"]) == len(values["values"]) == grid.n_cells
    known = [letter for letter in values["letters"] if letter != "-"]
    assert len(known) > grid.n_cells / 2
    for letter, state, value in zip(values["letters"], values["states"], values["values"], strict=True):
        assert (letter == "-") == (value is None)
        if value is not None:
            assert (values["state_keys"][int(state)] == "reached") == (letter in "ABC")
    body = client.get("/api/tiles/cells/11/1078/718.mvt").content
    assert b"cells" in body


def test_times_stand_beside_the_classes(installation):
    """The norm of supermarkets speaks of metres; 5 km/h are 12 minutes for its 1,000 m."""
    client, _, _ = installation
    found = client.get("/api/cells/values", params={"layer": "supermarket", "mode": "walk"}).json()
    pairs = [
        (metres, minutes)
        for metres, minutes in zip(found["values"], found["minutes"], strict=True)
        if metres is not None
    ]
    assert len(pairs) > 100
    assert all(minutes >= metres / 1000 * 12 - 0.2 for metres, minutes in pairs)


def test_the_way_to_the_street_is_kept(installation):
    """In tens of metres; part of the time, so nobody is nearer than the way to the street takes at 5 km/h."""
    client, _, _ = installation
    found = client.get("/api/cells/values", params={"layer": "supermarket", "mode": "walk"}).json()
    assert len(found["snaps"]) == len(found["facility_snaps"]) == len(found["minutes"])
    known = [
        (there, facility, minutes)
        for there, facility, minutes in zip(
            found["snaps"], found["facility_snaps"], found["minutes"], strict=True
        )
        if minutes is not None
    ]
    assert all(there % 10 == facility % 10 == 0 for there, facility, _ in known)
    assert max(there for there, _, _ in known) > 0
    assert all(minutes >= (there + facility - 10) / 1000 * 12 - 0.2 for there, facility, minutes in known)


def test_more_minutes_reach_more_people(installation):
    client, _, _ = installation
    found = client.get("/api/coverage", params={"layer": "supermarket", "mode": "walk"}).json()
    whole, *parts = found["rows"]
    assert whole["ortsteil_id"] == ""
    assert [str(minutes) for minutes in found["minutes"]] == list(whole["within"]) == list(found["sentences"])
    within = list(whole["within"].values())
    assert within == sorted(within)
    assert 0 < within[-1] <= whole["residents"]
    assert all(whole["within"][m] + whole["unknown"][m] <= whole["residents"] + 10 for m in whole["within"])
    for row in found["rows"]:  # tens, or everybody: whoever subtracts finds no household
        assert all(people % 10 == 0 or people in {5, row["residents"]} for people in row["within"].values())
    assert 0 <= whole["poverty_share"] <= 1
    assert len(parts) >= 11
    assert sum(row["residents"] for row in parts) == pytest.approx(whole["residents"], rel=1e-3)
    assert "15\xa0min zum nächsten Supermarkt" in found["sentences"]["15"]
    assert found["sentences"]["15"].startswith(f"{found['figures']['15']} der Menschen")
    assert 0 < whole["residents_missed_nearer_possible"] <= whole["residents_missed"]
    assert found["norm_sentence"].startswith("Die Norm (1\xa0km) verfehlen rund")
    assert found["norm"]["id"] == "bbsr-supermarkt"


def test_a_layer_without_data_claims_nobody(installation):
    client, _, _ = installation
    found = client.get("/api/coverage", params={"layer": "doctor", "mode": "walk"}).json()
    assert "nicht bekannt" in found["sentences"]["15"]
    assert found["figures"]["15"] == ""
    assert "für niemanden sagen" in found["norm_sentence"]
    assert found["rows"][0]["within"]["30"] == 0
    assert found["rows"][0]["unknown"]["30"] == found["rows"][0]["residents"]


def test_supply_per_head_hands_out_what_there_is(installation):
    client, _, _ = installation
    found = client.get("/api/supply", params={"layer": "supermarket", "mode": "walk"}).json()
    assert len(found["rows"]) >= 11
    balances = {balance["method"]: balance for balance in found["balances"]}
    assert list(balances) == ["2sfca", "e2sfca", "m2sfca"]
    for method in ("2sfca", "e2sfca"):
        assert balances[method]["holds"] is True
        assert balances[method]["handed_out"] == pytest.approx(balances[method]["supply_reached"])
    assert balances["m2sfca"]["holds"] is None
    assert balances["m2sfca"]["handed_out"] < balances["m2sfca"]["supply_reached"]
    for row in found["rows"]:
        assert row["per_1000"]["m2sfca"] <= row["per_1000"]["e2sfca"] + 1e-9
    assert max(row["per_1000"]["2sfca"] for row in found["rows"]) > 0
    one = client.get("/api/supply", params={"layer": "supermarket", "method": "e2sfca"}).json()
    assert list(one["rows"][0]["per_1000"]) == ["e2sfca"]


def test_the_ranking_counts_people_in_cells(installation):
    client, _, _ = installation
    ranking = client.get("/api/ranking", params={"mode": "walk"}).json()
    assert ranking["basis"] == "cells"
    used = [row["layer"] for row in ranking["weights"] if row["weight"]]
    assert "supermarket" in used
    missed = [client.get("/api/coverage", params={"layer": layer}).json()["rows"] for layer in used]
    for row in ranking["rows"]:
        parts = [next(r for r in rows if r["ortsteil_id"] == row["ortsteil_id"]) for rows in missed]
        expected = sum(part["residents_missed"] for part in parts) / len(parts)
        assert row["people"]["score"] == pytest.approx(expected, abs=10)


def test_isochrones_count_people(installation):
    client, _, _ = installation
    zentrum = client.get("/api/zentren").json()["features"][0]["id"]
    rows = client.get("/api/isochrones", params={"zentrum": zentrum, "minutes": "5,10"}).json()
    assert 0 < rows[0]["residents"] <= rows[1]["residents"]
