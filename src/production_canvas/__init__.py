"""Production Canvas: a film crew plans and generates its film on one shared canvas."""

from __future__ import annotations

__version__ = "0.1.0"
