"""Makes calls of the published Python client, one after the other; prints the type and the content of each answer."""

import asyncio
import json
import sys

import salla
from salla.services import auth_services, merchant_services, webhooks_services

HOSTS = ("https://accounts.salla.sa", "https://api.salla.dev")
PAYLOADS = {
    "generate_access_token_from_code": salla.Access_Token_Payload,
    "get_access_token_from_refresh_token": salla.Refresh_Token_Payload,
    "webhook_subscribe": salla.WebhookPayload,
}


def point_at(server: str) -> None:
    """The client's addresses are constants, copied by name into its modules."""
    for module in (auth_services, merchant_services, webhooks_services):
        for name, value in list(vars(module).items()):
            if isinstance(value, str) and value.startswith(HOSTS):
                path = value.split("/", 3)[3]
                setattr(module, name, f"{server}/{path}")


async def make(token: str, method: str, given: dict[str, object]) -> dict[str, object]:
    payload = PAYLOADS.get(method)
    client = salla.Salla(token)
    arguments = {"payload": payload(**given)} if payload else given
    answer = await getattr(client, method)(**arguments)
    return {"type": type(answer).__name__, **json.loads(answer.json())}


async def main() -> None:
    asked = json.loads(sys.argv[1])
    point_at(asked["server"])
    answers = [await make(token, method, given) for token, method, given in asked["calls"]]
    sys.stdout.write(json.dumps(answers))


asyncio.run(main())
