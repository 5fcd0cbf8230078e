"""Lights by indicator, from the figures that carry them: the county's own, now and one period earlier."""

from __future__ import annotations

from typing import Any

from support.blocks_to_print import masthead, source
from support.county_folder import REPO
from xj_analysis.document.blocks import Block, Sentence, Sources, Table
from xj_analysis.document.document import Document
from xj_analysis.document.pieces import Cell, Column, Light, ObservationRow, Part
from xj_analysis.document.printed_lights import printed_lights
from xj_analysis.quantity.figures import Figure

COUNTY, TOWN = "999900", "999901"
JULY, AUGUST = "2025-01/2025-07", "2025-01/2025-08"


def row(name: str, area: str, period: str) -> ObservationRow:
    key = (name, area, "", period, "actual")
    return ObservationRow(id="/".join(key[:4]), source="a", locator="A1", label=name, text="1个", key=key)


def lit(name: str, light: str, *, area: str = COUNTY, period: str = AUGUST, **changed: Any) -> Figure:
    """A gap with its light."""
    fields: dict[str, Any] = {
        "label": f"{name}完成率与时序进度之差",
        "text": "慢2",
        "origins": (f"{name}/{area}//{period}",),
    }
    return Figure(**fields | {"light": light, "period": period} | changed)


def document(*blocks: Block) -> Document:
    rows = tuple(row(n, a, p) for n in ("就业", "税收") for a in (COUNTY, TOWN) for p in (JULY, AUGUST))
    known = Sources(sources=(source("a"),), observations=rows)
    return Document(masthead=masthead(area=COUNTY), blocks=(*blocks, known))


def told(*blocks: Block) -> list[tuple[str, str, str]]:
    """Name, light and light before."""
    return [(each["name"], each["shape"] + each["light"], each["was"]) for each in printed_lights(document(*blocks))]


def table(*rows: tuple[Part, ...]) -> Table:
    columns = tuple(Column(name=f"列{n}") for n in range(len(rows[0])))
    return Table(title=("表",), columns=columns, rows=tuple(tuple(Cell(parts=(p,)) for p in row) for row in rows))


def test_every_indicator_is_told_once_wherever_it_stands() -> None:
    """The worst lights of a board say nothing of the others; only figures count."""
    board = table(("攻坚战甲", Light(light="红灯", shape="■", colour="#c62828")))
    blocks = (
        board,
        Sentence(parts=(lit("就业", "■红灯"),)),
        table(("税收", lit("税收", "●绿灯")), ("就业", lit("就业", "■红灯"))),
    )
    assert told(*blocks) == [("就业", "■红灯", ""), ("税收", "●绿灯", "")]
    first, second = printed_lights(document(*blocks))
    assert (first["colour"], second["colour"]) == ("#c62828", ""), "as it is printed"


def test_towns_are_not_counted() -> None:
    assert told(Sentence(parts=(lit("就业", "■红灯", area=TOWN), lit("就业", "●绿灯")))) == [("就业", "●绿灯", "")]


def test_the_light_of_the_period_before_is_told_beside_the_latest() -> None:
    then = lit("就业", "■红灯", period=JULY, label="就业完成率", formula="1÷2")
    (each,) = printed_lights(document(table((then, lit("就业", "●绿灯", label="就业完成率")))))
    assert (each["name"], each["light"], each["was"], each["since"]) == ("就业", "绿灯", "红灯", JULY)


def test_the_overview_of_the_invented_county_tells_all_its_lights_and_what_turned(monkeypatch: Any) -> None:
    from xj_analysis import Briefing

    monkeypatch.setenv("XJ_DATA", str(REPO / "data"))
    made = Briefing("overview", county="example", period="2025-01/2025-09")
    body = [made.lights(), *made.since_previous(), made.sources()]
    lights = printed_lights(Document(masthead=made.masthead(), blocks=tuple(body)))
    assert len(lights) == len({each["name"] for each in lights}) == 30
    assert {each["light"] for each in lights} == {"红灯", "黄灯", "绿灯"}
    turned = {each["name"]: (each["was"], each["light"]) for each in lights if each["was"] not in ("", each["light"])}
    assert turned["旅游综合收入"] == ("绿灯", "黄灯") and len(turned) == 5
