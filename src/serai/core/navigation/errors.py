"""What can go wrong with the arrangement of a shop."""

from serai.kit.errors import Refused


class HasChildren(Refused):
    """A category that others lie below is not deleted."""


class SetReferenced(Refused):
    """Another category's product set uses the conditions of this category's set: unlink it first."""
