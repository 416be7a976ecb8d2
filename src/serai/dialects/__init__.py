"""One package per platform: its words over the core."""
