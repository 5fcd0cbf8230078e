"""What changed between two issues, figure by figure, and why: read from their ``figures.json``."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..base.errors import DataError, UsageError
from ..document.pieces import ObservationRow
from ..quantity.figures import Figure
from ..quantity.hedges import phrase

VERSION = 1
FILE = "figures.json"

CHANGES = {"new": "新增", "changed": "变动", "gone": "不再印出"}
REASONS = {
    "period": "新期间", "revision": "修订", "correction": "更正", "conflict": "矛盾", "definition": "口径变化",
    "code": "程序变化", "data": "数据增减",
}  # fmt: skip
_CORRECTION = re.compile(r"\+c[0-9]+$")
_OPERATORS = re.compile(r"[＋÷−×]")
_SUPERSEDED = ("revised", "corrected")
_RANK = "位次"

Key = tuple[str, str, str, tuple[str, ...]]
"""What a figure is about, however it is labelled and printed: name, period, nature, place (see :func:`_key`)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that two issues do not print alike.

    Parameters
    ----------
    campaign
        Slug of the briefing.
    label, period, nature
        What the figure is.
    change, reason
        Of :data:`CHANGES` and :data:`REASONS`. conflict: contradicted since; definition: unit, label or formula; code:
        the same origins, printed otherwise; data: what came or went.
    was, now
        As printed, several where there are several; empty where there is none.
    origins
        The observations behind it: now, then those of the other issue.
    """

    campaign: str
    label: str
    period: str
    nature: str
    change: str
    reason: str
    was: str
    now: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class _Printed:
    """The figures of one briefing that count, together by what they are about."""

    campaign: str
    observations: dict[str, ObservationRow]
    figures: tuple[Figure, ...]

    @cached_property
    def groups(self) -> dict[Key, list[Figure]]:
        """Figures by key, in the order printed; those that tell of the past, of superseded values, are left out."""
        groups: dict[Key, list[Figure]] = {}
        for figure in self.figures:
            # what is computed is never computed from contested values: it says what was before they were
            past = (*_SUPERSEDED, "conflict") if figure.formula else _SUPERSEDED
            if not any(self.status(origin) in past for origin in figure.origins):
                groups.setdefault(_key(figure, self.observations), []).append(figure)
        return groups

    def status(self, origin: str) -> str:
        return self.observations[origin].status if origin in self.observations else ""


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Return every figure two briefings do not print alike, in the order of the new one, then those that are gone.

    Figures are matched by what they are about (indicator, area, subject, period, nature of the observations behind
    them; for computed ones the label, too), not by where or how they are printed: a figure that moved, or is printed
    twice, is no difference.

    Parameters
    ----------
    old, new
        The content of two ``figures.json`` of one campaign.

    Examples
    --------
    >>> def content(value, origin):
    ...     figure = {"text": f"{value}个", "number": value, "value": value, "unit": "个", "label": "项目",
    ...               "period": "2024", "origins": [origin]}
    ...     row = {"id": origin, "source": "s", "locator": "第2行", "label": "项目", "text": f"{value}个"}
    ...     return {"version": 1, "campaign": "c", "figures": [figure], "observations": [row]}
    >>> [(d.change, d.reason, d.was, d.now) for d in compare(content("24", "A1"), content("26", "A1+c2"))]
    [('changed', 'correction', '24个', '26个')]
    """
    before, after = _parsed(old), _parsed(new)
    renamed = dict(_renamed(before, after))
    found: list[Difference] = []
    for key, figures in after.groups.items():
        then = renamed.get(key, key)
        match = before.groups.get(then)
        if match is None:
            found.append(_one(after, figures, "new", _came(key, figures, before, after)))
        elif reason := _moved(match, figures, before, after, remade=then[3] != key[3]):
            found.append(_both(after, match, figures, reason))
    left = [key for key in before.groups if key not in after.groups and key not in renamed.values()]
    return [*found, *(_one(before, before.groups[key], "gone", _went(key, before, after)) for key in left)]


def compare_folders(old: Path, new: Path) -> list[Difference]:
    """Return every figure two issues do not print alike, briefing by briefing.

    Parameters
    ----------
    old, new
        Folders of issues or of single briefings. A briefing that only one of two issues has is all new or all gone;
        beside a single briefing, only that one of the issue is compared.

    Raises
    ------
    UsageError, DataError
        A folder holds no briefing, or the two have none in common; a ``figures.json`` cannot be read.
    """
    before, after = _contents(old), _contents(new)
    single = (old / FILE).is_file() or (new / FILE).is_file()
    slugs = [slug for slug in after if slug in before] if single else list(dict.fromkeys([*after, *before]))
    counties = {content["county"] for content in (*before.values(), *after.values())}
    if not slugs or len(counties) > 1:
        do = "请给同一个县的两期，或同一个攻坚战的两份简报。"
        raise UsageError("xj diff", "两边没有可以对照的简报", f"{old}、{new}", do)
    nothing = {slug: {"campaign": slug, "figures": [], "observations": []} for slug in slugs}
    return [row for slug in slugs for row in compare(before.get(slug, nothing[slug]), after.get(slug, nothing[slug]))]


def _contents(folder: Path) -> dict[str, dict[str, Any]]:
    """The figures.json of each briefing in a folder, by campaign."""
    own = folder / FILE
    paths = [own] if own.is_file() else sorted(folder.glob(f"*/{FILE}"))
    if not paths:
        do = "请给一期或一份简报的文件夹，如 reports/xiajiang/2024/internal。"
        raise UsageError("xj diff", f"文件夹里没有 {FILE}", str(folder), do)
    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["version"] != VERSION:
                raise DataError(str(path), "版本不认识", str(content["version"]), "请用同一版本的 xj 重做这一期。")
            _parsed(content)
            found[content["campaign"]] = content
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(
                str(path), "不是合格的 figures.json", str(error).partition("\n")[0], "请重做这一期。"
            ) from None
    return found


def _parsed(content: Mapping[str, Any]) -> _Printed:
    known = set(Figure.model_fields)
    rows = [ObservationRow.model_validate(row) for row in content["observations"]]
    figures = [Figure.model_validate({k: v for k, v in row.items() if k in known}) for row in content["figures"]]
    return _Printed(str(content["campaign"]), {row.id: row for row in rows}, tuple(figures))


def _key(figure: Figure, observations: Mapping[str, ObservationRow]) -> Key:
    """What a figure is about. A reported one needs no label: the key of its observation says it all."""
    keys = [observations[origin].key for origin in figure.origins if origin in observations]
    place = tuple(sorted({"|".join(key[:3]) for key in keys if key}))
    whole = bool(place) and len(figure.origins) == 1 and not figure.formula
    name = (_RANK if figure.label.endswith(_RANK) else "") if whole else figure.label
    return (name, figure.period, figure.nature, place)


def _renamed(before: _Printed, after: _Printed) -> Iterator[tuple[Key, Key]]:
    """New keys and the old ones they go on from: the same observations under another name, or the same name of others.

    Only where there is no doubt which is which.
    """
    olds = [key for key in before.groups if key not in after.groups]
    news = [key for key in after.groups if key not in before.groups]
    for by in ("origins", "name"):
        told = [(key, key[0] if by == "name" else _origins(before.groups[key])) for key in olds]
        tells = [(key, key[0] if by == "name" else _origins(after.groups[key])) for key in news]
        pairs = [
            (new, old) for new, what in tells for old, that in told if what and (what, new[1:3]) == (that, old[1:3])
        ]
        counted = Counter(key for pair in pairs for key in pair)
        for new, old in pairs:
            if counted[new] == counted[old] == 1:
                olds.remove(old)
                news.remove(new)
                yield new, old


def _statement(figure: Figure) -> tuple[str, tuple[str, ...]]:
    """What a figure states: its words with the unit, wherever that is printed; a reported one's origin too."""
    words = phrase(figure.number, figure.unit, figure.hedge) if figure.number else figure.text
    return words, figure.origins if len(figure.origins) == 1 and not figure.formula else ()


def _origins(figures: Iterable[Figure]) -> frozenset[str]:
    return frozenset(origin for figure in figures for origin in figure.origins)


def _method(figure: Figure) -> str:
    """How a figure was computed, without the numbers: its operators, or its words."""
    return "".join(_OPERATORS.findall(figure.formula)) or re.sub(r"[0-9.]", "", figure.formula)


def _parted(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether two sets of words, neither of them empty, have nothing in common."""
    sets = [set(filter(None, words)) for words in (old, new)]
    return all(sets) and sets[0].isdisjoint(sets[1])


def _moved(old: Sequence[Figure], new: Sequence[Figure], before: _Printed, after: _Printed, *, remade: bool) -> str:
    """Why two groups about the same thing differ; empty where they do not. `remade`: from other indicators."""
    redefined = (
        _parted((f.unit for f in old), (f.unit for f in new))
        or _parted((f.label for f in old), (f.label for f in new))
        or _parted(map(_method, old), map(_method, new))
        or (remade and any(_OPERATORS.search(f.formula) for f in (*old, *new)))
    )
    if {_statement(f) for f in old} == {_statement(f) for f in new} and not redefined:
        return ""
    was, now = _origins(old), _origins(new)
    if any(_CORRECTION.search(origin) for origin in was ^ now):
        return "correction"
    if any(after.status(o) == "conflict" for o in now) and not any(before.status(o) == "conflict" for o in was):
        return "conflict"
    if redefined:
        return "definition"
    said = [{(o, side.observations[o].text) for o in both if o in side.observations}
            for side, both in ((before, was), (after, now))]  # fmt: skip
    return "revision" if was != now or said[0] != said[1] else "code"


def _came(key: Key, figures: Sequence[Figure], before: _Printed, after: _Printed) -> str:
    """Why a figure is new."""
    name, period, nature, place = key
    if any((name, nature, place) == (k[0], k[2], k[3]) and period != k[1] for k in before.groups):
        return "period"
    origins = _origins(figures)
    if any(_CORRECTION.search(origin) for origin in origins - set(before.observations)):
        return "correction"
    return "code" if origins and all(before.status(o) == after.status(o) != "" for o in origins) else "data"


def _went(key: Key, before: _Printed, after: _Printed) -> str:
    """Why a figure is gone: what became of the observations behind it."""
    become = {after.status(origin) for origin in _origins(before.groups[key])}
    for status, reason in (("corrected", "correction"), ("conflict", "conflict"), ("revised", "revision")):
        if status in become:
            return reason
    name, period, nature, place = key
    later = any((name, nature, place) == (k[0], k[2], k[3]) and period != k[1] for k in after.groups)
    known = bool(become) and become <= {"current", "agrees"}
    return "period" if later else "code" if known else "data"


def _words(figures: Iterable[Figure]) -> str:
    return "、".join(dict.fromkeys(_statement(figure)[0] for figure in figures))


def _one(side: _Printed, figures: Sequence[Figure], change: str, reason: str) -> Difference:
    return _difference(side, figures, change, reason, *["", _words(figures)][:: 1 if change == "new" else -1])


def _both(side: _Printed, old: Sequence[Figure], new: Sequence[Figure], reason: str) -> Difference:
    """The statements either side alone makes; all of them where it makes none, or where they contradict each other."""
    ours, theirs = {_statement(f) for f in new}, {_statement(f) for f in old}
    was = [f for f in old if reason == "conflict" or _statement(f) not in ours] or old
    now = [f for f in new if reason == "conflict" or _statement(f) not in theirs] or new
    return _difference(
        side, new if reason == "definition" else [*new, *old], "changed", reason, _words(was), _words(now)
    )


def _difference(side: _Printed, figures: Sequence[Figure], change: str, reason: str, was: str, now: str) -> Difference:
    """Under the longest label, which names the place, but for those that do not name the indicator (a bar its year)."""
    origins = tuple(dict.fromkeys(origin for figure in figures for origin in figure.origins))
    named = tuple(row.label for origin in origins if (row := side.observations.get(origin)) is not None)
    fit = [figure for figure in figures if any(label in figure.label for label in named)] or figures
    about = max(fit, key=lambda figure: len(figure.label))
    return Difference(side.campaign, about.label, about.period, about.nature, change, reason, was, now, origins)
