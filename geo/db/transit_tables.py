"""The tables of bus and rail: what a Verbund says of centres, costs and services on demand; results of a run."""

import datetime as dt
from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import ARRAY, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base, geometry_column, verbund_column


def run_column() -> Any:
    """The run that a row belongs to; the row goes with it."""
    return mapped_column(ForeignKey("run.run_id", ondelete="CASCADE"), primary_key=True)


class Centre(Base):
    """A town whose rank in the plans of the Land is known; it may lie outside of the Verbund."""

    __tablename__ = "centre"
    verbund_id: Mapped[str] = verbund_column()
    ags: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[str]
    position_source: Mapped[str]
    source: Mapped[str]
    url: Mapped[str]
    date: Mapped[str]
    geom: Mapped[WKBElement] = geometry_column("POINT")
    __table_args__ = (Index("centre_geom_gist", "geom", postgresql_using="gist"),)


class UnitCostRow(Base):
    """What a unit of an effort costs in a year, as somebody stated it."""

    __tablename__ = "unit_cost"
    verbund_id: Mapped[str] = verbund_column()
    kind: Mapped[str] = mapped_column(primary_key=True)
    eur_a: Mapped[float]
    source: Mapped[str]
    date: Mapped[str]


class OnDemandServiceRow(Base):
    """A service on demand, kept by hand; ``ortsteile`` are the ids that it serves."""

    __tablename__ = "on_demand_service"
    verbund_id: Mapped[str] = verbund_column()
    ags: Mapped[str] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    ortsteile: Mapped[list[str]]
    days: Mapped[list[str]]
    hours: Mapped[list[str]]
    booking: Mapped[str]
    source: Mapped[str]
    date: Mapped[dt.date]
    role: Mapped[str]
    valid_until: Mapped[dt.date | None]
    note: Mapped[str]


class PtRunDay(Base):
    """The date that stands for a kind of days in a run; none where the timetable has no such day."""

    __tablename__ = "pt_run_day"
    run_id: Mapped[str] = run_column()
    day_type: Mapped[str] = mapped_column(primary_key=True)
    date: Mapped[dt.date | None]


class PtRunStop(Base):
    """A stop as people know it (poles and platforms together) in the timetable of a run."""

    __tablename__ = "pt_run_stop"
    run_id: Mapped[str] = run_column()
    stop_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    lines: Mapped[list[str]]
    geom: Mapped[WKBElement] = geometry_column("POINT")
    __table_args__ = (Index("pt_run_stop_geom_gist", "geom", postgresql_using="gist"),)


class PtService(Base):
    """What one finds at a stop on a kind of days, and the category that a method gives it."""

    __tablename__ = "pt_service"
    run_id: Mapped[str] = run_column()
    method: Mapped[str] = mapped_column(primary_key=True)
    day_type: Mapped[str] = mapped_column(primary_key=True)
    stop_id: Mapped[str] = mapped_column(primary_key=True)
    vehicles: Mapped[str | None]
    category: Mapped[str | None]
    interval_min: Mapped[float | None]
    departures: Mapped[int]
    weighted_min: Mapped[float | None]
    longest_gap_min: Mapped[float | None]
    first_s: Mapped[int | None]
    last_s: Mapped[int | None]
    n_regular: Mapped[int]
    n_school: Mapped[int]
    n_on_demand: Mapped[int]


class PtClass(Base):
    """Quality class of an Ortsteil by a method on a kind of days (`geo.analysis.transit_classes.class_table`)."""

    __tablename__ = "pt_class"
    run_id: Mapped[str] = run_column()
    ortsteil_id: Mapped[str] = mapped_column(primary_key=True)
    method: Mapped[str] = mapped_column(primary_key=True)
    day_type: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    class_letter: Mapped[str | None]
    class_with_school: Mapped[str | None]
    stop_id: Mapped[str | None]
    stop_name: Mapped[str | None]
    distance_m: Mapped[float | None]
    vehicles: Mapped[str | None]
    category: Mapped[str | None]
    interval_min: Mapped[float | None]
    departures: Mapped[int | None]
    weighted_min: Mapped[float | None]
    longest_gap_min: Mapped[float | None]
    first_s: Mapped[int | None]
    last_s: Mapped[int | None]
    model: Mapped[str | None]
    residents_basis: Mapped[str]
    residents_by_class: Mapped[dict[str, Any]]
    residents_unknown: Mapped[float | None]
    residents_worse: Mapped[float | None]
    on_demand: Mapped[list[str]] = mapped_column(ARRAY(Text))


class PtCellClass(Base):
    """Quality classes of all cells by a method on a kind of days (`geo.analysis.cell_classes`).

    Packed: character i is the cell with ``ordinal`` i; states are positions in `geo.domain.State`.
    """

    __tablename__ = "pt_cell_class"
    run_id: Mapped[str] = run_column()
    method: Mapped[str] = mapped_column(primary_key=True)
    day_type: Mapped[str] = mapped_column(primary_key=True)
    letters: Mapped[str]
    states: Mapped[str]


class PtTime(Base):
    """Door to door from a Zentrum by bus and rail (`geo.analysis.transit_times.time_table`)."""

    __tablename__ = "pt_time"
    run_id: Mapped[str] = run_column()
    zentrum_id: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    day_type: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    reason: Mapped[str]
    target_id: Mapped[str | None]
    target_name: Mapped[str]
    share: Mapped[float | None]
    walk_share: Mapped[float | None]
    closed_share: Mapped[float | None]
    hours_unknown_share: Mapped[float | None]
    p25_s: Mapped[int | None]
    p50_s: Mapped[int | None]
    p75_s: Mapped[int | None]
    changes: Mapped[int | None]
    waiting_s: Mapped[int | None]
    return_share: Mapped[float | None]
    away_s: Mapped[int | None]
    last_ride_s: Mapped[int | None]
    walk_s: Mapped[int | None]
    bike_s: Mapped[float | None]
    car_s: Mapped[float | None]
    snap_m: Mapped[float | None]
    limit_min: Mapped[float]
    norm_id: Mapped[str | None]
    norm_met: Mapped[bool | None]
    nearer_possible: Mapped[bool]


class PtGap(Base):
    """A mobility gap (`geo.analysis.mobility_gaps`), its ways by means of transport, the remedies that were tried."""

    __tablename__ = "pt_gap"
    run_id: Mapped[str] = run_column()
    ortsteil_id: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    day_type: Mapped[str] = mapped_column(primary_key=True)
    pt_judged: Mapped[bool]
    norm_missed: Mapped[bool]
    no_return: Mapped[bool]
    mode: Mapped[str | None]
    shortfall: Mapped[float | None]
    shortfall_share: Mapped[float | None]
    unit: Mapped[str | None]
    nearer_possible: Mapped[bool]
    residents: Mapped[int | None]
    rank_people: Mapped[int | None]
    rank_shortfall: Mapped[int | None]
    ways: Mapped[dict[str, Any]] = mapped_column(JSONB)
    remedies: Mapped[dict[str, Any]] = mapped_column(JSONB)
