"""How a commodity's amounts are written: declared, or learnt from the amounts themselves."""

from arledger.journal.model import Style
from arledger.records import NamedTuple


class Form(NamedTuple):
    """How one amount was written."""

    symbol_first: bool
    spaced: bool
    mark: str
    """The decimal mark; "" when the amount shows none."""
    group_mark: str
    group_sizes: tuple[int, ...]
    places: int


def joined(first: Form, second: Form) -> Form:
    """The first form with the most decimals of both, and the first marks either shows."""
    group_mark, sizes = first.group_mark, first.group_sizes
    if not group_mark:
        group_mark, sizes = second.group_mark, second.group_sizes
    marks = (mark for mark in (first.mark, second.mark) if mark and mark != group_mark)
    mark = next(marks, "")
    places = max(first.places, second.places)
    return Form(first.symbol_first, first.spaced, mark, group_mark, sizes, places)


def style_of(form: Form) -> Style:
    """The style an amount of this form sets."""
    return Style(
        symbol_first=form.symbol_first,
        spaced=form.spaced,
        decimal_mark=form.mark or ("," if form.group_mark == "." else "."),
        group_mark=form.group_mark,
        group_sizes=form.group_sizes,
        places=form.places,
    )


class Forms:
    """The forms of each commodity seen so far, in the order hledger weighs them."""

    __slots__ = ("declared", "default", "posted", "priced")

    def __init__(self) -> None:
        self.declared: dict[str, Form] = {}
        self.default: tuple[str, Form] | None = None
        self.priced: dict[str, Form] = {}
        self.posted: dict[str, Form] = {}

    def post(self, commodity: str, form: Form) -> None:
        """Take note of an amount in an entry."""
        known = self.posted.get(commodity)
        self.posted[commodity] = form if known is None else joined(known, form)

    def price(self, commodity: str, form: Form) -> None:
        """Take note of an amount in a ``P`` directive."""
        known = self.priced.get(commodity)
        self.priced[commodity] = form if known is None else joined(known, form)

    def styles(self) -> dict[str, Style]:
        """Styles by commodity: declared, else of ``D``, else of prices, then amounts."""
        forms = dict(self.posted)
        for commodity, form in self.priced.items():
            forms[commodity] = joined(form, forms[commodity]) if commodity in forms else form
        if self.default is not None:
            forms[self.default[0]] = self.default[1]
        forms.update(self.declared)
        return {commodity: style_of(form) for commodity, form in forms.items()}
