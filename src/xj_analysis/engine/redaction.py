"""What must not reach an output: secrets of the environment, and where things lie on this machine."""

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
_SHORTEST = 6  # what is shorter stands in ordinary words
_KERNEL = "ipykernel_"
_CELL = rf"(?:/[\w.+-]+)*/{_KERNEL}[0-9]+/[0-9]+\.py"
HIDDEN = "***"


def secrets(environment: Mapping[str, str]) -> set[str]:
    """Return the values of an environment that are secret by their names, and the passwords inside addresses.

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
    except ValueError:  # no address after all
        return set()
    return {password, unquote(password)}


def redactor(places: Mapping[Path, str], environment: Mapping[str, str] | None = None) -> Callable[[Any], Any]:
    """Return what takes secrets and places out of every text of a JSON value.

    Parameters
    ----------
    places
        What to write for a folder of this machine; the user's home and Python's own are known.
    environment
        The process's own where none is given.

    Examples
    --------
    >>> erase = redactor({Path("/srv/county/data"): "data"}, {"DB_PASSWORD": "geheim7"})
    >>> erase(["/srv/county/data/x.csv", {"text": "geheim7!"}, 7])
    ['data/x.csv', {'text': '***!'}, 7]
    """
    known = {str(Path.home()): "~", sys.prefix: "python", sys.base_prefix: "python"}
    temporary = os.environ.get("TMPDIR", "")
    known |= {temporary: "tmp"} | {str(folder): name for folder, name in places.items()}
    words = dict.fromkeys(secrets(os.environ if environment is None else environment), HIDDEN)
    words |= {place: name for place, name in known.items() if place.strip("/\\")}
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join([f"(?:{re.escape(temporary)})?{_CELL}", *map(re.escape, longest_first)]))

    said = [_KERNEL, *(json.dumps(word, ensure_ascii=False)[1:-1] for word in words)]

    def erased(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda found: words.get(found[0], "cell"), value)
        if isinstance(value, Mapping):
            return {key: erased(each) for key, each in value.items()}
        return [erased(each) for each in value] if isinstance(value, list) else value

    def erase(value: Any) -> Any:
        """Look at the whole at once: nearly always there is nothing to erase."""
        text = json.dumps(value, ensure_ascii=False)
        return erased(value) if any(word in text for word in said) else value

    return erase
