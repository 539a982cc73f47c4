"""``arledger credit check``: whether a customer may order so much more."""

from collections.abc import Callable
from typing import Any

from arledger.cli import options
from arledger.cli.errors import UsageError
from arledger.cli.run import run_empty, run_report
from arledger.cli.spec import Argument, Command, Option, Values
from arledger.policy.model import Policy
from arledger.reports._report import AnyReport, Report
from arledger.reports.exposure.gate import blank, gate

_ACTIONS = ("check",)


def _made(values: Values) -> Callable[..., Report[Any]]:
    return lambda book, *_: gate(book, values["customer"], values["order"])


def run(values: Values) -> int:
    """Answers; returns the exit code: 3 when the customer may not."""
    if values["action"] not in _ACTIONS:
        raise UsageError(
            f"no such thing to do with credit: {values['action']}",
            hint="arledger credit check CUSTOMER --order '5000.00 USD'",
        )
    unasked = {option.name: option.initial for option in options.REPORT}
    return run_report({**unasked, "query": (), **values}, _made(values))


def _sample(_: Values, policy: Policy) -> AnyReport:
    return run_empty(policy, lambda book, *_: blank(book))


COMMAND = Command(
    name="credit",
    help="May this customer order so much more?"
    "\n\narledger credit check CUSTOMER --order '5000.00 USD' gives the status that booking the"
    " order would give, with every reason, on one line. Exits with 0 when it may be delivered on"
    " credit (ok, watch, no limit), with 3 when it may not (hold, stop).",
    options=(
        Option(
            "order", ("--order",), "The amount of the order, gross of tax, as 5000.00 USD.",
            "AMOUNT",
        ),
        *options.JOURNAL,
        *options.POLICY,
        options.AS_OF,
        *options.OUTPUT,
        options.NO_CACHE,
    ),
    arguments=(
        Argument("action", "check", "What to do: check.", choices=lambda: _ACTIONS),
        Argument("customer", "CUSTOMER", "Who wants to order.", customers=True),
    ),
    run=run,
    sample=_sample,
)  # fmt: skip
