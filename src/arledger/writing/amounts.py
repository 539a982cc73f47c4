"""Amounts as people and scripts type them, and the style a place in a file has them written in."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from arledger.journal.amounts import SYMBOL
from arledger.journal.model import Entry, ParserState, Style
from arledger.money import minor_units, places, plain
from arledger.patterns import lazy
from arledger.records import NamedTuple
from arledger.writing.errors import UnfitError
from arledger.writing.texts import line

_TYPED = lazy(r"([^0-9.,]*)([0-9.,]*[0-9][0-9.,]*)(.*)")
_SIGN = lazy(r"[-+\u2212]")
_UNCERTAIN = lazy(r"([1-9][0-9]{0,2})([.,])([0-9]{3})")
_DECIMAL = lazy(r"([0-9]*)(?:[.,]([0-9]*))?")
_GROUPED = lazy(r"([0-9]{1,3}([.,])(?:[0-9]{2,3}\2)*[0-9]{3})(?:(?!\2)[.,]([0-9]*))?")

MAX_LENGTH = 40
"""Characters of a typed number: more are a slip of the keyboard."""


class Money(NamedTuple):
    """A signed quantity of one commodity."""

    quantity: Decimal
    commodity: str

    @property
    def text(self) -> str:
        """As a tag has it: 5000.00 USD, a point whatever the journal's mark."""
        return f"{plain(self.quantity)} {self.commodity}".strip()


def mark_of(state: ParserState, commodity: str) -> str:
    """The decimal mark declared at a place for a commodity; "" when nothing declares one."""
    return state.decimal_mark or state.commodity_marks.get(commodity) or state.default_mark


def _mark(commodity: str, state: ParserState, styles: Mapping[str, Style]) -> str:
    """The decimal mark declared; else that a currency of three decimals is written with; or ""."""
    style = styles.get(commodity)
    seen = style.decimal_mark if style and style.places == minor_units(commodity) == 3 else ""
    return mark_of(state, commodity) or seen


def typed(amount: Money, state: ParserState, styles: Mapping[str, Style]) -> str:
    """The amount as someone types it at a place: ``money`` reads it back."""
    mark = _mark(amount.commodity, state, styles)
    digits = plain(amount.quantity)
    if not mark and _UNCERTAIN.fullmatch(digits):
        digits += "0"
    return f"{digits.replace('.', mark or '.')} {amount.commodity}".strip()


def money(
    text: str, state: ParserState, currency: str | None, styles: Mapping[str, Style] | None = None
) -> Money:
    """The amount someone typed: ``5000``, ``5000.00 USD``, ``$5,000.00``, ``1.234,50 EUR``.

    ``currency`` is that of an amount that names none; None: it must. A single mark before three
    digits is read as the journal declares it; where nothing does, it is refused, for nobody
    knows whether ``1,000`` is one or a thousand, but in a currency of three decimals, whose
    ``styles`` tell. UnfitError with what is wrong.
    """
    tidy = line(text)
    found = _TYPED.fullmatch(tidy)
    if found is None or len(found[2]) > MAX_LENGTH:
        raise _no_amount(tidy)
    negative, symbol = _around(tidy, found[1], found[3])
    commodity = currency if symbol is None else symbol
    if commodity is None:
        raise UnfitError(f"'{tidy}' lacks its currency", f"write it as in '{tidy} USD'")
    declared = _mark(commodity, state, styles or {})
    quantity = _quantity(found[2], declared)
    return Money(-quantity if negative else quantity, commodity)


def _no_amount(text: str) -> UnfitError:
    return UnfitError(f"'{text[:MAX_LENGTH]}' is not an amount", "write it like 5000.00 USD")


def _around(whole: str, before: str, after: str) -> tuple[bool, str | None]:
    """Whether a minus stands before the digits, and the symbol before or after them."""
    signs = _SIGN.findall(before)
    symbols = [part for part in (_SIGN.sub("", before).strip(), after.strip()) if part]
    if len(signs) > 1 or len(symbols) > 1:
        raise _no_amount(whole)
    if not symbols:
        return "-" in signs or "\u2212" in signs, None
    found = SYMBOL.fullmatch(symbols[0])
    if found is None or "," in symbols[0]:
        raise _no_amount(whole)
    return "-" in signs or "\u2212" in signs, found[1] if found[1] is not None else found[2]


def _quantity(digits: str, declared: str) -> Decimal:
    """The number these digits and marks are; ``declared`` is the decimal mark, or ""."""
    if uncertain := _UNCERTAIN.fullmatch(digits):
        whole, mark, rest = uncertain.groups()
        if not declared:
            raise UnfitError(
                f"'{digits}' may be {whole}{rest}.00 or {whole}.{rest}",
                f"write {whole}{rest}, or {whole}.{rest}0",
            )
        return Decimal(f"{whole}.{rest}" if mark == declared else whole + rest)
    if found := _DECIMAL.fullmatch(digits):
        return Decimal(f"{found[1] or 0}.{found[2]}" if found[2] else found[1])
    if found := _GROUPED.fullmatch(digits):
        whole = found[1].replace(found[2], "")
        return Decimal(f"{whole}.{found[3]}" if found[3] else whole)
    raise UnfitError(f"'{digits}' is not a number", "write it without marks between thousands")


def full(amount: Money, styles: Mapping[str, Style]) -> Money:
    """The amount with as many decimals as its commodity is written with, at least."""
    wanted = decimals(amount.commodity, styles)
    if places(amount.quantity) >= wanted:
        return amount
    return amount._replace(quantity=amount.quantity.quantize(Decimal(1).scaleb(-wanted)))


def decimals(commodity: str, styles: Mapping[str, Style]) -> int:
    """Decimals a commodity is written with: as the journal has it, else ISO 4217's."""
    style = styles.get(commodity)
    return style.places if style else minor_units(commodity)


def styles_for(
    entry: Entry, styles: Mapping[str, Style], state: ParserState
) -> Mapping[str, Style]:
    """The styles in which the entry's amounts can be read in one way only at a place."""
    return {name: _fitting(name, styles.get(name), state) for name in set(_commodities(entry))}


def _commodities(entry: Entry) -> Iterator[str]:
    for posting in entry.postings:
        for amount in posting.amounts:
            yield amount.commodity
            if amount.cost is not None:
                yield amount.cost.commodity


def _fitting(commodity: str, style: Style | None, state: ParserState) -> Style:
    """The commodity's style with the decimal mark of the place.

    Digits are grouped only where decimals follow: to ledger ``1,000.`` is no number.
    """
    if style is None:
        letters = commodity.isalpha() or not commodity
        style = Style(symbol_first=not letters, spaced=letters, places=minor_units(commodity))
    mark = mark_of(state, commodity) or style.decimal_mark
    group = style.group_mark if style.places and style.group_mark != mark else ""
    return style._replace(decimal_mark=mark, group_mark=group)
