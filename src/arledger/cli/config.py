"""``arledger config``: the policy in force, and where each value was written."""

from arledger.cli import options, output
from arledger.cli.inputs import read_inputs, today_of
from arledger.cli.run import finish
from arledger.cli.spec import Command, Values
from arledger.policy.model import LoadedPolicy, keys
from arledger.policy.toml import toml_value
from arledger.records import NamedTuple
from arledger.reports._report import Report
from arledger.table import Audience, Table, column


class ConfigRow(NamedTuple):
    """One key of the policy."""

    key: str
    value: str
    """As TOML would have it."""
    origin: str
    """``default`` or ``file:line``."""
    unit: str
    why: str


COLUMNS = (
    column("key"),
    column("value"),
    column("origin", "From"),
    column("unit", wrap=True),
    column("why", audience=Audience.MACHINES),
)


def config_report(loaded: LoadedPolicy) -> Report[ConfigRow]:
    """Every key of the policy with its value, its unit and its origin."""
    rows = [
        ConfigRow(
            key.path,
            toml_value(key.value),
            loaded.origins.get(key.path, "default"),
            key.unit,
            key.why,
        )
        for key in keys(loaded.policy)
    ]
    title = f"Policy in force: {loaded.path or 'defaults, no policy file'}"
    return Report(name="config", version=1, title=title, table=Table(COLUMNS, rows))


def run(values: Values) -> int:
    """Writes the policy; returns the exit code."""
    output.check_target(values)
    inputs = read_inputs(values, today_of(values))
    return finish(config_report(inputs.policy), inputs.problems, inputs.sources, values)


COMMAND = Command(
    name="config",
    help="The policy in force, and where each value comes from."
    "\n\nA value is a default or stands in a file at a line; arledger init writes such a file.",
    options=(*options.JOURNAL, *options.POLICY, *options.OUTPUT),
    arguments=(),
    run=run,
    sample=lambda _, policy: config_report(LoadedPolicy(policy, None, {})),
)
