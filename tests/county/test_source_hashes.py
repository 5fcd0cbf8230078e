"""Hashes written into the text of a register of sources: nothing else in it changes."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.county.source_hashes import RenewedHash, renew_hashes

OLD, NEW = "0" * 64, "f" * 64
HASHES = ('sha256 = ""', f"sha256 = '{OLD}'", f'"sha256"="{NEW}"', 'sha256 = "待补"')
FIELDS = {
    "id": ('id = "s"', "id   =   's'", '"id" = """s"""'),
    "title": ('title = "有 # 和 [[sources]]"', "title = '''\nid = \"x\"\nsha256 = \"y\"\n'''", 'title = "]}"'),
    "published": ("published = 2024-06-30", "published=2024-06-30 10:00:00"),
    "transcript": ('transcript = "a.csv"', 'transcript="b.csv"'),
    "sha256": ("", *HASHES),
}
VALUE = re.compile(r"""("?sha256"?\s*=\s*)("[^"]*"|'[^']*')""")
INSERTED = re.compile(rf"""(, |\r?\n[ \t]*)sha256 = "({OLD}|{NEW})\"""")


@st.composite
def registers(draw: st.DrawFn, hashes: tuple[str, ...] = FIELDS["sha256"]) -> str:
    """A register: sources as tables or inline, keys in any order, comments, either line end, a byte order mark."""
    inline, sources = draw(st.booleans()), []
    for _ in range(draw(st.integers(1, 3))):
        names = draw(st.permutations(list(FIELDS)))
        lines = [draw(st.sampled_from(hashes if name == "sha256" else FIELDS[name])) for name in names]
        if inline:
            sources.append("  { " + ", ".join(filter(None, lines)) + " },  # 一个来源")
        else:
            comments = st.sampled_from(["", " # sha256 = 1", "# [[sources]]"])
            sources.append("\n".join(["[[ sources ]] # 一个来源", *(f"  {line}{draw(comments)}" for line in lines)]))
    text = "sources = [\n" + "\n".join(sources) + "\n]" if inline else "# 来源\n\n" + "\n\n".join(sources)
    text += draw(st.sampled_from(["", "\n", "\n# 完\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


def read(text: str) -> list[dict[str, object]]:
    sources: list[dict[str, object]] = tomllib.loads(text.removeprefix("\ufeff"))["sources"]
    return sources


@given(registers())
def test_every_source_gets_its_hash_and_keeps_everything_else(text: str) -> None:
    renewed, changes = renew_hashes(text, {"a.csv": NEW, "b.csv": OLD}.get)
    before, after = read(text), read(renewed)
    hashes = [NEW if source["transcript"] == "a.csv" else OLD for source in before]
    assert after == [source | {"sha256": each} for source, each in zip(before, hashes, strict=True)]
    assert changes == [
        RenewedHash(str(source["id"]), str(source.get("sha256", "")), each)
        for source, each in zip(before, hashes, strict=True)
        if source.get("sha256") != each
    ]
    assert renew_hashes(renewed, {"a.csv": NEW, "b.csv": OLD}.get) == (renewed, [])


@given(registers(HASHES))
def test_of_a_hash_that_is_there_the_value_alone_changes(text: str) -> None:
    renewed, _ = renew_hashes(text, lambda path: NEW)
    assert VALUE.sub(r"\1", renewed) == VALUE.sub(r"\1", text)


@given(registers(("",)))
def test_without_the_inserted_hashes_the_text_is_what_it_was(text: str) -> None:
    renewed, changes = renew_hashes(text, lambda path: NEW)
    bare, inserted = INSERTED.subn("", renewed)
    assert bare == text and inserted == len(changes) == len(read(text))
    assert ("\r\n" in text) == ("\r\n" in renewed) and "\r\r" not in renewed


def test_a_source_with_rows_of_its_own_has_no_hash() -> None:
    text = '[[sources]]\nid = "a"\nkind = "csv"\nfile = "a.csv"\n'
    assert renew_hashes(text, lambda path: NEW) == (text, [])


def test_a_line_written_for_a_source_stands_behind_its_id_and_as_far_in() -> None:
    text = '[[sources]]\n\tid = "a"  # 甲\n\ttranscript = "a.csv"'
    assert renew_hashes(text, lambda path: "0f")[0] == (
        '[[sources]]\n\tid = "a"  # 甲\n\tsha256 = "0f"\n\ttranscript = "a.csv"'
    )


@pytest.mark.parametrize("text", ["sources = 1", 'sources = ["a"]', "", '[sources]\nid = "a"', "sources = [{}]"])
def test_a_register_in_another_shape_is_left_to_the_check(text: str) -> None:
    assert renew_hashes(text, lambda path: NEW) == (text, [])


def test_a_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1"):
        renew_hashes("[[sources]", lambda path: NEW)
