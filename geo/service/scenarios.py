"""What-ifs that were saved under a title: of a facility, or of the timetable."""

import uuid

from sqlalchemy import delete, insert, select

from geo.db.tables import ScenarioRow
from geo.errors import InputError, NotFoundError
from geo.results import Scenario, ScenarioNew, TransitWhatIf, TransitWhatIfAsk, WhatIf, WhatIfAsk
from geo.rights import validate_may_write
from geo.service import audit
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.transit_whatif import answer_transit_whatif
from geo.service.whatif import answer_whatif

MOST_SCENARIOS = 200


def list_scenarios(opened: OpenVerbund) -> list[Scenario]:
    """Saved scenarios, the newest first."""
    query = (
        select(ScenarioRow)
        .where(ScenarioRow.verbund_id == opened.verbund_id)
        .order_by(ScenarioRow.created_at.desc())
    )
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        rows = connection.execute(query).mappings().all()
    return [Scenario.model_validate({name: row[name] for name in Scenario.model_fields}) for row in rows]


def save_scenario(opened: OpenVerbund, new: ScenarioNew) -> Scenario:
    """Answer a what-if and keep it under a title.

    Raises
    ------
    ForbiddenError
        If the person may not write.
    InputError
        If the title is blank, or there are too many scenarios.
    """
    validate_may_write(opened.person)
    title = " ".join(new.title.split())
    if not title:
        raise InputError("Das Szenario braucht einen Titel.")
    if len(list_scenarios(opened)) >= MOST_SCENARIOS:
        raise InputError(f"Es sind schon {MOST_SCENARIOS} Szenarien gespeichert: bitte zuerst eines löschen.")
    key = uuid.uuid4().hex[:12]
    result = _answer(opened, new.ask)
    values = {"scenario_id": key, "verbund_id": opened.verbund_id, "title": title}
    with opened.connect() as connection:
        connection.execute(insert(ScenarioRow).values(**values, result=result.model_dump(mode="json")))
        audit.record(connection, opened, "Szenario gespeichert", title)
        connection.commit()
    return next(scenario for scenario in list_scenarios(opened) if scenario.scenario_id == key)


def _answer(opened: OpenVerbund, ask: WhatIfAsk | TransitWhatIfAsk) -> WhatIf | TransitWhatIf:
    if isinstance(ask, TransitWhatIfAsk):
        return answer_transit_whatif(opened, ask)
    return answer_whatif(opened, ask)


def delete_scenario(opened: OpenVerbund, scenario_id: str) -> None:
    """Delete a scenario.

    Raises
    ------
    ForbiddenError
        If the person may not write.
    NotFoundError
        If there is none of this id.
    """
    validate_may_write(opened.person)
    query = delete(ScenarioRow).where(
        ScenarioRow.verbund_id == opened.verbund_id, ScenarioRow.scenario_id == scenario_id
    )
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        found = connection.execute(query)
        if found.rowcount:
            audit.record(connection, opened, "Szenario gelöscht", scenario_id)
        connection.commit()
    if not found.rowcount:
        raise NotFoundError(f"Das Szenario „{scenario_id}“ gibt es nicht.")
