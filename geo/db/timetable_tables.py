"""The tables of the timetable."""

from datetime import date

from geoalchemy2 import WKBElement
from sqlalchemy import Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base, geometry_column, verbund_column


class PtTimetable(Base):
    """The timetable of a Verbund in figures; trips and times lie in its feed beside the database."""

    __tablename__ = "pt_timetable"
    verbund_id: Mapped[str] = verbund_column()
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    timezone: Mapped[str]
    n_stops: Mapped[int]
    n_lines: Mapped[int]
    n_trips: Mapped[int]
    left_aside: Mapped[list[str]]


class PtStop(Base):
    """A stop or station of the timetable; ``ordinal`` is its row in the feed beside the database."""

    __tablename__ = "pt_stop"
    verbund_id: Mapped[str] = verbund_column()
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    stop_id: Mapped[str]
    stop_name: Mapped[str]
    location_type: Mapped[int] = mapped_column(SmallInteger)
    parent: Mapped[int | None]
    platform_code: Mapped[str]
    n_trips: Mapped[int]
    geom: Mapped[WKBElement] = geometry_column("POINT")
    __table_args__ = (
        Index("pt_stop_geom_gist", "geom", postgresql_using="gist"),
        Index("pt_stop_id", "verbund_id", "stop_id", unique=True),
    )


class PtFinding(Base):
    """What the gate found in the timetable, in its order."""

    __tablename__ = "pt_finding"
    verbund_id: Mapped[str] = verbund_column()
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    level: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    n: Mapped[int]
    examples: Mapped[list[str]]
    rule: Mapped[str]


class PtReferenceDay(Base):
    """The day of the timetable that stands for a kind of day; no date where it has none."""

    __tablename__ = "pt_reference_day"
    verbund_id: Mapped[str] = verbund_column()
    day_type: Mapped[str] = mapped_column(primary_key=True)
    date: Mapped[date | None]
    n_trips: Mapped[int]
    reason: Mapped[str]
