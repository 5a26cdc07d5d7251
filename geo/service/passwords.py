"""Passwords: hashed with argon2id; long rather than intricate (NIST SP 800-63B-4, section 3.1.1)."""

import hashlib
import secrets
import unicodedata
from functools import lru_cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from geo.errors import InputError

MIN_LENGTH = 15
MAX_LENGTH = 256
LEAST_DIFFERENT = 5  # characters; fewer are a pattern, not a password
WORDS_OF_THE_SERVICE = ("mitten", "passwort", "password")
_hasher = PasswordHash((Argon2Hasher(),))
_AT_ONCE = BoundedSemaphore(2)  # each takes 64 MB: many logins at once must not take the machine down


def new_token() -> str:
    """A secret that nobody guesses (256 bits), safe in addresses."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token: one hash without salt is enough, for tokens are random."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    """What is stored of a password."""
    with _AT_ONCE:
        return _hasher.hash(_normal(password))


def verify_password(password: str, stored: str | None) -> bool:
    """Whether it is the password; takes as long where there is none, so that nobody learns which accounts exist."""
    decoy = _decoy()
    with _AT_ONCE:
        fits = _hasher.verify(_normal(password), stored or decoy)
    return fits and stored is not None


def validate_password(password: str, *own_words: str) -> None:
    """Refuse a password that is too short, or easily guessed.

    Parameters
    ----------
    password
        The new password.
    own_words
        Name and e-mail of the account.

    Raises
    ------
    InputError
        With what to do instead.
    """
    text = _normal(password)
    if len(text) < MIN_LENGTH:
        raise InputError(
            f"Das Passwort braucht mindestens {MIN_LENGTH} Zeichen: ein kurzer Satz oder vier Wörter sind gut."
        )
    if len(text) > MAX_LENGTH:
        raise InputError(f"Das Passwort darf höchstens {MAX_LENGTH} Zeichen haben.")
    rest = text.casefold()
    parts = (part for own in own_words for part in (own, *own.split("@")))
    for word in filter(None, (*WORDS_OF_THE_SERVICE, *parts)):
        rest = rest.replace(word.casefold(), "")
    if len(set(rest)) < LEAST_DIFFERENT:
        raise InputError(
            "Das Passwort ist leicht zu erraten (wenige verschiedene Zeichen, oder nur Name und E-Mail): "
            "bitte ein anderes wählen."
        )


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher.hash(secrets.token_hex())
