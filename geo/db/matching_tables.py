"""What people made of similar projects: further labels, and what the network learns from."""

from datetime import datetime
from typing import Any

from sqlalchemy import REAL, DateTime, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from geo.db.tables import Base, verbund_column


class MatchAnswer(Base):
    """An answer to "is this the same?": ``ask`` is the draft as it was then (`geo.results.SimilarAsk`).

    ``project_id`` is empty where the draft was not saved. ``visibility`` and ``ags`` say whose answer it is.
    """

    __tablename__ = "match_answer"
    verbund_id: Mapped[str] = verbund_column()
    answer_id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str]
    other_id: Mapped[str]
    action: Mapped[str]
    reason: Mapped[str]
    ask: Mapped[dict[str, Any]]
    score: Mapped[float] = mapped_column(REAL)
    visibility: Mapped[str]
    ags: Mapped[list[str]]
    role: Mapped[str]
    answered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    __table_args__ = (
        ForeignKeyConstraint(
            ["verbund_id", "other_id"],
            ["project.verbund_id", "project.project_id"],
            name="match_answer_other_fkey",
            ondelete="CASCADE",
        ),
        Index("match_answer_pair", "verbund_id", "project_id", "other_id"),
        Index("match_answer_other", "verbund_id", "other_id"),
    )
