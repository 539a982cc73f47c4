"""A report becomes a command: its keyword-only parameters are options, its docstring the help."""

import sys
import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from arledger.cli import options
from arledger.cli.spec import Argument, Command, Option, Values
from arledger.policy.model import Policy
from arledger.reports._report import AnyReport

ReportFunction = Callable[..., AnyReport]

_GIVEN = 3
"""A report's first parameters: book, as_of and policy."""

_PROBE = "probe"
"""The parameter of a report that asks about files: no option, for only here is a disk."""


def command_of(name: str, report: ReportFunction) -> Command:
    """The command of a report function."""
    # As inspect.signature would tell: importing that costs more than a small book.
    function = cast("types.FunctionType", report)
    hints = get_type_hints(report, include_extras=True)
    initial = function.__kwdefaults__ or {}
    named = function.__code__.co_varnames[_GIVEN : function.__code__.co_argcount]
    asked = [_argument(name, hints[name]) for name in named]
    own = [_option(name, hints[name], initial[name]) for name in initial if name != _PROBE]

    # A report says so itself, by names of its module.
    module = sys.modules[report.__module__]
    balances_do = getattr(module, "balances_do", lambda _: False)
    formats = getattr(module, "FORMATS", ())

    def made(values: Values) -> Callable[..., AnyReport]:
        arguments = [values[argument.name] or "" for argument in asked]
        chosen = {option.name: values[option.name] for option in own}
        if _PROBE in initial:
            from arledger.cli.probe import Disk

            chosen[_PROBE] = Disk()
        return lambda *given: report(*given, *arguments, **chosen)

    def run(values: Values) -> int:
        from arledger.cli.run import run_report

        every = {**values, "formats": formats}
        return run_report(every, made(values), balances_do=balances_do(values))

    def sample(values: Values, policy: Policy) -> AnyReport:
        from arledger.cli.run import run_empty

        return run_empty(policy, made(values))

    return Command(
        name=name,
        help="\n".join(map(str.strip, (report.__doc__ or "").splitlines())),
        options=[*own, *_shared(formats)],
        arguments=[*asked, options.QUERY],
        run=run,
        sample=sample,
    )


def _shared(formats: tuple[str, ...]) -> list[Option]:
    """The options of every report; one with formats of its own says so."""
    if not formats:
        return [*options.REPORT]
    own = options.format_option(*formats)
    return [own if option is options.FORMAT else option for option in options.REPORT]


def _option(name: str, annotation: Any, default: Any) -> Option:
    """An option from ``name: Annotated[T, "Help."] = default``; T may be ``X | None``."""
    type_, help_ = get_args(annotation) if get_origin(annotation) is Annotated else (annotation, "")
    if get_origin(type_) in {Union, types.UnionType}:  # Literal[…] | None is the former
        type_ = next(t for t in get_args(type_) if t is not types.NoneType)
    choices = get_args(type_) if get_origin(type_) is Literal else ()
    return Option(
        name=name,
        flags=(f"--{name.rstrip('_').replace('_', '-')}",),
        help=help_,
        metavar="" if type_ is bool else _metavar(type_, name, choices),
        default=None if type_ is bool else default,
        choices=choices,
        number=type_ is int,
    )


def _metavar(type_: Any, name: str, choices: tuple[str, ...]) -> str:
    return "|".join(choices) or ("N" if type_ is int else name.rstrip("_").upper())


def _argument(name: str, annotation: Any) -> Argument:
    """An argument from a positional parameter after the policy."""
    help_ = get_args(annotation)[1] if get_origin(annotation) is Annotated else ""
    return Argument(name, name.upper(), help_, customers=True, documents=name == "term")
