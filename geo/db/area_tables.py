"""The tables of shared project areas: partner places of a Verbund; travel times, areas and twins of a run."""

from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base, geometry_column, verbund_column
from geo.db.transit_tables import run_column


class PartnerPlace(Base):
    """An Ortsteil of a municipality beside the Verbund, with which areas can be shared."""

    __tablename__ = "partner_place"
    verbund_id: Mapped[str] = verbund_column()
    place_id: Mapped[str] = mapped_column(primary_key=True)
    ags: Mapped[str]
    kommune: Mapped[str]
    name: Mapped[str]
    networks: Mapped[list[str]]
    source: Mapped[str]
    licence: Mapped[str]
    geom: Mapped[WKBElement] = geometry_column("POINT")
    __table_args__ = (Index("partner_place_geom_gist", "geom", postgresql_using="gist"),)


class PlaceTime(Base):
    """Long table: pairs of places (Zentren and partners) that are not far apart; ``a_id`` < ``b_id``.

    ``model`` says how the time was made: a partner may lie outside of the streets that are loaded.
    """

    __tablename__ = "place_time"
    run_id: Mapped[str] = run_column()
    mode: Mapped[str] = mapped_column(primary_key=True)
    a_id: Mapped[str] = mapped_column(primary_key=True)
    b_id: Mapped[str] = mapped_column(primary_key=True)
    travel_time_s: Mapped[float]
    distance_m: Mapped[float]
    crow_m: Mapped[float]
    model: Mapped[str]
    __table_args__ = (Index("place_time_b", "run_id", "mode", "b_id"),)


class AreaRow(Base):
    """An area of a run: near (of one service) or twin.

    ``residents`` are those that are known (of Zentren), ``spread`` is the longest time between two members in
    seconds (near) or the largest distance of two profiles (twin).
    """

    __tablename__ = "area"
    run_id: Mapped[str] = run_column()
    area_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    service: Mapped[str]
    hub_id: Mapped[str | None]
    ags: Mapped[list[str]]
    residents: Mapped[int]
    residents_in_need: Mapped[int]
    spread: Mapped[float]
    total_s: Mapped[float | None]
    both_missed: Mapped[list[str]]
    both_met: Mapped[list[str]]
    __table_args__ = (Index("area_kind", "run_id", "kind", "service"),)


class AreaMember(Base):
    """A place in an area; the time is that to the hub."""

    __tablename__ = "area_member"
    run_id: Mapped[str] = run_column()
    area_id: Mapped[str] = mapped_column(primary_key=True)
    place_id: Mapped[str] = mapped_column(primary_key=True)
    in_need: Mapped[bool]
    time_to_hub_s: Mapped[float | None]
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "area_id"], ["area.run_id", "area.area_id"], ondelete="CASCADE"),
        Index("area_member_place", "run_id", "place_id"),
    )


class AreaSolution(Base):
    """How well the near areas of a service were found: what is covered, and the bounds of the solver."""

    __tablename__ = "area_solution"
    run_id: Mapped[str] = run_column()
    service: Mapped[str] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)


class TwinRow(Base):
    """Two Zentren of different municipalities with the same profile of gaps; ``a_id`` < ``b_id``.

    ``both_missed`` and ``both_met`` name what they share, as "layer/mode".
    """

    __tablename__ = "twin"
    run_id: Mapped[str] = run_column()
    a_id: Mapped[str] = mapped_column(primary_key=True)
    b_id: Mapped[str] = mapped_column(primary_key=True)
    distance: Mapped[float]
    both_missed: Mapped[list[str]]
    both_met: Mapped[list[str]]
    __table_args__ = (Index("twin_b", "run_id", "b_id"),)
