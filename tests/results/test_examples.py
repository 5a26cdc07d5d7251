"""The examples of the API documentation are answers that the API could give."""

from geo import results
from geo.results.base import Record


def test_every_example_is_valid():
    looked_at = 0
    for name in results.__all__:
        record = getattr(results, name)
        if not (isinstance(record, type) and issubclass(record, Record)):
            continue
        for example in (record.model_config.get("json_schema_extra") or {}).get("examples", []):
            assert record.model_validate(example).model_dump(mode="json", exclude_unset=True) == example
            looked_at += 1
    assert looked_at > 30
