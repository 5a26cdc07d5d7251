"""Accounts from the command line: the first admin, and everything else the operator may do."""

import json

import pytest
from sqlalchemy import create_engine, text


@pytest.fixture(scope="module")
def settings(module_settings):
    engine = create_engine(module_settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO verbund VALUES (:v, 'Test', '', '', now())"), {"v": module_settings.verbund}
        )
    engine.dispose()
    return module_settings


def test_the_first_admin(run, settings):
    created = run(settings, "accounts", "create", "Ada L.", "--email", "ada@unna.example", "-g", "admin")
    assert created.exit_code == 0, created.output
    path = created.stdout.strip().splitlines()[-1]
    assert path.startswith("/konto/#passwort=")
    token = path.partition("=")[2]
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        assert token not in str(connection.execute(text("SELECT * FROM account_reset")).all())
    engine.dispose()
    listed = json.loads(run(settings, "accounts", "list", "--json").stdout)
    assert [(account["name"], account["grants"]) for account in listed] == [
        ("Ada L.", [{"role": "admin", "ags": ""}])
    ]


def test_roles_locks_and_the_log(run, settings):
    run(settings, "accounts", "create", "Eva", "--email", "eva@unna.example", "--oidc")
    for arguments in (
        ("grant", "Eva", "coordinator"),
        ("revoke", "eva@unna.example", "coordinator"),
        ("disable", "Eva"),
        ("enable", "Eva"),
        ("reset-token", "Eva"),
        ("delete", "Eva"),
    ):
        done = run(settings, "accounts", *arguments)
        assert done.exit_code == 0, (arguments, done.output)
    log = json.loads(run(settings, "accounts", "log", "--json").stdout)
    assert [entry["action"] for entry in log[:6]] == [
        "Konto gelöscht",
        "Link für ein Passwort ausgestellt",
        "Konto entsperrt",
        "Konto gesperrt",
        "Recht entzogen",
        "Recht gegeben",
    ]
    assert {entry["role"] for entry in log} == {"Betrieb"}
    assert "Betrieb" in run(settings, "accounts", "log").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("create", "Otto", "--email", "kein-at"), "eine E-Mail"),
        (("create", "Otto", "--email", "o@x.example", "-g", "chef"), "Die Rolle „chef“ gibt es nicht"),
        (("create", "Otto", "--email", "o@x.example", "-g", "editor"), "braucht eine Kommune"),
        (("create", "otto@x", "--email", "o@x.example"), "kein @"),
        (("grant", "niemand", "admin"), "Das Konto „niemand“ gibt es nicht"),
        (("revoke", "Ada L.", "coordinator"), "hat die Rolle „Netzwerkkoordination“ nicht"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(run, settings, arguments, sentence):
    if arguments[0] == "revoke":
        run(settings, "accounts", "create", "Ada L.", "--email", "ada@unna.example")
    before = run(settings, "accounts", "list").output
    refused = run(settings, "accounts", *arguments)
    assert refused.exit_code == 1
    assert sentence in " ".join(refused.output.split())
    assert run(settings, "accounts", "list").output == before
