"""Names of files that are no workbooks, by their first bytes or their parts, for the message that refuses them."""

from __future__ import annotations

from collections.abc import Collection

from ..base.errors import DataError

ZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_SHEETS = tuple(
    bytes((9, version, length, 0)) for version, length in ((0, 4), (2, 6), (4, 6), (8, 8), (8, 16))
)  # fmt: skip
"""First bytes of an .xls without a container around it."""
ENCRYPTED = "文件加了密码", "请取消密码再报。"
"""Problem and remedy of an encrypted workbook."""

_AS_WORKBOOK = "请用表格软件打开，另存为 .xlsx 再报。"
_THE_TABLE = "请报表格文件（.xlsx）。"
_SIGNATURES = {
    b"%PDF": "PDF 文件", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"GIF8": "图片", b"II*\0": "图片",
    b"MM\0*": "图片", b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包", b"\x1f\x8b": "压缩包", b"{\\rtf": "RTF 文档",
    b"SQLite format 3": "数据库", b"MIME-Version:": "单个文件网页（.mht）", b"RIFF": "图片或音视频",
}  # fmt: skip
_PARTS = {
    "word/": "Word 文档（.docx）", "ppt/": "演示文稿（.pptx）", "xl/workbook.bin": "二进制工作簿（.xlsb）",
    "content.xml": "OpenDocument 文件（.ods 等）", "Index/": "Numbers 表格",
}  # fmt: skip
_STREAMS = {
    "WordDocument": "Word 或 WPS 文字文档（.doc、.wps）", "PowerPoint Document": "演示文稿（.ppt、.dps）",
    "VisioDocument": "Visio 图（.vsd）", "__properties_version1.0": "邮件（.msg）",
}  # fmt: skip
_OPENED_AS_TABLE = ("单个文件网页（.mht）", "二进制工作簿（.xlsb）", "OpenDocument 文件（.ods 等）", "Numbers 表格")


def refusal(file: str, kind: str) -> DataError:
    """Return the error of a file that is of another kind.

    Examples
    --------
    >>> print(refusal("a.xlsx", "图片"))
    a.xlsx：这是图片，不是表格。请报表格文件（.xlsx）。
    """
    if kind in _OPENED_AS_TABLE:
        return DataError(file, f"不收这种文件：{kind}", do=_AS_WORKBOOK)
    do = "请解开压缩包，报里面的表格文件。" if kind == "压缩包" else _THE_TABLE
    return DataError(file, f"这是{kind}，不是表格", do=do)


def of_signature(head: bytes) -> str:
    """Return the kind that the first bytes of a file tell; '' where they tell none."""
    return next((kind for mark, kind in _SIGNATURES.items() if head.startswith(mark)), "")


def of_parts(names: Collection[str]) -> str:
    """Return the kind of a zip file by the names of its parts; '' where it may be an .xlsx."""
    for part, kind in _PARTS.items():
        if any(name.startswith(part) for name in names) and "xl/workbook.xml" not in names:
            return kind
    return "" if "_rels/.rels" in names else "压缩包"


def of_streams(names: Collection[str]) -> str:
    """Return the kind of an OLE file by the names of its streams; '' where it is an .xls."""
    if {name.lower() for name in names} & {"workbook", "book"}:
        return ""
    known = next((kind for stream, kind in _STREAMS.items() if stream in names), "")
    return known or "别的软件的文件（如旧版 WPS 的 .et、.wps）"
