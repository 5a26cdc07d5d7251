"""What routes depend on: the opened Verbund, and the ETag that follows from its run."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from geo.errors import InputError
from geo.rights import ANYONE, OPERATOR
from geo.service import OpenVerbund, read_version, to_opened
from geo.settings import Settings


class NotModified(Exception):  # noqa: N818 (an answer, not an error)
    """The client's copy is still right."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


def get_opened(
    request: Request,
    verbund: Annotated[
        str | None,
        Query(
            max_length=64,
            description="Kennung des Verbunds; ohne Angabe der voreingestellte",
            examples=["61-6-eins"],
        ),
    ] = None,
) -> OpenVerbund:
    """The Verbund that a request asks for."""
    settings: Settings = request.app.state.settings
    person = OPERATOR if settings.editing else ANYONE
    return to_opened(request.app.state.engine, settings, verbund, person=person)


Opened = Annotated[OpenVerbund, Depends(get_opened)]


def tag_response(request: Request, response: Response, opened: Opened) -> None:
    """Set the ETag of data and run, and stop early where the client has it already.

    Raises
    ------
    NotModified
        If ``If-None-Match`` names the current tag.
    """
    etag = f'W/"{read_version(opened)}"'
    asked = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in asked or "*" in asked:
        raise NotModified(etag)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"


Tagged = Depends(tag_response)


def to_bbox(text: str | None) -> tuple[float, float, float, float] | None:
    """Read ``west,south,east,north`` in degrees.

    Raises
    ------
    InputError
        If it is not four numbers.
    """
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError(
            f"Der Ausschnitt „{text}“ (bbox) braucht vier Zahlen: West,Süd,Ost,Nord in Grad, "
            "z. B. 7.6,51.5,7.9,51.6."
        ) from error
    return west, south, east, north
