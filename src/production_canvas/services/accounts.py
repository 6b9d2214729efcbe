"""Who somebody is, and what they may do."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from production_canvas.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from production_canvas.services.attempts import Attempts
from production_canvas.services.tokens import Tokens
from production_canvas.store import login_codes, users
from production_canvas.store.database import Database, new_id
from production_canvas.store.users import User

COLORS = (
    "#67d59a",
    "#6cc3ff",
    "#f5925e",
    "#e889b5",
    "#b892f2",
    "#f2e15c",
    "#ff7a6b",
    "#4fd8d2",
    "#a8d94f",
    "#8aa0ff",
    "#d9a27e",
    "#f2a3e8",
)
RANKS = {"viewer": 0, "commenter": 1, "editor": 2, "owner": 3}
LINK_SECONDS = 600
TICKET_SECONDS = 30
PASSWORD_LENGTH = (8, 1024)
# Argon2id takes 64 MiB a hash: more at once would trade memory for nothing.
HASHES_AT_ONCE = 2
_EMAIL = re.compile(r"[^\s@<>\"\x00-\x1f]{1,64}@[A-Za-z0-9.-]{1,189}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work in one project, with the role they have there."""

    user_id: str
    name: str
    color: str
    role: str


def require(actor: Actor, role: str, action: str = "do this") -> None:
    """Raises Forbidden where the actor's role does not reach `role`."""
    if RANKS[actor.role] < RANKS[role]:
        raise Forbidden(action, actor.role, role)


class Accounts:
    """Accounts of the installation. Lives in seconds: `token_life` of a bearer token, `session_life` of a browser's."""

    def __init__(self, db: Database, tokens: Tokens, *, token_life: int = 3600, session_life: int = 43_200) -> None:
        self._db = db
        self._tokens = tokens
        self._token_life = token_life
        self._session_life = session_life
        self._passwords = PasswordHash((Argon2Hasher(),))
        self._nobody: str | None = None
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)
        self._attempts = Attempts()

    async def local_owner(self) -> User:
        """The installation's owner, made as owner@localhost where there is none."""
        found = await users.owner(self._db)
        if found is not None:
            return found
        made = await users.insert(
            self._db,
            user_id=new_id(),
            email="owner@localhost",
            name="Owner",
            color=COLORS[0],
            password_hash=None,
            is_owner=True,
        )
        if made is not None:
            return made
        raced = await users.by_email(self._db, "owner@localhost")
        if raced is None:
            raise NotFound("owner")
        return raced

    async def add(self, email: str, name: str = "", password: str | None = None) -> User:
        """A new account. Raises Invalid for an unusable address or password, Conflict where the address is taken."""
        email = email.strip()
        if not _EMAIL.fullmatch(email):
            raise Invalid(f"“{email[:80]}” is not a mail address.")
        hashed = None if password is None else await self._hash(_checked(password))
        user = await users.insert(
            self._db,
            user_id=new_id(),
            email=email,
            name=(name.strip() or email.partition("@")[0])[:120],
            color=await self._free_color(),
            password_hash=hashed,
        )
        if user is None:
            raise Conflict(f"{email} has an account already.")
        return user

    async def set_password(self, user: User, password: str) -> None:
        await users.set_password(self._db, user.id, await self._hash(_checked(password)))

    async def list(self) -> Sequence[User]:
        """All accounts, oldest first."""
        return await users.everyone(self._db)

    async def sign_in(self, email: str, password: str, address: str = "") -> User:
        """The user of that mail and password, in the same time whether the mail is known or not.

        Raises Unauthenticated, or TooMany after ten failures of one mail from one address in five minutes.
        """
        key = f"{email.strip().lower()[:254]} {address}"
        self._attempts.check(key)
        # Counted before the answer is known: a hundred tries at once are a hundred tries.
        self._attempts.failed(key)
        found = await users.with_password(self._db, email.strip()[:254])
        user, hashed = found or (None, None)
        right = await self._verify(password[: PASSWORD_LENGTH[1]], hashed or await self._hash_of_nobody())
        if user is None or hashed is None or not right:
            raise Unauthenticated("That mail address and password do not belong together.")
        self._attempts.succeeded(key)
        return user

    async def authenticate(self, token: str) -> User:
        """The user whom a token names. Raises Unauthenticated."""
        user = await users.get(self._db, self._tokens.read(token).user_id)
        if user is None:
            raise Unauthenticated
        return user

    async def token_for(self, email: str | None = None) -> str:
        """A bearer token of that user, of the installation's owner without one. Raises NotFound."""
        user = await (users.owner(self._db) if email is None else users.by_email(self._db, email))
        if user is None:
            raise NotFound("account", email or "of an owner")
        return self.access_token(user)

    def access_token(self, user: User) -> str:
        return self._tokens.sign(user.id, self._token_life)

    def session_token(self, user: User) -> str:
        """The token that a browser keeps in its cookie."""
        return self._tokens.sign(user.id, self._session_life)

    def renewed(self, token: str) -> str | None:
        """A fresh session in place of a valid one with less than half its life left, else None."""
        held = self._tokens.read(token)
        if self._tokens.seconds_left(held) * 2 >= self._session_life:
            return None
        return self._tokens.sign(held.user_id, self._session_life)

    async def one_use_link(self, user: User) -> str:
        """A code for `/enter?code=…`: signs the user in once, within ten minutes."""
        return await self._code("link", user, LINK_SECONDS)

    async def enter(self, code: str) -> User:
        """The user of a link's code. Raises Unauthenticated where it is used, old or unknown."""
        return await self._use("link", code, "This link was used already or is too old. Ask for a new one.")

    async def ticket(self, user: User) -> str:
        """Opens one socket within thirty seconds."""
        return await self._code("ticket", user, TICKET_SECONDS)

    async def use_ticket(self, ticket: str) -> User:
        """The user of a socket's ticket. Raises Unauthenticated where it is used, old or unknown."""
        return await self._use("ticket", ticket, "This ticket was used already or is too old.")

    async def _code(self, kind: login_codes.Kind, user: User, seconds: float) -> str:
        code = secrets.token_urlsafe(32)
        await login_codes.insert(self._db, code_hash=_digest(code), kind=kind, user_id=user.id, seconds=seconds)
        return code

    async def _use(self, kind: login_codes.Kind, code: str, refusal: str) -> User:
        user_id = await login_codes.use(self._db, code_hash=_digest(code), kind=kind)
        user = await users.get(self._db, user_id) if user_id else None
        if user is None:
            raise Unauthenticated(refusal)
        return user

    async def _free_color(self) -> str:
        used = await users.colors_in_use(self._db)
        return min(COLORS, key=lambda color: used.get(color, 0))

    async def _hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._passwords.hash, password)

    async def _verify(self, password: str, hashed: str) -> bool:
        async with self._hashing:
            return await asyncio.to_thread(self._passwords.verify, password, hashed)

    async def _hash_of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = await self._hash(secrets.token_urlsafe(16))
        return self._nobody


def _checked(password: str) -> str:
    shortest, longest = PASSWORD_LENGTH
    if not shortest <= len(password) <= longest:
        raise Invalid(f"A password has {shortest} to {longest} characters.")
    return password


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
