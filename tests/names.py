"""A DNS with the records that a test gives it."""

from dataclasses import dataclass, field

from serai.kit.errors import Unavailable


@dataclass
class Names:
    """Stands in for `kit.dns.Dns`. `asked` holds the questions in their order."""

    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_away: bool = False
    asked: list[str] = field(default_factory=list)

    async def txt(self, name: str) -> tuple[str, ...]:
        self._note(name)
        return self.texts.get(name, ())

    def _note(self, name: str) -> None:
        self.asked.append(name)
        if self.is_away:
            raise Unavailable(5, "The name servers do not answer")
