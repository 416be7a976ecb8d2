"""A merchant at the dashboard."""

from dataclasses import dataclass

from serai.core.accounts import Authenticated
from serai.core.stores import Store, StoreId
from serai.web.visit import Visit


@dataclass(kw_only=True)
class Merchant(Visit):
    """`who` is None on the pages before logging in alone; `open_store` is the store of the path, which is theirs."""

    account: Authenticated | None = None
    open_store: Store | None = None

    @property
    def who(self) -> Authenticated:
        """Whom the session stands for, on the pages that need one."""
        if self.account is None:
            raise RuntimeError("this page is open to everybody")
        return self.account

    @property
    def store(self) -> Store:
        """The store that the path names, on the pages below `/stores/{store}`."""
        if self.open_store is None:
            raise RuntimeError("this page is of no store")
        return self.open_store

    @property
    def store_id(self) -> StoreId:
        return self.store.id

    @property
    def here(self) -> str:
        """Where the store's pages are, below the dashboard."""
        return f"/stores/{self.store.id}"

    @property
    def actor(self) -> str:
        """As histories name them."""
        return f"usr_{self.who.user.id}"
