"""Links from a page to the index and the other pages of its issue: put in when it is published, and at the commit.

Only then is it known which pages exist: a first build ends with pages that its first ones did not know.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

__all__ = ["PLACE", "linked_page"]
__dir__ = __all__.copy

PLACE = ("<!--links-->", "<!--/links-->")
"""The place of the links in a page: between two comments."""

_INDEX = "../../../../index.html"
_FILES = {"figures.html": "数字出处", "briefing.pdf": "PDF"}


def linked_page(page: str, slug: str, names: Mapping[str, str], files: Sequence[str]) -> str:
    """Return a page with links to the index, to the briefing's other files, and to the other briefings of its issue.

    Parameters
    ----------
    page
        A page with a place for links; one without is returned as it is.
    slug
        Its briefing.
    names
        The name of each briefing of the issue that has a page, by slug.
    files
        The files of the briefing.

    Examples
    --------
    >>> page = linked_page("<!--links-->old<!--/links-->", "jobs", {"jobs": "就业", "tax": "税收"}, [])
    >>> '<a href="../tax/briefing.html">税收</a>' in page, "old" in page
    (True, False)
    """
    before, opening, rest = page.partition(PLACE[0])
    _, closing, after = rest.partition(PLACE[1])
    if not closing:
        return page
    bar = [_link(_INDEX, "简报目录"), *(_link(file, name) for file, name in _FILES.items() if file in files)]
    listed = "".join(
        f"<li>{_link(f'../{each}/briefing.html', name, current=each == slug)}</li>" for each, name in names.items()
    )
    menu = f"<details><summary>本期各份</summary><ul>{listed}</ul></details>" if len(names) > 1 else ""
    nav = f'<nav class="siblings" aria-label="简报">{"　".join([*bar, menu] if menu else bar)}</nav>'
    return "".join((before, opening, nav, closing, after))


def _link(href: str, name: str, *, current: bool = False) -> str:
    here = ' aria-current="page"' if current else ""
    return f'<a href="{html.escape(href)}"{here}>{html.escape(name)}</a>'
