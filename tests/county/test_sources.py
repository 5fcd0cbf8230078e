"""Records of sources.toml: required and forbidden fields of each kind of source."""

from __future__ import annotations

import re

import pytest

from support.county_faults import faults
from support.county_folder import DataFolder
from xj_analysis.county.toml_files import read_county

HEAD = '\n[[sources]]\nid = "s"\ntitle = "t"\npublisher = "p"\npublished = 2024-06-30\nstrength = "original"\n'
HASH = f'sha256 = "{"0" * 64}"\n'


def declared(folder: DataFolder, words: str) -> DataFolder:
    folder.append("sources.toml", HEAD + words)
    return folder


@pytest.mark.parametrize(
    ("words", "location"),
    [
        ('transcript = "transcripts/report.csv"\n' + HASH, "transcripts/report.csv"),
        ('kind = "csv"\nfile = "a.csv"\n', "a.csv"),
        ('kind = "parquet"\nfile = "s3://bucket/a.parquet"\nsubset = true\n', "s3://bucket/a.parquet"),
        ('kind = "sql"\nurl_env = "XJ_URL"\ntable = "monthly"\n', "数据库表 monthly"),
        ('kind = "sql"\nurl_env = "XJ_URL"\nquery = "SELECT 1"\n', "数据库查询"),
    ],
)
def test_each_kind_says_what_it_is_in(county_folder: DataFolder, words: str, location: str) -> None:
    assert read_county(declared(county_folder, words).path).sources[-1].location == location


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "kind 为 transcript 的来源须写 transcript，或 transcript、sha256，不写别的"),
        (HASH, "kind 为 transcript 的来源须写 transcript，或 transcript、sha256，不写别的"),
        ('kind = "csv"\n', "kind 为 csv 的来源须写 file，不写别的"),
        ('kind = "parquet"\nfile = "a.parquet"\n' + HASH, "kind 为 parquet 的来源须写 file，不写别的"),
        ('kind = "sql"\nurl_env = "XJ_URL"\n', "须写 url_env、table，或 url_env、query，不写别的"),
        ('kind = "sql"\nurl_env = "U"\ntable = "t"\nquery = "q"\n', "须写 url_env、table，或 url_env、query，不写别的"),
        ('transcript = "a.csv"\nsubset = true\n' + HASH, "subset 只用于 csv、parquet、sql"),
        ('kind = "excel"\n', "只能从几个词里选，得到“excel”。可选：transcript、csv、parquet、sql。"),
        ('kind = "sql"\nurl_env = "xj url"\ntable = "t"\n', "写法不对。请只写环境变量的名称"),
    ],
)
def test_what_is_missing_or_too_much_is_named(county_folder: DataFolder, words: str, message: str) -> None:
    messages = [str(fault) for fault in faults(declared(county_folder, words))]
    assert len(messages) == 1 and message in messages[0]
    assert re.match(r"shili/sources.toml 第(19|2[0-9])行 \[sources.2", messages[0])
