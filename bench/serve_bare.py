"""Serves the bare limit exactly as `serai serve` serves the product: `python -m bench.serve_bare <port>`."""

import sys

from serai.cli.serve import server

if __name__ == "__main__":
    server("bench.bare:create", "127.0.0.1", int(sys.argv[1]), workers=1).serve()
