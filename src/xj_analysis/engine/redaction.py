"""Redaction of outputs: secrets of the environment and paths of this machine."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_SECRET = re.compile(r"PASS|SECRET|TOKEN|KEY|CREDENTIAL|DSN|_UR[LI]$")
_SHORTEST = 6  # shorter values occur in ordinary words
_KERNEL = "ipykernel_"
_CELL = rf"(?:/[\w.+-]+)*/{_KERNEL}[0-9]+/[0-9]+\.py"
HIDDEN = "***"


def secrets(environment: Mapping[str, str]) -> set[str]:
    """Return the values of an environment that are secret by their variable's name, and the passwords in its URLs.

    Examples
    --------
    >>> sorted(secrets({"DB_URL": "postgresql://xj:geheim7@db/xj", "HOME": "/root", "API_TOKEN": "abc"}))
    ['geheim7', 'postgresql://xj:geheim7@db/xj']
    """
    values = {value for name, value in environment.items() if _SECRET.search(name.upper())}
    values |= {part for value in environment.values() if "://" in value for part in _passwords(value)}
    return {value for value in values if len(value) >= _SHORTEST}


def _passwords(address: str) -> set[str]:
    try:
        password = urlsplit(address).password or ""
    except ValueError:  # not a URL
        return set()
    return {password, unquote(password)}


def redactor(folders: Mapping[Path, str], environment: Mapping[str, str] | None = None) -> Callable[[Any], Any]:
    """Return a function that removes secrets and paths from every text of a JSON value.

    Parameters
    ----------
    folders
        The replacement for each folder of this machine; home, Python and temporary folder have theirs.
    environment
        The variables; by default those of the process.

    Examples
    --------
    >>> redact = redactor({Path("/srv/county/data"): "data"}, {"DB_PASSWORD": "geheim7"})
    >>> redact(["/srv/county/data/x.csv", {"text": "geheim7!"}, 7])
    ['data/x.csv', {'text': '***!'}, 7]
    """
    replacements = {str(Path.home()): "~", sys.prefix: "python", sys.base_prefix: "python"}
    temporary = os.environ.get("TMPDIR", "")
    replacements |= {temporary: "tmp"} | {str(folder): name for folder, name in folders.items()}
    words = dict.fromkeys(secrets(os.environ if environment is None else environment), HIDDEN)
    words |= {folder: name for folder, name in replacements.items() if folder.strip("/\\")}
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join([f"(?:{re.escape(temporary)})?{_CELL}", *map(re.escape, longest_first)]))

    needles = [_KERNEL, *(json.dumps(word, ensure_ascii=False)[1:-1] for word in words)]

    def redact_each(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda match: words.get(match[0], "cell"), value)
        if isinstance(value, Mapping):
            return {key: redact_each(each) for key, each in value.items()}
        return [redact_each(each) for each in value] if isinstance(value, list) else value

    def redact(value: Any) -> Any:
        """Search the whole at once first: it rarely holds anything to remove."""
        text = json.dumps(value, ensure_ascii=False)
        return redact_each(value) if any(needle in text for needle in needles) else value

    return redact
