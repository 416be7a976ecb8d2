"""All of the pages: each module adds its own to the section."""

from serai.web.dashboard.account import payments, plan, profile
from serai.web.dashboard.account.section import SECTION

__all__ = ["SECTION", "payments", "plan", "profile"]
