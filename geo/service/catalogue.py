"""What there is: the Verbund, its places, layers, facilities, sources."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
from sqlalchemy import Connection, RowMapping

from geo import __version__
from geo.analysis.limits import find_limit
from geo.crs import EDGE
from geo.db import read
from geo.db.engine import validate_connection
from geo.domain import GeometrieQuelle, Mode, Model, State
from geo.errors import InputError
from geo.layers import LayerSpec, get_layer, list_layers
from geo.network.parameters import RunParameters, read_parameters
from geo.norms import Norm
from geo.render.german import format_limit, format_number
from geo.render.style import class_breaks, palette
from geo.results import (
    DatasetInfo,
    Health,
    LayerInfo,
    LayerMode,
    NormInfo,
    RunInfo,
    Titled,
    VerbundInfo,
)
from geo.service.opened import OpenVerbund, get_run_row, get_verbund_row


def read_health(opened: OpenVerbund) -> Health:
    """Whether the database answers and has something to show."""
    postgis = validate_connection(opened.engine)
    with opened.connect() as connection:
        run = read.find_run(connection, opened.verbund_id)
    return Health(
        status="ok" if run else "no_data",
        version=__version__,
        postgis=postgis,
        verbund=opened.verbund_id,
        run_id=run["run_id"] if run else None,
    )


def read_version(opened: OpenVerbund) -> str:
    """Short text that changes whenever an answer could: for caches and ETags."""
    with opened.connect() as connection:
        verbund = get_verbund_row(connection, opened)
        run = read.find_run(connection, opened.verbund_id)
    loaded = verbund["loaded_at"].timestamp()
    return f"{verbund['verbund_id']}-{loaded:.6f}-{run['run_id'] if run else 'none'}-{__version__}"


def list_verbuende(opened: OpenVerbund) -> list[Titled]:
    """All Verbünde of the database."""
    with opened.connect() as connection:
        return [Titled(key=row["verbund_id"], title=row["title"]) for row in read.list_verbuende(connection)]


def read_verbund(opened: OpenVerbund) -> VerbundInfo:
    """The Verbund with its counts, sources and the run whose results are shown.

    Raises
    ------
    NotFoundError
        If it is not loaded.
    """
    with opened.connect() as connection:
        row = get_verbund_row(connection, opened)
        zentren = read.read_frame(connection, "zentrum", opened.verbund_id)
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
        kommunen = read.read_frame(connection, "kommune", opened.verbund_id)
        datasets = read_datasets(connection, opened)
        run = read.find_run(connection, opened.verbund_id)
        counts = read.count_facilities(connection, opened.verbund_id)
    members = kommunen[kommunen["role"] == "kommune"].sort_values("name")
    west, south, east, north = ortsteile.to_crs(EDGE).total_bounds.round(5).tolist()
    return VerbundInfo(
        id=row["verbund_id"],
        title=row["title"],
        subtitle=row["subtitle"],
        n_zentren=len(zentren),
        n_ortsteile=len(ortsteile),
        n_kommunen=len(members),
        bounds=(west, south, east, north),
        kommunen=[Titled(key=k.ags, title=k.name_) for k in _named(members)],
        modes=[Titled(key=str(mode), title=mode.title) for mode in Mode],
        states=[Titled(key=str(state), title=state.title) for state in State],
        palette=palette(),
        default_layer=_default_layer(counts, datasets),
        datasets=datasets,
        run=to_run_info(run) if run else None,
    )


def _named(members: gpd.GeoDataFrame) -> list[RowMapping]:
    return list(members[["ags", "name"]].rename(columns={"name": "name_"}).itertuples(index=False))


def _default_layer(counts: dict[str, int], datasets: Sequence[DatasetInfo]) -> str:
    """The layer that is known in most municipalities; a norm and the order of the layers decide between equals."""

    def rank(layer: LayerSpec) -> tuple[int, bool, bool]:
        known = {ags for dataset in datasets if layer.key in dataset.layers for ags in dataset.complete_ags}
        return len(known), layer.key in counts, bool(layer.norms)

    return max(list_layers(), key=rank).key


def read_kommunen(opened: OpenVerbund) -> gpd.GeoDataFrame:
    """Municipalities and partners, EPSG:25832."""
    return _read_places(opened, "kommune")


def read_ortsteile(opened: OpenVerbund) -> gpd.GeoDataFrame:
    """Ortsteile with residents and the origin of their boundary in words, EPSG:25832."""
    frame = _read_places(opened, "ortsteil")
    quellen = frame["geometrie_quelle"].map(GeometrieQuelle)
    return frame.assign(
        geometrie_title=quellen.map(lambda quelle: quelle.title),
        geometrie_estimated=quellen.map(lambda quelle: quelle.estimated),
        area_km2=frame["area_km2"].round(3),
    )


def read_zentren(opened: OpenVerbund) -> gpd.GeoDataFrame:
    """Centres of the Ortsteile, EPSG:25832."""
    return _read_places(opened, "zentrum")


def _read_places(opened: OpenVerbund, table: str) -> gpd.GeoDataFrame:
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        return read.read_frame(connection, table, opened.verbund_id).drop(columns="verbund_id")


def read_facilities(
    opened: OpenVerbund, layer: str | None = None, bbox: tuple[float, float, float, float] | None = None
) -> gpd.GeoDataFrame:
    """Facilities, EPSG:25832.

    Parameters
    ----------
    opened
        Where from.
    layer
        Key of one layer, or None for all.
    bbox
        West, south, east, north in degrees (EPSG:4326), or None for all.

    Raises
    ------
    NotFoundError
        If the layer is unknown.
    InputError
        If the box is turned round or outside of the globe.
    """
    if layer is not None:
        get_layer(layer)
    if bbox is not None:
        west, south, east, north = bbox
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise InputError(
                "Der Ausschnitt (bbox) muss West,Süd,Ost,Nord in Grad nennen, mit West < Ost und Süd < Nord."
            )
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        return read.read_facilities(connection, opened.verbund_id, layer=layer, bbox=bbox)


def read_datasets(connection: Connection, opened: OpenVerbund) -> list[DatasetInfo]:
    """Sources of a Verbund."""
    return [DatasetInfo(**row) for row in read.read_datasets(connection, opened.verbund_id)]


def list_layer_infos(opened: OpenVerbund) -> list[LayerInfo]:
    """All layers with what is known of them here, and how they are judged with each mode."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        run = read.find_run(connection, opened.verbund_id)
        datasets = read_datasets(connection, opened)
        kommunen = read.read_frame(connection, "kommune", opened.verbund_id).set_index("ags")["name"]
        counts = read.count_facilities(connection, opened.verbund_id)
    parameters = to_parameters(run) if run else read_parameters()
    infos = []
    for layer in list_layers():
        complete = sorted({ags for d in datasets if layer.key in d.layers for ags in d.complete_ags})
        infos.append(
            LayerInfo(
                key=layer.key,
                title=layer.title,
                plural=layer.plural,
                handlungsfeld=layer.handlungsfeld,
                handlungsfeld_title=layer.handlungsfeld.title,
                question=layer.question,
                colour=layer.colour,
                order=layer.order,
                rooms=layer.rooms,
                n_facilities=counts.get(layer.key, 0),
                complete_in=[kommunen[ags] for ags in complete if ags in kommunen.index],
                complete_ags=complete,
                modes=[to_layer_mode(layer, mode, parameters) for mode in Mode],
            )
        )
    return infos


def to_layer_mode(layer: LayerSpec, mode: Mode, parameters: RunParameters) -> LayerMode:
    """How a layer is judged with a mode: norm or general limit, and the classes around it."""
    limit = find_limit(layer, mode, parameters)
    return LayerMode(
        mode=mode,
        norm=to_norm_info(limit.norm) if limit.norm else None,
        limit_value=limit.value,
        limit_unit=limit.unit,
        limit_text=format_limit(limit.value, limit.unit),
        classes=class_breaks(limit.value, limit.unit),
    )


def to_norm_info(norm: Norm) -> NormInfo:
    """A norm of the register in the words of users."""
    return NormInfo(
        id=norm.id,
        title=norm.title,
        value=norm.value,
        unit=norm.unit,
        text=format_limit(norm.value, norm.unit),
        source=norm.source,
        binding=norm.binding,
        concerns=norm.concerns,
    )


def to_parameters(run: RowMapping) -> RunParameters:
    """Settings that a run was computed with."""
    return parse_parameters(run["parameters"])


def parse_parameters(flat: Mapping[str, Any]) -> RunParameters:
    """Settings out of the flat row that is stored with a run; those of bus and rail stand beside them."""
    own = {key: value for key, value in flat.items() if key != "link_norm" and not key.startswith("transit.")}
    return read_parameters(own)


def to_run_info(run: RowMapping) -> RunInfo:
    """A run in the words of users."""
    model = Model(run["model"])
    note = "Straßennetz aus OpenStreetMap"
    if model is Model.CROWFLY:
        note = f"{model.title}: Luftlinie × {format_number(run['parameters']['detour_factor'], 1)}"
    return RunInfo(
        run_id=run["run_id"],
        model=str(model),
        model_title=model.title,
        model_note=note,
        code_version=run["code_version"],
        parameters=run["parameters"],
        datasets=run["datasets"],
        finished_at=run["finished_at"],
    )


def read_run(opened: OpenVerbund) -> RunInfo:
    """The run whose results are shown."""
    with opened.connect() as connection:
        return to_run_info(get_run_row(connection, opened))
