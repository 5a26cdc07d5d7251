"""The command and its groups; an error of ours becomes one sentence and a non-zero exit."""

import logging
from typing import Any

import typer
import typer.core
import typer.rich_utils

from geo.cli import (
    accounts,
    actors,
    areas,
    data,
    database,
    fetch,
    figures,
    learning,
    matching,
    project_parts,
    projects,
    pt,
    results,
    rooms,
    server,
    transit,
    whatif,
)
from geo.errors import MittenError
from geo.progress import console

# Typer's own words on the help pages.
typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Angaben"
typer.rich_utils.OPTIONS_PANEL_TITLE = "Optionen"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Befehle"
typer.rich_utils.ERRORS_PANEL_TITLE = "Fehler"


class OneSentence(typer.core.TyperGroup):
    """Group that prints a `MittenError` as its sentence instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except MittenError as error:
            console.print(f"Fehler: {error}", style="red", markup=False, soft_wrap=True)
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=OneSentence,
    name="mitten",
    help="Mitten: Daseinsvorsorge in kleinen Zentren planen.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
logging.getLogger("alembic").setLevel(logging.WARNING)

app.add_typer(database.app, name="db")
app.add_typer(data.verbund_app, name="verbund")
app.add_typer(fetch.fetch_app, name="fetch")
app.add_typer(data.load_app, name="load")
app.add_typer(data.ortsteile_app, name="ortsteile")
app.add_typer(results.report_app, name="report")
app.add_typer(accounts.app, name="accounts")
transit.register(pt.app)
project_parts.register(projects.projects_app)
matching.register(projects.projects_app)
learning.register(projects.projects_app)
app.add_typer(pt.app, name="pt")
rooms.register(areas.app)
app.add_typer(areas.app, name="areas")
app.command()(data.compute)
app.command()(results.export)
app.command()(results.check)
app.command()(figures.reach)
app.command()(figures.ranking)
app.command()(figures.coverage)
app.command()(figures.supply)
app.command()(figures.nahversorgung)
app.command()(figures.isochrones)
app.add_typer(whatif.whatif_app, name="whatif")
app.add_typer(whatif.scenario_app, name="scenario")
app.add_typer(projects.projects_app, name="projects")
app.add_typer(actors.app, name="actors")
app.command()(results.compare)
app.command()(results.runs)
app.command()(server.serve)
app.command()(server.up)
app.command()(server.openapi)
