"""The role under which requests work, the rules of rights as functions, scenarios under row-level security."""

from alembic import op

from geo.db.security import SCENARIO, WEB_ROLE, ensure_role, let_read, protect, unprotect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DATA = (
    *("verbund", "dataset", "kommune", "ortsteil", "zentrum", "facility", "correction_seen"),
    *("cell", "project", "run", "reachability", "cell_result", "gap", "link"),
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
    protect(connection, "scenario", SCENARIO)


def downgrade() -> None:
    connection = op.get_bind()
    unprotect(connection, "scenario")
    for head in FUNCTIONS:
        op.execute(f"DROP FUNCTION {head}")
    for table in DATA:
        op.execute(f"REVOKE ALL ON {table} FROM {WEB_ROLE}")
