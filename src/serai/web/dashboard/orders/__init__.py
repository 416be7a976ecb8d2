"""A store's orders: what was bought, what has become of it, and what comes next."""
