"""Pictures that stores keep here, as anybody sees them."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from serai.core import catalog
from serai.kit.db import Database
from serai.kit.errors import NotFound
from serai.kit.text import is_storable

# A picture's name is made of its content: what stands there never changes.
HEADERS: Final = {
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
}
LARGEST: Final = 2**53


def routes(database: Database) -> list[Route]:
    """`/media/<store>/images/<name>`."""

    async def picture(request: Request) -> Response:
        store, name = request.path_params["store"], request.path_params["name"]
        if store >= LARGEST or not is_storable(name):
            return PlainTextResponse("Not found", 404)
        try:
            found = await catalog.asset_content(database, store, f"media/{store}/images/{name}")
        except NotFound:
            return PlainTextResponse("Not found", 404)
        return Response(found.data, media_type=found.media_type, headers=HEADERS)

    return [Route("/media/{store:int}/images/{name}", picture)]
