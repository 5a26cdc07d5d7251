"""The tables of Mitten. Every record belongs to one Verbund; facilities of all layers live in one table."""

from datetime import datetime
from typing import Any, ClassVar

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    ARRAY,
    REAL,
    Boolean,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from geo.crs import STORAGE


class Base(DeclarativeBase):
    """Base of all tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, dict[str, Any]: JSONB, list[str]: ARRAY(Text)}


def geometry_column(kind: str, nullable: bool = False) -> Any:
    """A geometry in the storage system; its index is declared beside it."""
    return mapped_column(Geometry(kind, srid=STORAGE, spatial_index=False), nullable=nullable)


def verbund_column() -> Any:
    """First part of the key of every table that belongs to a Verbund."""
    return mapped_column(ForeignKey("verbund.verbund_id", ondelete="CASCADE"), primary_key=True)


class Verbund(Base):
    """A network of municipalities that plan together."""

    __tablename__ = "verbund"
    verbund_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    subtitle: Mapped[str]
    checksum: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Dataset(Base):
    """A source with provenance and the area and layers for which it is complete."""

    __tablename__ = "dataset"
    verbund_id: Mapped[str] = verbund_column()
    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    source: Mapped[str]
    url: Mapped[str]
    licence: Mapped[str]
    attribution: Mapped[str]
    date: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str]
    layers: Mapped[list[str]]
    complete_ags: Mapped[list[str]]
    n_records: Mapped[int]
    complete_area: Mapped[WKBElement | None] = geometry_column("MULTIPOLYGON", nullable=True)


class Kommune(Base):
    """A municipality: member of the Verbund or partner beside it."""

    __tablename__ = "kommune"
    verbund_id: Mapped[str] = verbund_column()
    ags: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    residents: Mapped[int | None]
    residents_date: Mapped[str]
    residents_source: Mapped[str]
    source: Mapped[str]
    licence: Mapped[str]
    geom: Mapped[WKBElement] = geometry_column("MULTIPOLYGON")
    __table_args__ = (Index("kommune_geom_gist", "geom", postgresql_using="gist"),)


class Ortsteil(Base):
    """The area of one Zentrum, with its residents."""

    __tablename__ = "ortsteil"
    verbund_id: Mapped[str] = verbund_column()
    ortsteil_id: Mapped[str] = mapped_column(primary_key=True)
    ags: Mapped[str]
    name: Mapped[str]
    geometrie_quelle: Mapped[str]
    source: Mapped[str]
    licence: Mapped[str]
    date: Mapped[str]
    residents: Mapped[int | None]
    residents_scaled: Mapped[int | None]
    residents_estimated: Mapped[bool]
    residents_date: Mapped[str]
    residents_source: Mapped[str]
    geom: Mapped[WKBElement] = geometry_column("MULTIPOLYGON")
    __table_args__ = (
        ForeignKeyConstraint(["verbund_id", "ags"], ["kommune.verbund_id", "kommune.ags"]),
        Index("ortsteil_geom_gist", "geom", postgresql_using="gist"),
        Index("ortsteil_ags", "verbund_id", "ags"),
    )


class Zentrum(Base):
    """The centre of an Ortsteil; shares its id."""

    __tablename__ = "zentrum"
    verbund_id: Mapped[str] = verbund_column()
    zentrum_id: Mapped[str] = mapped_column(primary_key=True)
    ags: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    position_source: Mapped[str]
    position_estimated: Mapped[bool]
    note: Mapped[str]
    geom: Mapped[WKBElement] = geometry_column("POINT")
    __table_args__ = (
        ForeignKeyConstraint(["verbund_id", "zentrum_id"], ["ortsteil.verbund_id", "ortsteil.ortsteil_id"]),
        Index("zentrum_geom_gist", "geom", postgresql_using="gist"),
        Index("zentrum_ags", "verbund_id", "ags"),
    )


class Facility(Base):
    """A facility in a layer; one that serves two layers has two rows."""

    __tablename__ = "facility"
    verbund_id: Mapped[str] = verbund_column()
    facility_id: Mapped[str] = mapped_column(primary_key=True)
    layer: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str]
    name: Mapped[str]
    ags: Mapped[str]
    attributes: Mapped[dict[str, Any]]
    geom: Mapped[WKBElement] = geometry_column("POINT")
    __table_args__ = (
        ForeignKeyConstraint(["verbund_id", "dataset"], ["dataset.verbund_id", "dataset.key"]),
        Index("facility_geom_gist", "geom", postgresql_using="gist"),
        Index("facility_layer", "verbund_id", "layer", "ags"),
    )


class CorrectionSeen(Base):
    """A facility that corrections have met; ``layer`` is the one that was closed, empty for any other row."""

    __tablename__ = "correction_seen"
    verbund_id: Mapped[str] = verbund_column()
    facility_id: Mapped[str] = mapped_column(primary_key=True)
    layer: Mapped[str] = mapped_column(primary_key=True)


class Cell(Base):
    """A place of residents; ``ordinal`` counts from 0 within the Verbund.

    ``kind``: an inhabited cell of a population grid, or an address of a municipality that has given its own (with
    ``cell_id`` the 100-m cell in which it lies and a number). An address is never shown: ``shown`` is the number of the
    100-m cell, from 0, in which people and figures of all its places stand together.
    """

    __tablename__ = "cell"
    verbund_id: Mapped[str] = verbund_column()
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    shown: Mapped[int]
    cell_id: Mapped[str]
    kind: Mapped[str]
    ortsteil_id: Mapped[str | None]
    ags: Mapped[str | None]
    residents_grid: Mapped[float]
    residents: Mapped[float]
    geom: Mapped[WKBElement] = geometry_column("POINT")
    __table_args__ = (
        Index("cell_geom_gist", "geom", postgresql_using="gist"),
        Index("cell_ortsteil", "verbund_id", "ortsteil_id"),
        Index("cell_shown", "verbund_id", "shown"),
    )


class Run(Base):
    """One computation with everything needed to repeat it."""

    __tablename__ = "run"
    run_id: Mapped[str] = mapped_column(primary_key=True)
    verbund_id: Mapped[str] = mapped_column(ForeignKey("verbund.verbund_id", ondelete="CASCADE"))
    model: Mapped[str]
    code_version: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    datasets: Mapped[dict[str, Any]]
    finished_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    __table_args__ = (Index("run_verbund", "verbund_id", "finished_at"),)


def _run() -> Any:
    return mapped_column(ForeignKey("run.run_id", ondelete="CASCADE"), primary_key=True)


class Reachability(Base):
    """Long table: one row per Zentrum, layer, mode and scope."""

    __tablename__ = "reachability"
    run_id: Mapped[str] = _run()
    zentrum_id: Mapped[str] = mapped_column(primary_key=True)
    layer: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    facility_id: Mapped[str | None]
    travel_time_s: Mapped[float | None]
    distance_m: Mapped[float | None]
    snap_m: Mapped[float | None]
    facility_snap_m: Mapped[float | None]
    limit_value: Mapped[float]
    limit_unit: Mapped[str]
    norm_id: Mapped[str | None]
    norm_met: Mapped[bool | None]
    nearer_possible: Mapped[bool]
    __table_args__ = (Index("reachability_layer_mode", "run_id", "layer", "mode", "scope"),)


class CellResult(Base):
    """Figures of all cells of one layer and mode, packed: element i is the cell with ``ordinal`` i.

    Packed because a region of cells times layers times modes is hundreds of millions of figures for NRW.
    ``state`` holds positions in `geo.domain.State`; times are missing where the state says why.
    """

    __tablename__ = "cell_result"
    run_id: Mapped[str] = _run()
    layer: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(primary_key=True)
    travel_time_s: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    distance_m: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    state: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    nearer_possible: Mapped[list[bool]] = mapped_column(ARRAY(Boolean))
    snap_m: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    facility_snap_m: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))


class ScenarioRow(Base):
    """A what-if that somebody saved."""

    __tablename__ = "scenario"
    scenario_id: Mapped[str] = mapped_column(primary_key=True)
    verbund_id: Mapped[str] = mapped_column(ForeignKey("verbund.verbund_id", ondelete="CASCADE"))
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    result: Mapped[dict[str, Any]]
    __table_args__ = (Index("scenario_verbund", "verbund_id", "created_at"),)


class GapRow(Base):
    """Long table: one row per Ortsteil, layer and mode whose norm is missed."""

    __tablename__ = "gap"
    run_id: Mapped[str] = _run()
    ortsteil_id: Mapped[str] = mapped_column(primary_key=True)
    layer: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(primary_key=True)
    norm_id: Mapped[str]
    shortfall: Mapped[float | None]
    shortfall_share: Mapped[float | None]
    residents: Mapped[int | None]
    rank_people: Mapped[int | None]
    rank_shortfall: Mapped[int]


class LinkRow(Base):
    """Long table: pairs of Zentren of different municipalities, within the limit or nearest of their pair."""

    __tablename__ = "link"
    run_id: Mapped[str] = _run()
    a_id: Mapped[str] = mapped_column(primary_key=True)
    b_id: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(primary_key=True)
    travel_time_s: Mapped[float]
    distance_m: Mapped[float]
    crow_m: Mapped[float]
    within: Mapped[bool]
    nearest_of_kommunen: Mapped[bool]
    nearest_of_a: Mapped[bool]
    nearest_of_b: Mapped[bool]
    model: Mapped[str]
