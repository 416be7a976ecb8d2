"""`with=images,variants.attributes`: which related resources an answer has beside its own fields."""

import msgspec

from serai.wire.call import Call


class Relations(msgspec.Struct, frozen=True):
    """The names that were asked for, and those within them. Names that nobody knows are left alone."""

    inside: dict[str, "Relations"] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.inside

    def of(self, name: str) -> "Relations":
        """What was asked for within one of them."""
        return self.inside.get(name, NOTHING)

    def with_(self, other: "Relations") -> "Relations":
        """Both."""
        names = {*self.inside, *other.inside}
        return Relations({name: self.of(name).with_(other.of(name)) for name in names})


NOTHING = Relations()
DEEPEST = 8


def parse(text: str) -> Relations:
    """Commas between names, dots between levels; both may have spaces around them."""
    tree = Relations({})
    for path in text.split(","):
        here = tree
        for name in path.split(".")[:DEEPEST]:
            if name.strip():
                here = here.inside.setdefault(name.strip(), Relations({}))
    return tree


def asked(call: Call) -> Relations:
    """What this request wants; every request may, writes too."""
    return parse(call.query.get("with", ""))
