"""The options commands share, each written down once."""

from arledger.cli.spec import Argument, Option

FORMATS = ("text", "csv", "tsv", "json", "md", "html")

JOURNAL = (
    Option(
        "file",
        ("-f", "--file"),
        "Journal to read, - for standard input; may be given several times."
        " Otherwise $ARLEDGER_FILE, $LEDGER_FILE or ~/.hledger.journal.",
        "FILE",
        repeat=True,
    ),
    Option(
        "alias", ("--alias",), "Rewrite account names as they are read.", "OLD=NEW", repeat=True
    ),
    Option("strict", ("-s", "--strict"), "Also demand declared accounts and commodities."),
    Option("today", ("--today",), "Take this day for today.", "DATE"),
)

POLICY = (
    Option(
        "policy",
        ("--policy",),
        "Policy to follow. Otherwise $ARLEDGER_POLICY, or the arledger.toml beside the journal"
        " or in the nearest folder above it.",
        "FILE",
    ),
)

PERIOD = (
    Option("begin", ("-b", "--begin"), "Show only what is dated on this day or later.", "DATE"),
    Option("end", ("-e", "--end"), "Only what is dated before this day.", "DATE"),
    Option("period", ("-p", "--period"), "Begin and end in one, as hledger writes them.", "PERIOD"),
)

INTERVALS = tuple(
    Option(f"every_{name}", (flag, long), "As in hledger; no report has columns by period.")
    for name, flag, long in (
        ("day", "-D", "--daily"),
        ("week", "-W", "--weekly"),
        ("month", "-M", "--monthly"),
        ("quarter", "-Q", "--quarterly"),
        ("year", "-Y", "--yearly"),
    )
)

COLOR = Option(
    "color",
    ("--color",),
    "auto, always or never; auto: on a terminal, unless NO_COLOR is set.",
    "WHEN",
    default="auto",
    choices=("auto", "always", "never"),
)

FORCE = Option("force", ("--force",), "Replace a file that exists.")

OUTPUT_FILE = Option(
    "output", ("-o", "--output-file"), "Write to this file; - is standard output.", "FILE"
)

FILE_OUTPUT = (OUTPUT_FILE, FORCE, COLOR)


def format_option(*own: str) -> Option:
    """In which format to write, of those that every report has and the command's own."""
    choices = (*FORMATS, *own)
    return Option(
        "format",
        ("-O", "--output-format"),
        f"One of {', '.join(choices)}. Otherwise by the extension of -o, or text.",
        "FORMAT",
        choices=choices,
    )


FORMAT = format_option()

OUTPUT = (
    FORMAT,
    *FILE_OUTPUT,
    Option(
        "no_csv_guard",
        ("--no-csv-guard",),
        "In CSV and TSV, leave texts alone that a spreadsheet would compute.",
    ),
)

AS_OF = Option(
    "as_of",
    ("--as-of",),
    "The day the figures are of. Otherwise the day before the end of -e or -p, or today.",
    "DATE",
)

BOOK = (
    AS_OF,
    Option("payable", ("--payable",), "What we owe our suppliers instead of what we are owed."),
    Option(
        "value",
        ("-X", "--exchange"),
        "Convert to this currency at the journal's prices on the as-of date.",
        "CUR",
    ),
)

NO_CACHE = Option(
    "no_cache", ("--no-cache",), "Work the answer out anew, and keep nothing for the next time."
)

REPORT = (*JOURNAL, *POLICY, *BOOK, *PERIOD, *INTERVALS, *OUTPUT, NO_CACHE)
"""What every report takes."""

QUERY = Argument(
    "query",
    "[QUERY]...",
    "Query terms as in hledger: a customer, cur:EUR, tag:rep=linh, date:2026, not:… .",
    rest=True,
    required=False,
    customers=True,
)
