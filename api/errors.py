"""Errors as RFC 9457 problem details, in German: one table from exception to status."""

import logging
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from geo.errors import (
    ConfirmError,
    CrsError,
    DatabaseError,
    EditConflictError,
    FetchError,
    ForbiddenError,
    InputError,
    LoginError,
    MittenError,
    NoDataError,
    NotFoundError,
    TooManyError,
)
from geo.service.opened import UNSTORABLE

Conflict = TypeVar("Conflict")
MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[MittenError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    CrsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    LoginError: HTTPStatus.UNAUTHORIZED,
    TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
    NoDataError: HTTPStatus.CONFLICT,
    EditConflictError: HTTPStatus.CONFLICT,
    ConfirmError: HTTPStatus.CONFLICT,
    DatabaseError: HTTPStatus.SERVICE_UNAVAILABLE,
    FetchError: HTTPStatus.BAD_GATEWAY,
}

# What 409 means in one answer; its general title stands in the API's description.
CONFLICTS: dict[type[MittenError], str] = {
    NoDataError: "Noch keine Daten",
    EditConflictError: "Inzwischen geändert",
    ConfirmError: "Rückfrage",
}

TITLES = {
    401: "Nicht angemeldet",
    403: "Nicht erlaubt",
    404: "Nicht gefunden",
    405: "Nicht erlaubt",
    409: "Noch keine Daten, eine Rückfrage oder inzwischen geändert",
    422: "Eingabe nicht verständlich",
    429: "Zu oft",
    500: "Interner Fehler",
    502: "Quelle nicht erreichbar",
    503: "Datenbank nicht erreichbar",
}

# What pydantic says of the commonest mistakes, in German; others keep their type as a hint.
REASONS = {
    "missing": "fehlt",
    "extra_forbidden": "ist unbekannt: bitte löschen oder die Schreibweise prüfen",
    "int_parsing": "muss eine ganze Zahl sein",
    "float_parsing": "muss eine Zahl sein",
    "enum": "hat keinen der möglichen Werte",
    "string_too_long": "ist zu lang",
    "too_long": "ist zu lang",
    "string_too_short": "ist zu kurz",
    "too_short": "ist zu kurz",
    "greater_than_equal": "ist zu klein",
    "less_than_equal": "ist zu groß",
}


class ProblemOf(BaseModel, Generic[Conflict]):
    """Problem details (RFC 9457).

    ``confirm`` marks a question: the same request with ``confirm`` set is taken. ``conflict`` holds both versions
    of a record that two people changed.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    confirm: bool | None = None
    conflict: Conflict | None = None


class Problem(ProblemOf[dict[str, Any]]):
    """Problem details (RFC 9457), whatever the record in ``conflict``."""


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": TITLES[status], "content": {MEDIA_TYPE: {}}}
    for status in (404, 409, 422, 503)
}


def to_response(request: Request, status: int, detail: str, error: MittenError | None = None) -> JSONResponse:
    """A problem as a response, with what belongs to a question or a conflict."""
    problem = Problem(
        title=next(
            (title for kind, title in CONFLICTS.items() if isinstance(error, kind)),
            TITLES.get(status, "Fehler"),
        ),
        status=status,
        detail=detail,
        instance=request.url.path,
        confirm=True if isinstance(error, ConfirmError) else None,
        conflict=error.conflict if isinstance(error, EditConflictError) else None,
    )
    return JSONResponse(problem.model_dump(exclude_none=True), status_code=status, media_type=MEDIA_TYPE)


def refuse_unstorable(request: Request) -> JSONResponse | None:
    """A refusal of an address with a character that no text in the database can hold (NUL); None lets it pass."""
    if b"%00" in request.scope["query_string"] or "\0" in request.url.path or "%00" in request.url.path:
        return to_response(request, HTTPStatus.UNPROCESSABLE_ENTITY, UNSTORABLE)
    return None


def install_error_handlers(app: FastAPI) -> None:
    """Turn every error into a problem."""

    @app.exception_handler(MittenError)
    async def of_ours(request: Request, error: MittenError) -> JSONResponse:
        status = next(
            (code for kind, code in STATUS.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST
        )
        return to_response(request, status, str(error), error)

    @app.exception_handler(RequestValidationError)
    async def of_input(request: Request, error: RequestValidationError) -> JSONResponse:
        return to_response(request, HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(map(_sentence, error.errors())))

    @app.exception_handler(DataError)
    async def of_value(request: Request, _error: DataError) -> JSONResponse:
        return to_response(request, HTTPStatus.UNPROCESSABLE_ENTITY, UNSTORABLE)

    @app.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> JSONResponse:
        detail = (
            f"Unter {request.url.path} gibt es nichts." if error.status_code == 404 else str(error.detail)
        )
        if error.status_code == 405:
            detail = f"{request.method} ist hier nicht möglich."
        return to_response(request, error.status_code, detail)

    @app.exception_handler(Exception)
    async def of_anything(request: Request, error: Exception) -> JSONResponse:
        logging.getLogger("mitten").error("unexpected error at %s", request.url.path, exc_info=error)
        return to_response(
            request,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Das hätte nicht geschehen dürfen; es steht im Protokoll.",
        )


def _sentence(error: Any) -> str:
    if error["type"] == "json_invalid":
        return "Die Anfrage ist kein gültiges JSON."
    # The first part says where in the request; entries of a list count from 1, as on the command line.
    path = error["loc"][1:] or error["loc"]
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path) or "Eingabe"
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return f"Der Parameter „{name}“: {context['error']}."
    if context.get("expected"):
        expected = context["expected"].replace(" or ", ", ")
        return f"Der Parameter „{name}“ muss einer dieser Werte sein: {expected}."
    return f"Der Parameter „{name}“ {REASONS.get(error['type'], 'ist nicht verständlich')}."
