"""API keys: which program may do what in which store. Owns `api_keys`."""

from serai.core.apps.authenticate import authenticate
from serai.core.apps.create_key import create_key
from serai.core.apps.model import ApiKey, Holder, KeyDialect, KeyId, NewKey
from serai.core.apps.read import keys
from serai.core.apps.revoke_key import revoke_key

__all__ = ["ApiKey", "Holder", "KeyDialect", "KeyId", "NewKey", "authenticate", "create_key", "keys", "revoke_key"]
