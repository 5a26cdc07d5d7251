"""A scene and a sheet on the real boundaries of the 61, with facilities and figures made for the test."""

from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from geo.domain import GeometrieQuelle, Mode, State
from geo.layers import list_layers
from geo.render.german import format_limit, format_value
from geo.render.map_svg import MapScene
from geo.render.style import class_breaks, classify
from geo.results import DatasetInfo, Gap, Link, LinkEnd, Reach, Residents, RunInfo, ZentrumSheet

DATA = Path(__file__).resolve().parents[2] / "data" / "ortsteile"
SPEEDS_M_S = {Mode.WALK: 5 / 3.6, Mode.BIKE: 15 / 3.6, Mode.CAR: 33 / 3.6}
RUN = RunInfo(
    run_id="7f3a91c2",
    model="crowfly",
    model_title="Luftlinienmodell",
    model_note="Luftlinie × 1,3; zu Fuß 5 km/h, mit dem Rad 15 km/h, mit dem Auto 33 km/h",
    code_version="0.1.0",
    parameters={"detour": 1.3},
    datasets={"schulen": "ab" * 32},
    finished_at=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
)
SOURCE = DatasetInfo(
    key="schulen",
    title="Schulen der sechs Kommunen",
    source="IT.NRW 2025",
    url="",
    licence="dl-de/by-2-0",
    attribution="© IT.NRW (2025), © OpenStreetMap contributors",
    date="2025-10-15",
    sha256="ab" * 32,
    note="innerhalb von 175 m, wo geprüft",
    layers=["primary_school"],
    complete_ags=[],
    n_records=84,
)


@pytest.fixture(scope="session")
def frames():
    """Areas, municipalities and Zentren of the default Verbund in EPSG:25832."""
    ortsteile = gpd.read_file(DATA / "ortsteile.geojson").to_crs(25832)
    ortsteile["geometrie_estimated"] = [GeometrieQuelle(q).estimated for q in ortsteile["geometrie_quelle"]]
    kommunen = gpd.read_file(DATA / "kommunen.geojson").to_crs(25832)
    table = pd.read_csv(DATA / "zentren.csv", dtype={"ags": str})
    zentren = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table.lon, table.lat), crs=4326).to_crs(
        25832
    )
    return ortsteile, kommunen, zentren


@pytest.fixture
def make_scene(frames):
    """Scene of a Zentrum, with ``per_layer`` facilities of each layer scattered around it (seeded)."""

    def make(zentrum_id, per_layer=2, spread_m=1500.0):
        ortsteile, kommunen, zentren = frames
        home = zentren.set_index("zentrum_id").geometry[zentrum_id]
        rng = np.random.default_rng(61)
        rows = [
            {
                "facility_id": f"{layer.key}:{i}",
                "layer": layer.key,
                "name": f"{layer.title} {i + 1}",
                "geometry": Point(home.x + dx, home.y + dy),
            }
            for layer in list_layers()
            for i, (dx, dy) in enumerate(rng.normal(0, spread_m, (per_layer, 2)))
        ]
        facilities = gpd.GeoDataFrame(rows, crs=25832)
        breaks = class_breaks(2000, "m")
        schools = facilities[facilities["layer"] == "primary_school"].geometry.union_all()
        letters = classify(zentren.distance(schools).to_numpy() * 1.3, breaks)
        by_id = dict(zip(zentren["zentrum_id"], letters, strict=True))
        return MapScene(
            zentrum_id=zentrum_id,
            layer="primary_school",
            layer_title="Weg zu Fuß zur nächsten Grundschule",
            limit_text="Norm 2 km, SchfkVO NRW",
            classes=breaks,
            ortsteile=ortsteile.assign(class_letter=ortsteile["ortsteil_id"].map(by_id)),
            kommunen=kommunen,
            zentren=zentren,
            facilities=facilities,
        )

    return make


@pytest.fixture
def make_sheet(frames):
    """Sheet of a Zentrum: the first ``n_known`` layers with figures, the others without data."""

    def make(scene, n_known=8, **changes):
        ortsteile, kommunen, zentren = frames
        zentrum = zentren.set_index("zentrum_id").loc[scene.zentrum_id]
        area = ortsteile.set_index("ortsteil_id").loc[scene.zentrum_id]
        kommune = kommunen.set_index("ags").loc[area["ags"], "name"]
        quelle = GeometrieQuelle(area["geometrie_quelle"])
        figures = _figures(scene, zentrum, kommune, n_known)
        sheet = ZentrumSheet(
            zentrum_id=scene.zentrum_id,
            name=zentrum["name"],
            kind=zentrum["kind"],
            ags=area["ags"],
            kommune=kommune,
            verbund="61-6-eins",
            lon=zentrum["lon"],
            lat=zentrum["lat"],
            position_source="GN250",
            position_estimated=False,
            residents=Residents(
                value=2785,
                scaled=2801,
                estimated=False,
                date="2013",
                source="Stadt",
                text="2.785 Einwohner (2013)",
            ),
            area_km2=area.geometry.area / 1e6,
            geometrie_quelle=quelle.value,
            geometrie_title=quelle.title,
            geometrie_estimated=quelle.estimated,
            sentence=f"Von {zentrum['name']} sind 6 von {n_known} Angeboten zu Fuß nah genug.",
            figures=figures,
            gaps=_gaps(figures),
            nearest_partner=_link(zentrum, kommune),
            partner_sentence="Nächster Partner: Walstedde (Drensteinfurt), 23,8 km Luftlinie.",
            border_sentence="In Siegen selbst keine Einrichtung: Bahnhof.",
            nahversorgung="2 bis 4 von 5, Daten fehlen",
            sources=[SOURCE],
            source_line="Schulen: IT.NRW (15.10.2025)",
            run=RUN,
        )
        return sheet.model_copy(update=changes)

    return make


def _figures(scene, zentrum, kommune, n_known):
    home = scene.zentren.set_index("zentrum_id").geometry[scene.zentrum_id]
    figures = []
    for i, layer in enumerate(list_layers()):
        those = scene.facilities[scene.facilities["layer"] == layer.key]
        nearest = those.loc[those.distance(home).idxmin()]
        way = nearest.geometry.distance(home) * 1.3
        for mode in Mode:
            figures.append(
                _reach(scene, zentrum, kommune, layer, mode, nearest if i < n_known else None, way)
            )
    return figures


def _reach(scene, zentrum, kommune, layer, mode, nearest, way):
    known = nearest is not None
    normed = layer.key == "primary_school" and mode == Mode.WALK
    limit, unit = (2000.0, "m") if normed else (15.0, "min")
    seconds = way / SPEEDS_M_S[mode]
    value = way if unit == "m" else seconds / 60
    state = (State.REACHED if value <= limit else State.BEYOND_LIMIT) if known else State.DATA_MISSING
    unsure = known and layer.key == "pharmacy"
    return Reach(
        zentrum_id=scene.zentrum_id,
        zentrum=zentrum["name"],
        ags=zentrum["ags"],
        kommune=kommune,
        layer=layer.key,
        layer_title=layer.title,
        mode=mode,
        state=state,
        state_title=state.title,
        verdict="vielleicht zu weit" if unsure and state is State.BEYOND_LIMIT else state.title,
        travel_time_s=seconds if known else None,
        distance_m=way if known else None,
        value=value if known else None,
        value_text=format_value(value, unit, limit) if known else "keine Daten",
        class_letter=None,
        facility_id=nearest["facility_id"] if known else None,
        facility=nearest["name"] if known else None,
        facility_kommune="Kamen" if known else None,
        limit_value=limit,
        limit_unit=unit,
        limit_text=format_limit(limit, unit),
        norm_id="schule" if normed else None,
        norm_met=value <= limit if normed and known else None,
        nearer_possible=unsure,
        own_state=state,
        own_facility=None,
        own_travel_time_s=None,
        own_distance_m=None,
        own_none=False,
        border_gain_s=None,
        snap_m=None,
        facility_snap_m=None,
        residents=2785,
        residents_scaled=2543,
        residents_estimated=False,
        run_id=RUN.run_id,
    )


def _gaps(figures):
    missed = [f for f in figures if f.state == State.BEYOND_LIMIT]
    return [
        Gap(
            ortsteil_id=f.zentrum_id,
            ortsteil=f.zentrum,
            ags=f.ags,
            kommune=f.kommune,
            layer=f.layer,
            layer_title=f.layer_title,
            mode=f.mode,
            norm_id="schule",
            norm_text=f.limit_text,
            value_text=f.value_text,
            shortfall=f.value - f.limit_value,
            shortfall_text=format_value(f.value - f.limit_value, f.limit_unit, 0),
            shortfall_share=f.value / f.limit_value - 1,
            unit=f.limit_unit,
            residents=2785,
            residents_scaled=2543,
            residents_estimated=True,
            nearer_possible=f.nearer_possible,
            rank_people=4,
            rank_shortfall=12,
            run_id=f.run_id,
        )
        for f in missed
    ]


def _link(zentrum, kommune):
    home = LinkEnd(zentrum_id="a", name=zentrum["name"], ags="a", kommune=kommune, lon=7.8, lat=51.5)
    other = LinkEnd(zentrum_id="b", name="Walstedde", ags="b", kommune="Drensteinfurt", lon=7.8, lat=51.7)
    return Link(
        a=home,
        b=other,
        mode=Mode.CAR,
        travel_time_s=3375,
        distance_m=30940,
        crow_m=23800,
        model="Straßennetz",
        within=False,
        text="…",
    )
