"""Characters that no screen shows, named in Chinese: a cell that fails because of one alone can say so."""

from __future__ import annotations

import unicodedata

_NAMES = {
    "\u00ad": "软连字符", "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u200e": "从左到右标记",
    "\u200f": "从右到左标记", "\u2060": "零宽连接符", "\ufeff": "字节顺序标记", "\u3164": "韩文填充符",
    "\u034f": "组合连接符",
}  # fmt: skip
_CATEGORIES = ("Cc", "Cf")


def invisible_signs(text: str) -> tuple[str, ...]:
    r"""Return the names of the invisible characters in a text, each once; white space is none.

    Examples
    --------
    >>> invisible_signs("9.5\u200b"), invisible_signs("9.5\x01\x01"), invisible_signs(" 9.5\n")
    (('零宽空格 U+200B',), ('控制字符 U+0001',), ())
    """
    return tuple(f"{_name(sign)} U+{ord(sign):04X}" for sign in dict.fromkeys(text) if _unseen(sign))


def without_invisible(text: str) -> str:
    r"""Return a text without its invisible characters.

    Examples
    --------
    >>> without_invisible("示例\u200b镇\ufeff")
    '示例镇'
    """
    return "".join(sign for sign in text if not _unseen(sign))


def _unseen(sign: str) -> bool:
    return sign in _NAMES or (unicodedata.category(sign) in _CATEGORIES and not sign.isspace())


def _name(sign: str) -> str:
    return _NAMES.get(sign) or ("控制字符" if unicodedata.category(sign) == "Cc" else "不可见字符")
