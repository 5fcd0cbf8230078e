"""The section on progress: how far each indicator is, in sentences and a table; the campaigns' lights side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ... import metrics
from ...county.model import Campaign, County
from ...document.blocks import Chart, Sentence, Table
from ...document.pieces import Cell, Column, Light, Part
from ...metrics.lights import UNDECIDED, UNDECIDED_SHAPE
from ...quantity import periods
from ...quantity.figures import Figure
from .. import tables
from ..prose import say
from ..year_progress import IndicatorProgress, YearProgress
from .comparisons import directed
from .verification import constant

NOTHING = "来源没有年度目标和分月累计数，不作进度、排位和预测。"


def conclusion(progress: YearProgress) -> list[Sentence]:
    """Return the campaign in a sentence, then each of its indicators; nothing where none has a target."""
    own = progress.of(progress.county.code)
    if not own:
        return []
    return [summary(own), *(_said(pace, latest(own)) for pace in own)]


def summary(paces: Sequence[IndicatorProgress]) -> Sentence:
    """Return how many indicators are ahead of their pace, and how many are not."""
    when = periods.parse(latest(paces)).label
    counts = {word: [p for p in paces if p.ahead["word"] == word] for word in _SAID}
    slots: dict[str, Any] = {
        f"n{place}": _count(found, word) for place, (word, found) in enumerate(counts.items()) if found
    }
    listed = "，".join(f"{{n{place}}}{_SAID[word]}" for place, (word, found) in enumerate(counts.items()) if found)
    template = f"{{when}}，有年度目标的{{all}}指标中，{listed}。" if len(paces) > 1 else f"{{when}}，{listed}。"
    whole: dict[str, Any] = {"all": _count(paces, "有年度目标")} if len(paces) > 1 else {}
    return say(template, style="finding", when=when, **whole, **slots)


_SAID = {
    metrics.targets.AHEAD: "快于时序进度",
    metrics.targets.LEVEL: "与时序进度持平",
    metrics.targets.BEHIND: "慢于时序进度",
    metrics.targets.UNDECIDED: "待核",
}


def _count(paces: Sequence[IndicatorProgress], what: str, unit: str = "项") -> Figure:
    origins = tuple(dict.fromkeys(origin for pace in paces for origin in pace.ahead["origins"]))
    figure = constant(len(paces), unit, f"{what}的指标数", "逐项计数")
    return figure.model_copy(update={"origins": origins, "period": paces[0].done["period"] if paces else ""})


def _said(pace: IndicatorProgress, month: str) -> Sentence:
    words = "{name}{since}累计{done}，完成年度目标{target}的{completed}，"
    words += "与时序进度{due}比，{gap}" if pace.gap.text == metrics.targets.UNDECIDED else "{gap}（时序进度{due}）"
    slots: dict[str, Any] = {
        "name": pace.done["label"], "since": _until(pace, month), "due": pace.due, "gap": pace.gap,
        **{side: pace.figure(side) for side in ("done", "target", "completed")},
    }  # fmt: skip
    if pace.grown["reason"] == "":
        words += "，同比{grown}"
        slots["grown"] = directed(pace.figure("grown"))
    if pace.ahead["light"]:
        words += "，{light}"
        slots["light"] = pace.light
    return say(f"{words}。", style="item", **slots)


def progress_table(progress: YearProgress) -> Table | None:
    """Return the county's own indicators against target, plan and the year before; None where none has a target."""
    own = progress.of(progress.county.code)
    if not own:
        return None
    columns = (
        Column(name="指标", width=2.5),
        Column(name="年度目标", align="right", width=1.2),
        Column(name="累计完成", align="right", width=1.2),
        Column(name="完成率", align="right", width=0.95),
        Column(name="时序进度", align="right", width=1.2),
        Column(name="快慢", align="right", width=0.95),
        Column(name="灯", align="center", width=1.0),
        Column(name="同比", align="right", width=1.4),
        Column(name="来源", align="center", width=0.8),
    )
    body = [_line(pace, latest(own)) for pace in own]
    title = f"目标进度（{periods.parse(latest(own)).label}）"
    return tables.table(title, columns, body, notes=[(_legend(progress),)])


def latest(paces: Sequence[IndicatorProgress]) -> str:
    """Return the period most of what is told is about: the latest that any is known for."""
    return max((str(pace.done["period"]) for pace in paces), key=lambda code: periods.parse(code).sort_key())


def _until(pace: IndicatorProgress, month: str) -> str:
    """The period of a pace that is reported later than the others, in words."""
    return "" if pace.done["period"] == month else f"（{periods.parse(pace.done['period']).label}）"


def _line(pace: IndicatorProgress, month: str) -> list[Cell | Part]:
    target, done = (tables.without_unit(pace.figure(side)) for side in ("target", "done"))
    name = f"{pace.done['label']}（{pace.done['unit']}）{_until(pace, month)}"
    return [
        name, target, done, pace.figure("completed"), pace.due,
        shorten_gap(pace.gap), light_cell(pace), directed(pace.figure("grown")), Cell(sources=pace.sources),
    ]  # fmt: skip


def shorten_gap(gap: Figure) -> Figure:
    """Return a gap for a column that says it is in 个百分点: 快0.4, 慢2.0.

    Examples
    --------
    >>> shorten_gap(Figure(text="快于0.4个百分点")).text
    '快0.4'
    """
    return gap.model_copy(update={"text": gap.text.replace("于", "", 1).removesuffix("个百分点")})


def light_cell(pace: IndicatorProgress) -> Light | str:
    """Return a pace's light, or the mark for none where the county has no rule."""
    return pace.light if pace.ahead["light"] else tables.NONE


def _legend(progress: YearProgress) -> str:
    words = "注：快慢为完成率减时序进度，单位是个百分点，用未舍入的数相减；有分月计划的按计划，没有的按日历；"
    words += "“可比口径”的增速不由两期数值重算。"
    return words + describe_rule(progress)


def describe_rule(progress: YearProgress) -> str:
    """Return how lights are set, without a digit: the thresholds stand in county.toml."""
    if progress.rule is None:
        return ""
    levels = "、".join(f"{level.shape}{level.word}" for level in progress.rule.levels)
    late = "；连续落后的按规则降级" if progress.rule.worst_after or progress.rule.second_after else ""
    return f"灯按{progress.rule.scheme}，从好到差为{levels}{late}；{UNDECIDED_SHAPE}{UNDECIDED}为约数跨过界限，不定灯。"


def board(progress: YearProgress) -> Table | None:
    """Return the lights of all campaigns side by side, and of each what lags most; None where nothing has a light."""
    county, own = progress.county, progress.of(progress.county.code)
    if progress.rule is None or not own:
        return None
    shown = [(level.word, level.shape, level.colour) for level in progress.rule.levels]
    lights = [Light(light=word, shape=shape, colour=colour) for word, shape, colour in shown]
    lights.append(Light(light=UNDECIDED, shape=UNDECIDED_SHAPE))
    columns = (
        Column(name="攻坚战", width=2.4),
        *(Column(name=f"{light.shape}{light.light}", align="right", width=0.8) for light in lights),
        Column(name="落后最多的指标", width=2.2),
        Column(name="快慢", align="right", width=0.9),
    )
    body = [_row(campaign, of, lights) for campaign, of in by_campaign(county, own)]
    title = f"十大攻坚战进度（{periods.parse(latest(own)).label}）"
    note = "注：数为该攻坚战亮这种灯的指标项数；快慢单位是个百分点；没有指标落后的印“—”。" + describe_rule(progress)
    return tables.table(title, columns, body, notes=((note,),))


def by_campaign(county: County, paces: Iterable[IndicatorProgress]) -> list[tuple[Campaign, list[IndicatorProgress]]]:
    """Return the paces of each campaign, in the order of the county; one without any is left out."""
    held = list(paces)
    each = [(c, [p for p in held if c.slug in county.by_slug[p.indicator].campaigns]) for c in county.campaigns]
    return [(campaign, own) for campaign, own in each if own]


def _row(campaign: Campaign, paces: Sequence[IndicatorProgress], lights: Sequence[Light]) -> list[Cell | Part]:
    counts = [_count([p for p in paces if p.light.light == light.light], light.light, "个") for light in lights]
    behind = [p for p in paces if p.ahead["word"] == metrics.targets.BEHIND]
    worst = min(behind, key=lambda pace: pace.ahead["value"], default=None)
    cells = [figure.model_copy(update={"text": figure.number}) for figure in counts]
    return [campaign.name, *cells, *((worst.done["label"], shorten_gap(worst.gap)) if worst else (tables.NONE,) * 2)]


def progress_chart(progress: YearProgress) -> Chart | None:
    """Return 完成率 of each indicator beside its pace; None where fewer than two have a target."""
    from .. import charts

    own = [pace for pace in progress.of(progress.county.code) if pace.figure("completed").value is not None]
    if len(own) <= 1:
        return None
    rows = [pace.completed for pace in own]
    names = [f"{pace.done['label']}{_until(pace, latest(own))}" for pace in own]
    title = f"完成率与时序进度（{periods.parse(latest(own)).label}）"
    note = "括号内为时序进度"
    return charts.bars(
        title, rows, names, labels=[pace.due for pace in own], note=note, rounding=progress.county.rounding
    )
