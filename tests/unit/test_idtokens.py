"""ID tokens of an identity provider: only the good ones, whatever its key server does."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from serai.kit.clock import FrozenClock
from serai.kit.errors import Unauthenticated, Unavailable
from serai.kit.idtokens import IdTokens
from serai.kit.signing_keys import SigningKeys
from tests.conftest import NOW

PROJECT = "demo-project"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
AT = int(NOW.timestamp())


def certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "signer")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, SHA256())
    )
    return made.public_bytes(Encoding.PEM).decode()


PEM = certificate(KEY)


class Server:
    """A key server that counts its visitors."""

    def __init__(self, document: object, *, max_age: int = 3600) -> None:
        self.document = document
        self.max_age = max_age
        self.visits = 0
        self.up = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.visits += 1
        if not self.up:
            raise httpx.ConnectError("down")
        return httpx.Response(200, json=self.document, headers={"cache-control": f"public, max-age={self.max_age}"})


def verifier(server: Server, clock: FrozenClock) -> IdTokens:
    return IdTokens(PROJECT, SigningKeys("https://keys.example", clock, transport=httpx.MockTransport(server)), clock)


def claims(**changed: object) -> dict[str, Any]:
    values: dict[str, Any] = {
        "iss": f"https://securetoken.google.com/{PROJECT}",
        "aud": PROJECT,
        "sub": "uid-1",
        "iat": AT - 10,
        "exp": AT + 3590,
        "auth_time": AT - 20,
        "email": "jane@example.com",
        "email_verified": True,
        "firebase": {"sign_in_provider": "google.com"},
    }
    return {name: value for name, value in {**values, **changed}.items() if value != "missing"}


def token(kid: str | None = "one", key: Any = KEY, algorithm: str = "RS256", **changed: object) -> str:
    return jwt.encode(claims(**changed), key, algorithm=algorithm, headers={"kid": kid} if kid else {})


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.mark.parametrize(
    "document",
    [{"one": PEM}, {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one"}]}],
    ids=["certificates", "jwks"],
)
async def test_a_good_token_is_believed(clock: FrozenClock, document: object) -> None:
    found = await verifier(Server(document), clock).verify(token())

    assert (found.sub, found.email, found.email_verified) == ("uid-1", "jane@example.com", True)


BAD: dict[str, Callable[[], str]] = {
    "another project": lambda: token(aud="other"),
    "a list of audiences": lambda: token(aud=[PROJECT]),
    "another issuer": lambda: token(iss="https://session.firebase.google.com/" + PROJECT),
    "a custom token": lambda: token(
        aud="https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"
    ),
    "expired by 61 s": lambda: token(exp=AT - 61),
    "issued in 61 s": lambda: token(iat=AT + 61),
    "signed in in 61 s": lambda: token(auth_time=AT + 61),
    "signed in 31 days ago": lambda: token(auth_time=AT - 31 * 86400),
    "empty subject": lambda: token(sub=""),
    "long subject": lambda: token(sub="x" * 129),
    "number as subject": lambda: token(sub=7),
    "text as time": lambda: token(exp=str(AT + 60)),
    "anonymous": lambda: token(firebase={"sign_in_provider": "anonymous"}),
    "no expiry": lambda: token(exp="missing"),
    "no sign-in time": lambda: token(auth_time="missing"),
    "no audience": lambda: token(aud="missing"),
    "no subject": lambda: token(sub="missing"),
    "text as verified": lambda: token(email_verified="yes"),
    "no key id": lambda: token(kid=None),
    "unknown key": lambda: token(kid="two"),
    "signed by another key": lambda: token(key=OTHER),
    "RS512": lambda: token(algorithm="RS512"),
    "HS256": lambda: token(key="x" * 40, algorithm="HS256"),
    "none": lambda: token(key=None, algorithm="none"),
    "garbage": lambda: "garbage",
    "empty": lambda: "",
    "1 MB": lambda: token(name="x" * 1_000_000),
    "not ascii": lambda: "é.é.é",
    "changed": lambda: token()[:-4] + "AAAA",
}


@pytest.mark.parametrize("why", BAD)
async def test_a_bad_token_is_refused(clock: FrozenClock, why: str) -> None:
    with pytest.raises(Unauthenticated):
        await verifier(Server({"one": PEM}), clock).verify(BAD[why]())


@pytest.mark.parametrize("changed", [{"exp": AT - 59}, {"iat": AT + 59}, {"firebase": "missing"}, {"email": "missing"}])
async def test_clocks_may_differ_by_a_minute_and_options_may_be_missing(clock: FrozenClock, changed: dict[str, object]) -> None:
    assert (await verifier(Server({"one": PEM}), clock).verify(token(**changed))).sub == "uid-1"


async def test_unknown_keys_are_asked_for_once_a_minute(clock: FrozenClock) -> None:
    server = Server({"one": PEM})
    tokens = verifier(server, clock)
    for i in range(50):
        with pytest.raises(Unauthenticated):
            await tokens.verify(token(kid=f"unknown-{i}"))
    assert server.visits == 1

    clock.advance(61)
    server.document = {"one": PEM, "two": certificate(OTHER)}

    assert (await tokens.verify(token(kid="two", key=OTHER))).sub == "uid-1"
    assert server.visits == 2


async def test_keys_are_kept_as_long_as_they_say_and_a_day_when_the_server_is_down(clock: FrozenClock) -> None:
    server = Server({"one": PEM}, max_age=600)
    tokens = verifier(server, clock)
    await tokens.verify(token())
    clock.advance(599)
    await tokens.verify(token())
    assert server.visits == 1

    server.up = False
    clock.advance(10)
    assert await tokens.verify(token())
    assert server.visits == 2

    clock.advance(24 * 3600)
    with pytest.raises(Unavailable):
        await tokens.verify(token())


async def test_without_any_keys_it_is_unavailable(clock: FrozenClock) -> None:
    for document in ([], {}, {"one": "no certificate"}, {"keys": []}):
        with pytest.raises(Unavailable):
            await verifier(Server(document), clock).verify(token())
