"""The board of the towns: its lists, what they are called, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from support.county_folder import DataFolder
from xj_analysis.base.errors import DataError
from xj_analysis.county.board import Board

RED, BLACK = {"word": "红榜", "places": 3}, {"word": "黑榜", "places": 3}


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({}, "至少写一项"),
        ({"best": RED, "worst": BLACK | {"word": "红榜"}}, "各自的名称"),
        ({"best": RED | {"word": "前三名"}}, "不写数字"),
        ({"best": RED | {"places": 0}}, "greater than or equal to 1"),
        ({"best": RED, "on": "votes"}, "rank"),
    ],
)
def test_a_board_that_says_nothing_or_two_things_is_refused(declared: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Board.model_validate(declared)


def test_either_list_may_stand_alone_under_any_word() -> None:
    board = Board.model_validate({"worst": {"word": "灰台", "places": 10}})
    assert board.best is None and board.worst is not None and board.worst.word == "灰台"


def test_a_county_declares_its_board_and_a_fault_names_the_line(county_folder: DataFolder) -> None:
    assert county_folder.load().county.board is None
    county_folder.append("county.toml", '\n[board]\nbest = { word = "红榜", places = 2 }\n')
    board = county_folder.load().county.board
    assert board is not None and board.best is not None and (board.on, board.best.places) == ("rank", 2)
    county_folder.edit("county.toml", "红榜", "红榜前三名")
    line = county_folder.line_of("county.toml", "红榜前三名")
    with pytest.raises(DataError, match="榜的名称里不写数字") as refused:
        county_folder.load()
    assert f"county.toml 第{line}行" in str(refused.value)
