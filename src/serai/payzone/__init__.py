"""Ways to PayZone: a sandbox of our own, and the two generations of the real thing. Source: docs/dialects/skalia.md.

`gateways` chooses one. Nothing is imported here: the settings, which every command reads, need no more than `config`.
"""
