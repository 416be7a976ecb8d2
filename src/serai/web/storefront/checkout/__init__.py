"""From the basket to an order, and the order's own page."""
