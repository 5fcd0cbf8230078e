"""`xj check --fix`: the SHA-256 of every transcript of a data folder, registered by the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from ..base.errors import writable
from ..base.hashing import file_hash
from ..base.text_files import replace_file
from ..county.places import RECEIVED, SOURCES
from ..county.source_hashes import RenewedHash, renew_hashes
from ..county.sources import transcript_path
from .received_folder import ReceivedFolder


def register_hashes(data: Path, on_notice: Callable[[str], None]) -> Iterator[tuple[str, RenewedHash]]:
    """Write missing and changed hashes into the registers of sources, and yield each with its file.

    A register that cannot be read stays as it is: `xj check` says what is wrong with it. That of received reports is
    replaced while no intake runs.

    Parameters
    ----------
    data
        A county's data folder.
    on_notice
        Called with a message while an intake is waited for.

    Yields
    ------
    The name of the file, and the hash.

    Raises
    ------
    OutputError
        A register cannot be written.
    """
    for change in _register(data / SOURCES, data):
        yield SOURCES, change
    if _renewed(data / RECEIVED, data)[1]:
        with ReceivedFolder(data, on_notice) as received, received.entry() as draft:
            changes = _register(draft / RECEIVED, draft)
        for change in changes:
            yield RECEIVED, change


def _register(register: Path, data: Path) -> list[RenewedHash]:
    content, changes = _renewed(register, data)
    if changes:
        with writable(str(register)):
            replace_file(register.resolve(), content)
    return changes


def _renewed(register: Path, data: Path) -> tuple[bytes, list[RenewedHash]]:
    """The register with all hashes, and those that are new; none where it cannot be read."""

    def hash_of(transcript: str) -> str | None:
        path = transcript_path(data, transcript)
        return file_hash(path) if path and path.is_file() else None

    with suppress(FileNotFoundError, ValueError):
        text, changes = renew_hashes(register.read_bytes().decode("utf-8"), hash_of)
        return text.encode("utf-8"), changes
    return b"", []
