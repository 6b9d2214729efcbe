"""The three quality tiers as data. `vram` in GiB; `seconds` expected per second of film with the built-in previs."""

from __future__ import annotations

from typing import Any

TIERS: tuple[dict[str, Any], ...] = (
    {"id": "low", "label": "Low", "title": "Draft - Fast Generation", "seconds": 0.4, "vram": 12},
    {"id": "standard", "label": "Standard", "title": "Production - Balanced Quality", "seconds": 1.2, "vram": 16},
    {"id": "high", "label": "High", "title": "Premium - Maximum Quality", "seconds": 3.0, "vram": 24},
)
