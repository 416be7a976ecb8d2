"""Public slugs: unique over the platform."""

from typing import Final

from serai.kit import checks
from serai.kit.db import Db

# fmt: off
RESERVED: Final = frozenset([
    "account", "admin", "api", "app", "assets", "auth", "billing", "cdn", "dashboard",
    "docs", "files", "ftp", "healthz", "help", "imap", "localhost", "login", "logout",
    "mail", "media", "metrics", "oauth", "oauth2", "openapi", "pay", "payzone", "pop",
    "postmaster", "readyz", "register", "root", "smtp", "sso", "static", "status", "storefront",
    "support", "system", "uploads", "webhooks", "webmaster", "well-known", "www", "devskin", "salla",
    "salloq", "scayle", "serai", "skalia",
])
# fmt: on
"""Names that hosts and paths of the platform use."""

TAKEN = "select exists (select 1 from stores where public_slug = $1)"


def checked(slug: str) -> str:
    """3 to 63 characters: lower-case letters, digits, single hyphens within. Raises Invalid on public_slug."""
    return checks.slug(slug, field="public_slug", least=3, most=63)


async def is_available(db: Db, *, slug: str) -> bool:
    """False when it is reserved or another store has it. Raises Invalid when no store could have it."""
    return checked(slug) not in RESERVED and not await db.value(TAKEN, slug)
