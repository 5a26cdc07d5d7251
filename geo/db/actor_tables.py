"""The tables of actors: organisations and people, what they offer and look for, consent, history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, DateTime, ForeignKeyConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base, verbund_column

NO, EMPTY_TEXT, NOW = text("false"), text("''"), func.now()
SEARCH = "to_tsvector('german', words)"


def _of_actor(name: str) -> ForeignKeyConstraint:
    """Part of an actor: it goes with it."""
    return ForeignKeyConstraint(
        ["verbund_id", "actor_id"],
        ["actor.verbund_id", "actor.actor_id"],
        name=f"{name}_actor_fkey",
        ondelete="CASCADE",
    )


class Actor(Base):
    """An organisation or a person (``kind``, a `geo.domain.ActorKind`).

    A person is never public, is seen only while its consent holds (see the policies of migration 0017), and has an id
    that says nothing. ``account_id`` is the account that entered it. ``words`` is what the search reads, in lower
    case. ``deleted_at`` marks examples that people took away, so that no load brings them back; all else is deleted
    for good.
    """

    __tablename__ = "actor"
    verbund_id: Mapped[str] = verbund_column()
    actor_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    about: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    ags: Mapped[list[str]]
    zentren: Mapped[list[str]]
    visibility: Mapped[str]
    account_id: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    beispiel: Mapped[bool] = mapped_column(server_default=NO)
    seeded: Mapped[bool] = mapped_column(server_default=NO)
    by_hand: Mapped[bool] = mapped_column(server_default=NO)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=NOW)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=NOW)
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    words: Mapped[str]
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(SEARCH, persisted=True))
    __table_args__ = (
        CheckConstraint("kind <> 'person' OR visibility <> 'public'", name="actor_person_not_public"),
        Index("actor_ags_gin", "ags", postgresql_using="gin"),
    )


class ActorEntryRow(Base):
    """One thing that an actor offers or looks for (`geo.domain.Direction`, `geo.domain.Resource`).

    ``need`` is a layer or empty, ``handlungsfeld`` a `geo.domain.Handlungsfeld` or empty.
    """

    __tablename__ = "actor_entry"
    verbund_id: Mapped[str] = verbund_column()
    actor_id: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    direction: Mapped[str]
    resource: Mapped[str]
    text: Mapped[str]
    need: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    handlungsfeld: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    __table_args__ = (_of_actor("actor_entry"), Index("actor_entry_resource", "verbund_id", "resource"))


class ActorConsentRow(Base):
    """What somebody agreed to, since when, until when, and the contact that this allows to keep.

    A person has one always, an organisation only if it names a contact. Withdrawal deletes the row, and with it the
    whole person.
    """

    __tablename__ = "actor_consent"
    verbund_id: Mapped[str] = verbund_column()
    actor_id: Mapped[str] = mapped_column(primary_key=True)
    contact: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    mail: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    phone: Mapped[str] = mapped_column(server_default=EMPTY_TEXT)
    purpose: Mapped[str]
    given_on: Mapped[date]
    expires_on: Mapped[date]
    __table_args__ = (_of_actor("actor_consent"), Index("actor_consent_expires", "expires_on"))


class ActorChange(Base):
    """What was changed, when, by somebody of which role: names of fields only, never what stood in them."""

    __tablename__ = "actor_change"
    verbund_id: Mapped[str] = verbund_column()
    actor_id: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=NOW)
    role: Mapped[str]
    action: Mapped[str]
    fields: Mapped[list[str]]
    __table_args__ = (_of_actor("actor_change"),)
