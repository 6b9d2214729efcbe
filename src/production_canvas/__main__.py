"""`python -m production_canvas`, which is what `./canvas` becomes."""

from __future__ import annotations

from production_canvas.cli import main

if __name__ == "__main__":
    main()
