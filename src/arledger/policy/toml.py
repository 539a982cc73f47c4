"""Policy values as TOML text."""

import json
import re
from collections.abc import Mapping
from typing import Any

WIDTH = 100
"""Columns a written policy keeps to."""


def assignments(name: str, value: Any) -> list[str]:
    """The lines that set a key: one, or several for a long list or for a table's entries."""
    value = table_of(value)
    if isinstance(value, Mapping) and value:
        return [
            line
            for key, below in value.items()
            for line in assignments(f"{name}.{bare_or_quoted(key)}", below)
        ]
    line = f"{name} = {toml_value(value)}"
    if len(line) <= WIDTH - 2 or not isinstance(value, tuple):
        return [line]
    return [f"{name} = [", *_wrapped(value), "]"]


def toml_value(value: Any) -> str:
    """The value on one line."""
    value = table_of(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        pairs = (f"{bare_or_quoted(key)} = {toml_value(below)}" for key, below in value.items())
        return f"{{{', '.join(pairs)}}}"
    return _text(value) if isinstance(value, str) else str(value)


def comment(text: str) -> str:
    """A comment line; what TOML does not allow in one is shown as ``?``."""
    return "# " + "".join(char if char.isprintable() else "?" for char in text)


def table_of(value: Any) -> Any:
    """A record as the table it is written as; any other value as it is."""
    if not hasattr(value, "_asdict"):
        return value
    return {name.replace("_", "-"): below for name, below in value._asdict().items()}


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def bare_or_quoted(key: str) -> str:
    """A key as TOML has it."""
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else _text(key)


def _wrapped(values: tuple[Any, ...]) -> list[str]:
    """The items of a list in indented lines, each as full as it can be."""
    lines = [""]
    for value in values:
        item = f"{toml_value(value)},"
        if lines[-1] and len(lines[-1]) + len(item) + 7 > WIDTH:
            lines.append("")
        lines[-1] += f" {item}" if lines[-1] else item
    return [f"    {line}" for line in lines]
