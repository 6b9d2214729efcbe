"""Short-lived links to files for clients that carry no session."""

from __future__ import annotations

import hashlib
import hmac

LIFE = 3600


class Signer:
    """Signs asset ids, never paths. Times in seconds since 1970."""

    def __init__(self, secret: str) -> None:
        # A key of its own: a token's signature must not open a file, nor the other way round.
        self._key = hashlib.sha256(b"files:" + secret.encode()).digest()

    def url(self, asset_id: str, now: float) -> str:
        """A link that opens the asset's file for an hour."""
        expires = int(now) + LIFE
        return f"/files/{asset_id}?exp={expires}&sig={self._signature(asset_id, expires)}"

    def holds(self, asset_id: str, expires: int, signature: str, now: float) -> bool:
        """Whether the link was signed here and has not ended."""
        return now < expires and hmac.compare_digest(self._signature(asset_id, expires), signature)

    def _signature(self, asset_id: str, expires: int) -> str:
        return hmac.new(self._key, f"{asset_id}:{expires}".encode(), hashlib.sha256).hexdigest()
