"""What names and passwords may be."""

from serai.kit import checks
from serai.kit.errors import Invalid

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
LONGEST_NAME = 100


def checked_name(name: str) -> str:
    return checks.words(name, field="display_name", least=1, most=LONGEST_NAME)


def check_password(password: str, *, field: str) -> None:
    """8 to 128 characters; raises Invalid."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid.one(field, f"Must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
