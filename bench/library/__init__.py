"""The library benchmark: finding, counting, changing and lighting assets of large films."""

from bench.library.run import main

__all__ = ["main"]
