"""Access tokens (JWT): one algorithm, one key, every claim required."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from production_canvas.errors import Unauthenticated

ALGORITHM = "HS256"
ISSUER = "production-canvas"
AUDIENCE = "canvas"
TOKEN_LENGTH = 4096


@dataclass(frozen=True, slots=True)
class Token:
    """A token that holds: whose it is, and from when to when, in seconds since 1970."""

    user_id: str
    issued_at: float
    expires_at: float


class Tokens:
    """Signs and reads tokens with a key drawn from the installation's secret. `clock` gives seconds since 1970."""

    def __init__(self, secret: str, *, clock: Callable[[], float] = time.time) -> None:
        # Derived: what signs tokens must sign nothing else.
        key = hmac.digest(secret.encode(), b"access token", "sha256")
        self._key_id = hashlib.sha256(key).hexdigest()[:16]
        self._key = OctKey.import_key(key)
        self._clock = clock
        self._claims = jwt.JWTClaimsRegistry(
            lambda: int(clock()),
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            nbf={"essential": True},
            iat={"essential": True},
            jti={"essential": True},
            sub={"essential": True},
        )

    def sign(self, user_id: str, seconds: int) -> str:
        """A token that says “this is `user_id`” for that many seconds."""
        now = int(self._clock())
        claims: dict[str, object] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": user_id,
            "iat": now,
            "nbf": now,
            "exp": now + seconds,
            "jti": secrets.token_urlsafe(12),
        }
        header = {"alg": ALGORITHM, "kid": self._key_id, "typ": "JWT"}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])

    def read(self, token: str) -> Token:
        """What a token says. Raises Unauthenticated unless its signature, key, audience and times all hold."""
        try:
            if len(token) > TOKEN_LENGTH:
                raise Unauthenticated
            read = jwt.decode(token, self._key, algorithms=[ALGORITHM])
            if read.header.get("kid") != self._key_id:
                raise Unauthenticated
            self._claims.validate(read.claims)
        except (JoseError, ValueError, TypeError) as error:
            raise Unauthenticated from error
        return Token(str(read.claims["sub"]), read.claims["iat"], read.claims["exp"])

    def seconds_left(self, token: Token) -> float:
        return token.expires_at - self._clock()
