"""Who may see and edit what: the one place in the application where rights are decided.

PostgreSQL's row-level security holds the same rules a second time for tables with private or personal data;
`sql_settings` is what its policies read.
"""

from collections.abc import Collection
from dataclasses import dataclass

from geo.domain import Role, Visibility
from geo.errors import ForbiddenError


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in one Verbund; ``ags`` names the municipality of a reader or editor, None the whole Verbund."""

    role: Role
    ags: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. Without an account: anyone. ``operator`` is who sits at the machine's command line."""

    account_id: str | None = None
    name: str = ""
    grants: frozenset[Grant] = frozenset()
    operator: bool = False

    @property
    def is_member(self) -> bool:
        """Whether the account belongs to the Verbund at all."""
        return self.operator or bool(self.grants)

    @property
    def is_admin(self) -> bool:
        """Whether accounts may be managed."""
        return self.operator or any(grant.role is Role.ADMIN for grant in self.grants)

    @property
    def is_coordinator(self) -> bool:
        """Whether all that the network shares may be edited."""
        return self.operator or any(grant.role is Role.COORDINATOR for grant in self.grants)

    @property
    def sees(self) -> frozenset[str]:
        """Municipalities (AGS) whose own records may be seen."""
        return frozenset(grant.ags for grant in self.grants if grant.ags)

    @property
    def edits(self) -> frozenset[str]:
        """Municipalities (AGS) whose records may be edited."""
        return frozenset(grant.ags for grant in self.grants if grant.ags and grant.role is Role.EDITOR)

    @property
    def role_title(self) -> str:
        """The highest role in words, for histories: they name roles, not people."""
        if self.operator:
            return "Betrieb"
        held = [role for role in reversed(Role) if any(grant.role is role for grant in self.grants)]
        return held[0].title if held else "ohne Konto"


ANYONE = Person()
OPERATOR = Person(name="Betrieb", operator=True)


def may_see(person: Person, visibility: Visibility, ags: Collection[str]) -> bool:
    """Whether a record of municipalities ``ags`` may be seen.

    Public: by anyone. Network: by every account of the Verbund. Own: by accounts of its municipalities only,
    not even by coordinators.
    """
    if person.operator or visibility is Visibility.PUBLIC:
        return True
    return person.is_member if visibility is Visibility.NETWORK else not person.sees.isdisjoint(ags)


def may_see_actor(
    person: Person, visibility: Visibility, ags: Collection[str], *, consented: bool, mine: bool
) -> bool:
    """Whether an actor may be seen: as every record, a person only while it consents; always by who entered it.

    Parameters
    ----------
    consented
        Whether its consent holds today; True for an organisation, which needs none.
    mine
        Whether the account of ``person`` entered it.
    """
    return person.operator or mine or (consented and may_see(person, visibility, ags))


def may_edit(person: Person, visibility: Visibility, ags: Collection[str]) -> bool:
    """Whether a record of municipalities ``ags`` may be changed: by their editors, or a coordinator who sees it."""
    if person.operator or not person.edits.isdisjoint(ags):
        return True
    return person.is_coordinator and visibility is not Visibility.OWN


def may_write(person: Person) -> bool:
    """Whether what belongs to the whole Verbund, such as a scenario, may be added and deleted."""
    return person.is_coordinator or bool(person.edits)


def validate_may_write(person: Person) -> None:
    """Refuse who may write nothing.

    Raises
    ------
    ForbiddenError
        With what would be needed.
    """
    if not may_write(person):
        raise ForbiddenError(
            "Das darf nur, wer ein Konto mit Schreibrecht hat: bitte anmelden oder die Netzwerkkoordination fragen."
        )


def validate_admin(person: Person) -> None:
    """Refuse who may not manage accounts.

    Raises
    ------
    ForbiddenError
        With what would be needed.
    """
    if not person.is_admin:
        raise ForbiddenError(
            "Das darf nur die Verwaltung der Konten: bitte mit einem solchen Konto anmelden."
        )


def validate_may_edit(person: Person, visibility: Visibility, ags: Collection[str]) -> None:
    """Refuse who may not edit.

    Raises
    ------
    ForbiddenError
        With what would be needed.
    """
    if not may_edit(person, visibility, ags):
        raise ForbiddenError(
            "Das darf nur bearbeiten, wer ein Konto mit Schreibrecht für eine der beteiligten Kommunen hat: "
            "bitte anmelden oder die Netzwerkkoordination fragen."
        )


def sql_settings(person: Person) -> dict[str, str]:
    """Settings of the database session that the policies of row-level security read; AGS lists with commas."""
    return {
        "mitten.account": person.account_id or "",
        "mitten.member": "1" if person.is_member else "",
        "mitten.coordinator": "1" if person.is_coordinator else "",
        "mitten.admin": "1" if person.is_admin else "",
        "mitten.sees": ",".join(sorted(person.sees)),
        "mitten.edits": ",".join(sorted(person.edits)),
    }
