"""todo.txt: a line a task, as http://todotxt.org describes it, the most pressing first."""

import re
from typing import Any

from arledger.render.safe import safe
from arledger.reports._report import Report, Task

_LAST_LETTER = 26

_INSIDE = re.compile(r"(?<=\S):(?=\S)")
"""A colon that would make a word a key and a value."""


def todo_text(report: Report[Any]) -> str:
    """The tasks, one a line; "" when there is nothing to do."""
    return "".join(f"{_line(task)}\n" for task in report.tasks)


def _line(task: Task) -> str:
    """Priority by rank (A to Z, and Z for all behind it), day, text, project, context, keys."""
    letter = chr(ord("A") - 1 + min(task.rank, _LAST_LETTER))
    texts = "; ".join(filter(None, (task.summary, *task.facts)))
    keys = {"due": task.day.isoformat(), "customer": task.id, "tel": task.phone}
    context = "@phone" if task.phone else "@email" if task.email else "@office"
    told = (f"{key}:{_joined(value)}" for key, value in keys.items() if _joined(value))
    return " ".join(
        (f"({letter})", task.day.isoformat(), _plain(texts), "+receivables", context, *told)
    )


def _plain(text: str) -> str:
    """The text so that no word of it is a project, a context, or a key with a value.

    The format has no way to escape: an apostrophe goes before ``+`` and ``@``, a space behind
    a colon.
    """
    words = (f"'{word}" if word[0] in "+@" else word for word in safe(text).split())
    return _INSIDE.sub(": ", " ".join(words))


def _joined(value: str) -> str:
    """A value of one word: what is no letter, digit, ``+``, ``_`` or ``-`` is a hyphen."""
    return "-".join(re.findall(r"[\w+-]+", value))
