"""Records of ``[[lights]]`` (红黄绿, 红黄蓝, 红黑榜): words, shapes, colours, thresholds, escalation."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from .schema import Slug, StrictModel

SHAPES = "●▲■◆★▼◇△□☆"
"""Shapes of levels, since colour alone is not accessible. ○ is reserved for 待核."""


class LightLevel(StrictModel):
    """One level of a light.

    Parameters
    ----------
    word, shape, colour
        As printed: ``绿灯``, ``●``, ``#2e7d32``.
    at_least
        Threshold: the least difference of this level, in 个百分点; None for the worst, which takes the rest.

    Examples
    --------
    >>> LightLevel(word="绿灯", shape="●", colour="#2e7d32", at_least=0).shape
    '●'
    """

    word: str = Field(min_length=1)
    shape: str
    colour: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    at_least: float | None = Field(default=None, allow_inf_nan=False)


class LightRule(StrictModel):
    """A rule for lights.

    Parameters
    ----------
    scheme
        Name of the rule, as printed: ``红黄绿``, ``红黄蓝``, ``红黑榜``.
    on
        Judged quantity: the difference to 时序进度 (``pace``), or to the whole target (``completion``, minus 100).
    levels
        From best to worst.
    second_after, worst_after
        Escalation: after this many months behind, at best the second level; after this many, the worst. None: no
        escalation.

    Examples
    --------
    >>> green = LightLevel(word="绿灯", shape="●", colour="#2e7d32", at_least=0)
    >>> red = LightLevel(word="红灯", shape="■", colour="#c62828")
    >>> LightRule(slug="progress", scheme="红绿", levels=(green, red), worst_after=3).on
    'pace'
    """

    slug: Slug
    scheme: str
    on: Literal["pace", "completion"] = "pace"
    levels: tuple[LightLevel, ...]
    second_after: int | None = Field(default=None, ge=1)
    worst_after: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _check_levels(self) -> LightRule:
        thresholds = [level.at_least for level in self.levels]
        finite = [threshold for threshold in thresholds[:-1] if threshold is not None]
        if len(thresholds) <= 1:
            raise ValueError("灯至少要有两级")
        if thresholds[-1] is not None or len(finite) != len(thresholds) - 1:
            raise ValueError("除最差一级外，每级都要有 at_least，最差一级没有")
        if any(better <= worse for better, worse in pairwise(finite)):
            raise ValueError("灯的各级须从好到差，at_least 依次变小")
        if any(level.shape not in SHAPES or len(level.shape) != 1 for level in self.levels):
            raise ValueError(f"灯的形状只能是 {'、'.join(SHAPES)}")
        for names in ([level.word for level in self.levels], [level.shape for level in self.levels]):
            if len(set(names)) < len(names):
                raise ValueError("灯的各级须有各自的文字和形状")
        if self.second_after and self.worst_after and self.worst_after <= self.second_after:
            raise ValueError("降到最差一级的月数须多于降一级的月数")
        return self
