"""`xj new`: a small county of invented numbers, written from a template, to be changed into one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ..base.environment import PACKAGE
from ..base.errors import UsageError, writable
from ..base.hashing import files_below
from .schema import is_slug

TEMPLATE = PACKAGE / "county" / "template"
"""A data folder, whole but for the hash of its transcript."""

_NAME, _CODE, _CITY = "某县", "360999", "某市"
_WORDS = re.compile(r"[^\W\d_]+([·（][^\W\d_]+）?)*")
_HEAD = "[county]\n"
_SLUG_NOTE = "代号，也是简报的文件夹名；数据文件夹改成小写英文名以后，可以删去这一行"


def write_county(folder: Path, *, name: str, code: str, city: str = _CITY, slug: str = "") -> str:
    """Write a new county to a folder, and return its slug.

    Parameters
    ----------
    folder
        Missing, or empty.
    name, code, city
        The county, its code of six digits, and its city.
    slug
        By default the name of the folder, or, where that is none, ``county`` and the code.

    Raises
    ------
    UsageError
        A name, code or slug is none, or the folder holds something: nothing is written.
    OutputError
        The folder cannot be written; what was written is removed.
    """
    for option, words in (("--name", name), ("--city", city)):
        if not _WORDS.fullmatch(words):
            raise UsageError(option, "名称里只能有文字", words, "请只写名称，如 某县，不写数字、空格和标点。")
    if not re.fullmatch("[1-9][0-9]{5}", code):
        raise UsageError("--code", "不是行政区划代码", code, "请写六位数字，如 360999。")
    own = folder.resolve().name
    slug = slug or (own if is_slug(own) else f"county{code}")
    if not is_slug(slug):
        raise UsageError("--slug", "代号不合格", slug, "请用小写英文字母、数字和下划线，以字母开头，如 shili。")
    if is_slug(own) and own != slug:
        raise UsageError("--slug", "与文件夹名不同", slug, f"文件夹名已能作代号：请写 {own}，或不写。")
    if folder.exists() and not folder.is_dir():
        raise UsageError(str(folder), "已有这个文件", do="请换一个名字。")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(str(folder), "文件夹不是空的，没有写入", do="请换一个名字，或先清空它。")
    head = "" if own == slug else f'slug = "{slug}"  # {_SLUG_NOTE}\n'
    own_words = {_NAME: name, _CODE: code, _CITY: city}
    with writable(str(folder)):
        _write(folder, {place: text.replace(_HEAD, _HEAD + head, 1) for place, text in _texts(own_words)})
    return slug


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write new files, all or none."""
    made = [folder, *(folder / place for place in sorted({str(Path(place).parent) for place in texts} - {"."}))]
    made = [path for path in made if not path.is_dir()]
    written: list[Path] = []
    try:
        for path in made:
            path.mkdir(parents=True)
        for place, text in texts.items():
            with (folder / place).open("xb") as file:
                written.append(folder / place)
                file.write(text.encode())
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir()
        raise


def _texts(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Path in the county and text of each file of the template, with other words."""
    pattern = re.compile("|".join(words))
    for path in sorted(files_below(TEMPLATE)):
        if ".ipynb_checkpoints" not in path.parts:
            text = path.read_bytes().decode("utf-8")
            yield path.relative_to(TEMPLATE).as_posix(), pattern.sub(lambda match: words[match[0]], text)
