"""How near the product comes to the bare limit: `python -m bench [list get order …]`, all works when none is named.

The limit is a minimal ASGI app under the same server. It reads the request's body into a struct, hashes its API key, runs the
statements which the product ran for the same request, with the same parameters, and encodes and sends the same answer: no
routing, no checks, no limits, no shaping of rows. Both are measured in turns.
"""
