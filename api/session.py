"""Who asks: the session cookie, and the guard against requests that another site makes in somebody's name.

Source: OWASP Cheat Sheet Series, "Cross-Site Request Forgery Prevention" and "Session Management".
"""

import hashlib
import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request, Response
from sqlalchemy.engine import Engine

from api.errors import to_response
from geo.errors import InputError
from geo.rights import ANYONE, Person
from geo.service.sessions import LONGEST, find_person
from geo.settings import Settings

COOKIE, SECURE_COOKIE = "mitten", "__Host-mitten"
"""The prefix binds the cookie to this host and TLS; a browser takes it from no other (RFC 6265bis)."""
CSRF_HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
REFUSED = (
    "Diese Anfrage kommt von einer anderen Seite, oder die Anmeldung ist abgelaufen: bitte die Seite neu laden "
    "und noch einmal versuchen."
)


def public_origin(request: Request) -> str:
    """Scheme and host under which people reach this server: the setting, or what the request was sent to."""
    settings: Settings = request.app.state.settings
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        return f"{parts.scheme}://{parts.netloc}"
    return f"{request.url.scheme}://{request.url.netloc}"


def is_secure(request: Request) -> bool:
    """Whether cookies travel by TLS only: everywhere but on this machine itself.

    Raises
    ------
    InputError
        If people come over plain HTTP from elsewhere: passwords would be readable on the way.
    """
    parts = urlsplit(public_origin(request))
    if parts.scheme == "https":
        return True
    if _is_loopback(parts.hostname or ""):
        return False
    raise InputError(
        "Anmelden geht nur verschlüsselt: bitte Mitten über https:// öffnen (Betrieb: MITTEN_PUBLIC_URL setzen)."
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def find_token(request: Request) -> str | None:
    """Token of the session cookie; the plain cookie counts on this machine only."""
    parts = urlsplit(public_origin(request))
    if parts.scheme == "https":
        return request.cookies.get(SECURE_COOKIE)
    return request.cookies.get(COOKIE) if _is_loopback(parts.hostname or "") else None


def get_person(request: Request, engine: Engine, verbund_id: str) -> Person:
    """Whose session the request carries, with the rights in a Verbund."""
    token = find_token(request)
    return find_person(engine, token, verbund_id) if token else ANYONE


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Hand out a session."""
    secure = is_secure(request)
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="lax",
    )


def drop_cookie(response: Response) -> None:
    """Let the browser forget the session."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    response.delete_cookie(SECURE_COOKIE, secure=True, httponly=True, samesite="lax")


def to_csrf(token: str) -> str:
    """What a page sends along with every change: follows from the session, and does not give it away."""
    return hashlib.sha256(b"csrf " + token.encode()).hexdigest()


def refuse_foreign(request: Request) -> Response | None:
    """A refusal for a change that our own page did not ask for; None lets it pass.

    A browser says where a request comes from (Sec-Fetch-Site, Origin); whoever is logged in also shows the token,
    which no other site can read.
    """
    if request.method in SAFE:
        return None
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    foreign = site not in OWN_SITES or (origin is not None and origin != public_origin(request))
    token = find_token(request)
    shown = request.headers.get(CSRF_HEADER, "")
    if foreign or (token and not hmac.compare_digest(shown.encode(), to_csrf(token).encode())):
        return to_response(request, 403, REFUSED)
    return None
