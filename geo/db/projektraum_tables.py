"""The tables of Projekträume: what planners have made of computed areas, and its history."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base, verbund_column

NOW = func.now()


class ProjektraumRow(Base):
    """A Projektraum.

    ``members`` and ``computed`` are lists of place_id, name, kommune, ags, partner: what people decided, and what the
    run had when they began. Names are kept, for a member may be dissolved. ``ags`` are the municipalities that own it
    together. ``version`` counts changes.
    """

    __tablename__ = "projektraum"
    verbund_id: Mapped[str] = verbund_column()
    raum_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    service: Mapped[str]
    area_id: Mapped[str]
    run_id: Mapped[str]
    limit_min: Mapped[float]
    min_residents: Mapped[float]
    members: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    computed: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    ags: Mapped[list[str]]
    notes: Mapped[str]
    projects: Mapped[list[str]]
    visibility: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=NOW)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=NOW)
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    __table_args__ = (Index("projektraum_ags_gin", "ags", postgresql_using="gin"),)


class ProjektraumChange(Base):
    """What was changed, when, by somebody of which role: roles, never names."""

    __tablename__ = "projektraum_change"
    verbund_id: Mapped[str] = verbund_column()
    raum_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=NOW)
    role: Mapped[str]
    text: Mapped[str]
    __table_args__ = (
        ForeignKeyConstraint(
            ["verbund_id", "raum_id"],
            ["projektraum.verbund_id", "projektraum.raum_id"],
            name="projektraum_change_raum_fkey",
            ondelete="CASCADE",
        ),
    )
