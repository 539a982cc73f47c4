"""``arledger schema``: the JSON Schema of a report, its columns as the options make them."""

import json
import os
import sys
from collections.abc import Sequence

from arledger.cli.commands import TABLE, load, resolve
from arledger.cli.errors import UsageError
from arledger.cli.quick import parsed
from arledger.cli.run import FINE, withheld
from arledger.cli.spec import Argument, Command, Values
from arledger.problems import Sources


def run(values: Values) -> int:
    """Prints the schema; returns the exit code."""
    from arledger.policy.load import find_policy, load_policy
    from arledger.render.schema import schema_of

    words = values["words"]
    command, chosen = _report(words)
    files = chosen.get("file") or (None,)
    path = find_policy(chosen.get("policy"), os.environ.get("ARLEDGER_POLICY"), files[0])
    sources = Sources()
    loaded, problems = load_policy(path, sources)
    if problems:
        return withheld(problems, sources, chosen)
    assert command.sample is not None
    schema = schema_of(command.sample(chosen, loaded.policy))
    sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    return FINE


def _report(words: Sequence[str]) -> tuple[Command, Values]:
    """The report's command and its options, as far as they bear on its columns."""
    if not words:
        raise UsageError("which report?", hint=f"one of {', '.join(reports())}")
    command = load(resolve(words[0]))
    if command.sample is None:
        raise UsageError(f"{command.name} has no schema", hint=f"one of {', '.join(reports())}")
    needed = [argument for argument in command.arguments if argument.required]
    chosen = parsed(command, [*words[1:], *(argument.metavar for argument in needed)])
    if chosen is None:
        raise UsageError(f"cannot read {' '.join(words[1:])}", hint=f"arledger {words[0]} --help")
    return command, {**chosen, **dict.fromkeys((argument.name for argument in needed), "")}


def reports() -> Sequence[str]:
    """The commands that have a schema."""
    return [name for name in TABLE if load(name).sample is not None]


COMMAND = Command(
    name="schema",
    help="The JSON Schema of a report's JSON."
    "\n\nName the report, and the options that change its columns: arledger schema aging"
    " --by invoice. Bucket columns follow the policy, as in the report itself.",
    options=(),
    arguments=(
        Argument(
            "words",
            "REPORT [OPTIONS]",
            "The report and its options.",
            rest=True,
            required=False,
            choices=reports,
        ),
    ),
    run=run,
    raw=True,
)
