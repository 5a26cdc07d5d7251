"""What routes depend on: the opened Verbund, and the ETag that follows from its run."""

import hashlib
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.session import get_person
from geo.errors import InputError
from geo.rights import ANYONE, sql_settings
from geo.service import OpenVerbund, read_report_version, read_version, to_opened
from geo.settings import Settings


class NotModified(Exception):  # noqa: N818 (an answer, not an error)
    """The client's copy is still right."""

    def __init__(self, etag: str, cache_control: str) -> None:
        super().__init__(etag)
        self.headers = {"ETag": etag, "Cache-Control": cache_control}


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
    opened = to_opened(request.app.state.engine, settings, verbund)
    return opened.of(get_person(request, opened.engine, opened.verbund_id))


Opened = Annotated[OpenVerbund, Depends(get_opened)]


def tag_response(request: Request, response: Response, opened: Opened) -> None:
    """Set the ETag of data and run, and stop early where the client has it already.

    Raises
    ------
    NotModified
        If ``If-None-Match`` names the current tag.
    """
    _tag(request, response, opened, read_version(opened))


def tag_report(request: Request, response: Response, opened: Opened, zentrum_id: str) -> None:
    """The same for a printed sheet, which names projects too; raises as `tag_response`."""
    _tag(request, response, opened, read_report_version(opened, zentrum_id))


def _tag(request: Request, response: Response, opened: OpenVerbund, known: str) -> None:
    etag = f'W/"{known}{_of_person(opened)}"'
    kept = "no-cache" if opened.person is ANYONE else "private, no-cache"
    asked = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in asked or "*" in asked:
        raise NotModified(etag, kept)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = kept


def _of_person(opened: OpenVerbund) -> str:
    """What distinguishes the tags of who is logged in: another account, or other rights, is another answer."""
    if opened.person is ANYONE:
        return ""
    told = repr(sorted(sql_settings(opened.person).items()))
    return "-" + hashlib.sha256(told.encode()).hexdigest()[:16]


Tagged = Depends(tag_response)
TaggedReport = Depends(tag_report)


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
