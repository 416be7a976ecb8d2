"""What can go wrong with accounts."""

from serai.kit.errors import Taken, Unauthenticated


class WrongCredentials(Unauthenticated):
    """The e-mail and password do not belong together. Does not tell whether the e-mail is known."""


class AddressTaken(Taken):
    """The e-mail address belongs to another account."""
