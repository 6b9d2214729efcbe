"""The three quality tiers as data, as the built-in previs has them: on the CPU, `vram` 0 GiB; `seconds` of work per
second of film, measured on one core.
"""

from __future__ import annotations

from typing import Any

TIERS: tuple[dict[str, Any], ...] = (
    {"id": "low", "label": "Low", "title": "Draft - Fast Generation", "seconds": 0.4, "vram": 0},
    {"id": "standard", "label": "Standard", "title": "Production - Balanced Quality", "seconds": 1.2, "vram": 0},
    {"id": "high", "label": "High", "title": "Premium - Maximum Quality", "seconds": 3.0, "vram": 0},
)
