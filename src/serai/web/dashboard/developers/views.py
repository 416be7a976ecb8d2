"""All of the pages: each module adds its own to the section."""

from serai.web.dashboard.developers import apps, deliveries, installs, keys, webhooks
from serai.web.dashboard.developers.section import SECTION

__all__ = ["SECTION", "apps", "deliveries", "installs", "keys", "webhooks"]
