"""One campaign's slice of a hundred million observations in a Parquet file: seconds and memory.

Run: ``.venv/bin/python benchmarks/slice_scale.py [ROWS [TIMES]]``. It asserts nothing. The file (about 200 MB) is made
in the temporary folder, which takes a minute or two, and is removed again. The slice is read as ``Briefing`` reads it,
checks of every row included, in a process of its own: three times, since the first has the file and the imports cold.
It is the same slice in a file of any size: more rows are more counties of the country.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

INDICATORS, MONTHS = 120, 300
DECLARED_AREAS, CAMPAIGNS, PER_CAMPAIGN = 25, 10, 6
COUNTY_CODE = 500_000
SORTED, MIXED = "indicator, area, period", "hash(id)"


def folder(root: Path) -> Path:
    """Write a county of ten campaigns and sixty indicators whose observations are a part of ``all.parquet``."""
    made = root / "shili"
    made.mkdir()
    codes = [str(COUNTY_CODE + number) for number in range(DECLARED_AREAS)]
    lines = ["quantities = []", "[county]", 'name = "示例县"', f'code = "{codes[0]}"', 'city = "示例市"']
    lines += ['nature = "invented"', 'period = "2024"']
    about = ['name = "攻坚战"', "named_in_source = true", "quantities = []"]
    lines += ["[overview]", 'slug = "overview"', *about]
    for campaign in range(CAMPAIGNS):
        lines += ["[[campaigns]]", f'slug = "c{campaign}"', *about]
    named = ["code,name,level", *(f"{code},甲{code},county" for code in codes)]
    (made / "areas.csv").write_text("\n".join(named), encoding="utf-8")
    numbers = range(CAMPAIGNS * PER_CAMPAIGN)
    measured = [f"ind_{number:03},指标{number},万元,flow,c{number // PER_CAMPAIGN}" for number in numbers]
    (made / "indicators.csv").write_text("\n".join(["slug,name,unit,kind,campaigns", *measured]), encoding="utf-8")
    (made / "county.toml").write_text("\n".join(lines), encoding="utf-8")
    source = {"id": "all", "title": "全省", "publisher": "省", "kind": "parquet", "file": "all.parquet"}
    declared = [f'{name} = "{value}"' for name, value in source.items()]
    declared += ["published = 2024-12-31", 'strength = "original"', "subset = true"]
    (made / "sources.toml").write_text("\n".join(["[[sources]]", *declared]), encoding="utf-8")
    return made


def areas(rows: int) -> int:
    """Return how many areas make up about so many rows; the county's own are among them."""
    return max(DECLARED_AREAS, round(rows / (INDICATORS * MONTHS)))


def write(path: Path, rows: int, order: str) -> None:
    """Write the observations of every indicator and month, of as many areas as make up `rows`.

    Counted off one by one they are sorted as the texts they are; a product of three ranges would not be.
    """
    import duckdb

    wide = areas(rows)
    first = COUNTY_CODE - (wide - DECLARED_AREAS) // 2
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '4GB'; SET temp_directory = '{scratch}'")
        connection.execute(f"""
            COPY (
                SELECT 'N' || i || '_' || a || '_' || m AS id, 'ind_' || lpad(i::VARCHAR, 3, '0') AS indicator,
                    ({first} + a)::VARCHAR AS area, '' AS subject,
                    (2000 + m // 12) || '-' || lpad((m % 12 + 1)::VARCHAR, 2, '0') AS period,
                    'actual' AS nature, ((i * 7919 + a * 104729 + m * 31) % 1000000)::VARCHAR AS value, '万元' AS unit,
                    'exact' AS hedge,
                    strftime(make_date(2000 + (m + 1) // 12, ((m + 1) % 12 + 1)::INT, 15), '%Y-%m-%d') AS published
                FROM (
                    SELECT n // {wide * MONTHS} AS i, n // {MONTHS} % {wide} AS a, n % {MONTHS} AS m
                    FROM range({INDICATORS * wide * MONTHS}) t(n)
                )
                {"" if order == SORTED else f"ORDER BY {order}"}
            ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
        """)  # noqa: S608 — nothing here comes from outside


def slice_of(data: Path, answer: str) -> None:
    """Read one campaign's slice as a briefing does, and write down how long it took and how much memory."""
    from xj_analysis.county.toml_files import read_county
    from xj_analysis.loaders import slices

    start, busy = time.perf_counter(), time.process_time()
    declared = read_county(data)
    store = slices.slice_for(declared, declared.campaign("c5"), period="2024").store
    took, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(answer).write_text(
        json.dumps({"seconds": took, "busy": busy, "mb": peak, "rows": len(store.frame)}), encoding="utf-8"
    )


def alone(work: Callable[..., None], *given: object) -> None:
    """Do something in a process of its own, whose memory is nobody else's."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def main(rows: int = 100_000_000, times: int = 3) -> None:
    """Print rows, bytes, seconds and peak memory, for a file in order and for one in none."""
    for said, order in (("sorted by indicator, area, period", SORTED), ("in no order", MIXED)):
        with tempfile.TemporaryDirectory() as scratch:
            data = folder(Path(scratch))
            path = data / "all.parquet"
            alone(write, path, rows, order)
            made = areas(rows) * INDICATORS * MONTHS
            sys.stdout.write(f"{made:,} observations {said}, {path.stat().st_size / 1e6:.0f} MB\n")
            for _ in range(times):
                answer = Path(scratch) / "answer.json"
                alone(slice_of, data, str(answer))
                found = json.loads(answer.read_text(encoding="utf-8"))
                took = f"{found['seconds']:.2f} s ({found['busy']:.2f} s of processor)"
                words = f"  {found['rows']:,} rows in {took}, at most {found['mb']:.0f} MB"
                sys.stdout.write(words + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
