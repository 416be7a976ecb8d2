"""The business. Knows commerce and SQL, no HTTP. Contexts import those below them only (pyproject.toml, import contracts)."""
