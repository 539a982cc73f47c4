"""Amounts as a journal writes them: symbols, signs, costs, lots and balance assertions."""

import re
from decimal import Decimal

from arledger.journal.characters import NOT_IN_SYMBOLS, SPACES, skip_spaces
from arledger.journal.codes import Unreadable
from arledger.journal.model import Amount, Assertion, Cost
from arledger.journal.notices import Notices
from arledger.journal.numbers import Number, number_at
from arledger.journal.styles import Form, Forms, joined
from arledger.money import EXACT, places
from arledger.patterns import lazy

SYMBOL = lazy(rf'"([^";\n]*)"|([^{NOT_IN_SYMBOLS}]+)')
_COST = lazy(r"\((@@?)\)|(@@?)")
_MONEY = lazy(r"[A-Z]{3}|[$€£¥₫]")
_ASSERTION = lazy(r"=(=?)(\*?)")

_PLAIN = lazy(r"(-?(?:[0-9]{4,20}|[0-9]{1,3}((?:,[0-9]{3}){0,6}))((?:\.[0-9]{1,9})?)) ([A-Z]{3}) *")
"""What nine amounts in ten look like: 1,234.50 EUR. Everything else is read with care."""

_THOUSANDS = (3,)


class Amounts:
    """Reads amounts under the declarations in force at a place of a file.

    Holds what is declared about commodities so far, and the forms of the amounts met.
    """

    __slots__ = (
        "_shapes",
        "_told",
        "decimal_mark",
        "default",
        "forms",
        "marks",
        "notices",
        "read_before",
    )

    def __init__(self) -> None:
        self.decimal_mark = ""
        """Of the ``decimal-mark`` directive."""
        self.default: tuple[str, Form] | None = None
        """Of the ``D`` directive: the commodity of amounts without a symbol."""
        self.marks: dict[str, str] = {}
        """Decimal marks by commodity, of ``commodity`` directives."""
        self.forms = Forms()
        self._told: set[tuple[str, ...]] = set()
        self.notices = Notices(self._told)
        """Amounts that may not be meant as they were read; the caller takes them."""
        self.read_before: dict[str, tuple[Amount, ...]] = {}
        """Amounts by their text; emptied whenever a directive changes how to read them."""
        self._shapes: dict[tuple[str, bool, bool, int], bool] = {}

    def inner(self) -> "Amounts":
        """For an included file: its marks and forms are the whole journal's, the rest its own."""
        amounts = Amounts()
        amounts.decimal_mark, amounts.default = self.decimal_mark, self.default
        amounts.marks, amounts.forms = self.marks, self.forms
        amounts._told, amounts.notices = self._told, Notices(self._told)
        return amounts

    def declare(self, commodity: str, form: Form) -> None:
        """Obey a ``commodity`` directive."""
        self.forms.declared[commodity] = form
        self.marks[commodity] = form.mark
        self.forget()

    def undeclare(self, commodity: str) -> None:
        """Obey a ``commodity`` directive that shows no amount: one above it does not count."""
        self.forms.declared.pop(commodity, None)
        self.marks.pop(commodity, None)
        self.forget()

    def set_default(self, commodity: str, form: Form) -> None:
        """Obey a ``D`` directive."""
        self.default = (commodity, form)
        self.forget()

    def set_decimal_mark(self, mark: str) -> None:
        """Obey a ``decimal-mark`` directive."""
        self.decimal_mark = mark
        self.forget()

    def forget(self) -> None:
        """Read amounts anew from here on: a declaration has changed."""
        self.read_before = {}
        self._shapes = {}

    def mark_of(self, commodity: str) -> str:
        """The decimal mark declared for a commodity, or "": it settles what 1,000 means."""
        if self.decimal_mark:
            return self.decimal_mark
        declared = self.marks.get(commodity)
        if declared:
            return declared
        return self.default[1].mark if self.default else ""

    def plain(self, text: str) -> tuple[Amount, ...] | None:
        """The amount that is all of a text; None if it is not one, or deserves a notice."""
        found = _PLAIN.fullmatch(text)
        if found is None:
            return self._alone(text)
        number, groups, decimals, commodity = found.groups("")
        shape = (commodity, len(groups) > 4, bool(groups), len(decimals))
        if not self.is_sure(shape):
            return self._alone(text)
        quantity = Decimal(number.replace(",", "") if groups else number)
        amount = (Amount(quantity or quantity.copy_abs(), commodity),)
        self.read_before[text] = amount
        return amount

    def teaches(self, shape: tuple[str, bool, bool, int]) -> bool:
        """Whether an amount of a shape (as below) tells more of how to write its commodity."""
        commodity = shape[0]
        if shape in self._shapes or commodity in self.forms.declared:
            return False
        known = self.forms.posted.get(commodity)
        return known is None or joined(known, _form_of(shape)) != known

    def is_sure(self, shape: tuple[str, bool, bool, int]) -> bool:
        """Whether amounts of a shape can only be read in one way; their form is noted.

        The shape: commodity, more than one comma, any comma, the decimals with their point. A
        symbol like ``$`` stands right before the number, letters stand behind it and a space.
        """
        sure = self._shapes.get(shape)
        return self._shape(shape) if sure is None else sure

    def _alone(self, text: str) -> tuple[Amount, ...] | None:
        written = text.rstrip(" ")
        self.notices.forget()
        try:
            amount, form, end = self.bare_at(written, 0)
        except Unreadable:
            return None  # the careful reading will say why
        if end != len(written) or self.notices:
            return None
        self.forms.post(amount.commodity, form)
        self.read_before[text] = (amount,)
        return (amount,)

    def _shape(self, shape: tuple[str, bool, bool, int]) -> bool:
        """As ``is_sure``, for a shape met for the first time."""
        commodity, several, grouped, decimals = shape
        declared = self.mark_of(commodity)
        if grouped and not decimals:
            sure = several or declared == "."
        elif decimals and not grouped:
            sure = declared == "." or (not declared and decimals != 4)
        else:
            sure = True
        if sure:
            self.forms.post(commodity, _form_of(shape))
        self._shapes[shape] = sure
        return sure

    def posted_at(self, line: str, start: int) -> tuple[Amount, int]:
        """The amount of a posting with its cost, and where it ends; lots are passed over."""
        amount, form, end = self.bare_at(line, start)
        self.forms.post(amount.commodity, form)
        return self._with_cost(line, amount, end, lots=True)

    def whole_at(self, line: str, start: int) -> tuple[Amount, Form, int]:
        """An amount that is no posting's, with its form and end; costs and lots may follow."""
        amount, form, end = self.bare_at(line, start)
        amount, end = self._with_cost(line, amount, end, lots=True)
        return amount, form, end

    def assertion_at(self, line: str, start: int, number: int) -> tuple[Assertion | None, int]:
        """The balance assertion at this column, None if there is none, and where it ends."""
        found = _ASSERTION.match(line, start)
        if found is None:
            return None, start
        begin = skip_spaces(line, found.end())
        amount, _, end = self.bare_at(line, begin)
        amount, end = self._with_cost(line, amount, end, lots=False)
        sole, inclusive = bool(found[1]), bool(found[2])
        return Assertion(amount, sole, inclusive, number, start + 1), end

    def bare_at(self, line: str, start: int) -> tuple[Amount, Form, int]:
        """A signed number with or without its symbol, its form, and where it ends."""
        negative, begin = _signed(line, start)
        symbol = SYMBOL.match(line, begin)
        if symbol is not None:
            return self._symbol_first(line, symbol, negative=negative)
        return self._number_first(line, begin, negative=negative)

    def _symbol_first(
        self, line: str, symbol: re.Match[str], *, negative: bool
    ) -> tuple[Amount, Form, int]:
        commodity = self._commodity(symbol)
        after = skip_spaces(line, symbol.end())
        inner, begin = _signed(line, after)
        number = number_at(line, begin, self.mark_of(commodity))
        self._heed(number, commodity, begin)
        form = _form(number, symbol_first=True, spaced=after > symbol.end())
        quantity = number.quantity.copy_negate() if negative != inner else number.quantity
        return Amount(_unsigned_zero(quantity), commodity), form, number.end

    def _number_first(self, line: str, begin: int, *, negative: bool) -> tuple[Amount, Form, int]:
        # The symbol stands after the number, and decides how to read it: look at it first.
        end = number_at(line, begin, "").end
        after = skip_spaces(line, end)
        symbol = SYMBOL.match(line, after)
        if symbol is None:
            return self._without_symbol(line, begin, negative=negative)
        commodity = self._commodity(symbol)
        number = number_at(line, begin, self.mark_of(commodity))
        self._heed(number, commodity, begin)
        form = _form(number, symbol_first=False, spaced=after > end)
        quantity = number.quantity.copy_negate() if negative else number.quantity
        return Amount(_unsigned_zero(quantity), commodity), form, symbol.end()

    def _without_symbol(self, line: str, begin: int, *, negative: bool) -> tuple[Amount, Form, int]:
        number = number_at(line, begin, self.mark_of(""))
        quantity = number.quantity.copy_negate() if negative else number.quantity
        if self.default is None:
            self._heed(number, "", begin)
            form = _form(number, symbol_first=False, spaced=False)
            return Amount(_unsigned_zero(quantity), ""), form, number.end
        commodity, form = self.default
        form = form._replace(places=max(form.places, places(number.quantity)))
        return Amount(_unsigned_zero(quantity), commodity), form, number.end

    def _commodity(self, symbol: re.Match[str]) -> str:
        quoted, bare = symbol.groups()
        if quoted is not None:
            return str(quoted)
        if bare.strip(SPACES) != bare or "," in bare:
            what = "a comma" if "," in bare else "an invisible space"
            message = f"the symbol holds {what}"
            notice = Unreadable("odd-symbol", message, symbol.start(), symbol.end())
            self.notices.add(notice, bare)
        return str(bare)

    def _heed(self, number: Number, commodity: str, begin: int) -> None:
        if number.ambiguous and (number.mark == "," or _MONEY.fullmatch(commodity)):
            message = f"read as {number.quantity:f}: the `{number.mark}` counts as decimal mark"
            notice = Unreadable("ambiguous-number", message, begin, number.end)
            self.notices.add(notice, commodity, number.mark)

    def _with_cost(self, line: str, amount: Amount, end: int, *, lots: bool) -> tuple[Amount, int]:
        """The amount with the cost after it; each kind of lot note may stand once, in any order."""
        seen: set[str] = set()
        end = skip_spaces(line, end)
        while end < len(line):
            kind = line[end] if lots or line[end] in "@(" else ""
            found = _COST.match(line, end) if kind in {"@", "("} else None
            kind = "@" if found else kind
            if kind in seen or kind not in {"@", "{", "[", "("}:
                break
            if found is not None:
                amount, end = self._cost_at(line, amount, found)
            elif lots:
                from arledger.journal.lots import lot_end  # few journals have lots

                end = lot_end(line, end, kind, self.bare_at)
            else:
                break
            seen.add(kind)
            end = skip_spaces(line, end)
        return amount, end

    def _cost_at(self, line: str, amount: Amount, found: re.Match[str]) -> tuple[Amount, int]:
        noticed = len(self.notices)
        price, _, end = self.bare_at(line, skip_spaces(line, found.end()))
        self.notices.forget(noticed)  # prices often have three decimals, and mean them
        total = (found[1] or found[2]) == "@@"
        return amount._replace(cost=Cost(price.quantity, price.commodity, total)), end


def _form_of(shape: tuple[str, bool, bool, int]) -> Form:
    """How amounts of a shape are written."""
    commodity, _, grouped, decimals = shape
    first = not commodity.isalpha()
    mark, places_ = (".", decimals - 1) if decimals else ("", 0)
    group_mark, sizes = (",", _THOUSANDS) if grouped else ("", ())
    return Form(first, not first, mark, group_mark, sizes, places_)


def cost_of(amount: Amount) -> tuple[Decimal, str]:
    """What an amount cost, signed, and in which commodity; the amount itself without a cost."""
    cost = amount.cost
    if cost is None:
        return amount.quantity, amount.commodity
    if not cost.total:
        return EXACT.multiply(amount.quantity, cost.quantity), cost.commodity
    return (-cost.quantity if amount.quantity < 0 else cost.quantity), cost.commodity


def _form(number: Number, *, symbol_first: bool, spaced: bool) -> Form:
    decimals = places(number.quantity)
    return Form(symbol_first, spaced, number.mark, number.group_mark, number.group_sizes, decimals)


def _signed(line: str, start: int) -> tuple[bool, int]:
    sign = line[start : start + 1]
    return (sign == "-", skip_spaces(line, start + 1)) if sign in {"-", "+"} else (False, start)


def _unsigned_zero(quantity: Decimal) -> Decimal:
    return quantity or quantity.copy_abs()
