"""Registering, signing in, and one's own account."""

from serai.core import accounts
from serai.core.accounts import Identity
from serai.dialects.skalia.auth import account
from serai.dialects.skalia.shapes.auth import (
    FirebaseIn,
    LoginIn,
    MeOut,
    MessageOut,
    PasswordIn,
    ProfileIn,
    RegisterIn,
    SignedInOut,
    me_out,
    signed_in_out,
)
from serai.kit.errors import Unavailable
from serai.kit.idtokens import IdTokens
from serai.kit.tokens import session_tokens
from serai.wire.call import Call
from serai.wire.operation import Operations

auth = Operations("Authentication")


@auth.post("/auth/register", public=True, writes=False, idempotent=False, status=201)
async def register(call: Call, body: RegisterIn) -> SignedInOut:
    """Register a new user."""
    s = call.services
    signed = await accounts.register(
        s.database, s.passwords, email=body.email, password=body.password, display_name=body.display_name
    )
    return signed_in_out(signed, session_tokens(s.vault, s.clock))


@auth.post("/auth/login", public=True, writes=False, idempotent=False)
async def log_in(call: Call, body: LoginIn) -> SignedInOut:
    """Log in with e-mail and password."""
    s = call.services
    signed = await accounts.log_in(s.database, s.passwords, s.limiter, email=body.email, password=body.password, ip=call.ip)
    return signed_in_out(signed, session_tokens(s.vault, s.clock))


@auth.post("/auth/firebase", public=True, writes=False, idempotent=False)
async def log_in_with_firebase(call: Call, body: FirebaseIn) -> SignedInOut:
    """Log in with a Firebase ID token."""
    s = call.services
    claims = await _id_tokens(call).verify(body.token)
    identity = Identity(
        issuer=claims.iss,
        subject=claims.sub,
        email=claims.email,
        email_verified=claims.email_verified,
        name=claims.name,
        picture=claims.picture,
    )
    signed = await accounts.sign_in_elsewhere(s.database, s.limiter, identity=identity)
    return signed_in_out(signed, session_tokens(s.vault, s.clock))


def _id_tokens(call: Call) -> IdTokens:
    verifier = call.services.extras.get("idtokens")
    if not isinstance(verifier, IdTokens):
        raise Unavailable(retry_after=3600, reason="Firebase sign-in is not configured on this server")
    return verifier


@auth.get("/auth/me")
async def me(call: Call) -> MeOut:
    """The signed-in user."""
    who = account(call)
    return me_out(who.user, who.subscription, call.services.clock.now())


@auth.patch("/auth/me")
async def change_me(call: Call, body: ProfileIn) -> MeOut:
    """Change name, picture or preferences."""
    who = account(call)
    user = await accounts.change_profile(call.tx, who.user, change=body.to_core())
    return me_out(user, who.subscription, call.tx.now)


@auth.post("/auth/password", writes=False, idempotent=False)
async def change_password(call: Call, body: PasswordIn) -> MessageOut:
    """Change the password; every other session ends."""
    s, who = call.services, account(call)
    await accounts.change_password(
        s.database,
        s.passwords,
        s.limiter,
        who.user.id,
        session=who.session,
        current=body.current_password,
        new=body.new_password,
    )
    return MessageOut("Password changed successfully")


@auth.post("/auth/logout", idempotent=False)
async def log_out(call: Call) -> MessageOut:
    """End the current session."""
    who = account(call)
    await accounts.log_out(call.tx, who.user.id, session=who.session)
    return MessageOut("Logged out successfully")
