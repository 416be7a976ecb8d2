"""Moving the time, for tests: there only with `SERAI_CLOCK=test`."""

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from serai.kit.db import Database
from serai.kit.errors import Invalid, Unavailable
from serai.kit.shared_clock import SharedClock


class Move(msgspec.Struct, forbid_unknown_fields=True):
    advance_seconds: float


def routes(database: Database, clock: SharedClock) -> list[Route]:
    """`GET /_test/clock` says what time it is, `POST` with `{"advance_seconds": n}` moves it for every process."""

    async def test_clock(request: Request) -> Response:
        try:
            if request.method == "POST":
                await clock.move(database, msgspec.json.decode(await request.body(), type=Move).advance_seconds)
        except msgspec.DecodeError as error:
            return JSONResponse({"detail": str(error), "status": 422}, 422)
        except Invalid as error:
            return JSONResponse({"detail": error.fields["advance_seconds"][0], "status": 422}, 422)
        except Unavailable as error:
            return JSONResponse({"detail": error.reason, "status": 503}, 503)
        return JSONResponse({"now": clock.now().isoformat().replace("+00:00", "Z")})

    return [Route("/_test/clock", test_clock, methods=["GET", "POST"])]
