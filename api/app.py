"""The application: routes below ``/api``, the built web map at ``/``, no globals."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from threading import Thread

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from api.deps import NotModified
from api.errors import PROBLEM_RESPONSES, install_error_handlers, refuse_unstorable
from api.routes import (
    accounts,
    actors,
    areas,
    drawn,
    figures,
    learning,
    matching,
    network,
    oidc,
    places,
    projects,
    projektraeume,
    transit,
)
from api.session import refuse_foreign
from geo.db.engine import open_engine
from geo.errors import MittenError
from geo.service import open_ready, to_opened
from geo.service.account_login import LoginLimits
from geo.settings import Settings

CSP = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; child-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
GZIP_FROM_BYTES = 1000
YEAR_S = 31_536_000


class WebFiles(StaticFiles):
    """The built web map: hashed assets may be kept for ever, the page itself is asked for each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file and how long it may be kept."""
        response = await super().get_response(path, scope)
        kept = f"public, max-age={YEAR_S}, immutable" if path.startswith("assets/") else "no-cache"
        response.headers["Cache-Control"] = kept
        return response


@asynccontextmanager
async def open_early(app: FastAPI) -> AsyncIterator[None]:
    """Open timetable, streets and compiled searches beside the first requests; let the connections go at the end."""
    opened = to_opened(app.state.engine, app.state.settings)

    def open_quietly() -> None:
        with suppress(MittenError):  # a question that needs it says what is wrong
            open_ready(opened)

    Thread(target=open_quietly, name="open-early", daemon=True).start()
    yield
    app.state.engine.dispose()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the application for one installation.

    Parameters
    ----------
    settings
        Defaults to the environment (``MITTEN_…``).
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Mitten",
        version=version("mitten"),
        description="Erreichbarkeit, Lücken und gemeinsame Projekträume der Zentren eines Verbunds.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=open_early,
    )
    app.state.settings = settings
    app.state.engine = open_engine(settings)
    app.state.login_limits = LoginLimits()
    app.state.oidc = oidc.build_client(settings)
    install_error_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES)

    @app.middleware("http")
    async def harden(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = refuse_unstorable(request) or refuse_foreign(request) or await call_next(request)
        if request.url.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.append("Vary", "Cookie")
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.exception_handler(NotModified)
    async def unchanged(_request: Request, answer: NotModified) -> Response:
        return Response(status_code=304, headers=answer.headers)

    routes = APIRouter(prefix="/api", responses=PROBLEM_RESPONSES)
    for module in (
        accounts,
        oidc,
        places,
        matching,
        learning,
        projects,
        figures,
        drawn,
        network,
        transit,
        areas,
        projektraeume,
        actors,
    ):
        routes.include_router(module.router)
    routes.include_router(actors.team_router)
    app.include_router(routes)
    if settings.web_dir.is_dir():
        app.mount("/", WebFiles(directory=settings.web_dir, html=True), name="web")
    return app
