"""What one round's key does: gives pseudonyms that nobody else can make, and seals what nobody else may read."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZE = 32
"""Bytes of each of the two keys."""
NONCE = 12
BLOCK = 1024
"""Sealed texts are as long as a multiple of this: their length must not tell a level from a refusal to give one."""


class BrokenSeal(Exception):  # noqa: N818 - a state of the data, in words
    """What was sealed is not what is kept, or it was moved to another place."""


@dataclass(frozen=True, slots=True)
class RoundKey:
    """Both keys of one round: for what is said, and for whose it is. Never printed."""

    data: bytes = field(repr=False)
    names: bytes = field(repr=False)
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _cipher: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cipher", AESGCM(self.data))

    @classmethod
    def new(cls) -> "RoundKey":
        """Two fresh keys."""
        return cls(secrets.token_bytes(SIZE), secrets.token_bytes(SIZE))

    def pseudonym(self, kind: str, name: str) -> str:
        """Another name for it in this round, for one use (`kind`): HMAC-SHA-256."""
        return hmac.digest(self.names, f"{kind}\0{name}".encode(), sha256).hex()

    def revealed(self, kind: str, pseudonym: str, names: Iterable[str] = ()) -> str | None:
        """The name behind a pseudonym, if it is one of these or was one of those asked for before."""
        self._known.update({self.pseudonym(kind, one): one for one in names})
        return self._known.get(pseudonym)

    def seal(self, text: str, place: str) -> bytes:
        """Seal a text to the place where it is kept: AES-256-GCM, with the place as associated data."""
        nonce, plain = secrets.token_bytes(NONCE), text.encode("utf-8", "surrogatepass")
        padded = plain + b"\0" * (-len(plain) % BLOCK)
        return nonce + self._cipher.encrypt(nonce, padded, place.encode())

    def unseal(self, sealed: bytes, place: str) -> str:
        """Read what was sealed to this place, or raise `BrokenSeal`."""
        try:
            padded = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except InvalidTag:
            raise BrokenSeal("an answer does not fit the place where it is kept") from None
        return padded.rstrip(b"\0").decode("utf-8", "surrogatepass")
