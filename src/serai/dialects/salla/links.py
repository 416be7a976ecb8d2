"""Where a store's own pages are."""


def store_url(domain: str | None, public_slug: str, origin: str) -> str:
    """At its own domain once that is proven, else below this server's address."""
    return f"https://{domain}" if domain else f"{origin}/s/{public_slug}"
