"""The built web pages, and what a supervisor of processes asks."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.middleware.base import RequestResponseEndpoint
from starlette.staticfiles import StaticFiles

from aftersales.conversations.rasa import RasaClient
from aftersales.database import Database
from aftersales.metrics import Metrics
from aftersales.settings import Settings

APPS = ("widget", "console", "demo")
_STRICT = "default-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws: wss:; object-src 'none'"
_STYLES = "style-src 'self' 'unsafe-inline'"
"""antd and the drawn product pictures set styles at run time; scripts stay strict."""


def health_router(db: Database, rasa: RasaClient, metrics: Metrics) -> APIRouter:
    routes = APIRouter(tags=["health"])

    @routes.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz")
    async def ready() -> JSONResponse:
        """Ready when the database answers and Rasa has really parsed something."""
        parts = {"database": await _database_answers(db), "rasa": await rasa.ready()}
        everything = all(parts.values())
        return JSONResponse({"ready": everything, "parts": parts}, status_code=200 if everything else 503)

    @routes.get("/metrics")
    async def counts() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return routes


def serve_web(api: FastAPI, settings: Settings) -> None:
    """`/widget.js` and the three apps; hashed assets are kept for ever, pages are asked for again."""
    web: Path = settings.web_dir
    frames = " ".join(["'self'", *settings.allowed_origins])

    @api.middleware("http")
    async def headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        path = request.url.path
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if path.startswith(tuple(f"/{app}/" for app in APPS)):
            who = frames if path.startswith("/widget/") else "'self'"
            response.headers["Content-Security-Policy"] = f"{_STRICT}; {_STYLES}; frame-ancestors {who}"
            hashed = "/assets/" in path
            response.headers["Cache-Control"] = (
                "public, max-age=31536000, immutable" if hashed else "no-cache"
            )
        return response

    @api.get("/", include_in_schema=False)
    async def home() -> RedirectResponse:
        return RedirectResponse("/demo/" if settings.demo else "/console/")

    @api.get("/widget.js", include_in_schema=False)
    async def loader() -> FileResponse:
        return FileResponse(
            web / "widget.js",
            media_type="text/javascript",
            headers={"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"},
        )

    @api.get("/console/{path:path}", include_in_schema=False)
    async def console(path: str) -> FileResponse:
        """Files of the console; any other path is a page of it, made in the browser."""
        root = (web / "console").resolve()
        file = (root / path).resolve()
        inside = file.is_relative_to(root) and file.is_file()
        return FileResponse(file if inside else root / "index.html")

    @api.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=str(api.openapi_url),
            title=api.title,
            swagger_js_url="/docs-assets/swagger-ui-bundle.js",
            swagger_css_url="/docs-assets/swagger-ui.css",
            swagger_favicon_url="data:,",
        )

    api.mount("/docs-assets", StaticFiles(directory=web / "docs", check_dir=False), name="docs-assets")
    for app in ("widget", "demo"):
        api.mount(f"/{app}", StaticFiles(directory=web / app, html=True, check_dir=False), name=app)


async def _database_answers(db: Database) -> bool:
    try:
        async with db.read() as session:
            await session.execute(text("SELECT 1"))
    except Exception:  # whatever the driver raises, the answer is no
        return False
    return True
