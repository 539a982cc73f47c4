"""The rules of the worklist: what each is worth, what to ask for, and who is left alone today."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from arledger.dates import days_past_due
from arledger.ledger.model import Item
from arledger.measures.promises_verdict import Judgment
from arledger.measures.worklist_standing import Claim, Standing
from arledger.money import ZERO, divide, plain, round_half_even
from arledger.policy.sections.collecting import Ask, Worklist
from arledger.records import NamedTuple, record


class Point(NamedTuple):
    """One reason to be in touch, and what it is worth."""

    reason: str
    points: int
    key: str
    """The policy key behind it, as ``worklist.bucket``."""

    @property
    def said(self) -> str:
        """For people: ``broken promise PR-9 +30``."""
        return f"{self.reason} +{self.points}"


@record
class Rules:
    """The policy, and what amounts are measured by."""

    policy: Worklist
    as_of: date
    overdue: Mapping[str, Decimal]
    """All that is past due in the book, by currency."""
    grades: Mapping[str, str]
    """The grade in force of who may be on the list."""

    # -- points ---------------------------------------------------------------------------------

    def points(self, one: Standing) -> list[Point]:
        """Why to be in touch, rule by rule; at least one reason, be it worth nothing."""
        found = [
            *self._promises(one),
            *self._steps(one),
            *self._bucket(one),
            *self._amount(one),
            *self._silence(one),
            *self._disputes(one),
            *self._grade(one),
        ]
        return found or [Point(f"{_days(one.oldest)} past due", 0, "worklist")]

    def _promises(self, one: Standing) -> Iterator[Point]:
        broken = one.broken
        if broken:
            how = "broken" if broken.state == "broken" else "partly kept"
            yield Point(
                f"{how} {_name(broken)}", self.policy.broken_promise, "worklist.broken-promise"
            )
            before = broken.level - 1
            if before:
                yield Point(
                    f"{before} broken before", self.policy.broken_again * before,
                    "worklist.broken-again",
                )  # fmt: skip
        today = [called for called in one.called if called.due == self.as_of]
        if today:
            yield Point(
                f"{_name(today[0])} due today{_more(today)}", self.policy.promise_today,
                "worklist.promise-today",
            )  # fmt: skip

    def _steps(self, one: Standing) -> Iterator[Point]:
        days = [step.next for step in one.steps if step.next]
        if days:
            first = min(days)
            when = "today" if first == self.as_of else f"since {first}"
            yield Point(f"follow-up due {when}", self.policy.follow_up, "worklist.follow-up")

    def _bucket(self, one: Standing) -> Iterator[Point]:
        if one.crossed:
            item, count, bucket = one.crossed
            yield Point(
                f"{_label(item)} now {bucket} days late", self.policy.bucket * count,
                "worklist.bucket",
            )  # fmt: skip

    def _amount(self, one: Standing) -> Iterator[Point]:
        """By the currency in which most steps are reached: amounts are never added up."""
        reached = [(self._reached(claim), claim) for claim in one.claims.values()]
        steps, claim = max(
            reached, key=lambda pair: (pair[0], self.share(pair[1])), default=(0, Claim(""))
        )
        if steps:
            points = self.policy.amount * steps
            yield Point(self._weight(claim), points, "worklist.amount")

    def _reached(self, claim: Claim) -> int:
        """How many steps an amount reaches."""
        own = self.policy.amounts.get(claim.currency)
        if own is not None:
            return sum(at_stake(claim) >= step for step in own)
        share = self.share(claim)
        return sum(share >= step for step in self.policy.amount_shares)

    def _weight(self, claim: Claim) -> str:
        """The step that was reached, or the share."""
        own = self.policy.amounts.get(claim.currency)
        if own is not None:
            reached = max(step for step in own if at_stake(claim) >= step)
            return f"at least {plain(reached)} {claim.currency}".rstrip()
        share = plain(round_half_even(self.share(claim), 1))
        return f"{share} % of overdue {claim.currency}".rstrip()

    def share(self, claim: Claim) -> Decimal:
        """What is at stake in percent of all that is past due in the currency."""
        whole = self.overdue.get(claim.currency, ZERO)
        return divide(at_stake(claim) * 100, whole, 6) if whole else ZERO

    def _silence(self, one: Standing) -> Iterator[Point]:
        days = one.oldest if one.silence is None else one.silence
        if days >= self.policy.no_contact_days and one.oldest:
            said = "never contacted" if one.silence is None else f"no contact for {_days(days)}"
            yield Point(said, self.policy.no_contact, "worklist.no-contact")

    def _disputes(self, one: Standing) -> Iterator[Point]:
        if self.is_stale(one):
            oldest = one.disputes[0]
            days = days_past_due(self.as_of, oldest.event.date)
            yield Point(
                f"dispute of {oldest.document[2]} for {_days(days)}", self.policy.dispute,
                "worklist.dispute",
            )  # fmt: skip

    def _grade(self, one: Standing) -> Iterator[Point]:
        grade = self.grades.get(one.customer.id, "")
        for known, points in self.policy.grades.items():
            if known.casefold() == grade.casefold():
                yield Point(f"grade {known}", points, "worklist.grades")

    # -- who is left alone ----------------------------------------------------------------------

    def is_stale(self, one: Standing) -> bool:
        """Whether a dispute stands for long, and nobody was in touch for as long."""
        if not one.disputes:
            return False
        days = days_past_due(self.as_of, one.disputes[0].event.date)
        return min(days, days if one.silence is None else one.silence) >= self.policy.dispute_days

    def against(self, one: Standing) -> list[str]:
        """Why not to be in touch today; empty: nothing speaks against it."""
        stages = [e for e in one.legal if e.tags["stage"].casefold() in self.policy.legal]
        if stages:
            last = stages[-1]
            return [f"at law: {last.tags['stage']} on {last.date}"]
        if self._pauses(one):
            return ["contacted today" if one.spoken == self.as_of else f"contacted {one.spoken}"]
        if not one.claims:
            return ["nothing is open any more"]
        if one.steps or one.called or self.is_stale(one):
            return []
        asked = [claim for claim in one.claims.values() if claim.asked]
        if any(claim.asked >= self.policy.least.get(claim.currency, ZERO) for claim in asked):
            return []
        return [*_covers(one), *(self._little(claim) for claim in asked)]

    def _pauses(self, one: Standing) -> bool:
        """Whether it is too soon after the last contact, and nothing has happened since."""
        if one.silence is None or one.spoken is None or one.silence >= self.policy.pause:
            return False
        broke = one.broken.broke_on if one.broken else None
        is_news = one.steps or one.called or (broke and broke > one.spoken)
        return one.silence == 0 or not is_news

    def _little(self, claim: Claim) -> str:
        least = self.policy.least[claim.currency]
        return f"less than {plain(least)} {claim.currency}".rstrip() + " to ask for"

    # -- what to ask for ------------------------------------------------------------------------

    def ask(self, one: Standing) -> Ask:
        """What to ask for, as it follows from how things stand."""
        asked = any(claim.asked for claim in one.claims.values())
        if one.disputes and not asked and not one.called:
            return "settle the dispute"
        if one.legal or self._is_beyond(one):
            return "escalate"
        unkept = attempts(one)
        if unkept and self.policy.plan_after and unkept >= self.policy.plan_after:
            return "pay" if len(_plan(one)) > 1 else "plan"
        if one.called:
            return "pay"
        return "promise" if _was_asked(one) or not asked else "pay"

    def _is_beyond(self, one: Standing) -> bool:
        """Whether more words would be wasted."""
        most, days = self.policy.escalate_after, self.policy.escalate_days
        if most and attempts(one) >= most:
            return True
        agrees = one.called or one.covering
        return bool(days) and one.late > days and _was_asked(one) and not agrees

    def minutes(self, ask: Ask) -> int:
        """How long it takes to ask for it."""
        return self.policy.minutes_by.get(ask, self.policy.minutes)


def at_stake(claim: Claim) -> Decimal:
    """What is to be asked for; where all is answered for, what of it is disputed."""
    return claim.asked or claim.disputed


def attempts(one: Standing) -> int:
    """How many promises on the same were broken one after the other.

    A plan of which nothing was kept counts for two.
    """
    plan = _plan(one)
    if one.broken is None:
        return 0
    return one.broken.level + (len(plan) > 1 and all(part.state != "kept" for part in plan))


def _plan(one: Standing) -> list[Judgment]:
    """All that was promised together with what was broken."""
    if one.broken is None:
        return []
    entry = one.broken.promise.source.entry
    return [other for other in one.promises if other.promise.source.entry is entry]


def _was_asked(one: Standing) -> bool:
    """Whether anybody was in touch since what is to be asked for fell due."""
    return one.silence is not None and one.silence < one.late


def _covers(one: Standing) -> Iterator[str]:
    """What answers for what is past due."""
    claims = one.claims.values()
    if any(claim.discount for claim in claims):
        yield "a discount that was earned is to be booked"
    if any(claim.waiting for claim in claims):
        yield f"next step agreed for {min(step.next for step in one.planned if step.next)}"
    for promise in one.waited_for[:1]:
        yield f"{_name(promise)} until {promise.last_day}{_more(one.waited_for)}"
    for dispute in one.disputing[:1]:
        owner = dispute.event.tags.get("owner", "")
        about = f"{dispute.document[2]}{_more(one.disputing)}"
        yield f"{owner or 'somebody'} is to settle the dispute of {about}"
    if any(claim.on_account for claim in claims):
        yield "money on account is to be applied"


def _more(found: Sequence[object]) -> str:
    """How many there are besides the first; "" when it is alone."""
    return f" and {len(found) - 1} more" if len(found) > 1 else ""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _name(one: Judgment) -> str:
    return f"promise {one.promise.number or f'for {one.promise.promised}'}"


def _label(item: Item) -> str:
    """The number, else the date: no place in a file, for those change."""
    return item.number or f"{item.kind} of {item.date}"
