"""Links between the pages of an issue: escaped, replaced as a whole, of files that exist."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xj_analysis.press.page_links import PLACE, linked_page

PAGE = "甲".join(["<body>", PLACE[0], PLACE[1], "</body>"])


@given(st.dictionaries(st.sampled_from(["jobs", "tax", "farm"]), st.text(min_size=1)), st.text())
def test_links_replace_what_was_linked_and_nothing_else(names: dict[str, str], before: str) -> None:
    old = linked_page(PAGE, "jobs", {"old": before, "older": before}, ["briefing.pdf"])
    page = linked_page(old, "jobs", names, [])
    assert page == linked_page(PAGE, "jobs", names, [])
    assert page.startswith("<body>甲<!--links--><nav") and page.endswith("</nav><!--/links-->甲</body>")


def test_names_are_text_and_the_page_itself_is_marked() -> None:
    page = linked_page(PAGE, "jobs", {"jobs": "<b>", "tax": "税收"}, ["figures.html", "briefing.ipynb"])
    assert '<a href="../jobs/briefing.html" aria-current="page">&lt;b&gt;</a>' in page
    assert '<a href="figures.html">数字出处</a>' in page and "ipynb" not in page and "pdf" not in page


def test_a_page_without_a_place_stays_as_it_is() -> None:
    assert linked_page("<body></body>", "jobs", {}, []) == "<body></body>"
