"""Record of ``[board]`` (红榜、黑榜, 红台、灰台): how many of the best and worst towns are named, under which words."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from ..quantity.mentions.printed_numerals import typed_numerals
from .schema import StrictModel

__all__ = ["Board", "BoardSide"]


class BoardSide(StrictModel):
    """One list of the board.

    Parameters
    ----------
    word
        As printed, without numerals: ``红榜``, ``灰台``. Whether red is good is the county's to say.
    places
        How many places are named; all towns that share the last of them are.

    Examples
    --------
    >>> BoardSide(word="红榜", places=3).word
    '红榜'
    """

    word: str = Field(min_length=1)
    places: int = Field(ge=1, le=20)

    @field_validator("word")
    @classmethod
    def _without_numerals(cls, word: str) -> str:
        if typed_numerals(word):
            raise ValueError("榜的名称里不写数字，几名写在 places")
        return word


class Board(StrictModel):
    """The board of the towns.

    Parameters
    ----------
    on
        ``rank``: by 完成率, each indicator by itself. ``lights``: by the lights of all indicators together, most of the
        worst level last.
    best, worst
        Its lists; None for one that the county does not have.

    Examples
    --------
    >>> Board(worst=BoardSide(word="黑榜", places=3)).on
    'rank'
    """

    on: Literal["rank", "lights"] = "rank"
    best: BoardSide | None = None
    worst: BoardSide | None = None

    @model_validator(mode="after")
    def _has_a_list(self) -> Board:
        if self.best is None and self.worst is None:
            raise ValueError("best、worst 至少写一项")
        if self.best and self.worst and self.best.word == self.worst.word:
            raise ValueError("两张榜须有各自的名称")
        return self
