"""Plain numbers as whole numbers of a currency's last decimal."""

from decimal import Decimal

from arledger.journal.context import Context
from arledger.journal.model import Journal
from arledger.journal.plain import NotPlainError
from arledger.journal.styles import Forms
from arledger.money import minor_units, places
from arledger.records import NamedTuple, field, record

_USUAL_PLACES = 2


class Coin(NamedTuple):
    """How numbers of a currency are read at a place of a journal.

    One whose text from ``low`` to ``high`` is ``point`` can only be meant in one way: less
    ``marks`` it is a whole number of last decimals. Any other needs a closer look.
    """

    low: int
    high: int
    point: bytes
    marks: bytes
    places: int
    """Decimals a whole number stands for."""


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

    def shown(self, currency: str, journal: Journal) -> tuple[int, int, int]:
        """(factor, divisor, decimals): how last decimals become those of the journal's style.

        The division leaves no rest. NotPlainError where a style with fewer decimals was declared
        after the currency was met.
        """
        given = self.decimals[currency]
        shown = journal.commodities[currency].places
        if shown < given and currency in self.forms.declared:
            raise NotPlainError
        return 10 ** max(0, shown - given), 10 ** max(0, given - shown), shown


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
        low, high, point, marks, _ = self[currency]
        if not number or number[low:high] != point or (not point and b"." in number):
            return None
        return int(number.translate(None, marks))

    def whole(self, number: bytes, currency: bytes) -> int | None:
        """A number in last decimals; None if it may mean something else, or is too fine."""
        coin = self[currency]
        if number[coin.low : coin.high] == coin.point and (coin.point or b"." not in number):
            return int(number.translate(None, coin.marks))
        digits, point, decimals = number.partition(b".")
        grouped = b"," in digits
        several = digits.count(b",") > 1
        shape = (currency.decode(), several, grouped, len(point + decimals))
        missing = coin.places - len(decimals)
        amounts = self._context.amounts
        if missing < 0 or ((self.waiting or self.behind) and amounts.teaches(shape)):
            return None
        if not amounts.is_sure(shape):
            return None
        if decimals and not missing:
            self._learn(currency, coin, grouped=grouped)
        return int((digits + decimals).replace(b",", b"") + b"0" * missing)

    def _learn(self, currency: bytes, coin: Coin, *, grouped: bool) -> None:
        """With all its decimals a number is sure; once both forms are known, none is looked at."""
        self._shapes.add((currency, grouped))
        if {(currency, True), (currency, False)} <= self._shapes:
            self[currency] = _plain_coin(coin.places)

    def whole_of(self, quantity: Decimal, currency: str) -> int | None:
        """A quantity that was read in last decimals; None if it is too fine."""
        decimals = self[currency.encode()].places
        return None if places(quantity) > decimals else int(quantity.scaleb(decimals))


def _plain_coin(decimals: int) -> Coin:
    if not decimals:
        return Coin(0, 0, b"", b",", 0)
    return Coin(-decimals - 1, -decimals, b".", b",.", decimals)
