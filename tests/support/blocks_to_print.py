"""Blocks to print: a masthead, and text that would be markup."""

from __future__ import annotations

from typing import Any

from xj_analysis.document.blocks import Heading, Masthead, Note, Sentence, Table
from xj_analysis.document.document import Document
from xj_analysis.document.pieces import Cell, Column
from xj_analysis.quantity.figures import Figure

EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&{{7*7}}#read("/etc/passwd")'


def masthead(**changed: Any) -> Masthead:
    fields: dict[str, Any] = {
        "county": "示例县", "county_slug": "shili", "campaign": "旅游", "slug": "tourism", "title": "示例县旅游攻坚战",
        "banner": "虚构示例，数据均为编造，不代表任何真实地方", "period": "2024", "period_label": "2024年",
        "known_at": "2024-07-15", "known_at_label": "2024年7月15日", "edition": "internal",
    }  # fmt: skip
    return Masthead(**{**fields, **changed})


def evil() -> Document:
    figure = Figure(text=EVIL, label=EVIL, formula=EVIL)
    blocks = (
        Heading(level=1, text=EVIL),
        Sentence(parts=(EVIL, figure)),
        Table(title=(EVIL,), columns=(Column(name=EVIL),), rows=((Cell(parts=(figure,)),),), notes=((EVIL,),)),
        Note(label=EVIL, parts=(EVIL,)),
    )
    return Document(masthead=masthead(title=EVIL, campaign=EVIL, flags=(EVIL,)), blocks=blocks)
