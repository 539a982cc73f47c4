"""``arledger policy diff``: what another policy would have made of past days."""

from collections.abc import Callable
from datetime import date
from typing import get_args

from arledger.cli import options
from arledger.cli.errors import UsageError
from arledger.cli.inputs import dated, today_of
from arledger.cli.run import run_report, withheld
from arledger.cli.spec import Argument, Command, Option, Values
from arledger.policy.compared import differences
from arledger.policy.load import load_policy
from arledger.policy.model import Policy
from arledger.policy.sections.watch import Interval
from arledger.problems import Sources
from arledger.reports._report import AnyReport, Document
from arledger.reports.policy import Compared, Span, blank, difference

_ACTIONS = ("diff",)


def run(values: Values) -> int:
    """Compares; returns the exit code."""
    if values["action"] not in _ACTIONS:
        raise UsageError(
            f"no such thing to do with a policy: {values['action']}",
            hint="arledger policy diff a.toml b.toml",
        )
    sources, names = Sources(), (values["a"], values["b"])
    (first, wrong), (second, more) = (load_policy(name, sources) for name in names)
    if wrong or more:
        return withheld([*wrong, *more], sources, values)
    compared = Compared(names, second.policy, differences(first, second, sources))
    unasked = {option.name: option.initial for option in options.REPORT}
    asked = {**unasked, **values, "policy": values["a"]}
    return run_report(asked, _made(compared, _span(values), values["section"]))


def _made(compared: Compared, span: Span, section: str | None) -> Callable[..., Document]:
    return lambda book, *_: difference(book, compared, span, section)


def _span(values: Values) -> Span:
    """The days to be replayed."""
    today: date = today_of(values)
    first, last = (dated(f"--{name}", values[f"{name}_"], today) for name in ("from", "to"))
    return Span(first, last, values["every"])


def _sample(values: Values, _: Policy) -> AnyReport:
    try:
        return blank(values["section"])
    except ValueError as error:
        raise UsageError(str(error)) from error


COMMAND = Command(
    name="policy",
    help="What if the policy had been another?"
    "\n\narledger policy diff a.toml b.toml --from 2026-01-01 replays past days under both, each by"
    " what was known then: which keys differ, which orders and invoices only one of them would have"
    " refused, what became of those (paid: the sale would have been lost; unpaid: it would have"
    " been saved), and whose grade or status would have been another.",
    options=(
        Option("from_", ("--from",), "The first day. Otherwise a year before the last.", "DATE"),
        Option("to_", ("--to",), "The last day. Otherwise the as-of date.", "DATE"),
        Option(
            "every", ("--every",), "Look at grades and statuses at the end of each.",
            "|".join(get_args(Interval)), default="month", choices=get_args(Interval),
        ),
        Option(
            "section", ("--section",), "Only this section: keys, outcome, refused or standings.",
            "SECTION",
        ),
        *options.JOURNAL,
        options.AS_OF,
        *options.OUTPUT,
        options.NO_CACHE,
    ),
    arguments=(
        Argument("action", "diff", "What to do: diff.", choices=lambda: _ACTIONS),
        Argument("a", "A", "The first policy file; due dates and outcomes are by this one."),
        Argument("b", "B", "The other policy file."),
        options.QUERY,
    ),
    run=run,
    sample=_sample,
)  # fmt: skip
