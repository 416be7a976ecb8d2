"""How near the product comes to the bare limit: `python -m bench [list get order …]`, all works when none is named.

The limit is a minimal ASGI app under the same server that runs the statements which the product ran for the same request,
with the same parameters, and writes the rows as JSON: no routing, no parsing, no checks. Both are measured in turns.
"""
