"""What can go wrong with prices."""

from serai.kit.errors import Refused


class CampaignOverlaps(Refused):
    """Another campaign runs in one of the shop countries at that time."""
