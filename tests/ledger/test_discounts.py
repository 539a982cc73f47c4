"""Cash discounts that were earned: recognised, never given without an entry."""

from decimal import Decimal

from tests.ledger.books import book_of, codes_of, plain, policy_of, problem_of

from arledger.ledger.discounts import pending

D = Decimal


def invoice(terms: str = "2/10 net 30", amount: str = "1,000.00") -> str:
    return f"""
        account assets:receivable:foo  ; terms:{terms}

        2026-03-05 (INV-1) Foo | goods
            assets:receivable:foo    {amount} USD
            income:sales
        """


def paid(day: str, amount: str) -> str:
    return f"""
        {day} * (RCP-{day}) Foo | transfer
            assets:bank    {amount} USD
            assets:receivable:foo    -{amount} USD  ; inv:INV-1
        """


def left(text: str) -> Decimal | None:
    """The discount that is pending on the only item."""
    book = book_of(text)
    (item,) = book.items
    found = pending(book, item)
    return found.amount if found else None


def test_payment_on_the_last_day_earns_the_discount() -> None:
    assert left(invoice() + paid("2026-03-15", "980.00")) == D("20.00")


def test_payment_a_day_later_earns_nothing() -> None:
    assert left(invoice() + paid("2026-03-16", "980.00")) is None


def test_part_in_the_window_and_the_rest_after_earns_nothing() -> None:
    text = invoice() + paid("2026-03-10", "500.00") + paid("2026-03-20", "480.00")
    assert left(text) is None


def test_two_payments_in_time_earn_it_together() -> None:
    text = invoice() + paid("2026-03-10", "500.00") + paid("2026-03-14", "480.00")
    assert left(text) == D("20.00")


def test_nothing_is_earned_before_anything_is_paid() -> None:
    """60 % of a cent is a cent: all that is open, but nobody paid in time."""
    assert left(invoice("60/10 net 30", "0.01")) is None
    assert "discount-pending" not in codes_of(invoice("60/10 net 30", "0.01"))


def test_a_cent_short_is_not_a_discount() -> None:
    assert left(invoice() + paid("2026-03-10", "979.99")) is None


def test_discount_is_on_what_a_credit_note_left() -> None:
    note = """
        2026-03-08 (CN-1) Foo | returned
            income:sales    100.00 USD
            assets:receivable:foo    -100.00 USD  ; inv:INV-1
        """
    assert left(invoice() + note + paid("2026-03-10", "882.00")) == D("18.00")


def test_each_tier_has_its_own_last_day() -> None:
    """529.87 at 3 % in 10 days: discount 15.90, to pay 513.97; at 2 % in 20 days 10.60."""
    terms = "3/10 2/20 net 60"
    assert left(invoice(terms, "529.87") + paid("2026-03-15", "513.97")) == D("15.90")
    assert left(invoice(terms, "529.87") + paid("2026-03-16", "513.97")) is None
    assert left(invoice(terms, "529.87") + paid("2026-03-25", "519.27")) == D("10.60")


def test_terms_without_discount_and_stated_due_dates_earn_nothing() -> None:
    assert left(invoice("net 30") + paid("2026-03-10", "980.00")) is None
    stated = invoice().replace("| goods", "| goods  ; due:2026-04-04")
    assert left(stated + paid("2026-03-10", "980.00")) is None


def test_a_part_payment_earns_its_part_where_the_policy_says_so() -> None:
    """1,140.00 at 2 % prox, 450.00 in time: credit 459.18, discount 9.18, left 680.82."""
    text = invoice("2/10 prox", "1,140.00") + paid("2026-04-10", "450.00")
    assert left(text) is None
    book = book_of(text, policy=policy_of(discount={"allow_partial": True}))
    (item,) = book.items
    found = pending(book, item)
    assert found
    assert (found.amount, item.open - found.amount) == (D("9.18"), D("680.82"))


def test_a_part_of_the_discount_is_pending_once() -> None:
    booked = """
        2026-04-10 Foo | discount
            expenses:discounts    9.18 USD
            assets:receivable:foo    -9.18 USD  ; inv:INV-1
        """
    text = invoice("2/10 prox", "1,140.00") + paid("2026-04-10", "450.00") + booked
    book = book_of(text, policy=policy_of(discount={"allow_partial": True}))
    assert book.items[0].open == D("680.82")
    assert pending(book, book.items[0]) is None


def test_a_bounced_payment_earns_nothing() -> None:
    back = """
        2026-03-20 Foo | returned by the bank
            assets:receivable:foo    980.00 USD  ; inv:INV-1
            assets:bank
        """
    assert left(invoice() + paid("2026-03-10", "980.00") + back) is None


def test_the_entry_it_proposes_settles_the_invoice() -> None:
    text = invoice() + paid("2026-03-15", "980.00")
    _, _, entry = problem_of(text, "discount-pending").help.partition("\n")
    settled = plain(text) + "\n" + entry + "\n"
    book = book_of(settled)
    assert not book.open_items()
    assert {credit.kind for credit in book.credits} == {"payment", "discount"}
    assert "discount-pending" not in codes_of(settled)


def test_a_declared_discount_account_is_proposed_first() -> None:
    text = "account expenses:sales:cash discounts\n\n" + plain(
        invoice() + paid("2026-03-15", "980.00")
    )
    assert (
        "    expenses:sales:cash discounts    20.00 USD"
        in problem_of(text, "discount-pending").help
    )


def test_a_discount_from_a_supplier_is_pending_too() -> None:
    text = """
        account liabilities:payable:mill  ; terms:2/10 net 30

        2026-03-05 (B-1) Mill | flour
            expenses:flour    1,000.00 USD
            liabilities:payable:mill

        2026-03-15 * Mill | transfer
            liabilities:payable:mill    980.00 USD  ; inv:B-1
            assets:bank
        """
    problem = problem_of(text, "discount-pending", side="payable")
    assert (
        "income:discounts    -20.00 USD\n    liabilities:payable:mill    20.00 USD" in problem.help
    )
