"""Is the process up, is it ready, and what has it done."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from serai.kit import migrate
from serai.kit.db import Database
from serai.kit.errors import DomainError


def routes(database: Database) -> list[Route]:
    """`/healthz`, `/readyz`, `/metrics`."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "up"})

    async def readyz(_: Request) -> Response:
        try:
            waiting = await migrate.pending(database)
        except DomainError:
            return JSONResponse({"status": "no database"}, 503, headers={"retry-after": "1"})
        if waiting:
            return JSONResponse({"status": "migrations pending", "pending": waiting}, 503, headers={"retry-after": "5"})
        return JSONResponse({"status": "ready"})

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
