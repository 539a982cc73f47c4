"""The list of commands: one literal table, so that a run imports only the command it runs."""

from arledger.cli.errors import UsageError

TYPE_CHECKING = False  # as typing's, which the list of commands can do without
if TYPE_CHECKING:
    from collections.abc import Sequence

    from arledger.cli.spec import Command

TABLE: dict[str, tuple[str, str]] = {
    "aging": ("arledger.reports.aging", "Who owes what, and how late it is."),
    "open": (
        "arledger.reports.open_items",
        "Every open item with its due date, the days it is late and what is left to pay.",
    ),
    "customers": ("arledger.reports.customers", "Customers, their master data and balances."),
    "customer": (
        "arledger.reports.customer",
        "Everything that is known of one customer, on one page: the credit file.",
    ),
    "history": (
        "arledger.reports.history",
        "A customer's documents and what paid them, with the running balance.",
    ),
    "promises": ("arledger.reports.promises", "Promises to pay and plans, judged from the cash."),
    "disputes": (
        "arledger.reports.disputes",
        "What customers dispute, why, whose it is to settle, and what became of it.",
    ),
    "contacts": (
        "arledger.reports.contacts",
        "What was said, by whom, and what is to be done next.",
    ),
    "worklist": (
        "arledger.reports.worklist",
        "Whom to contact today, in order, and what to ask for.",
    ),
    "exposure": (
        "arledger.reports.exposure",
        "Open items and orders against the credit limits, largest exposure first.",
    ),
    "credit": ("arledger.cli.credit", "May this customer order so much more?"),
    "grades": (
        "arledger.cli.grades",
        "Customers graded by the policy's scorecard, and the grade in force.",
    ),
    "holds": (
        "arledger.reports.holds",
        "Who is on hold, since when, why, and what would release them.",
    ),
    "alerts": (
        "arledger.reports.alerts",
        "What a credit manager wants to be told of without asking.",
    ),
    "cover": (
        "arledger.reports.cover",
        "What is insured: whom to tell of what is overdue, by when, and what may be claimed.",
    ),
    "policy": ("arledger.cli.policy", "What if the policy had been another?"),
    "why": (
        "arledger.reports.why",
        "Where a figure comes from: documents, allocations, rules, each with its line.",
    ),
    "add": (
        "arledger.cli.add",
        "Write an entry into the journal: an invoice, a payment, a promise, a call ...",
    ),
    "print": ("arledger.cli.printing", "The journal's entries, written back."),
    "balance": ("arledger.cli.balance", "Balances per account, as hledger gives them."),
    "check": ("arledger.cli.check", "Every problem the journal and the policy have."),
    "init": ("arledger.cli.init", "A commented policy for a journal."),
    "config": ("arledger.cli.config", "The policy in force, and where each value comes from."),
    "schema": ("arledger.cli.schema", "The JSON Schema of a report's JSON."),
    "cache": ("arledger.cli.cache", "What is kept to answer faster."),
    "demo": ("arledger.cli.demo", "A believable firm's books to try things on."),
    "man": ("arledger.cli.manual", "The manual page."),
}
"""Name -> module and summary; a module of ``reports`` becomes a command by its signature."""

ALIASES = {"bal": "balance"}


def resolve(word: str) -> str:
    """The command's full name from its name, alias or unique beginning."""
    if word in TABLE:
        return word
    if word in ALIASES:
        return ALIASES[word]
    found = [name for name in TABLE if word and name.startswith(word)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{word!r} may mean {_listed(found)}")
    from difflib import get_close_matches

    close = get_close_matches(word, [*TABLE, *ALIASES], n=2, cutoff=0.6)
    hint = f"did you mean {_listed(close)}?" if close else "arledger --help lists the commands"
    raise UsageError(f"no such command: {word}", hint=hint)


def _listed(names: "Sequence[str]") -> str:
    return " or ".join(names)


def load(name: str) -> "Command":
    """The command of that full name; imports its module."""
    from importlib import import_module

    path, _ = TABLE[name]
    module = import_module(path)
    if path.startswith("arledger.reports."):
        from arledger.cli.reports import command_of

        return command_of(name, module.report)
    found: Command = module.COMMAND
    return found
