"""Conclusions that name who, what, and by how much: what is behind its pace worst first, the rest in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...county.selection import responsible_unit
from ...document.blocks import Sentence
from ...quantity import periods
from ...quantity.figures import Figure
from ...quantity.hedges import decimals_of
from ..indicator_progress import IndicatorProgress
from ..prose import say
from ..standing import Standing
from ..year_progress import YearProgress
from .progress_section import count_of, latest, light_clause, other_period, share_words

__all__ = ["by_urgency", "conclusion", "shortfall"]

_MOST = 4
"""As many are said in sentences of their own; more of the rest are counted."""


def conclusion(progress: YearProgress) -> list[Sentence]:
    """Return the progress of a campaign: a sentence for each indicator behind, the worst light first; then the rest.

    Empty where none has a target.
    """
    paces = by_urgency(progress.of(progress.county.code), progress)
    if not paces:
        return []
    behind = [pace for pace in paces if pace.standing.bad][:_MOST]
    rest = [pace for pace in paces if pace not in behind]
    said, month = [], ""
    for pace in [*behind, *(rest if len(rest) == 1 else [])]:
        said.append(_named(pace, month))
        month = str(pace.done["period"])
    return [*said, *([_rest(rest, month)] if len(rest) > 1 else [])]


def by_urgency(paces: Sequence[IndicatorProgress], progress: YearProgress) -> list[IndicatorProgress]:
    """Return results by their light, the worst first, then by how far they are on the bad side of their pace."""
    return sorted(paces, key=lambda pace: (-progress.severity(pace), pace.lead))


def shortfall(pace: IndicatorProgress) -> Figure | None:
    """Return how much less a flow has than its plan has by now (target × 时序进度 − 累计); None where it has not less.

    The lower the better is nothing to fall short of.
    """
    declared = pace.county.by_slug[pace.indicator]
    done = pace.figure("done")
    if declared.kind != "flow" or declared.better == "lower" or done.value is None or pace.due.value is None:
        return None
    missing: Figure = round(pace.figure("target") * pace.due - done, decimals_of(done.value))
    if missing.value is None or missing.value <= 0:
        return None
    return missing.model_copy(update={"label": f"{pace.done['label']}比时序进度少", "period": pace.done["period"]})


def _named(pace: IndicatorProgress, month: str) -> Sentence:
    """The whole of one result in a sentence, which begins with its period where the sentence before has another."""
    words = f"{{when}}{{name}}累计{{done}}，{share_words(pace)}{{completed}}，"
    undecided = pace.standing is Standing.UNDECIDED
    words += "与时序进度{due}比，{gap}" if undecided else "{gap}"
    slots: dict[str, Any] = {
        "when": _begin(pace, month), "name": pace.done["label"], "gap": pace.gap,
        "done": pace.figure("done"), "completed": pace.completion,
    }  # fmt: skip
    if undecided:
        slots["due"] = pace.due
    behind = pace.standing.bad
    if behind and (missing := shortfall(pace)):
        words += "，差{missing}"
        slots["missing"] = missing
    words += light_clause(pace, slots)
    if behind and (unit := responsible_unit(pace.county, pace.indicator)):
        words += "；责任单位：{unit}"
        slots["unit"] = unit
    return say(f"{words}。", style="finding", names=pace.county.proper_names, **slots)


def _begin(pace: IndicatorProgress, month: str) -> str:
    """The period of a result, to begin a sentence with; '' where that is the `month` of the sentence before."""
    return "" if pace.done["period"] == month else f"{periods.parse(str(pace.done['period'])).label}，"


def _rest(paces: Sequence[IndicatorProgress], before: str) -> Sentence:
    """What is not behind, and what is too far down to be named: each in a clause, or the numbers of each kind.

    It begins with its period where that is not the one `before` it; what is of another has that beside its name.
    """
    counted = len(paces) > _MOST
    month = latest(paces) if counted else str(paces[0].done["period"])
    slots: dict[str, Any] = {"when": "" if month == before else f"{periods.parse(month).label}，"}
    if counted:
        kinds = list(dict.fromkeys(pace.standing for pace in paces))
        groups = [[pace for pace in paces if pace.standing is kind] for kind in kinds]
        clauses = []
        for n, (kind, group) in enumerate(zip(kinds, groups, strict=True)):
            slots |= {f"n{n}": count_of(group, kind), f"word{n}": str(kind)}
            clauses.append(f"{{n{n}}}{{word{n}}}")
        words = ("其余" if before else "有年度目标的指标中，") + "，".join(clauses)
        least = paces[0]
        words += "，其中{name}{since}{gap}"
        slots |= {"name": least.done["label"], "since": other_period(least, month), "gap": least.gap}
    else:
        clauses = []
        for n, pace in enumerate(paces):
            slots |= {f"name{n}": pace.done["label"], f"since{n}": other_period(pace, month)}
            slots |= {f"completed{n}": pace.completion, f"gap{n}": pace.gap}
            against = "与时序进度比，" if pace.standing is Standing.UNDECIDED else ""
            clauses.append(f"{{name{n}}}{{since{n}}}{share_words(pace)}{{completed{n}}}，{against}{{gap{n}}}")
        words = "；".join(clauses)
    return say(f"{{when}}{words}。", style="finding", names=paces[0].county.proper_names, **slots)
