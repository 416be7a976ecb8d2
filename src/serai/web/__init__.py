"""Pages and the few plain endpoints that belong to no dialect."""
