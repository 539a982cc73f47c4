"""Each report's JSON Schema is a checked-in file: a change of the contract shows in a diff.

``ARLEDGER_REWRITE=1 pytest tests/test_contract.py`` writes them anew; raise the report's version.
"""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from arledger.cli.commands import TABLE
from arledger.cli.main import main

CONTRACT = Path(__file__).parent / "contract"
DEMO = Path(__file__).parents[1] / "examples" / "demo" / "main.journal"
BOOKS = {"cover": CONTRACT / "insured.journal"}
"""What reports are asked of whose subject the demo does not have."""
DAY = ("--as-of", "2026-10-31")

SHAPES = {
    "aging": "aging",
    "aging-by-invoice": "aging --by invoice",
    "aging-by-tag": "aging --by rep",
    "open": "open",
    "customers": "customers",
    "customer": "customer",
    "customer-evidence": "customer --evidence",
    "customer-section": "customer --section open-items",
    "history": "history",
    "promises": "promises",
    "promises-by": "promises --by rep",
    "promises-calendar": "promises --calendar week",
    "disputes": "disputes",
    "disputes-by": "disputes --by cause",
    "contacts": "contacts",
    "contacts-by": "contacts --by cause",
    "worklist": "worklist",
    "grades": "grades",
    "grades-explain": "grades --explain northgate",
    "grades-history": "grades --history quarterly",
    "grades-strategy": "grades --strategy",
    "exposure": "exposure",
    "exposure-by": "exposure --by group",
    "exposure-if-insolvent": "exposure --if-insolvent northgate",
    "credit": "credit",
    "holds": "holds",
    "alerts": "alerts",
    "cover": "cover",
    "policy": "policy",
    "policy-section": "policy --section refused",
    "why": "why",
    "balance": "balance",
    "config": "config",
    "cache": "cache",
}
"""File -> the report and the options that change its columns."""

ARGUMENTS = {
    "credit": ("check", "bluefin"),
    "customer": ("northgate",),
    "history": ("northgate",),
    "policy": ("diff", str(DEMO.with_name("arledger.toml")), "stricter.toml"),
    "why": ("INV-129",),
}


def output(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    main(words)
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def _defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ARLEDGER_POLICY", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stricter.toml").write_text("[credit]\noverdue-days = 30\n", encoding="utf-8")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_schema_is_the_one_that_was_promised(
    shape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = output(capsys, "schema", *SHAPES[shape].split())
    jsonschema.Draft202012Validator.check_schema(schema)
    promised = CONTRACT / f"{shape}.json"
    if os.environ.get("ARLEDGER_REWRITE"):
        promised.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
    assert schema == json.loads(promised.read_text(encoding="utf-8"))


def _asked() -> list[tuple[str, list[str]]]:
    """Each shape as it is; reports of many customers also converted, and with nothing to show."""
    read = [shape for shape in SHAPES if shape != "cache"]  # which asks for no journal
    plain: list[tuple[str, list[str]]] = [(shape, []) for shape in read]
    one = {"balance", "config", *ARGUMENTS}
    many = [shape for shape in read if SHAPES[shape].split()[0] not in one]
    return plain + [(s, more) for s in many for more in (["-X", "EUR"], ["nothing-matches-this"])]


@pytest.mark.parametrize(("shape", "options"), _asked())
def test_what_a_report_prints_keeps_its_promise(
    shape: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    name, *words = SHAPES[shape].split()
    day = DAY if name not in {"balance", "config"} else ()
    book = str(BOOKS.get(name, DEMO))
    asked = [name, *ARGUMENTS.get(name, ()), *words, "-f", book, *day, "-O", "json", *options]
    envelope = output(capsys, *asked)
    schema = output(capsys, "schema", name, *words, "-f", book)
    jsonschema.validate(envelope, schema, format_checker=jsonschema.FormatChecker())
    if not options:
        assert envelope.get("rows") or envelope.get("sections") or envelope["exposure"]


def test_every_report_has_a_contract() -> None:
    reports = {name for name, (path, _) in TABLE.items() if "reports" in path}
    assert reports <= {words.split()[0] for words in SHAPES.values()}
    assert {path.stem for path in CONTRACT.glob("*.json")} == SHAPES.keys()
