"""Plain numbers as whole numbers of a currency's last decimal."""

from decimal import Decimal

from arledger.journal.context import Context
from arledger.journal.model import Journal
from arledger.journal.plain import NotPlainError, parted
from arledger.journal.styles import Forms
from arledger.money import minor_units, places
from arledger.records import NamedTuple, field, record

_USUAL_PLACES = 2
_DIGITS = frozenset(b"0123456789,")
_NUMERIC = frozenset(b"-0123456789,.")


class Coin(NamedTuple):
    """How numbers of a currency are read at a place of a journal.

    One whose text from ``low`` to ``high`` is ``point`` can only be meant in one way: less
    ``marks`` it is a whole number, ``times`` as many last decimals. Any other needs a closer look.
    """

    low: int
    high: int
    point: bytes
    marks: bytes
    places: int
    """Decimals the currency has here."""
    times: int = 1


@record
class Places:
    """The decimals and marks of every currency met: one journal must not change them."""

    decimals: dict[str, int] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    """The decimal mark that was declared for each, or ""."""
    forms: Forms = field(default_factory=Forms)
    """Those the journal declares."""

    def of(self, currency: str, context: Context) -> int:
        """The decimals of a currency; NotPlainError if numbers now mean something else."""
        self.forms = context.amounts.forms
        mark = context.amounts.mark_of(currency)
        if self.marks.setdefault(currency, mark) != mark:
            raise NotPlainError
        declared = context.amounts.forms.declared.get(currency)
        usual = declared.places if declared else max(_USUAL_PLACES, minor_units(currency))
        return self.decimals.setdefault(currency, usual)

    def shown(self, currency: str, journal: Journal) -> int:
        """The decimals of a currency, which the journal may write with more or fewer.

        NotPlainError where it writes none of its amounts: all of them were worked out.
        """
        if currency not in journal.commodities:
            raise NotPlainError
        return self.decimals[currency]


class Coins(dict[bytes, Coin]):
    """The coins of a place of a journal, by currency."""

    def __init__(self, context: Context, known: Places) -> None:
        super().__init__()
        self._context = context
        self._known = known
        self._shapes: set[tuple[bytes, bool]] = set()
        self.waiting: list[int] = []
        """Rows above that are yet to be read: what is new is left for after them, for the first
        amounts of a currency tell how to write it."""
        self.behind = False
        """There are such rows further above, too."""

    def __missing__(self, currency: bytes) -> Coin:
        name = currency.decode()
        decimals = self._known.of(name, self._context)
        amounts = self._context.amounts
        if name in amounts.forms.declared and amounts.mark_of(name) == ".":
            coin = _plain_coin(decimals)
        else:
            coin = Coin(0, 0, b"?", b"", decimals)  # its forms are yet to be learnt
        self[currency] = coin
        return coin

    def sure(self, number: bytes, currency: bytes) -> int | None:
        """A number in last decimals that can only be meant in one way; None for any other."""
        low, high, point, marks, _, times = self[currency]
        if not number or number[low:high] != point or (not point and b"." in number):
            return None
        try:
            return int(number.translate(None, marks)) * times
        except ValueError:  # a symbol stands before it
            return None

    def whole(self, number: bytes, currency: bytes, *, posted: bool = True) -> int | None:
        """A number in last decimals; None if it may mean something else, or is too fine.

        One that is not posted, as what an account is said to hold, tells not how to write it.
        """
        sure = self.sure(number, currency)
        if sure is not None:
            return sure
        coin = self[currency]
        digits, point, decimals = number.partition(b".")
        grouped = b"," in digits
        several = digits.count(b",") > 1
        shape = (currency.decode(), several, grouped, len(point + decimals))
        missing = coin.places - len(decimals)
        amounts = self._context.amounts
        unsure = self.waiting or self.behind or not posted
        if missing < 0 or (unsure and amounts.teaches(shape)):
            return None
        if not amounts.is_sure(shape):
            return None
        if decimals and not missing:
            self._learn(currency, coin, grouped=grouped)
        elif grouped and not decimals and amounts.mark_of(shape[0]) == ".":
            self._learn_whole(currency, coin)
        return int((digits + decimals).replace(b",", b"") + b"0" * missing)

    def amount(
        self, written: bytes, money: bytes, *, posted: bool = True
    ) -> tuple[int, bytes] | None:
        """(last decimals, currency) of an amount, perhaps with its symbol before it.

        None, and ``posted``, as in ``whole``.
        """
        number, currency = (written, money) if money else parted(written)
        if not currency:
            return None
        whole = self.sure(number, currency)
        if whole is None and _NUMERIC.issuperset(number):  # else it has a symbol on either side
            whole = self.whole(number, currency, posted=posted)
        return None if whole is None else (whole, currency)

    def price(self, written: bytes, money: bytes) -> tuple[int, int, bytes] | None:
        """(all its digits, how many of them are decimals, currency) of a price.

        None if it is not sure. No price tells how to write a currency, and none is too fine.
        """
        number, currency = (written, money) if money else parted(written)
        mark = self._context.amounts.mark_of(currency.decode())
        digits, point, decimals = number.partition(b".")
        vague = digits.count(b",") == 1 and not point and mark != "."
        if vague or mark == "," or not currency or not _DIGITS.issuperset(digits):
            return None
        return int(digits.replace(b",", b"") + decimals), len(decimals), currency

    def _learn(self, currency: bytes, coin: Coin, *, grouped: bool) -> None:
        """With all its decimals a number is sure; once both forms are known, none is looked at."""
        self._shapes.add((currency, grouped))
        if {(currency, True), (currency, False)} <= self._shapes:
            self[currency] = _plain_coin(coin.places)

    def _learn_whole(self, currency: bytes, coin: Coin) -> None:
        """Where money has no decimals, no number without them is looked at after a grouped one."""
        if not minor_units(currency.decode()):
            self[currency] = Coin(0, 0, b"", b",", coin.places, 10**coin.places)

    def whole_of(self, quantity: Decimal, currency: str) -> int | None:
        """A quantity that was read in last decimals; None if it is too fine."""
        decimals = self[currency.encode()].places
        return None if places(quantity) > decimals else int(quantity.scaleb(decimals))


def _plain_coin(decimals: int) -> Coin:
    if not decimals:
        return Coin(0, 0, b"", b",", 0)
    return Coin(-decimals - 1, -decimals, b".", b",.", decimals)
