"""The lines of the worklist: one for each customer and currency."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from arledger.ledger.model import Book
from arledger.measures.contacts import Contact
from arledger.measures.promises_verdict import Judgment
from arledger.measures.worklist import Call
from arledger.measures.worklist_standing import Claim
from arledger.money import ZERO
from arledger.records import NamedTuple
from arledger.table import Audience, Column, Kind, column

Chosen = dict[str, set[str]]
"""The currencies of a selection by customer, as the book values them."""


class WorkRow(NamedTuple):
    """One contact; one that is about several currencies has a line for each, of the same rank."""

    rank: int | None
    """None in totals, and of who is left alone today."""
    customer: str | None
    """None in totals."""
    name: str | None
    points: int | None
    """The contact's, whatever the currency."""
    reasons: str | None
    """What it has points for, each with its points: ``broken promise PR-9 +30; …``."""
    currency: str
    overdue: Decimal
    """What is open and past due; nothing is taken off."""
    days_past_due: int | None
    """Of the latest item; None when nothing is past due."""
    last_contact: dt.date | None
    """The last day anybody was in touch; a promise was made on such a day, too."""
    phone: str | None
    ask: str | None
    """pay, promise, plan, settle the dispute, escalate."""
    asked: Decimal
    """How much to ask for: what is past due, and neither a discount that was earned, disputed,
    promised for later, waited for nor paid on account; and what was promised for today."""
    disputed: Decimal
    """Part of what is past due."""
    promised: Decimal
    """Part of what is past due, promised for later."""
    minutes: int | None = None
    rep: str | None = None
    """Who of us is to be in touch: the collector, else the rep."""
    contact: str | None = None
    """Whom to ask for: with whom we spoke last, else the customer's contact."""
    email: str | None = None
    via: str | None = None
    """How the last contact was made."""
    cause: str | None = None
    """Why they do not pay, as they said last."""
    promise: str | None = None
    """The number of the last promise."""
    promised_for: dt.date | None = None
    """Its day."""
    promise_state: str | None = None
    not_called: str | None = None
    """Why not to be in touch today; "" of who is to be contacted."""


def columns(party: Column[Any]) -> list[Column[Any]]:
    """All columns; people lose those at the right first where room is short."""
    people, machines = Audience.PEOPLE, Audience.MACHINES
    return [
        column("rank", "#", Kind.COUNT),
        party,
        column("name", audience=machines),
        column("points", kind=Kind.COUNT),
        column("reasons", audience=machines),
        column("ask", audience=people),
        column("currency", "Cur"),
        column("asked", "To ask for", Kind.AMOUNT, audience=people, total=True),
        column("overdue", kind=Kind.AMOUNT, total=True),
        column("days_past_due", "Days", Kind.COUNT),
        column("last_contact", kind=Kind.DATE, audience=machines),
        column("phone"),
        column("ask", audience=machines),
        column("reasons", "Why", of=_why, audience=people, wrap=True),
        column("last_contact", of=_contact_said, audience=people, spare=True),
        column("last_promise", of=_promise_said, audience=people, spare=True),
        *(
            column(key, kind=Kind.AMOUNT, audience=machines)
            for key in ("asked", "disputed", "promised")
        ),
        column("minutes", kind=Kind.COUNT, audience=machines),
        *(
            column(key, audience=machines)
            for key in ("rep", "contact", "email", "via", "cause", "promise")
        ),
        column("promised_for", kind=Kind.DATE, audience=machines),
        column("promise_state", audience=machines),
        column("not_called", audience=machines),
    ]


def _why(row: WorkRow) -> str | None:
    """What speaks for a contact; of who is left alone, what speaks against it."""
    return f"not today: {row.not_called}" if row.not_called else row.reasons


def _contact_said(row: WorkRow) -> str | None:
    """The last contact's day, and the cause given last."""
    day = str(row.last_contact) if row.last_contact else ""
    return ", ".join(filter(None, (day, row.cause)))


def _promise_said(row: WorkRow) -> str | None:
    """The last promise's day and what became of it."""
    return f"{row.promised_for} {row.promise_state}" if row.promise_state else None


def rows_of(book: Book, call: Call, rank: int | None, chosen: Chosen) -> Iterator[WorkRow]:
    """The lines of a contact: a currency each in which something is past due or asked for.

    Else each in which something is open; if nothing is, one without a currency.
    """
    one = call.standing
    last = one.contacts[-1].event.tags if one.contacts else {}
    promise = _last(one.promises)
    for claim in shown(call, chosen):
        yield WorkRow(
            rank=rank,
            customer=one.customer.id,
            name=one.customer.name,
            points=call.score,
            reasons="; ".join(point.said for point in call.points),
            currency=claim.currency,
            overdue=book.shown(claim.currency, claim.overdue),
            days_past_due=claim.oldest,
            last_contact=one.spoken,
            phone=one.master.get("phone", ""),
            ask=call.ask,
            asked=book.shown(claim.currency, claim.asked),
            disputed=book.shown(claim.currency, claim.disputed),
            promised=book.shown(claim.currency, claim.promised),
            minutes=call.minutes,
            rep=one.master.get("collector") or one.master.get("rep", ""),
            contact=last.get("with") or one.master.get("contact", ""),
            email=one.master.get("email", ""),
            via=last.get("via", ""),
            cause=_cause(one.contacts),
            promise=promise.promise.number if promise else "",
            promised_for=promise.promise.promised if promise else None,
            promise_state=promise.state if promise else "",
            not_called="; ".join(call.against),
        )


def _cause(contacts: list[Contact]) -> str:
    """What they said last of why they do not pay; "" when they never did."""
    said = (one.event.tags.get("cause", "") for one in reversed(contacts))
    return next(filter(None, said), "")


def _last(promises: list[Judgment]) -> Judgment | None:
    """The promise made last; of a plan the first instalment that was not kept, else its last."""
    if not promises:
        return None
    entry = promises[-1].promise.source.entry
    plan = [one for one in promises if one.promise.source.entry is entry]
    return next((one for one in plan if one.state != "kept"), plan[-1])


def shown(call: Call, chosen: Chosen) -> list[Claim]:
    """What the contact is about, a claim a currency; of a selection, in what was selected."""
    claims = [*call.standing.claims.values()]
    meant = [c for c in claims if c.overdue or c.asked] or claims or [Claim("")]
    own = chosen.get(call.standing.customer.id, ())
    return [claim for claim in meant if claim.currency in own] or meant


def chosen_of(book: Book) -> Chosen:
    """What was selected; empty when nothing was."""
    found: Chosen = {}
    if book.whole:
        keys = {(item.customer, item.currency) for item in book.open_items()}
        keys |= {(credit.customer, credit.currency) for credit in book.unapplied()}
        for customer, currency in keys:
            found.setdefault(customer, set()).add(book.worth(currency, ZERO)[0])
    return found


def totals_of(book: Book, rows: list[WorkRow]) -> list[WorkRow]:
    """What is past due and asked for of who is to be contacted, a line a currency."""
    sums: dict[str, list[Decimal]] = {}
    for row in rows:
        if row.rank is not None:
            total = sums.setdefault(row.currency, [ZERO] * 4)
            for place, amount in enumerate((row.overdue, row.asked, row.disputed, row.promised)):
                total[place] += amount
    return [
        WorkRow(
            *(None,) * 5, currency, book.shown(currency, overdue), None, None, None, None,
            book.shown(currency, asked), book.shown(currency, disputed),
            book.shown(currency, promised),
        )
        for currency, (overdue, asked, disputed, promised) in sorted(sums.items())
    ]  # fmt: skip
