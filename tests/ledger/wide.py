"""Books in which everything occurs that an accountant may write, each in its own measure.

Most entries are what the short way takes; the rest is at its edges. One seed, one book.
"""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from tests.ledger.books import policy_of
from tests.ledger.oddities import ENTRIES, NOTES, OTHER, REFERENCES, TAGS

from arledger.ledger.model import Side
from arledger.policy.model import DEFAULT

START = date(2026, 1, 1)
PLACES = {"USD": 2, "EUR": 2, "VND": 0, "KWD": 3}
WHO = ("c0", "c1", "C0", "Same Ltd", "same ltd", "Other", "nobody", "c0x", "Ünï", "uni", "a  b")
POLICIES: tuple[dict[str, dict[str, Any]], ...] = (
    {"allocation": {"order": "exact-amount"}},
    {"allocation": {"order": "costs-interest-principal"}},
    {"allocation": {"order": "none"}},
    {"terms": {"default": "net 30"}},
    {"terms": {"default": "2/10 net 30"}},
    {"terms": {"default": "net 30/60"}},
    {"terms": {"by": {"segment": {"retail": "net 5"}}}},
    {"accounts": {"receivable": ("assets:receivable",), "payable": ("liabilities:payable",)}},
    {"accounts": {"subaccount": "invoice"}},
    {"documents": {"payment": ("clearing", "stock"), "invoice": ("thing",)}},
    {"documents": {"discount": ("other",), "write_off": ("discounts",)}},
    {"contacts": {"causes": ("odd",)}},
)
T = TypeVar("T")


class Wide:
    """One book: its text, and how it is looked at."""

    def __init__(self, seed: int) -> None:
        chance = self.chance = random.Random(seed)
        self.side: Side = chance.choice(("receivable",) * 4 + ("payable",))
        own, other = "assets:receivable", "liabilities:payable"
        self.root = own if self.side == "receivable" else other
        self.policy = policy_of(**chance.choice(POLICIES)) if self.often(0.4) else DEFAULT
        self.as_of = chance.choice((400, 400, 400, -1, 1, 5, 20, 30, 60, 119))
        self.calm = self.often(0.6)
        """Most customers stay simple: there is little about which one may wonder."""
        self.measures = {
            "nameless": chance.choice((0, 0, 0.1, 0.3, 0.6, 0.9)),
            "odd": chance.choice((0, 0, 0.03) if self.calm else (0.03, 0.1, 0.3)),
            "aside": chance.choice((0, 0.1, 0.3)),
            "several": chance.choice((0, 0.1, 0.3)),
            "coded": 0 if self.calm else chance.choice((0, 0.1, 0.4)),
            "too much": chance.choice((0, 0.1, 0.3)),
            "styled": 0 if self.calm else chance.choice((0, 0, 0.1, 0.5)),
            "barred": chance.choice((1, 1, 0.7, 0.3, 0)),
            "loose": 0 if self.calm else 0.1,
        }
        self.days = self._days(in_order=self.often(0.6), span=chance.choice((3, 10, 40, 120)))
        self.currencies = chance.choice((("USD",), ("USD", "EUR"), ("USD", "VND"), tuple(PLACES)))
        self.accounts = [f"{self.root}:c{n}" for n in range(chance.choice((1, 1, 2, 3, 6)))]
        self.accounts += [f"{self.root}:c0x"] * self.often(0.2)
        self.accounts += [f"{self.root}:{chance.choice(('C0', 'Ümlaut & Co'))}"] * self.often(0.1)
        self.documents: list[tuple[str, str, str, int]] = []
        self.numbers = 0

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def one(self, *of: T) -> T:
        return self.chance.choice(of)

    def options(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.often(0.4):
            found["unapplied"] = self.one("oldest", "own-age")
        if self.often(0.3):
            found["basis"] = self.one("date", "original")
        if self.often(0.2):
            found["buckets"] = self.one("7,14", "1,2,3")
        return found

    def data(self) -> bytes:
        """The bytes of the file: sometimes not as an editor would leave them."""
        text = self.text().encode()
        if self.calm or self.often(0.7):
            return text
        at = self.chance.randrange(len(text) + 1)
        odd = self.one(b"\r", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8", b"\xff", b"\t", b";", b"\n\n")
        return self.one(
            text.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + text, text.rstrip(b"\n"),
            text[:at] + odd + text[at:], text.replace(b"\n\n", b"\n \n"),
        )  # fmt: skip

    def text(self) -> str:
        count = self.one(4, 8, 15, 30, 60)
        between = self.one("\n", "\n", "\n", "\n\n", "\n" if self.calm else "")
        return self._head() + between.join(self._item() for _ in range(count))

    def _head(self) -> str:
        lines = [
            f"commodity 1,000.{PLACES[c] * '0'} {c}\n" for c in self.currencies if self.often(0.7)
        ]
        declared = [account for account in [*self.accounts, self.root] if self.often(0.3)]
        lines += [f"account {account}{self.one(*TAGS)}\n" for account in declared]
        return "".join(lines) + "\n"

    def _item(self) -> str:
        kind = self.chance.random()
        if kind < self.measures["odd"]:
            return self._filled(self.one(*ENTRIES, *OTHER))
        if self.often(self.measures["aside"]):
            return self._event() if self.often(0.6) else self._promise()
        return self._payment() if self.often(0.5) else self._invoice()

    def _days(self, *, in_order: bool, span: int) -> Callable[[], date]:
        days = sorted(self.chance.randrange(span) for _ in range(100))
        if in_order:
            return lambda: START + timedelta(days.pop(0))
        return lambda: START + timedelta(self.chance.choice(days))

    # -- parts of entries ---------------------------------------------------------------------

    def signed(self, cents: int) -> int:
        return cents if self.side == "receivable" else -cents

    def amount(self, cents: int, currency: str) -> str:
        places, sign = PLACES[currency], "-" if cents < 0 else ""
        whole, rest = divmod(abs(cents), 10**places)
        digits = sign + (f"{whole:,}" if self.often(0.5) else str(whole))
        decimals = f".{rest:0{places}}" if places else ""
        if not self.often(self.measures["styled"]):
            return f"{digits}{decimals} {currency}"
        loose = digits if not rest else f"{digits}{decimals}0"
        return self.one(
            f"{loose} {currency}", f"{digits}{decimals or '.'} {currency}",
            f"{currency} {digits}{decimals}", f"{digits}{decimals}{currency}",
            f"{digits}{decimals}  {currency}",
        )  # fmt: skip

    def payee(self, account: str) -> str:
        leaf = account.rpartition(":")[2].title()
        return self.one(leaf, leaf, leaf, "Same Ltd", "SAME LTD", "c1")

    def entry(self, head: tuple[date, str, str], lines: Sequence[str], note: str = "") -> str:
        day, code, account = head
        who = self.payee(account)
        said = f" {who} | x" if self.often(self.measures["barred"]) else self.one("", f" {who}")
        code = f" ({code})" if code else ""
        below = self.one(*NOTES)[2:] if self.often(self.measures["loose"] / 3) else ""
        comment = [f"    {below}"] if below.startswith(";") else []
        head_line = f"{day}{self.one('', '', ' *', ' !')}{code}{said}{self._filled(note)}"
        return "\n".join([head_line, *(f"    {line}" for line in lines), *comment]) + "\n"

    def reference(self, number: str) -> str:
        plain = "  ; inv:{number}"
        loose = self.often(self.measures["loose"])
        return self._filled(self.one(*REFERENCES) if loose else plain, number)

    def _filled(self, text: str, number: str = "") -> str:
        """A pattern with its places filled in."""
        currency, day = self.one(*self.currencies), self.days() if "{day" in text else START
        cents = self.chance.randint(1, 50_000)
        account = self.one(*self.accounts)
        return text.format(
            day=day, later=day + timedelta(9), due=START + timedelta(self.chance.randrange(90)),
            short=str(day)[5:], slashed=f"{day:%Y/%m/%d}", account=account, root=self.root,
            other=self.one(*self.accounts), payee=self.payee(account), currency=currency,
            amount=self.amount(cents, currency), minus=self.amount(-cents, currency),
            number=number or f"INV-{self.chance.randint(1, self.numbers + 2)}", who=self.one(*WHO),
        )  # fmt: skip

    # -- entries ------------------------------------------------------------------------------

    def _number(self) -> str:
        self.numbers += 1
        n = self.numbers
        odd = (f"é-{n}", f"A B{n}", f"A,{n}", f"x;{n}", f"[{n}]", f"a:{n}", "", "-", f" S{n} ")
        if self.calm or self.often(0.85):
            return f"INV-{n}"
        return self.one(*odd, f"INV-{max(1, n - 1)}")

    def _invoice(self) -> str:
        account, currency = self.one(*self.accounts), self.one(*self.currencies)
        cents, number = self.chance.choice((100, 1000, 12345, 99, 100_000)), self._number()
        code, named = number, ""
        if self.often(0.15):
            code, named = self.one(number, "X1"), self.reference(number)
        self.documents.append((account, number, currency, cents))
        income = self.one("income:sales", "income:sales", "other:thing", "assets:stock")
        whole, tax = self.signed(cents), self.signed(cents // 11)
        lines = [f"{account}    {self.amount(whole, currency)}{named}", income]
        if tax and self.often(0.3):
            lines.insert(1, f"liabilities:vat    {self.amount(-tax, currency)}")
        elif self.often(0.5):
            lines[1] += f"    {self.amount(-whole, currency)}"
        if self.often(0.1):
            lines.reverse()
        loose = NOTES if self.often(2 * self.measures["loose"]) else ()
        note = self.one("", "  ; due:{due}", *loose)
        return self.entry((self.days(), code, account), lines, note)

    def _payment(self) -> str:
        chance = self.chance
        number = f"INV-{self.numbers + chance.randint(1, 3)}"
        fresh = (self.one(*self.accounts), number, self.one(*self.currencies), 4_200)
        known = chance.choice(self.documents[-8:] or [fresh])
        account, number, currency, cents = known if self.often(0.93) else fresh
        paid = chance.choice((cents, cents, max(1, cents // 3)))
        if self.often(self.measures["too much"]):
            paid = cents + chance.choice((1, 100, cents))
        elif paid == cents and known in self.documents:
            self.documents.remove(known)
        named = "" if self.often(self.measures["nameless"]) else self.reference(number)
        code = self.one("", f"R-{chance.randint(1, 99)}")
        if self.often(self.measures["coded"]):
            code = self.one(number, f"INV-{chance.randint(1, self.numbers + 2)}")
        if self.often(self.measures["loose"] / 2):
            account = self.one(*self.accounts)
        lines = self._paid(account, currency, self.signed(paid), named)
        return self.entry((self.days(), code, account), lines, self.one("", "", "  ; po:3"))

    def _paid(self, account: str, currency: str, paid: int, named: str) -> list[str]:
        """The postings of a payment, or of something like one."""
        less = ("expenses:discounts", "income:sales", "expenses:bad debt", "expenses:bank fees")
        bank = self.one("assets:bank", "assets:cash", "assets:clearing")
        if self.often(0.1):
            bank = self.one(*less)
        part = paid // 10

        def amount(cents: int) -> str:
            return f"    {self.amount(cents, currency)}"

        if part and self.often(self.measures["several"]):
            rest, other = amount(part - paid), self.one(*self.accounts)
            return self.one(
                [bank + amount(paid - part), self.one(*less) + amount(part),
                 account + amount(-paid) + named],
                [bank + amount(paid), account + rest + named,
                 account + amount(-part) + self.reference(f"INV-{self.numbers}")],
                [bank, account + rest + named, account + amount(-part)],
                [bank + amount(paid), account + rest + named, other + amount(-part) + named],
                [bank + amount(paid), self.one(*less) + amount(part),
                 self.one(*less) + amount(part), account + named],
            )  # fmt: skip
        return self.one(
            [bank + amount(paid), account + amount(-paid) + named],
            [bank, account + amount(-paid) + named],
            [account + named, bank + amount(paid)],
        )

    def _event(self) -> str:
        kinds = ("contact",) * 4 + ("note", "hold", "letter", "statement")
        rare = ("dispute", "resolve", "withdraw", "review", "extend", "commitment", "smoke")
        kind = self.one(*(kinds if self.calm else kinds + rare))
        tags = [self.one(*_EVENT_TAGS) for _ in range(self.chance.randrange(4))]
        if self.often(0.8):
            tags.insert(self.chance.randrange(len(tags) + 1), "customer:{who}")
        if kind in ("extend", "dispute", "resolve") and self.often(0.8):
            tags.append("inv:{number}")
        if kind == "extend":
            tags.append("due:{due}")
        said = self.one("", " rang", " Same Ltd | rang", " c0")
        words = self.one(", ", ", ", ", ", ",", " ,").join(
            [self.one("event:", "Event:") + kind, *tags]
        )
        return self._filled(f"{{day}}{said}  ; {words}\n")

    def _promise(self) -> str:
        note = self.one(
            "date:{later}", "date:{later}, inv:{number}", "[{later}]", "date:2026-01-01",
            "date:2026-02-31", "inv:{number}", "date:{later}, adds:P-1",
        )  # fmt: skip
        code, root = self.one("", "", " (P-1)"), self.one("promise", "promise", "Promise", "order")
        whom = self.one("{who}", "{who}", "{number}", "c0:x")
        much = self.one("{amount}", "{amount}", "{minus}", "0 USD", "")
        return self._filled(f"{{day}}{code} promise\n    ({root}:{whom})    {much}  ; {note}\n")


_EVENT_TAGS = (
    "via:phone", "via:smoke", "via:Phone", "with:Ann", "cause:cash", "cause:odd", "outcome:fine",
    "outcome:credited", "next:2026-03-01", "next:soon", "by:linh", "by:", "note:x", "X:y",
    "as-of:2026-01-31", "balance:5", "until:2026-04-01", "amount:5.00 USD", "amount:-5.00 USD",
    "promise:P-1", "inv:{number}", "terms:net 60", "due:{due}", "client:c1", "level:1", "words",
)  # fmt: skip
