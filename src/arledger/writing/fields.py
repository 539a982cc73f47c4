"""The questions that forms share, each written down once."""

from collections.abc import Sequence
from datetime import date

from arledger.dates import add_days, parse_date, parse_terms
from arledger.journal.model import Tags
from arledger.ledger.lookup import close_names, customer_named, items_numbered, owner_of
from arledger.money import places
from arledger.periods import smart_date
from arledger.writing import amounts, texts
from arledger.writing.amounts import Money
from arledger.writing.desk import Desk
from arledger.writing.draft import Doubt
from arledger.writing.errors import UnfitError
from arledger.writing.form import NONE, Answers, Field, Guess, no_guess


def named(answers: Answers) -> tuple[str, ...]:
    """The documents an entry names; of an event that is one at most."""
    numbers = answers.get("inv") or ()
    return (numbers,) if isinstance(numbers, str) else tuple(numbers)


# -- reading -----------------------------------------------------------------------------------


def read_customer(text: str, desk: Desk, _: Answers) -> str:
    """The id of a customer named by id, name or a part of either."""
    found = customer_named(desk.book, texts.line(text))
    if found is None and owner_of(desk.book, text):
        raise UnfitError(f"'{text}' is a number and nobody's name", f"write --inv {text}")
    if found is None:
        close = close_names(desk.book, text)
        raise UnfitError(
            f"no customer is called '{text}'",
            f"did you mean {' or '.join(close)}?"
            if close
            else f"declare one: account {desk.root}:ID, with its name: below",
        )
    return found


def read_day(text: str, desk: Desk, _: Answers) -> date:
    """A day as hledger writes them: 2026-10-31, yesterday, in 3 days."""
    tidy = texts.line(text)
    try:
        return parse_date(tidy)
    except ValueError:
        try:
            return smart_date(tidy, desk.today)
        except ValueError as error:
            raise UnfitError(str(error)) from None


def read_coming_day(text: str, desk: Desk, answers: Answers) -> date:
    """A day to come: any day, or the next one of that name: friday, fri."""
    name = texts.line(text).casefold()
    for place, weekday in enumerate(_WEEKDAYS):
        if name in {weekday, weekday[:3]}:
            return add_days(desk.today, (place - desk.today.weekday() - 1) % 7 + 1)
    return read_day(text, desk, answers)


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_money(text: str, desk: Desk, answers: Answers) -> Money:
    """An amount above zero, in the currency it names or that of what it is about."""
    amount = read_signed(text, desk, answers)
    if amount.quantity <= 0:
        raise UnfitError(f"'{text}' is not above zero", "signs follow from the kind of entry")
    return amount


def read_signed(text: str, desk: Desk, answers: Answers) -> Money:
    """An amount other than zero, with all decimals of its currency."""
    amount = read_balance(text, desk, answers)
    if not amount.quantity:
        raise UnfitError("it is zero", "an entry about nothing changes nothing")
    return amount


def read_balance(text: str, desk: Desk, answers: Answers) -> Money:
    """Any amount, with all decimals of its currency: a balance or a limit may be zero."""
    currency = desk.currency(answers.get("customer"), named(answers))
    styles = desk.book.journal.commodities
    return amounts.full(amounts.money(text, desk.state, currency, styles), styles)


def read_number(text: str, desk: Desk, answers: Answers) -> str:
    """The number of a document there is, as it is written there; as typed when there is none."""
    tidy = texts.number(text)
    found = items_numbered(desk.book, tidy)
    own = [item for item in found if answers.get("customer") in {None, item.customer}]
    return (own or found)[0].number if found else tidy


def read_own_number(text: str, desk: Desk, _: Answers) -> str:  # noqa: ARG001
    """The number of a document to be."""
    return texts.own_number(text)


def read_note(text: str, desk: Desk, _: Answers) -> str:  # noqa: ARG001
    """Words for the description."""
    return texts.note(text)


def read_account(text: str, desk: Desk, _: Answers) -> str:  # noqa: ARG001
    """An account's full name."""
    return texts.account(text)


def read_terms(text: str, desk: Desk, _: Answers) -> str:  # noqa: ARG001
    """Payment terms."""
    tidy = texts.line(text)
    try:
        parse_terms(tidy)
    except ValueError as error:
        raise UnfitError(str(error)) from None
    return tidy


def read_tag(text: str, desk: Desk, _: Answers) -> Tags:  # noqa: ARG001
    """A tag of the writer's own."""
    return texts.free_tag(text)


# -- guessing and offering ---------------------------------------------------------------------


def _today(desk: Desk, _: Answers) -> str:
    return desk.today.isoformat()


def _whose(desk: Desk, answers: Answers) -> str:
    return desk.owner(answers["given"].get("inv", ()))


def _customers(desk: Desk, _: Answers) -> Sequence[str]:
    found = sorted(desk.book.customers.values(), key=lambda customer: customer.id)
    return [*(customer.id for customer in found), *(customer.name for customer in found)]


def _open_numbers(desk: Desk, answers: Answers) -> Sequence[str]:
    return desk.open_numbers(answers.get("customer"))


def _only_open(desk: Desk, answers: Answers) -> str:
    """The customer's only open document."""
    found = desk.open_numbers(answers.get("customer")) if answers.get("customer") else []
    return found[0] if len(found) == 1 else ""


def _account(desk: Desk, answers: Answers) -> str:
    items = desk.items(answers.get("customer"), named(answers))
    return items[0].account if items else desk.account(answers.get("customer") or "")


def accounts(desk: Desk, _: Answers) -> Sequence[str]:
    """Every account declared or posted to."""
    journal = desk.book.journal
    used = {posting.account for entry in journal.entries for posting in entry.postings}
    return sorted(used.union(journal.accounts))


def open_amount(desk: Desk, answers: Answers) -> str:
    """What is open on the documents named, or on all of the customer's."""
    found = desk.open_amount(answers.get("customer"), named(answers))
    if not found or found.quantity <= 0:
        return ""
    return amounts.typed(found, desk.state, desk.book.journal.commodities)


def open_amount_of_named(desk: Desk, answers: Answers) -> str:
    """What is open on the documents named."""
    return open_amount(desk, answers) if named(answers) else ""


# -- the fields --------------------------------------------------------------------------------

CUSTOMER = Field(
    "customer",
    "Whom it is about: a customer's id or name, or a part of it.",
    read_customer,
    guess=_whose,
    offers=_customers,
    required=True,
)

DATE = Field(
    "date",
    "The entry's date; otherwise today.",
    read_day,
    "DATE",
    guess=_today,
    required=True,
    asked=True,
)

NOTE = Field(
    "note",
    "What it is about, in a few words: they stand in the description, after the name.",
    read_note,
    "TEXT",
    asked=True,
)

TAG = Field(
    "tag", "A tag of your own; may be given several times.", read_tag, "NAME=VALUE", repeat=True
)

ACCOUNT = Field(
    "account",
    "The customer's account; otherwise the document's, or the one last posted to.",
    read_account,
    "ACCOUNT",
    guess=_account,
    offers=accounts,
    required=True,
)


def inv(about: str, *, guess: Guess = no_guess, required: bool = False) -> Field:
    """The documents an entry names."""
    return Field(
        "inv",
        about,
        read_number,
        "NUMBER",
        guess=guess,
        offers=_open_numbers,
        repeat=True,
        required=required,
        asked=True,
        none_means=True,
        label="document",
    )


only_open = _only_open


def amount(about: str, guess: Guess = no_guess, *, signed: bool = False) -> Field:
    """The entry's amount."""
    read = read_signed if signed else read_money
    return Field("amount", about, read, "AMOUNT", guess=guess, required=True, asked=True)


def own_number(about: str, guess: Guess, *, required: bool = False) -> Field:
    """The entry's own number: its code."""
    return Field(
        "number", about, read_own_number, "NUMBER", guess=guess, required=required, asked=True
    )


# -- doubts ------------------------------------------------------------------------------------


def unknown_documents(desk: Desk, customer: str, numbers: Sequence[str]) -> list[Doubt]:
    """A doubt for each number that is none of the customer's documents."""
    return [
        Doubt(
            f"{customer} has no document {number}",
            f"did you mean {' or '.join(close)}?"
            if (close := close_names(desk.book, number))
            else "it counts from the day such a document appears",
        )
        for number in numbers
        if number != NONE and not desk.items(customer, [number])
    ]


def too_fine(desk: Desk, amount: Money) -> list[Doubt]:
    """A doubt about an amount with more decimals than its currency has."""
    wanted = amounts.decimals(amount.commodity, desk.book.journal.commodities)
    if places(amount.quantity) <= wanted:
        return []
    return [Doubt(f"{amount.text} has more than {wanted} decimals", "look at the amount again")]


def new_accounts(desk: Desk, names: Sequence[str]) -> list[Doubt]:
    """A doubt for each account that is neither declared nor was ever posted to."""
    return [
        Doubt(f"the account {name} is new", "correct its name, or declare it: account " + name)
        for name in dict.fromkeys(names)
        if not desk.is_known(name)
    ]
