"""Invoices, payments, credit notes, write-offs: the forms of what changes what is owed."""

from arledger.ledger.model import Kind
from arledger.writing import fields, texts
from arledger.writing.amounts import full, money
from arledger.writing.desk import Desk
from arledger.writing.draft import Draft
from arledger.writing.fields import ACCOUNT, CUSTOMER, DATE, NOTE, TAG
from arledger.writing.form import SIDES, Answers, Field, Form
from arledger.writing.papers import Against, Paper, drafted

_ELSE_LIKE: dict[Kind, tuple[Kind, ...]] = {"credit-note": ("invoice",)}
"""Whose accounts a kind takes where none of its own was written yet."""


def _form(paper: Paper, own: tuple[Field, ...]) -> Form:
    """The form of a kind of document, with the fields only it has."""

    def made(desk: Desk, answers: Answers) -> Draft:
        return drafted(paper, desk, answers)

    def next_number(desk: Desk, answers: Answers) -> str:
        return desk.next_number(answers["customer"], paper.kind)

    return Form(
        paper.kind,
        paper.about,
        (
            CUSTOMER,
            *own,
            DATE,
            fields.own_number(paper.number, next_number, required=paper.raises),
            NOTE,
            _against(paper),
            ACCOUNT,
            TAG,
        ),
        made,
        sides=SIDES,
    )


def _against(paper: Paper) -> Field:
    def read(text: str, desk: Desk, answers: Answers) -> Against:
        name, equals, share = text.rpartition("=")
        if not equals:
            return Against(texts.account(text), None)
        amount = answers.get("amount")
        share_of = money(
            share, desk.state, amount.commodity if amount else None, desk.book.journal.commodities
        )
        return Against(texts.account(name), full(share_of, desk.book.journal.commodities))

    def guess(desk: Desk, answers: Answers) -> str:
        writing = desk.book.policy.writing
        chosen = {"payment": writing.bank, "invoice": writing.income}.get(paper.kind, "")
        customer = answers.get("customer") or ""
        like = [paper.kind, *_ELSE_LIKE.get(paper.kind, ())]
        return chosen or desk.counter_account(customer, like, paper.natures)

    return Field(
        "against",
        f"{paper.counter}; ACCOUNT=AMOUNT for a part, may be given several times.",
        read,
        "ACCOUNT",
        guess=guess,
        offers=fields.accounts,
        repeat=True,
        required=True,
        asked=True,
    )


# -- the kinds ---------------------------------------------------------------------------------


_DUE = Field("due", "When it falls due; otherwise by its terms.", fields.read_coming_day, "DATE")
_TERMS = Field("terms", "Payment terms of its own.", fields.read_terms, "TERMS")
_ORDER = Field(
    "order", "The order it is for, which it takes back.", fields.read_own_number, "NUMBER"
)

INVOICE = _form(
    Paper(
        kind="invoice",
        about="What a customer is to pay.",
        raises=True,
        natures=("income",),
        number="Its number; otherwise the one after the last invoice's.",
        counter="Income, and tax; otherwise as of the customer's last invoice",
    ),
    (fields.amount("All that is to be paid, tax included."), _DUE, _TERMS, _ORDER),
)

PAYMENT = _form(
    Paper(
        kind="payment",
        about="Money that came in.",
        raises=False,
        natures=("cash",),
        number="The receipt's number.",
        counter="Where the money is, and what the bank took; otherwise as of the last payment",
    ),
    (
        fields.inv(
            "What it pays: a document's number, - for none; may be given several times."
            " Otherwise the policy's order decides, unless only one is open.",
            guess=fields.only_open,
        ),
        fields.amount(
            "How much; otherwise what is open on what it pays.", fields.open_amount_of_named
        ),
    ),
)

CREDIT_NOTE = _form(
    Paper(
        kind="credit-note",
        about="What a customer need not pay after all.",
        raises=False,
        natures=("credit-note", "income"),
        number="Its number.",
        counter="Income or returns, and tax; otherwise as of the customer's last credit note",
    ),
    (
        fields.inv("The document it is for.", guess=fields.only_open),
        fields.amount("How much."),
    ),
)

WRITE_OFF = _form(
    Paper(
        kind="write-off",
        about="What will not be paid any more.",
        raises=False,
        natures=("write-off",),
        number="Its number.",
        counter="The expense; otherwise as of the last write-off",
    ),
    (
        fields.inv("What is written off.", guess=fields.only_open, required=True),
        fields.amount("How much; otherwise all that is open.", fields.open_amount_of_named),
    ),
)
