"""The tables of the project register: projects, their history, attachments, contacts, adopted modules."""

from datetime import date, datetime
from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import BigInteger, Computed, DateTime, ForeignKeyConstraint, Index, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base, geometry_column, verbund_column

EMPTY_TEXT = text("''")
EMPTY_ARRAY = text("'{}'")
EMPTY_LIST = text("'[]'")
NO = text("false")
NOW = func.now()

# Title before summary before the rest, as PostgreSQL ranks them.
SEARCH = (
    "setweight(to_tsvector('german', title), 'A') || setweight(to_tsvector('german', summary), 'B') || "
    "setweight(to_tsvector('german', description || ' ' || owner || ' ' || lessons), 'C')"
)
WORDS = "lower(title || ' ' || summary)"


def _moment(default: Any = None) -> Any:
    return mapped_column(DateTime(timezone=True), server_default=default)


def _of_project(name: str) -> ForeignKeyConstraint:
    """Part of a project: it goes with it."""
    return ForeignKeyConstraint(
        ["verbund_id", "project_id"],
        ["project.verbund_id", "project.project_id"],
        name=f"{name}_project_fkey",
        ondelete="CASCADE",
    )


class Project(Base):
    """A project of the register.

    ``need`` is a layer or empty, ``phase`` a `geo.domain.Phase`, ``visibility`` a `geo.domain.Visibility`.
    ``ags`` and ``zentren`` are not foreign keys: a project outlives a dissolved Ortsteil. ``funding``, ``links``,
    ``modules`` and ``seeks`` are lists of the records of `geo.results.projects`. ``version`` counts changes. ``seeded``
    came with the Verbund's files; ``by_hand`` has been changed by people since, so that no load touches it.
    """

    __tablename__ = "project"
    verbund_id: Mapped[str] = verbund_column()
    project_id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    need: Mapped[str]
    handlungsfelder: Mapped[list[str]]
    target_groups: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    phase: Mapped[str]
    phase_since: Mapped[date | None]
    ags: Mapped[list[str]]
    zentren: Mapped[list[str]]
    owner: Mapped[str]
    cost_eur: Mapped[int | None] = mapped_column(BigInteger)
    funding: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=EMPTY_LIST)
    links: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=EMPTY_LIST)
    modules: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=EMPTY_LIST)
    seeks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=EMPTY_LIST)
    lessons: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    visibility: Mapped[str] = mapped_column(server_default=text("'public'"))
    beispiel: Mapped[bool]
    seeded: Mapped[bool] = mapped_column(server_default=NO)
    by_hand: Mapped[bool] = mapped_column(server_default=NO)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = _moment(NOW)
    changed_at: Mapped[datetime] = _moment(NOW)
    deleted_at: Mapped[datetime | None] = _moment()
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(SEARCH, persisted=True))
    words: Mapped[str] = mapped_column(Computed(WORDS, persisted=True))
    geom: Mapped[WKBElement | None] = geometry_column("MULTIPOINT", nullable=True)
    area: Mapped[WKBElement | None] = geometry_column("MULTIPOLYGON", nullable=True)
    __table_args__ = (
        Index("project_geom_gist", "geom", postgresql_using="gist"),
        Index("project_area_gist", "area", postgresql_using="gist"),
        Index("project_search_gin", "search", postgresql_using="gin"),
        Index(
            "project_words_trgm", "words", postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}
        ),
        Index("project_ags_gin", "ags", postgresql_using="gin"),
        Index("project_zentren_gin", "zentren", postgresql_using="gin"),
        Index("project_handlungsfelder_gin", "handlungsfelder", postgresql_using="gin"),
        Index("project_need", "verbund_id", "need"),
    )


class ProjectChange(Base):
    """What was changed, when, by somebody of which role: roles, never names.

    ``changes`` holds per field what it was before and after; of a contact and an attachment only that they changed.
    """

    __tablename__ = "project_change"
    verbund_id: Mapped[str] = verbund_column()
    project_id: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    changed_at: Mapped[datetime] = _moment(NOW)
    role: Mapped[str]
    action: Mapped[str]
    changes: Mapped[dict[str, Any]]
    __table_args__ = (_of_project("project_change"),)


class ProjectAttachment(Base):
    """A file of a project; kept here so that a backup and the rights of the project hold for it too."""

    __tablename__ = "project_attachment"
    verbund_id: Mapped[str] = verbund_column()
    project_id: Mapped[str] = mapped_column(primary_key=True)
    attachment_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime] = _moment(NOW)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    __table_args__ = (_of_project("project_attachment"),)


class ProjectContact(Base):
    """Who may be asked, by consent: what for, since when, until when. Withdrawal deletes the row."""

    __tablename__ = "project_contact"
    verbund_id: Mapped[str] = verbund_column()
    project_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    mail: Mapped[str]
    phone: Mapped[str]
    purpose: Mapped[str]
    consented_on: Mapped[date]
    expires_on: Mapped[date]
    __table_args__ = (_of_project("project_contact"), Index("project_contact_expires", "expires_on"))


class ProjectAdoption(Base):
    """A module of a project (key ``module`` of ``project.modules``) that another place has taken over.

    ``by_project_id`` is the project that took it, empty where the municipality ``ags`` has none for it.
    """

    __tablename__ = "project_adoption"
    verbund_id: Mapped[str] = verbund_column()
    adoption_id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str]
    module: Mapped[str]
    ags: Mapped[str]
    by_project_id: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    note: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    role: Mapped[str]
    adopted_at: Mapped[datetime] = _moment(NOW)
    __table_args__ = (
        _of_project("project_adoption"),
        Index("project_adoption_of", "verbund_id", "project_id", "module"),
        Index("project_adoption_by", "verbund_id", "by_project_id"),
    )
