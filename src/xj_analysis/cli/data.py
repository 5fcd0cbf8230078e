"""Commands ``xj check``, ``template``, ``intake`` and ``status`` for a data folder, and their console output."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from ..base.errors import DataError
from ..county.request import parse_day
from . import console
from .chinese_click import argument, command, option
from .options import complete_file, complete_folder, data_folder, require_data_folder

if TYPE_CHECKING:
    from ..base.errors import Fault
    from ..briefing.sections.verification import ItemToVerify
    from ..collect.receipts import Receipt
    from ..collect.status import State


@command("check")
@data_folder
@option("--strict", is_flag=True, help="有存疑或矛盾也以 5 退出")
@option("--fix", is_flag=True, help="先把各来源转录件的 SHA-256 写进 sources.toml，别的不动")
def check(data: Path, strict: bool, fix: bool) -> None:
    """检查数据：一次列出全部错误、矛盾和存疑。"""
    require_data_folder(data)
    from ..briefing import check
    from ..build import notebook_check

    if fix:
        _register_hashes(data)

    # a revision or a correction is printed, but leaves nothing to settle
    faults, items = check.check_folder(data)
    broken, strays = notebook_check.check_notebooks(data)
    faults += broken
    _print_findings(faults, items, strays)
    raise Exit(DataError.exit_code if faults else 5 if strict and any(not item.changed for item in items) else 0)


def _register_hashes(data: Path) -> None:
    """Write the hashes of transcripts, and print each: an old one that changes means that a transcript was edited."""
    from ..collect.hash_renewal import register_hashes

    for file, hashed in register_hashes(data, console.say):
        change = f"更新 SHA-256：{hashed.old} → {hashed.new}（转录件改过，请核对）"
        console.say(f"{file} [{hashed.source}]　{change if hashed.old else f'补上 SHA-256：{hashed.new}'}")


def _print_findings(faults: Sequence[Fault], items: Sequence[ItemToVerify], warnings: Sequence[Fault]) -> None:
    """Print faults, items to verify, and warnings, which block nothing."""
    rows = [("错误", fault.where, fault.message) for fault in faults]
    rows += [(item.label, item.where, item.sentence) for item in items]
    rows += [("提醒", warning.where, warning.message) for warning in warnings]
    more = f"，提醒 {len(warnings)} 条" if warnings else ""
    console.grid(f"错误 {len(faults)} 条，矛盾与存疑 {len(items)} 条{more}", ("类别", "出处", "问题"), rows)


@command("template")
@data_folder
@option("--to", metavar="文件夹", type=Path, required=True, help="模板写到哪个文件夹", shell_complete=complete_folder)
@option("--period", metavar="期间", default="", help="累计期间，如 2025-01/2025-10；不写为下一个月")
@option("--unit", metavar="代号", multiple=True, help="只写这个单位的，可重复")
def template(data: Path, to: Path, period: str, unit: tuple[str, ...]) -> None:
    """发模板：每个填报单位一份工作簿，带上期数、下拉选项和保护。"""
    require_data_folder(data)
    from ..base.errors import writable
    from ..collect import sending

    with writable():
        written = sending.write_templates(data, to, period=period, units=unit)
    console.say(f"写出 {len(written)} 份模板：{to}")


@command("intake")
@data_folder
@argument(
    "files",
    metavar="FILE...",
    type=Path,
    nargs=-1,
    help="填好的模板、部门自己的表或台账；文件夹则收其中的文件",
    shell_complete=complete_file,
)
@option("--period", metavar="期间", default="", help="要收的累计期间；不写按表上的")
@option("--on", metavar="日期", default="", help="收到的日子；不写为今天")
@option("--accept-valid", is_flag=True, help="有问题的表，也收下没有问题的数；台账不分开收")
@option("--by", metavar="谁", default="", help="台账是谁报来的，记入登记")
@option(
    "--out", metavar="文件夹", type=Path, help="退回的表写到哪里；不写为 DATA/returned", shell_complete=complete_folder
)
@option("--dry-run", is_flag=True, help="只试读：列出读到的数和问题，什么也不写")
def intake(
    data: Path, files: tuple[Path, ...], period: str, on: str, accept_valid: bool, by: str, out: Path | None,
    dry_run: bool,
) -> None:  # fmt: skip
    """收表、收台账：没有问题的入库，有问题的标红退回，一次列出全部问题。"""
    require_data_folder(data)
    from ..base.errors import writable
    from ..collect import intake as collection

    received = parse_day("--on", on) or date.today()
    if dry_run:
        receipts = collection.try_out(
            data, files, on=received, period=period, accept_valid=accept_valid, on_notice=console.say
        )
        for receipt in receipts:
            _print_receipt(receipt)
    else:
        with writable():
            receipts = collection.take_in(
                data, files, on=received, period=period, accept_valid=accept_valid, by=by, returned=out,
                on_notice=console.say, on_receipt=_print_receipt,
            )  # fmt: skip
    _print_count(receipts)
    raise Exit(DataError.exit_code if any(receipt.faults for receipt in receipts) else 0)


def _print_count(receipts: Sequence[Receipt]) -> None:
    """Print how many files were accepted and returned; a line for several files, or for none."""
    from ..collect.receipts import OUTCOMES

    if len(receipts) != 1:
        counts = [f"{word}{count}份" for outcome, word in {**OUTCOMES, "": "早已收过"}.items()
                  if (count := sum(receipt.outcome == outcome for receipt in receipts))]  # fmt: skip
        console.say(f"共{len(receipts)}份：{'，'.join(counts)}。" if receipts else "没有可收的文件。")


def _print_receipt(receipt: Receipt) -> None:
    """Print the outcome of a file, what was read of it in a trial, and each fault on a line of its own."""
    console.say(f"{receipt.name}{_outcome(receipt)}")
    for title, columns, rows in receipt.read or ():
        console.grid(title, columns, rows, named=columns[1:])
    for fault in receipt.faults:
        where = fault.where.removeprefix(receipt.name).strip()
        console.say(f"  {where}：{fault.message}" if where else f"  {fault.message}")
    for line in receipt.told:
        console.say(f"  {line}")
    if receipt.left_out:
        console.say(f"  没有读：{'；'.join(receipt.left_out)}")
    if receipt.returned:
        console.say(f"  退回：{receipt.returned}")


def _outcome(receipt: Receipt) -> str:
    """Sentence on what became of a file, or would."""
    from ..collect.receipts import OUTCOMES
    from ..quantity import periods

    if receipt.ledger:
        return _ledger_outcome(receipt)
    if not receipt.outcome:
        later = f"后来又收了 {receipt.superseded}，现行的是那一份；要改回，请改动后再报。"
        return "：已经收过，没有重复入库。" + (later if receipt.superseded else "")
    when = f"，{periods.parse(receipt.period).label}" if receipt.period else ""
    outcome, enters = OUTCOMES[receipt.outcome], "入库"
    if receipt.read is not None:
        outcome, enters = f"试读，没有写入；会{outcome.removeprefix('已')}", "会入库"
    faults = f"，{len(receipt.faults)}处问题" if receipt.faults else ""
    return f"（{receipt.unit or '单位不详'}{when}）：{outcome}，{enters}{receipt.values}个数{faults}"


def _ledger_outcome(receipt: Receipt) -> str:
    """The same for a ledger; what became of it is told below."""
    from ..collect.receipts import OUTCOMES, RETURNED

    named = "" if receipt.ledger == receipt.name else f"（{receipt.ledger}）"
    if not receipt.outcome:
        later = f"后来又收了 {receipt.superseded}，现行的是那一份。" if receipt.superseded else ""
        return f"{named}：台账，已经收过，什么也没有变。{later}"
    outcome = OUTCOMES[receipt.outcome]
    if receipt.read is not None:
        outcome = f"试读，没有写入；会{outcome.removeprefix('已')}"
    if receipt.outcome == RETURNED:
        return f"{named}：台账，{outcome}，没有入库，{len(receipt.faults)}处问题"
    return f"{named}：台账，{outcome}，{receipt.values}行"


@command("status")
@data_folder
@option("--period", metavar="期间", default="", help="累计期间，如 2025-01/2025-09；不写为默认期间")
@option("--on", metavar="日期", default="", help="看哪一天的情况；不写为今天")
def status(data: Path, period: str, on: str) -> None:
    """看报送情况：谁报了，谁逾期，谁被退回。"""
    require_data_folder(data)
    from ..collect import status as reporting

    county, code, states = reporting.filing_status(data, period=period, on=parse_day("--on", on) or date.today())
    _print_states(county.name, code, states)


def _print_states(name: str, period: str, states: Sequence[State]) -> None:
    """Print the filing status of each unit."""
    from ..collect.receipts import OUTCOMES
    from ..quantity import periods

    counts = {word: sum(state.status == word for state in states) for word in (*OUTCOMES.values(), "未报")}
    title = f"{name}{periods.parse(period).label}：" + "，".join(f"{word}{count}" for word, count in counts.items())
    title += f"；逾期{sum(state.late for state in states)}"
    rows = [
        (
            state.unit.name, state.status, state.on.isoformat() if state.on else "—", state.due.isoformat(),
            "逾期" if state.late else "", str(state.values or "—"), str(state.faults or "—"),
        )
        for state in states
    ]  # fmt: skip
    columns, numbers = ("单位", "情况", "收到", "应报", "", "数", "问题"), ("数", "问题")
    console.grid(title, columns, rows, right=numbers, named=numbers)
