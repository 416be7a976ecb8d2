"""People and how they prove who they are: users, sessions, passwords, sign-in by an identity provider.

Owns `users` and `sessions`, and opens an account with its trial plan. What a plan allows is decided in `billing`.
"""

from serai.core.accounts.authenticate import authenticate
from serai.core.accounts.change_password import change_password
from serai.core.accounts.change_profile import change_profile
from serai.core.accounts.errors import AddressTaken, WrongCredentials
from serai.core.accounts.forget import forget_sessions
from serai.core.accounts.log_in import log_in
from serai.core.accounts.log_out import log_out
from serai.core.accounts.model import (
    TOKEN_LIFE,
    Authenticated,
    Identity,
    Language,
    OwnStore,
    Preferences,
    ProfileChange,
    Role,
    SessionId,
    SignedIn,
    StoreId,
    Subscription,
    User,
    UserId,
)
from serai.core.accounts.register import register
from serai.core.accounts.sign_in_elsewhere import sign_in_elsewhere

__all__ = [
    "TOKEN_LIFE",
    "AddressTaken",
    "Authenticated",
    "Identity",
    "Language",
    "OwnStore",
    "Preferences",
    "ProfileChange",
    "Role",
    "SessionId",
    "SignedIn",
    "StoreId",
    "Subscription",
    "User",
    "UserId",
    "WrongCredentials",
    "authenticate",
    "change_password",
    "change_profile",
    "forget_sessions",
    "log_in",
    "log_out",
    "register",
    "sign_in_elsewhere",
]
