"""Login through an OpenID Connect provider: authorization code with PKCE, state and nonce, by Authlib.

Source: OpenID Connect Core 1.0, section 3.1; RFC 9700 (best current practice for OAuth 2.0 security).
"""

import base64
import hmac
import json
from typing import Annotated, Any
from urllib.parse import quote

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from joserfc.errors import JoseError

from api.deps import Opened
from api.session import is_secure, public_origin, set_cookie
from geo.errors import FetchError, LoginError, MittenError, NotFoundError
from geo.service.account_oidc import log_in_by_provider
from geo.settings import Settings

router = APIRouter(prefix="/session/oidc", tags=["Konten"])

FLOW_COOKIE, SECURE_FLOW_COOKIE = "mitten-oidc", "__Host-mitten-oidc"
FLOW_S = 600
SCOPE = "openid email profile"
TIMEOUT_S = 10
KEPT = ("state", "nonce", "code_verifier")
FAILED = "Die Anmeldung über den Anmeldedienst ist nicht gelungen: bitte noch einmal beginnen."
AWAY = "Der Anmeldedienst antwortet nicht: bitte später noch einmal versuchen, oder mit Passwort anmelden."


def build_client(settings: Settings) -> Any:
    """The client of the provider that the settings name; None where they name none."""
    if not settings.oidc_issuer:
        return None
    issuer = settings.oidc_issuer.rstrip("/")
    return OAuth().register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "timeout": TIMEOUT_S},
    )


def _client(request: Request) -> Any:
    client = request.app.state.oidc
    if client is None:
        raise NotFoundError("Diese Installation hat keinen Anmeldedienst: bitte mit Passwort anmelden.")
    return client


def _callback(request: Request) -> str:
    return f"{public_origin(request)}/api/session/oidc/callback"


def to_own_path(path: str) -> str:
    """Where to go after the login: a page of ours, whatever the address says."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours else "/"


@router.get("", response_class=RedirectResponse, status_code=302)
async def begin(
    request: Request,
    weiter: Annotated[str, Query(max_length=2000, description="Seite danach", examples=["/"])] = "/",
) -> Response:
    """Zum Anmeldedienst; er führt zurück."""
    client, secure = _client(request), is_secure(request)
    try:
        started = await client.create_authorization_url(_callback(request))
    except (httpx2.HTTPError, RuntimeError, ValueError):
        return _to_words(AWAY)
    kept = {name: started[name] for name in KEPT} | {"weiter": to_own_path(weiter)}
    response = RedirectResponse(started["url"], status_code=302)
    # Lax: the cookie comes along when the provider leads back.
    response.set_cookie(
        SECURE_FLOW_COOKIE if secure else FLOW_COOKIE,
        base64.urlsafe_b64encode(json.dumps(kept).encode()).decode(),
        max_age=FLOW_S,
        httponly=True,
        secure=secure,
        samesite="lax",
    )
    return response


@router.get("/callback", response_class=RedirectResponse, status_code=302)
async def finish(request: Request, opened: Opened) -> Response:
    """Zurück vom Anmeldedienst: prüfen und anmelden."""
    client = _client(request)
    try:
        flow = _read_flow(request)
        claims = await _ask_claims(client, request, flow)
        token = await run_in_threadpool(log_in_by_provider, opened, request.app.state.settings, claims)
        response = RedirectResponse(to_own_path(str(flow["weiter"])), status_code=302)
        set_cookie(request, response, token)
    except MittenError as error:
        response = _to_words(str(error))
    for name, secure in ((FLOW_COOKIE, False), (SECURE_FLOW_COOKIE, True)):
        response.delete_cookie(name, secure=secure, httponly=True, samesite="lax")
    return response


def _to_words(sentence: str) -> RedirectResponse:
    """A page that says it: somebody looks at a browser here, so no problem document."""
    return RedirectResponse(f"/konto/#fehler={quote(sentence)}", status_code=302)


def _read_flow(request: Request) -> dict[str, str]:
    text = request.cookies.get(SECURE_FLOW_COOKIE if is_secure(request) else FLOW_COOKIE, "")
    try:
        flow = json.loads(base64.urlsafe_b64decode(text.encode()))
        shown = request.query_params.get("state", "")
        if hmac.compare_digest(str(flow["state"]).encode(), shown.encode()):
            return {name: str(flow[name]) for name in (*KEPT, "weiter")}
    except (ValueError, KeyError, TypeError):
        pass
    raise LoginError(FAILED)


async def _ask_claims(client: Any, request: Request, flow: dict[str, str]) -> dict[str, Any]:
    """What the provider says about the person, from an ID token whose signature, issuer, nonce and time are right."""
    code = request.query_params.get("code")
    if not code:
        raise LoginError(FAILED)
    try:
        token = await client.fetch_access_token(
            code=code, redirect_uri=_callback(request), code_verifier=flow["code_verifier"]
        )
        claims = await client.parse_id_token(token, nonce=flow["nonce"])
        if claims is None:
            raise LoginError(FAILED)
        return {**await client.userinfo(token=token), **claims}
    except httpx2.HTTPError as error:
        raise FetchError(AWAY) from error
    except (OAuthError, JoseError, RuntimeError, ValueError, KeyError) as error:
        raise LoginError(FAILED) from error
