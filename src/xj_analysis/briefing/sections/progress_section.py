"""Progress section: results against targets and plans in sentences and a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ...county.selection import responsible_unit
from ...document.blocks import Sentence, Table
from ...document.pieces import Bar, Cell, Light
from ...metrics.lights import UNDECIDED, UNDECIDED_SHAPE
from ...quantity import figures, periods
from ...quantity.conventions import Convention
from ...quantity.figures import Figure
from ...quantity.reader_units import one_unit
from .. import tables
from ..figure_wording import constant, shorten_gap, with_direction, without_unit
from ..indicator_progress import IndicatorProgress
from ..prose import say
from ..standing import Standing
from ..tables import ColumnSpec
from ..year_progress import YearProgress

_WHOLE = Decimal(100)
_NAMED = 3
"""As many of a kind are named; more are counted."""


def summary(paces: Sequence[IndicatorProgress]) -> Sentence:
    """Return which indicators are behind their pace, and how far, and which are level, ahead and undecided.

    Few of a kind are named, more are counted; of a single one all is said.
    """
    if len(paces) == 1:
        return _sentence(paces[0], "").model_copy(update={"style": "finding"})
    when = periods.parse(latest(paces)).label
    groups = {word: [pace for pace in paces if pace.standing is word] for word in Standing}
    groups = {word: group for word, group in groups.items() if group}
    slots: dict[str, Any] = {"when": when}
    counted = [pace for group in groups.values() if len(group) > _NAMED for pace in group]
    if counted:
        slots["all"] = count_of(paces, "有年度目标")
    if counted and len(groups) == 1:
        words = f"有年度目标的{{all}}指标都{next(iter(groups))}"
    else:
        words = "有年度目标的{all}指标中，" if counted else ""
        words += "，".join(_of_kind(word, group, slots, latest(paces)) for word, group in groups.items())
    words += early_words(counted, latest(paces), slots)
    return say(f"{{when}}，{words}。", style="finding", names=paces[0].county.proper_names, **slots)


def early_words(paces: Sequence[IndicatorProgress], month: str, slots: dict[str, Any]) -> str:
    """Return a clause that names what is counted by an earlier month, with its slot; '' where nothing is."""
    early = [f"{pace.done['label']}{when}" for pace in paces if (when := other_period(pace, month))]
    if not early:
        return ""
    slots["early"] = "、".join(early)
    return "；其中按较早月份计的：{early}"


def _of_kind(word: Standing, group: Sequence[IndicatorProgress], slots: dict[str, Any], month: str) -> str:
    """The words on the indicators of one kind; its slots are added to `slots`."""
    if len(group) > _NAMED:
        slots[word] = count_of(group, word)
        return f"{{{word}}}{word}"
    names = [f"{word}{n}" for n in range(len(group))]
    slots |= {name: f"{pace.done['label']}{other_period(pace, month)}" for name, pace in zip(names, group, strict=True)}
    if word.bad:
        slots |= {f"{name}gap": pace.gap for name, pace in zip(names, group, strict=True)}
        return "，".join(f"{{{name}}}{{{name}gap}}" for name in names)
    origins = tuple(dict.fromkeys(origin for pace in group for origin in pace.ahead["origins"]))
    slots[word] = figures.phrase_figure(str(word), label="与时序进度相比", period=month, origins=origins)
    return "、".join(f"{{{name}}}" for name in names) + f"{{{word}}}"


def count_of(paces: Sequence[IndicatorProgress], condition: str, unit: str = "项") -> Figure:
    """Return the number of some results as a figure with their origins.

    Parameters
    ----------
    paces
        The results.
    condition
        What they have in common, for the label.
    unit
        What they are counted in.
    """
    origins = tuple(dict.fromkeys(origin for pace in paces for origin in pace.ahead["origins"]))
    figure = constant(len(paces), unit, f"{condition}的指标数", Convention.COUNTED)
    return figure.model_copy(update={"origins": origins, "period": paces[0].done["period"] if paces else ""})


def _sentence(pace: IndicatorProgress, month: str) -> Sentence:
    words = f"{{name}}{{since}}累计{{done}}，{share_words(pace, '{target}')}{{completed}}，"
    words += "与时序进度{due}比，{gap}" if pace.standing is Standing.UNDECIDED else "{gap}（时序进度{due}）"
    slots: dict[str, Any] = {
        "name": pace.done["label"], "since": other_period(pace, month), "due": pace.due, "gap": pace.gap,
        "completed": pace.completion, **{side: pace.figure(side) for side in ("done", "target")},
    }  # fmt: skip
    if (grown := pace.figure("grown")).value is not None:
        words += "，同比{grown}"
        slots["grown"] = with_direction(grown)
    words += light_clause(pace, slots)
    return say(f"{words}。", style="item", names=pace.county.proper_names, **slots)


def light_clause(pace: IndicatorProgress, slots: dict[str, Any]) -> str:
    """Return the clause on a light, with why where its gap does not explain it, and its slots; '' without a light."""
    if not pace.ahead["light"]:
        return ""
    slots["light"] = pace.light
    if not (months := pace.escalation):
        return "，{light}"
    slots["months"] = months
    return f"，{{light}}（连续{{months}}{late_word(pace)}）"


def share_words(pace: IndicatorProgress, target: str = "") -> str:
    """Return the words before a 完成率 in a sentence: 完成年度目标的, of a ceiling 占年度控制数的.

    Parameters
    ----------
    pace
        The result.
    target
        What stands for the target's amount, if it is said.
    """
    if isinstance(pace.completion, str):
        return f"年度{'控制数' if pace.lower else '目标'}{target}，完成率" if target else "完成率"
    return f"占年度控制数{target}的" if pace.lower else f"完成年度目标{target}的"


def late_word(pace: IndicatorProgress) -> str:
    """Return what it is to be on the bad side of the pace: 落后, of a ceiling 超进度."""
    return "超进度" if pace.lower else "落后"


def ceiling_note(paces: Iterable[IndicatorProgress], *, gaps: bool = True) -> str:
    """Return how the columns of a table are read for what is better low; '' where nothing is.

    Parameters
    ----------
    paces
        What the table lists.
    gaps
        Whether it has a column of gaps.
    """
    names = dict.fromkeys(pace.county.by_slug[pace.indicator].name for pace in paces if pace.lower)
    listed = "、".join(names)
    words = f"；{listed}越少越好，完成率为占年度控制数的比重"
    return words + ("，“超”为超时序进度，“低”为低于时序进度" if gaps else "") if names else ""


def longest_bar(paces: Iterable[IndicatorProgress]) -> Decimal:
    """Return what the longest bar of a column stands for: the greatest 完成率 or 时序进度, at least the target."""
    shares = [figure.value for pace in paces for figure in (pace.figure("completed"), pace.due)]
    return max((share for share in shares if share is not None), default=_WHOLE).max(_WHOLE)


def pace_bar(pace: IndicatorProgress, longest: Decimal) -> tuple[Bar, ...]:
    """Return the bar of 完成率 with a stroke at the 时序进度, in the colour of the light; none without a 完成率.

    Parameters
    ----------
    longest
        What the length of the cell stands for, from :func:`longest_bar`.
    """
    done, due = pace.figure("completed").value, pace.due.value
    if done is None:
        return ()
    stroke = None if due is None else float(due / longest)
    return (Bar(bar=float(max(done, Decimal(0)) / longest), stroke=stroke, colour=pace.light.colour),)


def progress_columns(
    *, amounts: float, growth: float, longest: Decimal, lights: bool = True
) -> dict[str, ColumnSpec[IndicatorProgress]]:
    """Return the columns that the tables of indicators and of towns share, by their headings.

    Parameters
    ----------
    amounts, growth
        Widths of the columns of amounts and of growth.
    longest
        As of :func:`pace_bar`.
    lights
        Whether the county has lights.
    """
    columns: list[ColumnSpec[IndicatorProgress]] = [
        ColumnSpec(
            name="年度目标", align="right", width=amounts, cell=lambda pace: without_unit(pace.figure("target"))
        ),
        ColumnSpec(name="累计完成", align="right", width=amounts, cell=lambda pace: without_unit(pace.figure("done"))),
        ColumnSpec(
            name="完成率",
            align="right",
            width=2.0,
            cell=lambda pace: Cell(parts=(pace.figure("completed"), *pace_bar(pace, longest))),
        ),
        ColumnSpec(name="快慢", align="right", width=0.95, cell=lambda pace: shorten_gap(pace.gap, unit=False)),
        *([ColumnSpec(name="灯", align="center", width=1.15, cell=light_cell)] if lights else []),
        ColumnSpec(name="同比", align="right", width=growth, cell=lambda pace: with_direction(pace.figure("grown"))),
    ]
    return {column.name: column for column in columns}


def reader_amounts(paces: Sequence[IndicatorProgress]) -> dict[str, dict[str, Figure]]:
    """Return target and 累计 of each indicator as a briefing's tables print them: alike, and giving the 完成率."""
    rows = [[pace.figure("target"), pace.figure("done")] for pace in paces]
    shown = one_unit(rows, [pace.figure("completed") for pace in paces])
    return {pace.indicator: {"target": row[0], "done": row[1]} for pace, row in zip(paces, shown, strict=True)}


def progress_table(progress: YearProgress) -> Table | None:
    """Return the county's own indicators against target, plan and the year before, the worst light first.

    None where none has a target. The units responsible are named where any is declared.
    """
    paces = sorted(progress.of(progress.county.code), key=lambda pace: -progress.severity(pace))
    if not paces:
        return None
    month = latest(paces)
    lights = progress.rule is not None
    shared = progress_columns(amounts=1.2, growth=1.2, longest=longest_bar(paces), lights=lights)
    amounts = reader_amounts(paces)

    def amount(pace: IndicatorProgress, side: str) -> Figure:
        figure = amounts[pace.indicator][side]
        return without_unit(figure) if figure.unit == amounts[pace.indicator]["target"].unit else figure

    units = {pace.indicator: responsible_unit(progress.county, pace.indicator) for pace in paces}
    responsible: ColumnSpec[IndicatorProgress] = ColumnSpec(
        name="责任单位", width=1.5, cell=lambda pace: units[pace.indicator] or tables.NONE
    )
    columns: list[ColumnSpec[IndicatorProgress]] = [
        ColumnSpec(
            name="指标",
            width=2.5,
            cell=lambda pace: Cell(
                parts=(f"{pace.done['label']}（{amounts[pace.indicator]['target'].unit}）{other_period(pace, month)}",),
                sources=pace.sources,
            ),
        ),
        ColumnSpec(name="年度目标", align="right", width=1.2, cell=lambda pace: amount(pace, "target")),
        ColumnSpec(name="累计完成", align="right", width=1.2, cell=lambda pace: amount(pace, "done")),
        shared["完成率"],
        ColumnSpec(name="时序进度", align="right", width=1.2, cell=lambda pace: pace.due),
        *(shared[name] for name in ("快慢", "灯", "同比") if name in shared),
        *([responsible] if any(units.values()) else []),
    ]
    title = f"目标进度（{periods.parse(month).label}）"
    return tables.tabulate(title, columns, paces, notes=[_legend(progress, paces)])


def latest(paces: Sequence[IndicatorProgress]) -> str:
    """Return the latest period of any result: the period of most of the section."""
    return max((str(pace.done["period"]) for pace in paces), key=lambda code: periods.parse(code).sort_key())


def other_period(pace: IndicatorProgress, month: str) -> str:
    """Return the period of a result in words, where it is not that of the section; else empty."""
    own, said = periods.parse(str(pace.done["period"])), periods.parse(month)
    return "" if (own.start, own.end) == (said.start, said.end) else f"（{own.label}）"


def light_cell(pace: IndicatorProgress) -> Cell | Light | str:
    """Return the light of a result, with the months behind where these gave it; the mark for none without a rule.

    The note of the table says what the months are: :func:`escalation_note`.
    """
    if months := pace.escalation:
        return Cell(parts=(pace.light, "（", months, "）"))
    return pace.light if pace.ahead["light"] else tables.NONE


def escalation_note(paces: Iterable[IndicatorProgress]) -> str:
    """Return what the months behind a light in a table are; '' where no light has any."""
    late = "或".join(dict.fromkeys(late_word(pace) for pace in paces if pace.escalation))
    return f"；灯后括号内为连续{late}的月数，灯因此降级" if late else ""


def _legend(progress: YearProgress, paces: Sequence[IndicatorProgress]) -> str:
    words = "注：条形为完成率，竖线为时序进度；快慢为二者之差，单位是个百分点，用未舍入的数相减；"
    words += f"时序进度有分月计划的按计划，没有的按日历{ceiling_note(paces)}；"
    words += f"“可比口径”的增速不由两期数值重算{escalation_note(paces)}。"
    return words + describe_rule(progress)


def describe_rule(progress: YearProgress) -> str:
    """Return the rule of the lights in words, without its thresholds: these stand in county.toml."""
    if progress.rule is None:
        return ""
    levels = "、".join(f"{level.shape}{level.word}" for level in progress.rule.levels)
    late = "；连续落后的按规则降级" if progress.rule.worst_after or progress.rule.second_after else ""
    return f"灯按{progress.rule.scheme}，从好到差为{levels}{late}；{UNDECIDED_SHAPE}{UNDECIDED}为约数跨过界限，不定灯。"
