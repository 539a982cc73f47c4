"""Alerts about credit insurance and guarantees: what is about to be covered no longer."""

from collections.abc import Iterator
from datetime import date

from arledger.dates import add_days, days_past_due
from arledger.measures.alerts_watch import Finding, Watch, name_of, open_since
from arledger.measures.cover import insured_items
from arledger.measures.cover_ends import GUARANTEE, INSURED, end_of_cover

_NAMES = {INSURED: "credit insurance", GUARANTEE: "guarantee"}


def cover_expiring(watch: Watch) -> Iterator[Finding]:
    """Cover that ends soon, or ended and is counted still, of who owes or ordered something."""
    for id_ in watch.credit.exposures.sums:
        customer = watch.book.customers.get(id_)
        cover = watch.credit.exposures.cover(id_)
        for what, (amount, currency) in ((INSURED, cover.insured), (GUARANTEE, cover.guarantee)):
            end = end_of_cover(customer, what, watch.as_of) if customer and amount else None
            since = add_days(end.day, -watch.policy.expiring_days) if end else date.max
            if end and since <= watch.as_of:
                covered = watch.money(currency, amount)
                is_over = end.day < watch.as_of
                ends = f"ended on {end.day}, and counts still" if is_over else f"ends on {end.day}"
                yield Finding(
                    customer=id_,
                    of=(what, str(end.day)),
                    since=max(since, end.said or since),
                    message=f"the {_NAMES[what]} of {covered} {ends}",
                    currency=currency,
                    amount=amount,
                    source=customer.span if customer else None,
                )


def notify_insurer(watch: Watch) -> Iterator[Finding]:
    """What the insurer has not been told of, as the last day to do so draws near, or is over."""
    for one in insured_items(watch.book):
        item = one.item
        if one.notify_by is None or one.state not in ("to notify", "too late"):
            continue
        within = days_past_due(one.notify_by, item.due)
        since = add_days(item.due, max(within - watch.policy.expiring_days, 1))
        if since <= watch.as_of:
            named, owed = name_of(item), watch.money(item.currency, one.insured)
            yield Finding(
                customer=item.customer,
                of=(named, str(one.notify_by)),
                since=max(since, open_since(item)),
                message=f"the insurer must know of {named} by {one.notify_by}: {owed} insured",
                currency=item.currency,
                amount=one.insured,
                number=item.number,
                source=item.source.span,
            )
