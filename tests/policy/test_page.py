"""docs/policy.md explains every key; ``ARLEDGER_REWRITE=1`` writes its tables anew."""

import os
from itertools import groupby
from pathlib import Path

from arledger.policy.init import choices
from arledger.policy.model import DEFAULT, Key, keys
from arledger.policy.toml import toml_value

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"
MARK = "<!-- made from src/arledger/policy/sections/ by tests/policy/test_page.py -->\n"


def tables() -> str:
    return "".join(table(section, list(own)) for section, own in groupby(keys(), by_section))


def by_section(key: Key) -> str:
    return key.section


def table(section: str, own: list[Key]) -> str:
    about = type(getattr(DEFAULT, section)).__doc__
    lines = [
        "",
        f"### [{section}]",
        "",
        about,
        "",
        "| key | default | unit | why |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{key.name}` | {default(key)} | {choices(key)} | {key.why[:1].upper()}{key.why[1:]}. |"
        for key in own
    ]
    return "".join(f"{line}\n" for line in lines)


def default(key: Key) -> str:
    if isinstance(key.value, tuple) and len(key.value) > 10:
        shown = ", ".join(toml_value(one) for one in key.value[:4])
        return f"`[{shown}, …]` ({len(key.value)})"
    return f"`{toml_value(key.value)}`"


def test_the_page_has_the_keys_of_the_model():
    introduction, mark, made = PAGE.read_text(encoding="utf-8").partition(MARK)
    if os.environ.get("ARLEDGER_REWRITE"):
        PAGE.write_text(introduction + MARK + tables(), encoding="utf-8")
        return
    assert mark
    assert made == tables()


def test_every_key_has_a_unit_and_a_reason_that_reads_as_a_sentence():
    for key in keys():
        assert key.unit
        assert key.why[0].islower() or key.why.startswith("C")
        assert not key.why.endswith(".")
