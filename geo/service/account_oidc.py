"""Accounts of people who come through the OpenID Connect provider, and the roles that its claims give."""

import tomllib
import uuid
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from geo.db.account_tables import Account, AccountGrant
from geo.domain import Role
from geo.errors import InputError, LoginError
from geo.results import GrantInfo, Record
from geo.service import audit
from geo.service.account_rows import EVERY_VERBUND, find_account, get_account, to_login, to_person
from geo.service.opened import OpenVerbund
from geo.service.sessions import open_session
from geo.settings import Settings

FROM_PROVIDER = "oidc"
LONGEST_NAME = 100


class ClaimGrant(Record):
    """A line of the file: who has ``value`` in ``claim`` has ``role`` in ``verbund`` (for ``ags``)."""

    claim: str
    value: str
    role: Role
    verbund: str = ""
    ags: str = ""

    def holds(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claim is the value, or a list that has it."""
        found = claims.get(self.claim)
        return self.value in found if isinstance(found, list) else found == self.value


def read_claim_grants(settings: Settings) -> list[ClaimGrant]:
    """The file of ``MITTEN_OIDC_GRANTS``; nothing where the setting names none.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if settings.oidc_grants is None:
        return []
    try:
        told = tomllib.loads(settings.oidc_grants.read_text("utf-8"))
        return TypeAdapter(list[ClaimGrant]).validate_python(told.get("grant", []))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise InputError(
            f"Die Datei {settings.oidc_grants} (MITTEN_OIDC_GRANTS) ist nicht lesbar: sie braucht Abschnitte "
            "[[grant]] mit claim, value, role und verbund, bei reader und editor auch ags."
        ) from error


def log_in_by_provider(opened: OpenVerbund, settings: Settings, claims: Mapping[str, Any]) -> str:
    """The token of a new session for whom the provider vouches.

    Known by issuer and subject; else an account that was created for this address without a password; else a new one,
    without any role unless the file gives some.

    Raises
    ------
    LoginError
        If the account is disabled, or its address belongs to another one.
    """
    given = read_claim_grants(settings)
    try:
        with opened.engine.begin() as connection:
            account = _find(connection, claims) or _create(connection, opened, claims)
            if account.disabled:
                raise LoginError("Dieses Konto ist gesperrt: bitte die Verwaltung fragen.")
            if given:
                _follow(connection, account.account_id, [each for each in given if each.holds(claims)])
            return open_session(connection, account.account_id)
    except IntegrityError as error:
        raise LoginError(
            "Für diese E-Mail oder diesen Namen gibt es schon ein Konto mit Passwort: bitte damit anmelden, "
            "oder die Verwaltung fragen."
        ) from error


def _find(connection: Connection, claims: Mapping[str, Any]) -> Account | None:
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    known = find_account(connection, Account.oidc_issuer == issuer, Account.oidc_subject == subject)
    if known is not None or claims.get("email_verified") is not True:
        return known
    email = to_login(str(claims.get("email", "")))
    invited = find_account(
        connection, Account.email == email, Account.oidc_subject.is_(None), Account.password_hash.is_(None)
    )
    if invited is None:
        return None
    change = update(Account).where(Account.account_id == invited.account_id)
    connection.execute(change.values(oidc_issuer=issuer, oidc_subject=subject))
    return invited


def _create(connection: Connection, opened: OpenVerbund, claims: Mapping[str, Any]) -> Account:
    email = to_login(str(claims.get("email", "")))
    if "@" not in email:
        raise LoginError("Der Anmeldedienst nennt keine E-Mail-Adresse: bitte die Verwaltung fragen.")
    key = uuid.uuid4().hex[:12]
    told = " ".join(str(claims.get("name") or email.partition("@")[0]).split())
    name = told.replace("@", " ")[:LONGEST_NAME]
    if find_account(connection, Account.login_name == to_login(name)):
        name = f"{name} {key[:4]}"  # two people of one name
    row = {"account_id": key, "name": name, "login_name": to_login(name), "email": email}
    row |= {"oidc_issuer": str(claims["iss"]), "oidc_subject": str(claims["sub"])}
    connection.execute(insert(Account).values(**row))
    account = get_account(connection, key)
    person = to_person(connection, account, opened.verbund_id)
    audit.record(connection, opened.of(person), "Konto über den Anmeldedienst angelegt", key)
    return account


def _follow(connection: Connection, account_id: str, given: list[ClaimGrant]) -> None:
    """Roles from the provider are those of today's claims; what was given by hand stays."""
    connection.execute(
        delete(AccountGrant).where(
            AccountGrant.account_id == account_id, AccountGrant.source == FROM_PROVIDER
        )
    )
    for each in given:
        grant = GrantInfo(role=each.role, ags=each.ags)
        where = EVERY_VERBUND if grant.role is Role.ADMIN else each.verbund
        row = {"account_id": account_id, "verbund_id": where, "role": grant.role, "ags": grant.ags}
        connection.execute(insert(AccountGrant).values(**row, source=FROM_PROVIDER).on_conflict_do_nothing())
