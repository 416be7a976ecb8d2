"""Programs and what they may do in which store: API keys, and apps that merchants let in by OAuth 2.

Owns `api_keys`, `apps`, `app_installs`, `oauth_chains`, `oauth_tokens`, `oauth_codes`, `page_tokens`.
"""

from serai.core.apps import scopes
from serai.core.apps.app import App, AppChange, AppId, Grant, Mode, NewApp, Profile, Registered, Strategy, Tokens
from serai.core.apps.authenticate import authenticate, note_use
from serai.core.apps.authenticate_token import authenticate_token
from serai.core.apps.consent import Challenge, Consent, consent
from serai.core.apps.create_key import create_key
from serai.core.apps.directory import app_by_client, apps_of
from serai.core.apps.edit import edit, remove
from serai.core.apps.exchange import exchange_code
from serai.core.apps.faults import Fault, GrantError
from serai.core.apps.forget import forget_grants
from serai.core.apps.give_tokens import Asked, give_tokens
from serai.core.apps.install import Installed, Placed, install, installed_in, uninstall
from serai.core.apps.model import ApiKey, Holder, KeyDialect, KeyId, NewKey
from serai.core.apps.news import open_event, webhook_secret
from serai.core.apps.page_tokens import Opened, Visit, introspect, open_page
from serai.core.apps.read import keys
from serai.core.apps.refresh import GRACE, erase_rotated, refresh
from serai.core.apps.register import register
from serai.core.apps.revoke_key import revoke_key
from serai.core.apps.rotate import rotate
from serai.core.apps.rules import KINDS
from serai.core.apps.token_owner import Merchant, TokenOwner, token_owner

__all__ = [
    "GRACE",
    "KINDS",
    "ApiKey",
    "App",
    "AppChange",
    "AppId",
    "Asked",
    "Challenge",
    "Consent",
    "Fault",
    "Grant",
    "GrantError",
    "Holder",
    "Installed",
    "KeyDialect",
    "KeyId",
    "Merchant",
    "Mode",
    "NewApp",
    "NewKey",
    "Opened",
    "Placed",
    "Profile",
    "Registered",
    "Strategy",
    "TokenOwner",
    "Tokens",
    "Visit",
    "app_by_client",
    "apps_of",
    "authenticate",
    "authenticate_token",
    "consent",
    "create_key",
    "edit",
    "erase_rotated",
    "exchange_code",
    "forget_grants",
    "give_tokens",
    "install",
    "installed_in",
    "introspect",
    "keys",
    "note_use",
    "open_event",
    "open_page",
    "refresh",
    "register",
    "remove",
    "revoke_key",
    "rotate",
    "scopes",
    "token_owner",
    "uninstall",
    "webhook_secret",
]
