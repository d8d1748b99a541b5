"""Entries nobody reads without their key: what belongs to a workbook with a password lies beside it."""

from __future__ import annotations


def new_key() -> str:
    """A key as text, another one at every call."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def locked(body: bytes, key: str) -> bytes:
    """The bytes, readable with the key only."""
    from cryptography.fernet import Fernet

    return Fernet(key.encode()).encrypt(body)


def unlocked(body: bytes, key: str) -> bytes | None:
    """The bytes that were locked; None where this is not their key."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(key.encode()).decrypt(body)
    except (InvalidToken, ValueError):
        return None
