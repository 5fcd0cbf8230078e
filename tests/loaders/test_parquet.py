"""Parquet and CSV queried by duckdb: places of rows, texts of cells, and addresses on a real S3 server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import duckdb
import fsspec
import pytest
from flask import Flask, send_from_directory
from moto.server import ThreadedMotoServer
from werkzeug.serving import make_server

from support.county_folder import DataFolder
from support.external_sources import SOURCE, frame_of, locators, write
from support.fault_messages import faults, message
from xj_analysis import loaders
from xj_analysis.base.errors import DataError
from xj_analysis.county.toml_files import read_county
from xj_analysis.loaders import parquet

HEADER = "id,indicator,area,period,nature,value,unit,hedge,subject\n"
Hold = Callable[..., DataFolder]


@pytest.fixture(autouse=True)
def quiet() -> None:
    """Servers log every request."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


@pytest.fixture
def hold(county_folder: DataFolder) -> Hold:
    """Let a source of the folder, and nothing else, hold its observations."""

    def held(kind: str, file: str) -> DataFolder:
        county_folder.append("sources.toml", SOURCE.format(kind=kind, where=f'file = "{file}"'))
        (county_folder.path / "observations.csv").unlink()
        return county_folder

    return held


# --- cells -------------------------------------------------------------------------------------------


def test_typed_columns_are_read_as_their_digits(tmp_path: Path) -> None:
    duckdb.sql(
        "COPY (SELECT 24.0::DOUBLE AS d, 0.1::DOUBLE AS e, 1.50::DECIMAL(9, 2) AS f, DATE '2024-06-05' AS g, "
        f"360823 AS h, NULL::VARCHAR AS i, 2.5::FLOAT AS j) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)"
    )
    with parquet.open_parquet("a.parquet", tmp_path) as held:
        assert held.rows({}).to_dict("records") == [
            {
                "d": "24",
                "e": "0.1",
                "f": "1.50",
                "g": "2024-06-05",
                "h": "360823",
                "i": "",
                "j": "2.5",
                "place": "第1行",
            }
        ]


def test_rows_are_counted_in_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(
        f"COPY (SELECT range::VARCHAR AS id, (range % 7)::VARCHAR AS k FROM range(5000)) TO '{path}' "
        "(FORMAT parquet, ROW_GROUP_SIZE 2048)"
    )
    with parquet.open_parquet("a.parquet", tmp_path) as held:
        found = held.rows({"k": ["3"]}, limit=700)
        assert len(found) == 700
        assert [f"第{int(identifier) + 1}行" for identifier in found["id"]] == found["place"].tolist()
        assert set(held.distinct(["k"], {})["k"]) == set("0123456")
        assert held.rows({"k": []}).empty


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_cell_can_be_asked_for(tmp_path: Path, empty: str | None) -> None:
    cell = "NULL" if empty is None else "''"
    duckdb.sql(f"COPY (SELECT 'a' AS k UNION ALL SELECT {cell}) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    with parquet.open_parquet("a.parquet", tmp_path) as held:
        assert held.rows({"k": [""]})["k"].tolist() == [""]
        assert sorted(held.rows({"k": ["", "a"]})["k"]) == ["", "a"]


HOSTILE = ["'; DROP TABLE x; --", '"', "=1+1", "\\", "%s", "?", "<b>", "；"]


def test_text_is_asked_for_and_given_as_it_is(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("k\n" + "".join('"' + text.replace('"', '""') + '"\n' for text in HOSTILE))
    with parquet.open_parquet("a.csv", tmp_path, csv=True) as held:
        assert held.rows({})["k"].tolist() == HOSTILE
        for text in HOSTILE:
            assert held.rows({"k": [text]})["k"].tolist() == [text]


# --- CSV -----------------------------------------------------------------------------------------------


def test_nothing_in_a_csv_is_guessed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a;x,b\n"007",NA\n#1,null\n"x\ny",\n\n1.50,"NULL"\n', encoding="utf-8")
    with parquet.open_parquet("a.csv", tmp_path, csv=True) as held:
        assert held.rows({}).to_dict("list") == {
            "a;x": ["007", "#1", "x\ny", "1.50"], "b": ["NA", "null", "", "NULL"],
            "place": ["第1条", "第2条", "第3条", "第4条"],
        }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_encoding_of_the_file_makes_no_difference(tmp_path: Path, encoding: str, newline: str) -> None:
    text = "k,名\n" + "".join(f"{number},示例县{number}\n" for number in range(3000))
    (tmp_path / "a.csv").write_bytes(text.replace("\n", newline).encode(encoding))
    with parquet.open_parquet("a.csv", tmp_path, csv=True) as held:
        assert held.rows({"k": ["2999"]}).to_dict("records") == [{"k": "2999", "名": "示例县2999", "place": "第3000条"}]


def test_every_record_of_another_length_is_named(hold: Hold) -> None:
    folder = hold("csv", "a.csv")
    folder.write("a.csv", HEADER + "A,visits,999901\n" + "B,visits,999901,2024,actual,1,万人次,exact,,x\n")
    assert [fault.where for fault in faults(folder)] == ["a.csv 第2行", "a.csv 第3行"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a.csv"),
        (b"id,indicator\n\xff\xff\xff\n", "a.csv：文字编码不认识。请存为 UTF-8 或 GB18030。"),
        (b'id,indicator\n"R1,visits\n', "a.csv"),
        (b"PAR1\x00\x01\x02", "a.csv"),
    ],
)
def test_what_is_no_csv_is_refused(hold: Hold, content: bytes, words: str) -> None:
    folder = hold("csv", "a.csv")
    (folder.path / "a.csv").write_bytes(content)
    assert str(faults(folder)[0]).startswith(words)


# --- where the file is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("none.parquet", "none.parquet：文件不存在。请核对路径与文件名。"),
        ("../outside.parquet", "../outside.parquet：文件在数据文件夹之外。"),
        ("/etc/hostname", "/etc/hostname：文件在数据文件夹之外。"),
        ("nonsense://a/b.parquet", "nonsense://a/b.parquet：读不了这种地址"),
    ],
)
def test_a_file_that_cannot_be_reached_is_a_fault(hold: Hold, file: str, words: str) -> None:
    folder = hold("parquet", file)
    (folder.path.parent / "outside.parquet").write_bytes(b"")
    assert message(folder).startswith(words)


@pytest.mark.parametrize("file", ["s3://key:secret@bucket/a.parquet", "https://h/a.parquet?X-Amz-Signature=secret"])
def test_an_address_with_a_key_is_refused_and_not_repeated(hold: Hold, file: str) -> None:
    said = message(hold("parquet", file))
    assert "file 里不能有账号、密码或签名，请用环境变量" in said and "secret" not in said


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The endpoint of a real S3 server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def put(s3: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bytes], object]:
    """Put a file into a bucket, which is then reached as a person would: by keys and an endpoint in the environment."""
    for name, value in (("ACCESS_KEY_ID", "AKID"), ("SECRET_ACCESS_KEY", "hush"), ("ENDPOINT_URL", s3)):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1")
    client.create_bucket(Bucket="counties")
    return lambda name, content: client.put_object(Bucket="counties", Key=name, Body=content)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_on_s3_is_read_as_one_in_the_folder(
    county_folder: DataFolder, hold: Hold, put: Callable[[str, bytes], object], kind: str
) -> None:
    expected = county_folder.load().frame
    write(frame_of(county_folder), kind, county_folder.path)
    put(f"shili/ledger.{kind}", (county_folder.path / f"ledger.{kind}").read_bytes())
    folder = hold(kind, f"s3://counties/shili/ledger.{kind}")
    found = folder.load().frame
    assert found["digits"].tolist() == expected["digits"].tolist()
    assert locators(folder.load())["R3"] == ("第3条" if kind == "csv" else "第3行")
    part = loaders.load_observations(read_county(folder.path), indicators={"visits"})
    assert part.frame["id"].tolist() == ["R1", "R8"]


@pytest.mark.usefixtures("put")
def test_what_is_not_on_s3_is_a_fault_without_keys(hold: Hold) -> None:
    said = message(hold("parquet", "s3://counties/none.parquet"))
    assert said.startswith("none.parquet：不是合格的 Parquet，或读不到") and "hush" not in said


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """The address of a web server that gives the files of ``tmp_path/web``, whole or in ranges."""
    (tmp_path / "web").mkdir()
    app = Flask("files")
    app.add_url_rule("/<path:name>", view_func=lambda name: send_from_directory(tmp_path / "web", name))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_on_the_web_is_read_as_one_in_the_folder(
    county_folder: DataFolder, hold: Hold, web: str, tmp_path: Path, kind: str
) -> None:
    expected = county_folder.load().frame["digits"].tolist()
    write(frame_of(county_folder), kind, tmp_path / "web")
    folder = hold(kind, f"{web}/ledger.{kind}")
    assert folder.load().frame["digits"].tolist() == expected
    (tmp_path / "web" / f"ledger.{kind}").unlink()
    assert message(folder).startswith(f"ledger.{kind}：不是合格的")


def test_any_file_system_of_fsspec_will_do(county_folder: DataFolder, hold: Hold) -> None:
    expected = county_folder.load().frame["digits"].tolist()
    write(frame_of(county_folder), "parquet", county_folder.path)
    fsspec.filesystem("memory").pipe("/a/ledger.parquet", (county_folder.path / "ledger.parquet").read_bytes())
    assert hold("parquet", "memory://a/ledger.parquet").load().frame["digits"].tolist() == expected


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"a\.parquet：不是合格的 Parquet"), parquet.open_parquet("a.parquet", tmp_path):
        pass


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "a.csv").write_bytes("k\n示例\n".encode("gb18030"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    monkeypatch.chdir(tmp_path)
    with parquet.open_parquet("a.csv", tmp_path, csv=True) as held:
        assert held.rows({})["k"].tolist() == ["示例"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "scratch"]
    assert list((tmp_path / "scratch").iterdir()) == []
