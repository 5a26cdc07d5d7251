"""Read the corrections of a timetable: one TOML per Verbund (``data/fahrplan-korrekturen``)."""

from pathlib import Path

from pydantic import ValidationError

from geo.analysis.gate_rules import Rule, RuleFile
from geo.errors import InputError
from geo.sources.rows import describe_error, read_toml


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read and check the rules of a file.

    Raises
    ------
    InputError
        If it is missing, no TOML, or a rule is wrong; names the rule and how to mend it.
    """
    try:
        return RuleFile.model_validate(read_toml(path)).rule
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        context = found.get("ctx", {})
        if found["type"] == "union_tag_invalid":
            known = str(context["expected_tags"]).replace("'", "")
            raise InputError(
                f"{path.name}, rule {int(found['loc'][1]) + 1}: die Regel „{context['tag']}“ gibt es nicht: "
                f"bitte für action eine von {known} eintragen."
            ) from error
        if found["type"] == "union_tag_not_found":
            raise InputError(
                f"{path.name}, rule {int(found['loc'][1]) + 1}: die Angabe „action“ fehlt: bitte ergänzen."
            ) from error
        raise InputError(describe_error(error, path.name)) from error
