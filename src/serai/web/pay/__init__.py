"""Payment pages: the sandbox gateway's own, and the way to and from the real one's."""
