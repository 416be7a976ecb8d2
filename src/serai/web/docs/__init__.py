"""The documentation site: one reference page a dialect, made from its operation table. Works offline and without scripts."""
