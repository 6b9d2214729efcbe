"""The canvas benchmark: what drawing large films costs the browser, beside stock libraries with the same cards."""

from bench.canvas.run import main

__all__ = ["main"]
