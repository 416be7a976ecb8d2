"""OAuth."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("salla", "introspect"): lambda _: {"token": "spt_x"},
}
