"""A report becomes a command: its keyword-only parameters are options, its docstring the help."""

import inspect
import sys
import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from arledger.cli import options
from arledger.cli.spec import Argument, Command, Option, Values
from arledger.policy.model import Policy
from arledger.reports._report import Report

ReportFunction = Callable[..., Report[Any]]

_GIVEN = 3
"""A report's first parameters: book, as_of and policy."""


def command_of(name: str, report: ReportFunction) -> Command:
    """The command of a report function."""
    parameters = list(inspect.signature(report).parameters.values())[_GIVEN:]
    hints = get_type_hints(report, include_extras=True)
    own = [_option(p, hints[p.name]) for p in parameters if p.kind is p.KEYWORD_ONLY]
    asked = [_argument(p, hints[p.name]) for p in parameters if p.kind is not p.KEYWORD_ONLY]

    # A report says so itself, by a function of its module.
    balances_do = getattr(sys.modules[report.__module__], "balances_do", lambda _: False)

    def made(values: Values) -> Callable[..., Report[Any]]:
        arguments = [values[argument.name] or "" for argument in asked]
        chosen = {option.name: values[option.name] for option in own}
        return lambda *given: report(*given, *arguments, **chosen)

    def run(values: Values) -> int:
        from arledger.cli.run import run_report

        return run_report(values, made(values), balances_do=balances_do(values))

    def sample(values: Values, policy: Policy) -> Report[Any]:
        from arledger.cli.run import run_empty

        return run_empty(policy, made(values))

    return Command(
        name=name,
        help=inspect.getdoc(report) or "",
        options=[*own, *options.REPORT],
        arguments=[*asked, options.QUERY],
        run=run,
        sample=sample,
    )


def _option(parameter: inspect.Parameter, annotation: Any) -> Option:
    """An option from ``name: Annotated[T, "Help."] = default``; T may be ``X | None``."""
    type_, help_ = get_args(annotation) if get_origin(annotation) is Annotated else (annotation, "")
    if get_origin(type_) in {Union, types.UnionType}:  # Literal[…] | None is the former
        type_ = next(t for t in get_args(type_) if t is not types.NoneType)
    choices = get_args(type_) if get_origin(type_) is Literal else ()
    return Option(
        name=parameter.name,
        flags=(f"--{parameter.name.rstrip('_').replace('_', '-')}",),
        help=help_,
        metavar="" if type_ is bool else _metavar(type_, parameter.name, choices),
        default=None if type_ is bool else parameter.default,
        choices=choices,
        number=type_ is int,
    )


def _metavar(type_: Any, name: str, choices: tuple[str, ...]) -> str:
    return "|".join(choices) or ("N" if type_ is int else name.rstrip("_").upper())


def _argument(parameter: inspect.Parameter, annotation: Any) -> Argument:
    """An argument from a positional parameter after the policy."""
    name = parameter.name
    help_ = get_args(annotation)[1] if get_origin(annotation) is Annotated else ""
    return Argument(name, name.upper(), help_, customers=True)
