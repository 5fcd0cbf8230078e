"""What a notebook works with: one county, campaign and period, and the blocks of its briefing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from . import doubts, figures, loaders, metrics, periods, prose, store, tables, views
from .blocks import Cell, Chart, Column, Masthead, Note, ObservationRow, Part, Parts, Sentence, SourceRow, Sources, Table
from .county import OVERVIEW, Finding, Slot
from .errors import CheckError, UsageError
from .figures import Figure

BANNERS = {
    "public": "公开数据整理，非官方文件",
    "invented": "虚构示例，数据均为编造，不代表任何真实地方",
}
_STRENGTHS = {"original": "原始发布", "mirror": "镜像转载", "compiled": "汇编摘录"}
_NOT_ARCHIVED = "原页未存档"
_NO_ADDRESS = "出处待补"


def data_root() -> Path:
    """Return the folder that holds the counties: ``XJ_DATA``, or the nearest ``data/`` upwards.

    Raises
    ------
    UsageError
        There is none.
    """
    if named := os.environ.get("XJ_DATA"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir():
            return folder / "data"
    raise UsageError("数据文件夹", "从当前目录向上没有找到 data/", do="请设置环境变量 XJ_DATA。")


class Briefing:
    """One briefing: its blocks are computed from what is known, and shown by being the value of a cell.

    Parameters
    ----------
    campaign
        Slug of the campaign, or ``overview``.
    county
        Slug of the county: the name of its folder in the data root.
    period
        Nothing later than this; empty for the county's own default.
    known_at
        ISO date; only what was published by then exists. Empty: the latest publication.
    edition
        ``internal`` or ``public``.

    Raises
    ------
    UsageError
        No such county, campaign, period or edition.
    DataError
        The data folder is faulty.
    """

    def __init__(
        self,
        campaign: str = OVERVIEW,
        *,
        county: str = "xiajiang",
        period: str = "",
        known_at: str = "",
        edition: Literal["internal", "public"] = "internal",
    ) -> None:
        if edition not in ("internal", "public"):
            raise UsageError("edition", "没有这个版别", edition, "可选：internal、public。")
        everything = loaders.load(data_root() / county)
        self.county = everything.county
        self.campaign = self.county.campaign(campaign)
        self.period = periods.parse(period or self.county.period)
        self.known_at = _day(known_at) or everything.latest
        self.edition: Literal["internal", "public"] = edition
        self._store = everything.known(self.known_at, period=self.period.code, edition=edition)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Current observations and derived rows of all areas, with ``text``: a figure frame."""
        current = store.with_text(self._store.current(), self.county.rounding)
        sound = current[current["doubt"] == ""]
        derived = metrics.derive(sound, self.county.indicators)
        made = derived[~derived["indicator"].isin(sound["indicator"])].assign(doubt="", rank=pd.NA, rank_scope="", tier="")
        return pd.concat([current, store.with_text(made, self.county.rounding)], ignore_index=True)

    @cached_property
    def sound(self) -> pd.DataFrame:
        """Rows fit to be compared and drawn: those of `frame` without a doubt."""
        return self.frame[self.frame["doubt"] == ""]

    @cached_property
    def _slugs(self) -> tuple[str, ...]:
        if self.campaign is self.county.overview:
            return tuple(dict.fromkeys(slug for quantity in self.county.quantities for slug in quantity.indicators))
        return tuple(i.slug for i in self.county.indicators if self.campaign.slug in i.campaigns)

    def _ordered(self, frame: pd.DataFrame, slugs: Iterable[str]) -> pd.DataFrame:
        place = {slug: i for i, slug in enumerate(slugs)}
        rows = frame[frame["indicator"].isin(list(place))]
        keys = rows.assign(
            _place=rows["indicator"].map(place),
            _period=rows["period"].map(lambda code: periods.parse(code).sort_key()),
        )
        return keys.sort_values(["_place", "area", "subject", "_period"], kind="stable").drop(columns=["_place", "_period"])

    def _own(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["area"].str.startswith(self.county.code)]

    # --- what stands above, and the conclusion -------------------------------------------------

    def masthead(self) -> Masthead:
        """The masthead: county, campaign, what kind of document this is, and as of when."""
        overview = self.campaign is self.county.overview
        return Masthead(
            county=self.county.name,
            county_slug=self.county.slug,
            campaign=self.campaign.name,
            slug=self.campaign.slug,
            title=f"{self.county.name}{self.campaign.name}" + ("" if overview else "攻坚战"),
            subtitle="、".join(q.name for q in self.county.quantities if q.slug in self.campaign.quantities),
            banner=BANNERS[self.county.nature],
            period=self.period.code,
            period_label=self.period.label,
            known_at=self.known_at.isoformat(),
            known_at_label=periods.day(self.known_at),
            edition=self.edition,
            flags=() if self.campaign.named_in_source or overview else ("名称待核",),
            names=self.county.names,
        )

    def about(self) -> Sentence:
        """What the campaign is about, in a sentence."""
        return prose.say(self.campaign.about or f"{self.campaign.name}。", names=self.county.names)

    def findings(self) -> list[Sentence]:
        """The conclusion: each declared finding whose figures are all known."""
        said = [self._finding(finding) for finding in self.campaign.findings]
        return [s for s in said if s] or [prose.say("本期没有可以支持结论的数据。", style="finding")]

    def _finding(self, finding: Finding) -> Sentence | None:
        slots = {name: self._slot(slot) for name, slot in finding.slots.items()}
        known = {name: value for name, value in slots.items() if value is not None}
        if len(known) < len(slots):
            return None
        return prose.say(finding.say, style="finding", names=self.county.names, **known)

    def _slot(self, slot: Slot) -> Figure | str | None:
        rows = self.sound[(self.sound["indicator"] == slot.of) & (self.sound["area"] == (slot.area or self.county.code))]
        if slot.subject is not None:
            rows = rows[rows["subject"] == slot.subject]
        rows = rows[rows["period"] == slot.period] if slot.period is not None else views.latest(rows)
        if rows.empty:
            return None
        row = _record(rows.iloc[-1])
        match slot.show:
            case "period":
                return periods.parse(row["period"]).label
            case "value":
                return self.figure(row) if row["reported_text"] or row["text"] else None
            case _:
                bare = tables.standing({**row, "rank_scope": ""})
                return bare

    def figure(self, row: Mapping[str, Any]) -> Figure:
        """Return the figure of a row of `frame`, labelled with its subject and nature."""
        return figures.of_row({**row, "label": tables.label_of(row)}, self.county.rounding)

    # --- tables and charts ------------------------------------------------------------------------

    def indicators(self) -> Table | Sentence:
        """Every indicator of the campaign, each value known; contradictory ones point to 待核实."""
        declared = [slug for slug in self._slugs if not self.county.by_slug[slug].background]
        rows = self._ordered(self._own(self.frame), declared)
        if rows.empty and not self._conflicting(declared):
            return prose.say("来源文章没有给出本攻坚战的任何数字；下列公开数据只作背景，不代表攻坚战成效。")
        made = tables.indicators("本攻坚战指标", [self._labelled(row) for row in _records(rows)], rounding=self.county.rounding)
        extra = [self._conflict_row(slug) for slug in self._conflicting(declared)]
        return made.model_copy(update={"rows": (*made.rows, *extra)})

    def background(self) -> Table | Sentence:
        """Public figures that are context, not results: the latest of each."""
        declared = [slug for slug in self._slugs if self.county.by_slug[slug].background]
        rows = self._ordered(views.latest(self._own(self.frame)), declared)
        if rows.empty:
            return prose.say("没有可作背景的公开数据。")
        return tables.indicators("公开数据背景", [self._labelled(row) for row in _records(rows)], rounding=self.county.rounding)

    def _labelled(self, row: dict[str, Any]) -> dict[str, Any]:
        place = "" if row["area"] == self.county.code else f"{self.county.area_names[row['area']]}："
        doubt = "，存疑" if row["doubt"] else ""
        return {**row, "label": f"{place}{row['label']}{doubt}"}

    def _conflicting(self, slugs: Iterable[str]) -> list[str]:
        rows = self._own(self._store.conflicts())
        return [slug for slug in slugs if slug in set(rows["indicator"])]

    def _conflict_row(self, slug: str) -> tuple[Cell, ...]:
        rows = self._own(self._store.conflicts())
        rows = rows[rows["indicator"] == slug]
        words: list[Part] = [self.county.by_slug[slug].name, "见待核实", rows["unit"].iloc[0],
                             periods.parse(rows["period"].iloc[0]).label, tables.NONE]  # fmt: skip
        return (*(Cell(parts=(word,)) for word in words), Cell(sources=tuple(dict.fromkeys(rows["source"]))))

    def charts(self) -> list[Chart | Sentence]:
        """The charts the campaign declares and the data allows."""
        drawn = [views.draw(view, self.sound, self.county) for view in self.campaign.views]
        return [chart for chart in drawn if chart] or [prose.say("可比的数据不足，不作图。")]

    def changes(self) -> Table | Sentence:
        """Each series' latest two values side by side, with the change or why there is none."""
        own = self._ordered(self._own(self.sound), self._slugs)
        pairs = views.latest(metrics.changes(own, self.county)) if len(own) else own
        if pairs.empty:
            return prose.say("没有可以前后对照的两期数据。")
        columns = (
            Column(name="指标", width=2.6),
            Column(name="前期", width=1.5),
            Column(name="数值", align="right", width=1.4),
            Column(name="本期", width=1.5),
            Column(name="数值", align="right", width=1.4),
            Column(name="变化", align="right", width=1.8),
            Column(name="来源", align="center", width=0.9),
        )
        rows = [self._change_row(row) for row in _records(self._ordered(pairs, self._slugs))]
        note = "注：两期窗口不同、性质不同或增速按可比口径公布的，只并列数值，不计算变化。"
        return tables.table("前后对照", columns, rows, notes=((note,),))

    def _change_row(self, row: dict[str, Any]) -> list[Cell | Part]:
        name = {**row, "label": row["now_label"]}
        then = figures.worded(row["then_text"], label=row["now_label"], period=row["then_period"], origins=row["then_origins"])
        now = figures.worded(row["now_text"], label=row["now_label"], period=row["period"], origins=row["now_origins"])
        change = _signed(figures.of_row(row, self.county.rounding))
        return [
            tables.label_of(self._labelled(name)), periods.parse(row["then_period"]).label, then,
            periods.parse(row["period"]).label, now, change, Cell(sources=tuple(dict.fromkeys(row["sources"]))),
        ]  # fmt: skip

    def peers(self) -> list[Table | Sentence]:
        """The city and its other counties beside this one; no rank where the cross-section is incomplete."""
        rows = self.sound[~self.sound["area"].str.startswith(self.county.code) & (self.sound["subject"] == "")]
        rows = self._ordered(rows, [slug for slug in self._slugs if self.county.by_slug[slug].op is None])
        if rows.empty:
            return [prose.say("没有找到全市及其他县（市、区）可以对照的数据。")]
        own = self._own(self.sound)
        shown = pd.concat([rows, own[own["indicator"].isin(rows["indicator"]) & (own["area"] == self.county.code)]])
        kept = [self._widest(group) for _, group in shown.groupby("indicator", sort=False)]
        table = self._peer_table(pd.concat(kept))
        return [self._coverage(pd.concat(kept)), table]

    def _widest(self, group: pd.DataFrame) -> pd.DataFrame:
        """The period of an indicator that most areas share; the latest of several."""
        periods_by_areas = sorted(
            set(group["period"]),
            key=lambda code: (group[group["period"] == code]["area"].nunique(), periods.parse(code).sort_key()),
        )
        return group[group["period"] == periods_by_areas[-1]]

    def _peer_table(self, rows: pd.DataFrame) -> Table:
        columns = (
            Column(name="指标", width=2.2), Column(name="期间", width=1.4), Column(name="地区", width=1.3),
            Column(name="数值", align="right", width=1.3), Column(name="单位", width=0.9),
            Column(name="来源", align="center", width=0.7),
        )  # fmt: skip
        body = []
        for row in _records(self._ordered(rows, self._slugs)):
            area = self.county.area_names[row["area"]]
            number = tables.bare(self.figure({**row, "label": f"{area}{row['label']}"}))
            body.append([row["label"], periods.parse(row["period"]).label, area, number, row["unit"], Cell(sources=row["sources"])])
        return tables.table("全市及其他县（市、区）", columns, body)

    def _coverage(self, rows: pd.DataFrame) -> Sentence:
        peers = self.county.peers
        covered = metrics.coverage(rows, peers)
        if covered.empty or bool(covered["complete"].all()):
            return prose.say("下表为能够找到的同期数据。")
        best = covered.sort_values("known", kind="stable").iloc[-1]
        everyone = doubts.constant(len(peers), "个", f"{self.county.city}所辖县（市、区）数", "按行政区划逐一计数")
        known = doubts.constant(int(best["known"]), "个", "有数据的县（市、区）数", "按有数据的县（市、区）逐一计数")
        known = known.model_copy(update={"origins": best["origins"], "period": best["period"]})
        return prose.say(
            "{city}所辖{everyone}县（市、区）中，数据最全的一项也只找到{known}，横截面不完整，因此不排位。",
            city=self.county.city,
            everyone=everyone,
            known=known,
        )

    # --- what must be known before use, and where it comes from -------------------------------------

    def doubts(self) -> list[Note | Sentence]:
        """What has to be verified (待核实): contradictions, revisions, doubts, and the campaign's caveats."""
        relevant = [d for d in doubts.find(self._known_with_derived()) if d.indicator in self._relevant]
        notes: list[Note] = [d.note for d in relevant]
        if not self.campaign.named_in_source and self.campaign is not self.county.overview:
            notes.append(prose.note("名称待核", ("未找到官方攻坚战名单，本攻坚战的名称系据文章内容拟定。",)))
        notes += [prose.note("说明", (caveat,)) for caveat in self.campaign.caveats]
        if silent := self._silent():
            notes.append(prose.note("缺数", (f"已登记而没有数据的指标：{'、'.join(silent)}。",)))
        return [*notes] or [prose.say("没有发现需要核实的问题。")]

    def _known_with_derived(self) -> store.Store:
        made = self.frame[self.frame["indicator"].map(lambda slug: self.county.by_slug[slug].op is not None)]
        frame = pd.concat([self._store.frame, made.assign(status="current")], ignore_index=True)
        return store.Store(self.county, frame)

    @property
    def _relevant(self) -> set[str]:
        if self.campaign is self.county.overview:
            return set(self._slugs) | {slug for v in self.campaign.views for slug in v.indicators} | {
                i.slug for i in self.county.indicators if i.checks}
        return set(self._slugs)

    def _silent(self) -> list[str]:
        known = set(self.frame["indicator"]) | set(self._store.conflicts()["indicator"])
        return [self.county.by_slug[slug].name for slug in self._slugs if slug not in known]

    def definitions(self) -> Table | Sentence:
        """The 口径 of the campaign's indicators that need one."""
        declared = [self.county.by_slug[slug] for slug in self._slugs if self.county.by_slug[slug].definition]
        if not declared:
            return prose.say("各指标口径从其来源。")
        columns = (Column(name="指标", width=1.4), Column(name="口径", width=4.0))
        return tables.table("指标口径", columns, [[i.name, i.definition] for i in declared])

    def sources(self) -> Sources:
        """The catalogue of sources; the document keeps and numbers those that are printed."""
        rows = self._store.frame.drop_duplicates("id")
        return Sources(
            sources=tuple(
                SourceRow(
                    id=source.id,
                    title=source.title,
                    publisher=source.publisher,
                    published=source.published.isoformat(),
                    published_label=periods.day(source.published)
                    + (f"（推定：{source.published_inferred}）" if source.published_inferred else ""),
                    address=source.address or _NO_ADDRESS,
                    strength=_STRENGTHS[source.strength],
                    archived="" if source.archived else _NOT_ARCHIVED,
                    sha256=source.sha256,
                )
                for source in self.county.sources
            ),
            observations=tuple(
                ObservationRow(id=row["id"], source=row["source"], locator=row["locator"], label=row["label"],
                               text=row["reported_text"])
                for row in _records(rows)
            ),
        )  # fmt: skip

    def check(self) -> str:
        """Return that the briefing is sound, or raise.

        Raises
        ------
        CheckError
            Two current values stand for one key, or a composition's parts exceed their whole.
        """
        current = self._store.current()
        twice = current[current["value"].notna() & current.duplicated(store.KEY, keep=False)]
        if len(twice):
            raise CheckError("observations.csv", "同一项目有两个现行值", "、".join(twice["id"]), "请核对。")
        return "核对通过"

    # --- the county's overview ----------------------------------------------------------------------

    def quantities(self) -> Table:
        """The 三量: every value known, with growth as published."""
        rows = metrics.quantities(self.sound, self.county)
        columns = (
            Column(name="三量", width=1.0), Column(name="指标", width=2.2), Column(name="期间", width=1.3),
            Column(name="数值", align="right", width=1.2), Column(name="单位", width=0.8),
            Column(name="公布增速", align="right", width=1.1), Column(name="来源", align="center", width=0.7),
        )  # fmt: skip
        body = []
        for row in _records(rows):
            growth = self._slot(Slot(of=row["indicator"] + "_growth", period=row["period"])) if row["indicator"] + "_growth" in self.county.by_slug else None
            body.append([row["quantity"], row["label"], periods.parse(row["period"]).label, tables.bare(self.figure(row)),
                         row["unit"], growth or tables.NONE, Cell(sources=row["sources"])])  # fmt: skip
        note = "注：增速照来源转引；地区生产总值及三次产业按可比价格计算，不能由两期现价数值重算。“—”为来源没有给出。"
        return tables.table("“三量”指标", columns, body, notes=((note,),))

    def glance(self) -> Table:
        """The ten campaigns at a glance: whom they serve, and the first finding of each."""
        columns = (Column(name="攻坚战", width=1.6), Column(name="服务的“三量”", width=1.1), Column(name="要点", width=4.0))
        names = {quantity.slug: quantity.name for quantity in self.county.quantities}
        body: list[list[Cell | Part]] = []
        for campaign in self.county.campaigns:
            said = next(filter(None, map(self._finding, campaign.findings)), None)
            parts: Parts = said.parts if said else ("没有可以支持结论的数据。",)
            title = campaign.name + ("" if campaign.named_in_source else "（名称待核）")
            sources = tuple(dict.fromkeys(s for p in parts if isinstance(p, Figure) for s in self._sources_of(p)))
            body.append([title, "、".join(names[slug] for slug in campaign.quantities), Cell(parts=parts, sources=sources)])
        return tables.table("十大攻坚战一览", columns, body)

    def _sources_of(self, figure: Figure) -> list[str]:
        by_id = self._store.frame.set_index("id")["source"]
        return [str(by_id[origin]) for origin in figure.origins]


def _signed(figure: Figure) -> Figure:
    """A change with its direction in words: 增长 or 下降, by the printed value."""
    if figure.value is None:
        return figure
    points = figure.unit == "个百分点"
    word = ("提高" if points else "增长") if figure.value > 0 else ("降低" if points else "下降") if figure.value < 0 else "持平"
    amount = figure.text.replace("-", "") if figure.value else ""
    return figure.model_copy(update={"text": word + amount})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("known_at", "日期写法不对", text, "请写成 2024-06-05。") from None


def _record(row: pd.Series) -> dict[str, Any]:
    return {str(key): value for key, value in row.to_dict().items()}


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
