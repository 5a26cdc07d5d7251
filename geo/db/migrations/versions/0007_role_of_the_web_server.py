"""The role under which requests work, the rules of rights as functions, scenarios and projects under their policies."""

from alembic import op

from geo.db.security import (
    SCENARIO,
    SHARED,
    WEB_ROLE,
    Rule,
    ensure_role,
    let_read,
    of_parent,
    protect,
    unprotect,
)

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DATA = (
    *("verbund", "dataset", "kommune", "ortsteil", "zentrum", "facility", "correction_seen"),
    *("cell", "run", "reachability", "cell_result", "gap", "link"),
    *("centre", "unit_cost", "on_demand_service"),
    *("pt_timetable", "pt_stop", "pt_finding", "pt_reference_day", "pt_run_day", "pt_run_stop", "pt_service"),
    *("pt_class", "pt_time", "pt_gap"),
)
SETTING = "coalesce(current_setting('mitten.{}', true), '')"
OF_VERBUND = "verbund_id = " + SETTING.format("verbund")


def _list(name: str) -> str:
    return f"string_to_array({SETTING.format(name)}, ',')"


def _flag(name: str) -> str:
    return f"{SETTING.format(name)} = '1'"


FUNCTIONS = {
    "mitten_may_see(verbund_id text, visibility text, ags text[])": (
        f"{OF_VERBUND} AND (visibility = 'public' OR (visibility = 'network' AND {_flag('member')}) "
        f"OR ags && {_list('sees')})"
    ),
    "mitten_may_edit(verbund_id text, visibility text, ags text[])": (
        f"{OF_VERBUND} AND (ags && {_list('edits')} OR ({_flag('coordinator')} AND visibility <> 'own'))"
    ),
    "mitten_may_write(verbund_id text)": (
        f"{OF_VERBUND} AND ({SETTING.format('edits')} <> '' OR {_flag('coordinator')})"
    ),
}


def upgrade() -> None:
    connection = op.get_bind()
    ensure_role(connection)
    for head, rule in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {head} RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT {rule} $$")
    let_read(connection, *DATA)
    for table, kept in _rules().items():
        protect(connection, table, kept)


def _rules() -> dict[str, Rule]:
    contact, adoption = (
        of_parent(table, "project", "project_id") for table in ("project_contact", "project_adoption")
    )
    return {
        "scenario": SCENARIO,
        "project": SHARED,
        "project_change": of_parent("project_change", "project", "project_id"),
        "project_attachment": of_parent("project_attachment", "project", "project_id"),
        # Names of people: for accounts of the Verbund only.
        "project_contact": Rule(
            f"mitten_may_see(verbund_id, 'network', '{{}}') AND {contact.see}", contact.edit
        ),
        # Whoever sees a module may take it over for a municipality of their own.
        "project_adoption": Rule(
            adoption.see, f"{adoption.see} AND mitten_may_edit(verbund_id, 'network', ARRAY[ags])"
        ),
    }


def downgrade() -> None:
    connection = op.get_bind()
    for table in _rules():
        unprotect(connection, table)
    for head in FUNCTIONS:
        op.execute(f"DROP FUNCTION {head}")
    for table in DATA:
        op.execute(f"REVOKE ALL ON {table} FROM {WEB_ROLE}")
