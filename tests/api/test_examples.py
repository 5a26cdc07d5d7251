"""The documented interface shows what it takes and gives: an example wherever something is written or shown."""

import pytest

from api.app import create_app


@pytest.fixture(scope="module")
def described(loaded_settings):
    return create_app(loaded_settings).openapi()


def has_example(part, schemas, seen):
    """Whether an example stands in a part of the description, or in what it refers to."""
    if isinstance(part, list):
        return any(has_example(each, schemas, seen) for each in part)
    if not isinstance(part, dict):
        return False
    if part.get("examples") or "example" in part:
        return True
    name = part.get("$ref", "").rpartition("/")[2]
    if name:
        return name not in seen and has_example(schemas[name], schemas, seen | {name})
    return any(has_example(each, schemas, seen) for each in part.values())


def test_what_is_handed_in_and_shown_has_an_example(described):
    schemas, missing, looked_at = described["components"]["schemas"], [], 0
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parts = [operation.get("requestBody", {}).get("content", {}).get("application/json")]
            answers = (answer for code, answer in operation["responses"].items() if code.startswith("2"))
            parts += [answer.get("content", {}).get("application/json") for answer in answers]
            for part in filter(None, parts):
                looked_at += 1
                if part["schema"] and not has_example(part, schemas, frozenset()):
                    missing.append((method, path))
    assert looked_at > 80
    assert missing == []
