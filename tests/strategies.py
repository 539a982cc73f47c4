"""Journals of receivables and payables as hypothesis makes them up.

Two customers with a branch, two currencies, few numbers and few days: so that documents and
payments meet, overlap and contradict each other in every way an accountant could write.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

START = date(2026, 1, 1)
DAYS = 10
HEADER = """\
decimal-mark .
commodity 1,000.00 EUR
commodity 1,000.00 USD
account assets:bank                  ; type:C
account assets:receivable            ; type:A
account assets:receivable:foo        ; terms:net 10, rep:linh, region:north
account assets:receivable:foo:hue    ; rep:minh
account assets:receivable:bar        ; rep:wei
account liabilities:payable          ; type:L
"""

ACCOUNTS = ("foo", "foo", "foo:hue", "bar")
WIDE = (*ACCOUNTS, "", "foo:2026-7", "bar:9")
"""With all customers in one account, told by payee, and with accounts for single invoices."""

PAYEES = ("Foo", "Foo", "Bar | goods", "1 invoice")
NUMBERS = ("1", "2", "3", "10")
RECEIPTS = ("R1", "R2", "1")


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as it stands in a journal, and its date."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """How one side of the books is written."""

    root: str
    sale: str
    sign: str
    """Of what raises the balance."""


OURS = Side("assets:receivable", "income:sales", "")
THEIRS = Side("liabilities:payable", "expenses:goods", "-")

days = st.integers(0, 9).map(lambda n: START + timedelta(n))
as_of_days = st.integers(-1, DAYS + 40).map(lambda n: START + timedelta(n))
amounts = st.one_of(
    st.sampled_from(["0.01", "10.00", "20.00", "100.00", "33.33"]),
    st.integers(1, 20000).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
)
currencies = st.sampled_from(["EUR"] * 9 + ["USD"])
edges = st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True).map(sorted)


def _tags(*tags: str) -> str:
    written = ", ".join(tag for tag in tags if tag)
    return f"  ; {written}" if written else ""


def _below(side: Side, account: str) -> str:
    return f"{side.root}:{account}" if account else side.root


def _code(code: str) -> str:
    return f"({code}) " if code else ""


def _negated(sign: str) -> str:
    return "" if sign else "-"


@st.composite
def invoices(draw: st.DrawFn, side: Side, accounts: Sequence[str]) -> Written:
    """An invoice: with or without number, due date, terms; perhaps in two instalments."""
    day, account, money = draw(days), draw(st.sampled_from(accounts)), draw(currencies)
    number = draw(st.sampled_from(("", *NUMBERS)))
    dues = draw(
        st.sampled_from(
            (("",), ("terms:net 30",), ("terms:30/60/90",), ("due:+5",), ("due:+3", "due:+20"))
        )
    )
    lines = [
        f"    {_below(side, account)}    {side.sign}{draw(amounts)} {money}"
        + _tags(f"inv:{number}" if number and draw(st.booleans()) else "", _dated(due, day))
        for due in dues
    ]
    head = f"{day} {_code(number)}{draw(st.sampled_from(PAYEES))}"
    return Written(day, "\n".join([head, *lines, f"    {side.sale}"]))


def _dated(due: str, day: date) -> str:
    if not due.startswith("due:+"):
        return due
    return f"due:{day + timedelta(int(due.removeprefix('due:+')))}"


REFERENCES = ("", "", "", "inv:1", "inv:2", "inv:3 1", "inv:10, inv:2", "inv:-", "inv:99")
COUNTERS = (
    ("assets:bank",),
    ("assets:bank", "expenses:discounts"),
    ("income:sales",),
    ("expenses:bad debts",),
    ("assets:insurance claims", "expenses:bad debts"),
    ("assets:bank", "assets:factor"),
    ("assets:bank", "expenses:bank fees", "expenses:discounts"),
)


@st.composite
def credits_(draw: st.DrawFn, side: Side, accounts: Sequence[str]) -> Written:
    """A payment, credit note, write-off or what others paid, alone or not, naming or naming not."""
    day, account, money = draw(days), draw(st.sampled_from(accounts)), draw(currencies)
    code = draw(st.sampled_from(("", *RECEIPTS)))
    *split, last = draw(st.sampled_from(COUNTERS))
    opposite = _negated(side.sign)
    parts = [f"    {name}    {side.sign}{draw(amounts)} {money}" for name in split]
    late = draw(st.sampled_from(("", "", "", f"date:{day + timedelta(7)}")))
    tags = _tags(draw(st.sampled_from(REFERENCES)), late)
    head = f"{day} {_code(code)}{draw(st.sampled_from(PAYEES))}"
    line = (
        f"    {_below(side, account)}    {opposite}{_more(draw(amounts), len(split))} {money}{tags}"
    )
    return Written(day, "\n".join([head, *parts, line, f"    {last}"]))


def _more(amount: str, parts: int) -> str:
    """An amount that the parts before it cannot exceed."""
    return amount if not parts else f"{int(amount.partition('.')[0]) + 200 * parts}.00"


RETURNED = st.sampled_from(
    [*["assets:bank"] * 4, "expenses:bad debts", "assets:factor", "assets:insurance claims"]
)
TAKEN = (
    *("", "inv:R1", "inv:R2", "inv:1", "inv:99", "inv:R1, doc:refund", "inv:R1 R2", "inv:2, inv:1"),
)


@st.composite
def debits(draw: st.DrawFn, side: Side, accounts: Sequence[str]) -> Written:
    """A bounced payment or a refund; a debt that was written off, sold or insured comes back."""
    day, account, money = draw(days), draw(st.sampled_from(accounts)), draw(currencies)
    named = draw(st.sampled_from(TAKEN))
    amount = f"{side.sign}{draw(amounts)} {money}"
    line = f"    {_below(side, account)}    {amount}{_tags(named)}"
    return Written(day, f"{day} Foo | back\n{line}\n    {draw(RETURNED)}")


@st.composite
def moves(draw: st.DrawFn, side: Side, accounts: Sequence[str]) -> Written:
    """Money moved between documents, branches or customers."""
    day, money, amount = draw(days), draw(currencies), draw(amounts)
    taken, given = draw(st.sampled_from(accounts)), draw(st.sampled_from(accounts))
    tags = st.sampled_from(("", "inv:1", "inv:2", "inv:R1"))
    lines = (
        f"    {_below(side, taken)}    {side.sign}{amount} {money}{_tags(draw(tags))}",
        f"    {_below(side, given)}    {_negated(side.sign)}{amount} {money}{_tags(draw(tags))}",
    )
    return Written(day, "\n".join([f"{day} Foo | moved", *lines]))


@st.composite
def contras(draw: st.DrawFn) -> Written:
    """What a customer owes set off against what we owe it."""
    day, account, money = draw(days), draw(st.sampled_from(ACCOUNTS)), draw(currencies)
    amount = f"{draw(amounts)} {money}"
    return Written(
        day,
        f"{day} (K1) Foo | set off\n    liabilities:payable:{account}    {amount}\n"
        f"    assets:receivable:{account}    -{amount}{_tags(draw(st.sampled_from(REFERENCES)))}",
    )


@st.composite
def openings(draw: st.DrawFn, side: Side, accounts: Sequence[str]) -> Written:
    """What was open before the books began."""
    day, account = draw(days), draw(st.sampled_from(accounts))
    tags = draw(st.sampled_from(("", "inv:2, issued:2025-11-01", "inv:3, due:2025-12-01")))
    amount = f"{side.sign}{draw(amounts)} EUR"
    line = f"    {_below(side, account)}    {amount}{_tags(tags)}"
    return Written(day, f"{day} opening\n{line}\n    equity:opening balances")


@st.composite
def events(draw: st.DrawFn) -> Written:
    """Things that happened without money."""
    day = draw(days)
    later = day + timedelta(draw(st.integers(-5, 40)))
    kind = draw(
        st.sampled_from(
            (
                f"event:extend, inv:1, due:{later}, customer:foo",
                f"event:extend, inv:3, due:{later}",
                "event:contact, via:phone, customer:foo",
                "event:dispute, inv:2, amount:5.00 EUR",
            )
        )
    )
    return Written(day, f"{day} Foo | said  ; {kind}")


@st.composite
def promises(draw: st.DrawFn) -> Written:
    """A promise to pay, or an order."""
    day, below = draw(days), draw(st.sampled_from(("promise:foo", "promise:1", "order:foo")))
    dated = _tags(f"date:{day + timedelta(9)}")
    return Written(day, f"{day} (P1) Foo | plan\n    ({below})    {draw(amounts)} EUR{dated}")


def entries(*sides: Side, accounts: Sequence[str] = ACCOUNTS) -> st.SearchStrategy[list[Written]]:
    """Entries of every sort on these sides, in any order."""
    makers: list[Callable[[Side, Sequence[str]], st.SearchStrategy[Written]]] = [
        *(invoices, invoices, credits_, credits_, debits, moves, openings)
    ]
    sorts = [maker(side, accounts) for side in sides for maker in makers]
    if len(sides) > 1:
        sorts.append(contras())
    return st.lists(st.one_of(*sorts, events(), promises()), max_size=20)


def text_of(written: list[Written]) -> str:
    """The journal of these entries, in their order."""
    return "\n\n".join([HEADER, *(entry.text for entry in written)]) + "\n"


@st.composite
def shuffled_within_days(draw: st.DrawFn, *sides: Side) -> tuple[str, str]:
    """One journal twice: the entries of each day in two orders."""
    written = sorted(draw(entries(*sides, accounts=WIDE)), key=lambda entry: entry.day)
    mixed = sorted(draw(st.permutations(written)), key=lambda entry: entry.day)
    return text_of(written), text_of(mixed)


@st.composite
def fully_named(draw: st.DrawFn) -> str:
    """Books in which every receivable posting carries one ``inv:``, as arledger writes them."""
    written = []
    for number in range(draw(st.integers(1, 6))):
        account, money = draw(st.sampled_from(("foo", "bar"))), draw(currencies)
        owed = draw(st.integers(1, 50000))
        line = f"    assets:receivable:{account}    {{}} {money}  ; inv:INV-{number}"
        written.append(_named_entry(draw(days), line, owed, "income:sales"))
        for _ in range(draw(st.integers(0, 2))):
            paid = draw(st.integers(1, owed))
            owed -= paid
            written.append(_named_entry(draw(days), line, -paid, "assets:bank"))
            if not owed:
                break
    return text_of(draw(st.permutations(written)))


def _named_entry(day: date, line: str, cents: int, counter: str) -> Written:
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    amount = f"{sign}{cents // 100}.{cents % 100:02}"
    return Written(day, f"{day} Foo | named\n{line.format(amount)}\n    {counter}")
