"""The build pipeline: published files, equal bytes, refusals before a start, failures that change no report."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from support.county_folder import REPO, DataFolder
from xj_analysis.base.errors import DataError, UsageError
from xj_analysis.build import pipeline as builder
from xj_analysis.build.job_results import BriefingJob, BriefingResult
from xj_analysis.build.scheduler import Scheduler
from xj_analysis.press.page_links import linked_page

DATA = REPO / "data" / "xiajiang"
FILES = {"briefing.html", "briefing.pdf", "briefing.ipynb", "figures.html", "figures.json"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_writes_eleven_times_four_files_a_manifest_and_the_index(reports: Path) -> None:
    issue = reports / "xiajiang" / "2024" / "internal"
    folders = [path for path in issue.iterdir() if path.is_dir()]
    assert len(folders) == 11
    assert all({path.name for path in folder.iterdir()} == FILES for folder in folders)
    assert {path.name for path in issue.iterdir() if path.is_file()} == {"manifest.json"}
    assert {path.name for path in reports.iterdir()} == {"xiajiang", "index.html"}


def test_the_manifest_holds_the_hash_of_every_file(reports: Path) -> None:
    issue = reports / "xiajiang" / "2024" / "internal"
    manifest = json.loads((issue / "manifest.json").read_text(encoding="utf-8"))
    for slug, entry in manifest["briefings"].items():
        assert set(entry["files"]) == FILES
        for name, digest in entry["files"].items():
            assert hashlib.sha256((issue / slug / name).read_bytes()).hexdigest() == digest
        assert (
            entry["inputs"]["observations.csv"] == hashlib.sha256((DATA / "observations.csv").read_bytes()).hexdigest()
        )
    assert set(manifest["fonts"]) == {"Noto Serif SC", "Noto Sans SC", "XJ Kai"}
    substituted = manifest["substituted_fonts"]
    assert (substituted["仿宋_GB2312"], substituted["楷体_GB2312"]) == ("Noto Serif SC", "XJ Kai")


class RecordingScheduler(Scheduler):
    """A scheduler that records the order of its jobs."""

    started: tuple[str, ...] = ()

    def run(self, jobs: Sequence[BriefingJob]) -> Iterator[tuple[BriefingJob, BriefingResult]]:
        self.started += tuple(job.slug for job in jobs)
        return super().run(jobs)


def test_serial_and_parallel_give_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    with RecordingScheduler(1) as scheduler:
        builder.build(DATA, campaigns=["talent", "towns"], out=tmp_path / "reports", scheduler=scheduler)
    assert scheduler.started == ("towns", "talent"), "what has more data takes longer, and is begun first"
    for slug in ("towns", "talent"):
        serial = contents(tmp_path / "reports" / "xiajiang" / "2024" / "internal" / slug)
        parallel = contents(reports / "xiajiang" / "2024" / "internal" / slug)
        one, two = (linked_page(each.pop("briefing.html").decode(), slug, {}, ()) for each in (serial, parallel))
        assert (serial, one) == (parallel, two), "but for the links to other briefings of the issue"


def test_no_path_clock_or_random_identifier_is_written(reports: Path) -> None:
    today = date.today().isoformat()
    for name, content in contents(reports).items():
        text = content.decode("utf-8", errors="replace")
        assert str(REPO) not in text and "/tmp/" not in text and str(Path.home()) + "/" not in text, name
        if name.endswith(".ipynb"):
            book = json.loads(text)
            assert [cell["id"] for cell in book["cells"]] == [f"cell-{n}" for n in range(1, len(book["cells"]) + 1)]
            assert all(set(cell["metadata"]) <= {"tags"} for cell in book["cells"])
            assert set(book["metadata"]) == {"kernelspec", "language_info"}
            assert not re.search(rf"{today}T\d\d", text)


def test_a_failing_notebook_leaves_the_last_good_briefing(reports: Path, tmp_path: Path) -> None:
    out, books = tmp_path / "reports", tmp_path / "notebooks"
    shutil.copytree(reports, out)
    shutil.copytree(REPO / "notebooks", books)
    broken = json.loads((books / "campaign.ipynb").read_text(encoding="utf-8"))
    (findings,) = [cell for cell in broken["cells"] if cell["source"] == ["briefing.findings()"]]
    findings["source"] = ["raise ValueError('坏了')"]
    (books / "xiajiang" / "towns.ipynb").write_text(json.dumps(broken), encoding="utf-8")
    before = contents(out)
    report = builder.build(DATA, campaigns=["towns"], out=out, notebooks=books, jobs=1)
    assert report.exit_code == 4
    assert re.search(
        r"towns.ipynb 第\d+格“raise ValueError.*”：运行出错，得到“ValueError: 坏了”", report.results[0].error
    )
    assert contents(out) == before


def test_a_broken_notebook_fails_its_own_briefing_only(county_folder: DataFolder, tmp_path: Path) -> None:
    broken = county_folder.path / "notebooks" / "tourism.ipynb"
    broken.parent.mkdir()
    broken.write_text("{", encoding="utf-8")
    report = builder.build(county_folder.path, formats=["html"], out=tmp_path / "reports", jobs=1)
    assert {result.slug for result in report.results if result.error} == {"tourism"}
    assert len(report.results) > 1 and report.exit_code == 4
    (failed,) = [result for result in report.results if result.error]
    assert failed.title == "示例县旅游攻坚战攻坚战" and str(broken) in failed.error


def test_a_default_period_without_data_is_a_fault_of_county_toml(county_folder: DataFolder, tmp_path: Path) -> None:
    county_folder.edit("county.toml", 'period = "2024"', 'period = "2031"')
    line = county_folder.line_of("county.toml", 'period = "2031"')
    with pytest.raises(
        DataError, match=rf"^shili/county.toml 第{line}行 period：没有这个期间的数据，得到“2031”。请改 period"
    ):
        builder.build(county_folder.path, out=tmp_path)
    with pytest.raises(UsageError, match=r"^period：没有这个期间的数据，得到“1999”"):
        builder.build(county_folder.path, period="1999", out=tmp_path)


def test_names_that_do_not_exist_are_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有这个攻坚战，得到“cluster”。是否想写“clusters”"):
        builder.build(DATA, campaigns=["cluster"], out=tmp_path)
    with pytest.raises(UsageError, match="没有这个期间的数据，得到“1999”"):
        builder.build(DATA, period="1999", out=tmp_path)
    with pytest.raises(UsageError, match="没有这种格式，得到“docx”"):
        builder.build(DATA, formats=["docx"], out=tmp_path)
    with pytest.raises(UsageError, match="那一天还没有任何数据"):
        builder.build(DATA, known_at=date(1999, 1, 1), out=tmp_path)
    with pytest.raises(UsageError, match="文件夹不存在"):
        builder.build(DATA, notebooks=tmp_path / "none", out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_or_notebooks_that_are_none_are_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shili = Path("data/shili")
    shili.mkdir(parents=True)
    with pytest.raises(DataError, match=r"data/shili/county.toml：文件不存在"):
        builder.build(shili)
    (shili / "county.toml").write_text("", encoding="utf-8")
    for mistyped in ("data/shilli", "dta/shili"):
        with pytest.raises(UsageError, match=f"{mistyped}：没有这个数据文件夹。是否想写“data/shili”"):
            builder.build(Path(mistyped))
    (tmp_path / "books").mkdir()
    with pytest.raises(UsageError, match="--notebooks：文件夹里没有笔记本，得到“books”"):
        builder.build(shili, notebooks=Path("books"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["books", "data"]


def test_a_briefing_without_a_notebook_is_refused_before_anything_runs(tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    shutil.copy(REPO / "notebooks" / "overview.ipynb", books / "clusters.ipynb")
    with pytest.raises(UsageError, match=r"books：没有“overview”的笔记本，得到“overview.ipynb”。"):
        builder.build(DATA, campaigns=["clusters", "overview"], notebooks=books, out=tmp_path / "reports")
    assert not (tmp_path / "reports").exists()


def test_a_replay_never_overwrites_the_issue(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    shutil.copytree(reports, out)
    before = contents(out / "xiajiang" / "2024")
    report = builder.build(DATA, campaigns=["clusters"], known_at=date(2024, 7, 1), out=out, formats=["html"], jobs=1)
    assert report.folder == out / "xiajiang" / "2024@2024-07-01" / "internal"
    assert contents(out / "xiajiang" / "2024") == before
    assert {path.name for path in (report.folder / "clusters").iterdir()} == FILES - {"briefing.pdf"}
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "（回看）" in index and "2024@2024-07-01/internal/clusters/briefing.html" in index


def test_the_public_edition_has_a_folder_of_its_own(tmp_path: Path) -> None:
    report = builder.build(DATA, campaigns=["reform"], edition="public", formats=["html"], out=tmp_path / "r", jobs=1)
    assert report.folder.name == "public"
    assert "公开版" in (report.folder / "reform" / "briefing.html").read_text(encoding="utf-8")
