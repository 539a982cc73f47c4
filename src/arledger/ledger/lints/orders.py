"""Orders that were invoiced and are still open."""

from collections.abc import Iterator

from arledger.ledger.model import Book, Movement
from arledger.ledger.orders import OpenOrder, order_books, order_named
from arledger.money import plain
from arledger.problems import Problem, Severity


def orders_not_reversed(book: Book) -> Iterator[Problem]:
    """A lint for each invoice that names an open order and takes nothing off it.

    Both count towards what the customer may owe.
    """
    if not book.orders:
        return
    left: dict[tuple[str, str], OpenOrder] = {}
    for (customer, _), own in order_books(book.orders).items():
        left.update(((customer, one.number), one) for one in own.all if one.open and one.number)
    taking = {id(order.source.entry) for order in book.orders if order.amount < 0}
    told: set[int] = set()
    for movement in book.movements if left else ():
        entry = movement.source.entry
        order = left.get((movement.customer, order_named(movement.source)))
        if order and movement.amount > 0 and id(entry) not in taking | told:
            told.add(id(entry))
            yield _lint(movement, order)


def _lint(movement: Movement, order: OpenOrder) -> Problem:
    amount = min(order.open, movement.amount)
    line = f"(order:{order.customer})  {plain(-amount)} {order.currency}".rstrip()
    return Problem(
        "order-not-reversed",
        f"this is for {order.number}, of which {plain(order.open)} {order.currency} is open still:"
        " both count towards the limit",
        movement.source.span,
        f"add to it: {line}  ; order:{order.number}",
        Severity.LINT,
    )
