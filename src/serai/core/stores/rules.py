"""What a store's words may be."""

from serai.kit import checks


def checked_name(name: str, *, field: str = "name") -> str:
    return checks.words(name, field=field, least=3, most=100)


def checked_category(category: str) -> str:
    return checks.words(category, field="category", least=1, most=50)
