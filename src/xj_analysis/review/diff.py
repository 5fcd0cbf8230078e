"""Difference of two issues (`xj diff`), figure by figure with the reason, from their ``figures.json``."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..base.errors import DataError, UsageError, reason
from ..quantity.figures import Figure
from .figure_groups import FigureGroups, Key, parse_figures, statement, unit_in_full
from .period_moves import PeriodMove, period_moves

VERSION = 1
FILE = "figures.json"

CHANGES = {"moved": "新一期", "new": "新增", "changed": "变动", "gone": "不再印出", "follows": "随期间而变"}
REASONS = {
    "period": "新期间", "revision": "修订", "correction": "更正", "conflict": "矛盾", "definition": "口径变化",
    "code": "程序变化", "data": "数据增减",
}  # fmt: skip
_CORRECTION = re.compile(r"\+c[0-9]+$")
_SUPERSEDED = ("revised", "corrected")
_OPERATORS = re.compile(r"[＋÷−×]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that differs between two issues.

    Parameters
    ----------
    campaign
        Slug of the briefing.
    label, period, nature
        Of the figure.
    change, reason
        Keys of :data:`CHANGES` and :data:`REASONS`. moved, follows: between issues of different periods, value, 完成率
        and light of another period, and all else that another period changes. conflict: contradicted since; definition:
        other unit, label or formula; code: the same origins, another text; data: observations added or removed.
    was, now
        The printed texts, in full (23174万元 where 2.32亿元 is printed), joined; empty where there is none.
    origins
        The observations behind it: of the new issue, then of the old one.
    since
        The period moved from; else empty.
    turned
        The light it turned to, without 灯 (转红); else empty.
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
    since: str = ""
    turned: str = ""


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Return every figure that differs between two briefings, in the order of the new one, then those that are gone.

    Figures are matched by the indicator, area, subject, period and nature of their observations, and computed ones by
    their label, too; not by place or print. A figure at another place, or printed twice, is no difference. Between
    issues of different periods, the latest value, 完成率 and light of each indicator and area come first, then → now.

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
    before, after = parse_figures(old), parse_figures(new)
    keyed = _compared(before, after)
    if old.get("period", "") == new.get("period", ""):
        return [difference for _, difference in keyed]
    moves = period_moves(before, after)
    told = {key for move in moves for key in (*move.then.keys, *move.now.keys)}
    rest = [(key, each) for key, each in keyed if each.change == "changed" or key not in told]
    return [*(_moved(after, move) for move in moves), *(_following(key, each, before, after) for key, each in rest)]


def _compared(before: FigureGroups, after: FigureGroups) -> Iterator[tuple[Key, Difference]]:
    """Every group that differs, by its key."""
    renamed = dict(_renamed(before, after))
    for key, figures in after.groups.items():
        old_key = renamed.get(key, key)
        match = before.groups.get(old_key)
        if match is None:
            yield key, _one_sided(after, figures, "new", _reason_new(key, figures, before, after))
        elif reason := _reason_changed(match, figures, before, after, other_place=old_key[3] != key[3]):
            yield key, _two_sided(after, match, figures, reason)
    for key in before.groups:
        if key not in after.groups and key not in renamed.values():
            yield key, _one_sided(before, before.groups[key], "gone", _reason_gone(key, before, after))


def _moved(side: FigureGroups, move: PeriodMove) -> Difference:
    """The difference of what moved to another period: value, 完成率 and light of both."""
    figures = [*move.now.figures, *move.then.figures]
    named = [figure for figure in (move.now.value, move.then.value) if figure]
    row = _difference(side, named, change="moved", reason="period", was=move.then.text, now=move.now.text)
    origins = tuple(dict.fromkeys(origin for figure in figures for origin in figure.origins))
    return replace(row, period=move.now.period, origins=origins, since=move.then.period, turned=move.turned)


def _following(key: Key, row: Difference, before: FigureGroups, after: FigureGroups) -> Difference:
    """A difference between periods; marked as such where the other period alone explains it."""
    if row.change == "changed":
        computed = any(figure.formula for figure in after.groups[key])
        superseded = any(after.status(origin) in (*_SUPERSEDED, "conflict") for origin in row.origins)
        same = computed and not superseded and row.reason in ("revision", "definition")
        return replace(row, change="follows", reason="period") if same else row
    other = before if row.change == "new" else after
    known = {"|".join(each.key[:3]) for each in other.observations.values()}
    if row.reason == "period" or (row.reason in ("code", "data") and known.issuperset(key[3])):
        return replace(row, change="follows", reason="period")
    return row


def compare_folders(old: Path, new: Path) -> list[Difference]:
    """Return every figure that differs between two issues, briefing by briefing.

    Parameters
    ----------
    old, new
        Folders of issues or of single briefings. A briefing in only one of two issues is all new or all gone; a single
        briefing is compared with the same one of an issue.

    Raises
    ------
    UsageError, DataError
        A folder has no briefing, or the two have none in common; a ``figures.json`` cannot be read.
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
    contents: dict[str, dict[str, Any]] = {}
    for path in paths:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["version"] != VERSION:
                raise DataError(str(path), "版本不认识", str(content["version"]), "请用同一版本的 xj 重做这一期。")
            parse_figures(content)
            contents[content["campaign"]] = content
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            got = reason(error) if isinstance(error, OSError) else str(error).partition("\n")[0]
            raise DataError(str(path), "不是合格的 figures.json", got, "请重做这一期。") from None
    return contents


def _renamed(before: FigureGroups, after: FigureGroups) -> Iterator[tuple[Key, Key]]:
    """Unambiguous pairs of a new and an old key: the same observations renamed, or the same name of others."""
    olds = [key for key in before.groups if key not in after.groups]
    news = [key for key in after.groups if key not in before.groups]
    for by in ("origins", "name"):
        old_values = [(key, key[0] if by == "name" else _origins(before.groups[key])) for key in olds]
        new_values = [(key, key[0] if by == "name" else _origins(after.groups[key])) for key in news]
        pairs = [
            (new, old)
            for new, value in new_values
            for old, other in old_values
            if value and (value, new[1:3]) == (other, old[1:3])
        ]
        counted = Counter(key for pair in pairs for key in pair)
        for new, old in pairs:
            if counted[new] == counted[old] == 1:
                olds.remove(old)
                news.remove(new)
                yield new, old


def _origins(figures: Iterable[Figure]) -> frozenset[str]:
    return frozenset(origin for figure in figures for origin in figure.origins)


def _method(figure: Figure) -> str:
    """The method of a formula without its numbers: its operators, or else its words."""
    return "".join(_OPERATORS.findall(figure.formula)) or re.sub(r"[0-9.]", "", figure.formula)


def _disjoint(old: Iterable[str], new: Iterable[str]) -> bool:
    """True if two sets of texts, neither of them empty, are disjoint."""
    sets = [set(filter(None, texts)) for texts in (old, new)]
    return all(sets) and sets[0].isdisjoint(sets[1])


def _reason_changed(
    old: Sequence[Figure], new: Sequence[Figure], before: FigureGroups, after: FigureGroups, *, other_place: bool
) -> str:
    """The reason two matched groups differ, empty if they do not; `other_place`: other indicators behind them."""
    redefined = (
        _disjoint(map(unit_in_full, old), map(unit_in_full, new))
        or _disjoint((f.label for f in old), (f.label for f in new))
        or _disjoint(map(_method, old), map(_method, new))
        or (other_place and any(_OPERATORS.search(f.formula) for f in (*old, *new)))
    )
    if {statement(f) for f in old} == {statement(f) for f in new} and not redefined:
        return ""
    was, now = _origins(old), _origins(new)
    if any(_CORRECTION.search(origin) for origin in was ^ now):
        return "correction"
    if any(after.status(o) == "conflict" for o in now) and not any(before.status(o) == "conflict" for o in was):
        return "conflict"
    if redefined:
        return "definition"
    texts = [{(o, side.observations[o].text) for o in origins if o in side.observations}
             for side, origins in ((before, was), (after, now))]  # fmt: skip
    return "revision" if was != now or texts[0] != texts[1] else "code"


def _reason_new(key: Key, figures: Sequence[Figure], before: FigureGroups, after: FigureGroups) -> str:
    """The reason a figure is new."""
    name, period, nature, place = key
    if any((name, nature, place) == (k[0], k[2], k[3]) and period != k[1] for k in before.groups):
        return "period"
    origins = _origins(figures)
    if any(_CORRECTION.search(origin) for origin in origins - set(before.observations)):
        return "correction"
    return "code" if origins and all(before.status(o) == after.status(o) != "" for o in origins) else "data"


def _reason_gone(key: Key, before: FigureGroups, after: FigureGroups) -> str:
    """The reason a figure is gone: the new status of its observations."""
    statuses = {after.status(origin) for origin in _origins(before.groups[key])}
    for status, why in (("corrected", "correction"), ("conflict", "conflict"), ("revised", "revision")):
        if status in statuses:
            return why
    name, period, nature, place = key
    later = any((name, nature, place) == (k[0], k[2], k[3]) and period != k[1] for k in after.groups)
    unchanged = bool(statuses) and statuses <= {"current", "agrees"}
    return "period" if later else "code" if unchanged else "data"


def _joined(figures: Iterable[Figure]) -> str:
    return "、".join(dict.fromkeys(statement(figure)[0] for figure in figures))


def _one_sided(side: FigureGroups, figures: Sequence[Figure], change: str, reason: str) -> Difference:
    """The difference of figures that only one briefing has."""
    texts = {"now" if change == "new" else "was": _joined(figures)}
    return _difference(side, figures, change=change, reason=reason, **texts)


def _two_sided(side: FigureGroups, old: Sequence[Figure], new: Sequence[Figure], reason: str) -> Difference:
    """The difference of two groups: the statements of one side only; all of them in a conflict, or if there is none."""
    new_statements, old_statements = {statement(f) for f in new}, {statement(f) for f in old}
    was = [f for f in old if reason == "conflict" or statement(f) not in new_statements] or old
    now = [f for f in new if reason == "conflict" or statement(f) not in old_statements] or new
    figures = new if reason == "definition" else [*new, *old]
    return _difference(side, figures, change="changed", reason=reason, was=_joined(was), now=_joined(now))


def _difference(
    side: FigureGroups, figures: Sequence[Figure], *, change: str, reason: str, was: str = "", now: str = ""
) -> Difference:
    """The difference with its label: the longest, which names the place, of those that name the indicator."""
    origins = tuple(dict.fromkeys(origin for figure in figures for origin in figure.origins))
    indicators = tuple(row.label for origin in origins if (row := side.observations.get(origin)) is not None)
    naming = [figure for figure in figures if any(label in figure.label for label in indicators)] or figures
    titled = max(naming, key=lambda figure: len(figure.label))
    return Difference(
        campaign=side.campaign, label=titled.label, period=titled.period, nature=titled.nature,
        change=change, reason=reason, was=was, now=now, origins=origins,
    )  # fmt: skip
