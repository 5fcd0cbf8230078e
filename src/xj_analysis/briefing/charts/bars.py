"""Bar charts: one bar a row, or pairs of before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...document.blocks import Chart
from ...document.pieces import Parts
from ...quantity import figures
from ...quantity.figures import Figure
from .. import arguments
from .style import (
    ACCENT,
    INK,
    MAIN,
    PALE,
    WIDTH,
    Row,
    altair,
    axis_title,
    block,
    checked_words,
    layered,
    ticks,
    without_validation,
)

__all__ = ["bars", "before_after"]
__dir__ = __all__.copy


@without_validation
def bars(
    title: str | Parts,
    rows: Sequence[Row],
    names: Sequence[str],
    *,
    labels: Sequence[Figure] = (),
    highlight: str = "",
    note: str = "",
    rounding: str = "half_even",
    proper_names: Iterable[str] = (),
) -> Chart:
    """Return horizontal bars, one a row, in the order given.

    Parameters
    ----------
    title
        Title; digits only in figures.
    rows
        Records of one unit.
    names
        Name of each bar.
    labels
        A second figure a bar, printed after the value (a share).
    highlight
        The name whose bar stands out.
    note
        Printed below.
    rounding
        Of numbers computed: the county's.
    proper_names
        Names with numbers that its words may hold, besides those of its rows: ``briefing.county.names``.

    Raises
    ------
    DataError
        Lists of unequal lengths, rows of another kind, or words with a number that is no figure.

    Notes
    -----
    A planned, forecast or targeted value is a hollow bar; a one-sided hedge (余, 近) is printed in its label.
    """
    rows = arguments.rows(arguments.named("图", title), rows, figures.COLUMNS[:-1])
    names = arguments.as_long(arguments.named("图", title), "名称", names, len(rows), "行")
    where, parts = checked_words(title, rows, names, note, proper_names)
    arguments.one_of(where, "修约", rounding, ("half_even", "half_up"))
    labels = arguments.as_long(where, "标注", labels, len(rows), "行") if labels else ()
    arguments.parts(where, "标注", tuple(labels))
    alt = altair()
    drawn = [
        figures.figure_from_row({**row, "label": _label(row["label"], name)}, rounding)
        for row, name in zip(rows, names, strict=True)
    ]
    second: Sequence[Figure | None] = labels or [None] * len(drawn)
    data: list[dict[str, Any]] = [
        {
            "name": _wrapped(name),
            "order": i,
            "value": float(figure.value or 0),
            "label": figure.text + (f"（{extra.text}）" if extra else ""),
            "tone": "hollow" if figure.nature != "actual" else "high" if name == highlight else "main",
        }
        for i, (figure, name, extra) in enumerate(zip(drawn, names, second, strict=True))
    ]
    step = max(26, 14 * max(len(_wrapped(name)) for name in names) + 8)
    most = max(row["value"] for row in data) or 1
    base = alt.Chart().encode(
        y=alt.Y("order:O", axis=None),
        x=alt.X("value:Q", scale=alt.Scale(domain=[0, most * 1.35]), title=axis_title(str(rows[0]["unit"])),
                axis=ticks(alt, str(rows[0]["unit"]))),
    )  # fmt: skip
    tone = alt.Scale(domain=["main", "high", "hollow"], range=[MAIN, ACCENT, "#ffffff"])
    marks = base.mark_bar(stroke=MAIN, strokeWidth=1, cornerRadius=1).encode(
        fill=alt.Fill("tone:N", scale=tone, legend=None)
    )
    values = base.mark_text(align="left", dx=5, color=INK).encode(text=alt.Text("label:N"))
    head = base.mark_text(align="right", dx=-8, color=INK, lineHeight=13).encode(
        text=alt.Text("name:N"), x=alt.XValue(0)
    )
    layer = layered(data, marks, values, head, width=WIDTH - 150, height=len(data) * step)
    hollow = any(figure.nature != "actual" for figure in drawn)
    notes = "；".join(filter(None, [note.rstrip("。"), "空心条为计划、预计或目标数" if hollow else ""]))
    return block(layer, parts, rows, [*drawn, *filter(None, labels)], notes)


@without_validation
def before_after(
    title: Parts,
    rows: Sequence[Row],
    indices: Sequence[Figure],
    base: Figure,
    *,
    note: str = "",
    proper_names: Iterable[str] = (),
) -> Chart:
    """Return pairs of bars: an index before a change (the base), and after it.

    Parameters
    ----------
    title
        Title; holds `base`.
    rows
        The changes reported, in %.
    indices
        The index after each change, derived from it.
    base
        The index before, a convention (基期).
    note
        Printed below.
    proper_names
        Names with numbers that its words may hold, besides those of its rows: ``briefing.county.names``.

    Raises
    ------
    DataError
        Lists of unequal lengths, rows of another kind, or words with a number that is no figure.
    """
    rows = arguments.rows(arguments.named("图", title), rows)
    where, title = checked_words(title, rows, (), note, proper_names)
    indices = arguments.as_long(where, "改造后的指数", indices, len(rows), "行")
    arguments.parts(where, "指数", (base, *indices))
    alt = altair()
    start = float(base.value or 0)
    data: list[dict[str, Any]] = [
        entry
        for i, (row, after) in enumerate(zip(rows, indices, strict=True))
        for entry in (
            {"item": _wrapped(after.label.removesuffix("（改造后）")), "place": 2.6 * i, "value": start,
             "label": base.text, "when": "改造前"},
            {"item": [""], "place": 2.6 * i + 1, "value": float(after.value or 0), "label": after.text,
             "when": "改造后"},
        )
    ]  # fmt: skip
    most = max(bar["value"] for bar in data)
    chart = alt.Chart().encode(
        y=alt.Y("place:O", axis=None),
        x=alt.X("value:Q", title="指数", scale=alt.Scale(domain=[0, most * 1.3]), axis=ticks(alt, "")),
    )  # fmt: skip
    tones = alt.Scale(domain=["改造前", "改造后"], range=[PALE, MAIN])
    marks = chart.mark_bar(stroke=MAIN, strokeWidth=0.8).encode(
        fill=alt.Fill("when:N", scale=tones, legend=alt.Legend(title=None, orient="top"))
    )
    label = chart.mark_text(align="left", dx=5, color=INK).encode(text=alt.Text("label:N"))
    head = chart.mark_text(align="right", dx=-8, dy=12, color=INK, lineHeight=13).encode(
        text=alt.Text("item:N"), x=alt.XValue(0)
    )
    layer = layered(data, marks, label, head, width=WIDTH - 150, height=len(data) * 26)
    return block(layer, title, rows, [*indices, base], note)


def _wrapped(text: str, width: int = 13) -> list[str]:
    """A name in lines; a range of dates breaks behind its dash and nowhere else."""
    if len(text) <= width:
        return [text]
    cut = text.find("—") + 1 or width
    return [text[:cut], *_wrapped(text[cut:], width)]


def _label(label: str, name: str) -> str:
    """The label of a bar: its row's label with its name, 地区生产总值（泰和县）."""
    return label if name == label else f"{label}（{name}）"
