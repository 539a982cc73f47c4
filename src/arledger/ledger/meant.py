"""What accounts mean for plain entries, each worked out once."""

from arledger.journal.characters import SPACES
from arledger.journal.model import Journal
from arledger.journal.postings import swallowed_amount
from arledger.ledger.beginning import Final, party_of
from arledger.ledger.kinds import Kinds, Nature, kinds_of
from arledger.ledger.lanes import Lane, Party
from arledger.ledger.model import Side
from arledger.ledger.tags import meaning
from arledger.policy.model import Policy

_MAKES_AN_INVOICE: frozenset[Nature] = frozenset(
    {"income", "neutral", "expense", "asset", "liability", "unknown"}
)
"""What a debit may stand against and be an invoice beyond doubt."""

_MAKES_A_CREDIT: frozenset[Nature] = frozenset(
    {"cash", "bank-fee", "asset", "income", "credit-note", "write-off", "discount", "expense"}
)
"""One of these tells what a credit is: nothing is guessed."""

_MAKES_A_PAYMENT: frozenset[Nature] = frozenset({"cash", "bank-fee", "asset"})
"""A document with the number of such a credit is not its reversal."""

_NEVER_PLAIN: frozenset[Nature] = frozenset({"own", "other-side", "equity", "opening"})

_WIDE_SPACES = frozenset(SPACES) - {" "}


class Meant:
    """What an account means for a plain entry."""

    __slots__ = ("customer", "lanes", "name", "pays", "pays_only", "plain", "reverses", "sells")

    def __init__(self, name: str, kinds: Kinds) -> None:
        self.name = name
        self.lanes: Lanes | None = None
        """Of a plain receivable, by currency."""
        role = kinds.own.role(name)
        nature = kinds.nature(name) if role is None else "own"
        self.customer = role.customer if role else ""
        """Whose receivable it is; "" when it is none."""
        fits = bool(role.customer) and len(role.below) == 1 if role else nature not in _NEVER_PLAIN
        odd = name.startswith("(") or not _WIDE_SPACES.isdisjoint(name)
        self.plain = fits and not odd and swallowed_amount(name, name) is None
        """False: its entries are always read the long way."""
        self.sells = self.plain and nature in _MAKES_AN_INVOICE
        """What stands against it may be an invoice."""
        self.pays = self.plain and nature in _MAKES_A_CREDIT
        """What stands against it is a credit whose kind is known."""
        self.reverses = self.pays and nature not in _MAKES_A_PAYMENT
        """And that credit may be reversed by a document of its number."""
        self.pays_only = self.pays and not self.reverses

    def signs(self) -> tuple[object, ...]:
        """All that was concluded from the name."""
        return self.customer, self.plain, self.sells, self.pays, self.reverses


class Lanes(dict[bytes, Lane]):
    """The lanes of one receivable account, by currency."""

    def __init__(self, account: str, party: Party) -> None:
        super().__init__()
        self.account = account
        self.party = party
        for lane in party.lanes:
            if lane.account == account:
                self[lane.currency.encode()] = lane

    def __missing__(self, currency: bytes) -> Lane:
        lane = self[currency] = Lane(self.party, self.account, currency.decode())
        self.party.lanes.append(lane)
        return lane


class Meanings(dict[bytes, Meant]):
    """Every account met in a plain entry, by its name."""

    def __init__(self, journal: Journal, policy: Policy, side: Side) -> None:
        super().__init__()
        self._journal, self._policy, self._side = journal, policy, side
        self.kinds = kinds_of(journal, policy, side)
        """What told them so far."""
        self.parties: dict[str, Party] = {}
        self.finals: dict[str, Final] = {}
        """Customers of an earlier run of whom nothing more was met."""

    def __missing__(self, name: bytes) -> Meant:
        meant = self[name] = Meant(name.decode(), self.kinds)
        if meant.customer and meant.plain:
            meant.lanes = Lanes(meant.name, self._party(meant))
        return meant

    def hold(self) -> bool:
        """Whether all that was concluded from names holds now that all are declared."""
        kinds = self.kinds = kinds_of(self._journal, self._policy, self._side)
        return all(Meant(one.name, kinds).signs() == one.signs() for one in self.values())

    def met_again(self, customer: str) -> Party:
        """A customer of an earlier run, of whom there is more."""
        party = self.parties[customer] = party_of(customer, self.finals.pop(customer).raw)
        return party

    def _party(self, meant: Meant) -> Party:
        party = self.parties.get(meant.customer)
        if meant.customer in self.finals:
            party = self.met_again(meant.customer)
        if party is None:
            declared = self._journal.accounts.get(meant.name)  # no name comes from above
            named = declared is not None and "name" in meaning(declared.tags)
            party = self.parties[meant.customer] = Party(meant.customer)
            party.payees = None if named else set()
        return party
