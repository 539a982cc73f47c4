"""Typer over the same records: help, completion, errors, and every line that is not plain."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from arledger import __version__
from arledger.cli.commands import TABLE, load, resolve
from arledger.cli.front import ABOUT
from arledger.cli.spec import Argument, Command, Option, Values

HELP_FLAGS = {"help_option_names": ["-h", "--help"]}

Read = Callable[[tuple[Command, Values]], None]
"""Takes what was read."""


def read(words: Sequence[str], prog_name: str = "arledger") -> tuple[Command, Values] | int:
    """The command of the line and its values; an exit code when there is nothing to run."""
    found: list[tuple[Command, Values]] = []
    try:
        group_of(found.append).main(list(words), prog_name=prog_name)
    except SystemExit as end:
        return found[0] if found else int(end.code or 0)
    return found[0]


def read_one(command: Command, words: Sequence[str], prog_name: str) -> Values | int:
    """The values of the words after a command; an exit code when there is nothing to run."""
    found: list[tuple[Command, Values]] = []
    try:
        typed_command(command, found.append).main(list(words), prog_name=prog_name)
    except SystemExit as end:
        return found[0][1] if found else int(end.code or 0)
    return found[0][1]


def group_of(take: Read) -> Any:
    """The whole command line as a Typer group whose commands are made when they are wanted."""

    class Commands(TyperGroup):
        """The commands of the literal table."""

        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
            return list(TABLE)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
            return typed_command(load(resolve(cmd_name)), take)

        def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
            with formatter.section("Commands"):
                formatter.write_dl([(name, summary) for name, (_, summary) in TABLE.items()])

    app = _app(add_completion=True, cls=Commands, context_settings=HELP_FLAGS, no_args_is_help=True)
    app.callback(help=ABOUT)(_root)
    return typer.main.get_command(app)


def _app(**settings: Any) -> typer.Typer:
    return typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, **settings)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"arledger {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Stand for the options before any command."""


def typed_command(command: Command, take: Read) -> Any:
    """The command as Typer's; running it only hands over what was read."""

    def handed(**values: Any) -> None:
        take((command, {name: _tuple(value) for name, value in values.items()}))

    parameters = [*map(_argument, command.arguments), *map(_option, command.options)]
    handed.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    handed.__annotations__ = {p.name: p.annotation for p in parameters}
    app = _app(add_completion=False)
    app.command(command.name, help=command.help, context_settings=HELP_FLAGS)(handed)
    return typer.main.get_command(app)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _option(option: Option) -> inspect.Parameter:
    info = typer.Option(*option.flags, help=option.help, metavar=option.metavar or None)
    return _parameter(option.name, _option_type(option), info, option.initial)


def _option_type(option: Option) -> Any:
    if not option.takes_value:
        return bool
    one: Any = int if option.number else str
    if option.choices:
        one = Literal[option.choices]
    return list[one] if option.repeat else one


def _argument(argument: Argument) -> inspect.Parameter:
    info = typer.Argument(
        help=argument.help,
        metavar=argument.metavar,
        autocompletion=_completion(argument),
        callback=_named if argument.required and not argument.rest else None,
    )
    type_ = list[str] if argument.rest else str
    absent = () if argument.rest else None
    default = inspect.Parameter.empty if argument.required else absent
    return _parameter(argument.name, type_, info, default)


def _named(value: str | None) -> str | None:
    """What a required argument says: the "" of a script's unset variable names nothing."""
    if value == "":
        raise typer.BadParameter("it is empty")
    return value


def _completion(argument: Argument) -> Callable[..., list[str]] | None:
    """What the shell offers in the argument's place; made only when it asks."""
    if argument.choices is None and not argument.customers:
        return None

    def offered(ctx: typer.Context, incomplete: str) -> list[str]:
        words = argument.choices() if argument.choices else _names(argument, ctx.params)
        return [word for word in words if word.casefold().startswith(incomplete.casefold())]

    return offered


def _names(argument: Argument, params: Mapping[str, Any]) -> list[str]:
    """The journal's customers, and its documents' numbers where one may be named."""
    from arledger.cli.completion import names

    return names(tuple(params.get("file") or ()), documents=argument.documents)


def _parameter(name: str, type_: Any, info: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[type_, info], default=default
    )
