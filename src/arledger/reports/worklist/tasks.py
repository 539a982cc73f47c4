"""The worklist as tasks, for lists of things to do and calendars."""

from arledger.ledger.model import Book
from arledger.measures.worklist import Call
from arledger.measures.worklist_standing import Claim
from arledger.money import plain
from arledger.reports._report import Task
from arledger.reports.worklist.lines import Chosen, shown

_ASKS = {
    "pay": "ask for payment",
    "promise": "ask when they will pay",
    "plan": "ask for a plan",
    "settle the dispute": "settle the dispute",
    "escalate": "escalate",
}


def task_of(book: Book, call: Call, rank: int, chosen: Chosen) -> Task:
    """One contact as something to do."""
    one = call.standing
    last = one.contacts[-1].event.tags if one.contacts else {}
    return Task(
        id=one.customer.id,
        rank=rank,
        day=book.as_of,
        summary=f"{one.customer.name}: {_ASKS[call.ask]}",
        facts=[
            *(_owed(book, claim) for claim in shown(call, chosen)),
            *(f"{point.reason} ({point.points})" for point in call.points),
            *([f"last contact {one.spoken}"] if one.spoken else []),
        ],
        ask=call.ask,
        contact=last.get("with") or one.master.get("contact", ""),
        phone=one.master.get("phone", ""),
        email=one.master.get("email", ""),
        minutes=call.minutes,
    )


def _owed(book: Book, claim: Claim) -> str:
    """What to ask for and what is past due, as ``1000.00 of 1500.00 EUR overdue, 12 days``."""
    overdue = plain(book.shown(claim.currency, claim.overdue))
    asked = plain(book.shown(claim.currency, claim.asked))
    figures = overdue if asked == overdue else f"{asked} to ask for of {overdue}"
    days = "1 day" if claim.oldest == 1 else f"{claim.oldest} days"
    late = f", {days}" if claim.oldest else ""
    return f"{figures} {claim.currency} overdue{late}"
