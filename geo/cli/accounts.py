"""``mitten accounts``: accounts, their roles, and what was changed. Here the operator is the administration."""

from typing import Annotated

import typer

from geo.cli.answers import print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import Role
from geo.errors import InputError
from geo.progress import console
from geo.render.german import format_date
from geo.results import AccountInfo, AccountNew, GrantInfo
from geo.service import OpenVerbund, accounts, audit
from geo.service.accounts import describe_grant

app = typer.Typer(help="Konten, Rollen und Protokoll.", no_args_is_help=True)

AccountArgument = Annotated[str, typer.Argument(help="Name, E-Mail oder Nummer des Kontos.")]
GrantOption = Annotated[
    list[str] | None,
    typer.Option(
        "--grant",
        "-g",
        help="Rolle: admin, coordinator, editor=AGS oder reader=AGS (mehrfach möglich).",
    ),
]
GrantArgument = Annotated[str, typer.Argument(help="admin, coordinator, editor=AGS oder reader=AGS.")]


def to_grant(text: str) -> GrantInfo:
    """Read ``role`` or ``role=ags``.

    Raises
    ------
    InputError
        If there is no such role.
    """
    role, _, ags = text.partition("=")
    if role.strip() not in list(Role):
        raise InputError(
            f"Die Rolle „{role}“ gibt es nicht: admin, coordinator, editor=AGS oder reader=AGS sind möglich."
        )
    return GrantInfo(role=Role(role.strip()), ags=ags.strip())


def _tell(account: AccountInfo) -> None:
    roles = ", ".join(map(describe_grant, account.grants)) or "keine Rolle"
    shut = ", gesperrt" if account.disabled else ""
    print_line(f"{account.name} <{account.email}>: {roles}{shut}")


def _tell_token(opened: OpenVerbund, account: str) -> None:
    token = accounts.issue_reset(opened, account)
    console.print(
        f"Passwort setzen, einmal und bis {format_date(token.expires_at)}: diese Adresse hinter der des Servers "
        "öffnen (sie wird nicht noch einmal gezeigt)",
        soft_wrap=True,
    )
    print(token.path)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Name, wie ihn andere sehen; auch zum Anmelden.")],
    email: Annotated[str, typer.Option("--email", help="E-Mail, auch zum Anmelden.")],
    grant: GrantOption = None,
    oidc: Annotated[
        bool, typer.Option("--oidc", help="Meldet sich über OpenID Connect an: kein Passwort.")
    ] = False,
    verbund: VerbundOption = None,
) -> None:
    """Konto anlegen und den Link zeigen, mit dem es sein Passwort setzt."""
    opened = open_verbund(verbund)
    try:
        new = AccountNew(name=name, email=email, grants=[to_grant(text) for text in grant or []])
    except ValueError as error:
        raise InputError("Ein Konto braucht einen Namen (2 bis 100 Zeichen) und eine E-Mail.") from error
    account = accounts.create_account(opened, new)
    _tell(account)
    if not oidc:
        _tell_token(opened, account.account_id)


@app.command("list")
def show(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Konten mit ihren Rollen in diesem Verbund zeigen."""
    found = accounts.list_accounts(open_verbund(verbund))
    if as_json:
        print_json(found)
        return
    for account in found:
        _tell(account)


@app.command("grant")
def give(account: AccountArgument, role: GrantArgument, verbund: VerbundOption = None) -> None:
    """Rolle geben."""
    _tell(accounts.grant_role(open_verbund(verbund), account, to_grant(role)))


@app.command()
def revoke(account: AccountArgument, role: GrantArgument, verbund: VerbundOption = None) -> None:
    """Rolle entziehen."""
    _tell(accounts.revoke_role(open_verbund(verbund), account, to_grant(role)))


@app.command()
def disable(account: AccountArgument, verbund: VerbundOption = None) -> None:
    """Konto sperren; seine Sitzungen enden."""
    _tell(accounts.set_disabled(open_verbund(verbund), account, disabled=True))


@app.command()
def enable(account: AccountArgument, verbund: VerbundOption = None) -> None:
    """Konto entsperren."""
    _tell(accounts.set_disabled(open_verbund(verbund), account, disabled=False))


@app.command("reset-token")
def reset_token(account: AccountArgument, verbund: VerbundOption = None) -> None:
    """Link zeigen, mit dem das Konto sein Passwort einmal setzt; ein früherer gilt nicht mehr."""
    _tell_token(open_verbund(verbund), account)


@app.command()
def delete(account: AccountArgument, verbund: VerbundOption = None) -> None:
    """Konto löschen, mit Rollen und Sitzungen."""
    accounts.delete_account(open_verbund(verbund), account)
    console.print("Konto gelöscht")


@app.command("log")
def show_log(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Protokoll der Änderungen zeigen, das Neueste zuerst."""
    found = audit.list_audit(open_verbund(verbund))
    if as_json:
        print_json(found)
        return
    rows = [
        (f"{entry.at:%d.%m.%Y %H:%M}", entry.account or "–", entry.role, entry.action, entry.what)
        for entry in found
    ]
    print_table(("Wann (UTC)", "Konto", "Rolle", "Was", "Woran"), rows)
