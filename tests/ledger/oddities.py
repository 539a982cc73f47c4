"""What stands in a journal beside plain invoices and payments; places in braces are filled in."""

NOTES = (
    "  ; a note", "  ; po:7", "  ;due:{due}, po:8", "  ; po:7, due:{due}", "  ; due:2026-13-01",
    "  ; due:soon", "  ; due:", "  ; {due}", "  ; po:7, and words", "  ; Due:{due}",
    "  ; due-date:{due}", "  ; due:{due}, due:{later}", "  ; with [brackets]", "  ;",
    " ; due:{due} ", "  ; x ; y", "  ; a due:{due} b", "  ; [{due}]", "  ; inv:INV-1",
)  # fmt: skip

REFERENCES = (
    "  ; inv: {number}", "  ;inv:{number}", " ; inv:{number}", "  ; inv:{number} ",
    "  ; inv:{number}, po:7", "  ; invoice:{number}", "  ; INV:{number}", "  ; inv:{number},",
    "  ; paid inv:{number}", "  ;  inv:{number}", "  ; inv:{number} INV-1", "  ; inv:-", "  ; inv:",
    "  ; inv:{number}, inv:INV-2", "  ; inv:{number}; x", "  ; inv:é{number}",
    "  ; inv:{number}\u00a0", "  ; inv:A,{number}",
)  # fmt: skip

TAGS = (
    "", "  ; name:One & Sons", "  ; terms:net 30", "  ; terms:net 30 eom", "  ; terms:30/60/90",
    "  ; terms:due on receipt", "  ; terms:2/10 net 30", "  ; name:Same Ltd, terms:net 10",
    "  ; rep:linh", "  ; segment:retail", "  ; terms:bad", "  ; customer:c0, name:Zero",
    "  ; name:ACME, Ltd", "  ; name:",
)  # fmt: skip

_BANK, _SALE = "    assets:bank    {amount}\n", "    income:sales\n"
_DEBT, _PAID = "    {account}    {amount}\n", "    {account}    {minus}\n"

ENTRIES = (
    "{day} {payee} | kept\n" + _BANK + "    {account}    ; inv:-\n",
    "{day} ({number}) {payee} | number again\n" + _DEBT + _SALE,
    "{day} (B-1) {payee} | back\n    {account}    {amount}  ; inv:{number}\n    assets:bank\n",
    "{day} (R-5) {payee} | back\n" + _DEBT + "    assets:bank\n",
    "{day} moved\n    {account}    {amount}  ; inv:{number}\n" + _PAID,
    "{day} taken over\n" + _DEBT + "    {other}    {minus}\n",
    "{day} opening\n" + _DEBT + "    equity:opening\n",
    "{day} set off\n    liabilities:payable:x    {amount}\n" + _PAID,
    "{day} foreign\n    {account}    {amount} @ 2 CHF\n" + _SALE,
    "{day} foreign\n    assets:bank    20 CHF @@ {amount}\n" + _PAID,
    "{day} foreign\n    assets:bank    20 CHF\n" + _PAID,
    "{day} dated\n    {account}    {amount}  ; date:{later}\n" + _SALE,
    "{day} dated\n    {account}    {amount}  ; [{later}]\n" + _SALE,
    "{day}={later} second\n" + _DEBT + _SALE,
    "{day} own lines\n" + _DEBT + "    ; inv:{number}\n" + _SALE,
    "{day} x  ; inv:{number}\n" + _BANK + _PAID,
    "{day} x  ; doc:interest\n" + _DEBT + _SALE,
    "{day} x  ; doc:bogus\n" + _DEBT + _SALE,
    "{day} x  ; customer:c1\n" + _DEBT + _SALE,
    "{day} x  ; terms:net 30\n" + _DEBT + _SALE,
    "{day} branch\n    {account}:hue    {amount}\n" + _SALE,
    "{day} ({number}) branch\n    {account}:7    {amount}\n" + _SALE,
    "{day} flat Same Ltd\n    {root}    {amount}\n" + _SALE,
    "{day} ({number}) {who} | flat\n" + _BANK + "    {root}    {minus}\n",
    "{day} guess\n    {account}    {minus}  ; inv:{number}\n    liabilities:x\n",
    "{day} virtual\n    ({account})    {amount}\n",
    "{day} balanced\n    [{account}]    {amount}\n    [budget:x]\n",
    "{day} * {payee} | own status\n    ! {account}    {amount}\n" + _SALE,
    "{day} zero\n    {account}    0 {currency}\n" + _SALE,
    "{day} ({number}) zero\n    {account}    -0.00 {currency}\n    income:sales    0.00 {currency}\n",
    "{day} zero between\n" + _DEBT + "    liabilities:vat    0 {currency}\n" + _SALE,
    "{day} no debt\n" + _BANK + "    assets:cash\n",
    "{day} nothing\n",
    "{short} without a year\n" + _DEBT + _SALE,
    "{slashed} ({number}) slashes\n" + _DEBT + _SALE,
    "{day} tab\n\t{account}    {amount}\n\tincome:sales\n",
    "{day} wide\n\u00a0\u00a0{account}    {amount}\n" + _SALE,
    "{day} wide\n    {account}\u3000    {amount}\n" + _SALE,
    "{day}\u3000wide\n" + _DEBT + _SALE,
    "{day} turned \u202e\n" + _DEBT + _SALE,
    "{day} unseen \x01  ; \x02\n" + _DEBT + _SALE,
    "{day} *(A) glued\n" + _DEBT + _SALE,
    "{day}; glued\n" + _DEBT + _SALE,
    "{day} one space\n    {account} {amount}\n    income:sales    {minus}\n",
    "{day} spaces\n    {account}      {amount}   \n" + _SALE,
    "{day} dollars\n    {account}    $5.00\n" + _SALE,
    "{day} bare\n    {account}    5.00\n" + _SALE,
    "{day} two currencies\n    {account}    5.00 USD\n    {account}    6.00 EUR\n" + _SALE,
    "{day} allowed\n    {root}:allowance    {minus}\n    expenses:bad debt    {amount}\n",
    "{day} interest\n" + _DEBT + "    income:interest\n",
    "{day} (F-1) fee\n" + _DEBT + "    income:late fees\n",
    "{day} sold\n    assets:factoring    {amount}\n" + _PAID,
    "{day} on the bank's line\n    assets:bank    {amount}  ; inv:{number}\n" + _PAID,
)

OTHER = (
    "comment\n{day} no entry\n    a    1 USD\n    b\n\nend comment\n",
    "apply account sub\n\n{day} below\n" + _BANK + "    b\n\nend apply account\n",
    "alias shop={account}\n\n{day} alias\n    shop    {amount}\n" + _SALE + "\nend aliases\n",
    "commodity 1,000.00 {currency}\n",
    "commodity 1,000.000 {currency}\n",
    "commodity {currency}\n  format 1,000.00 {currency}\n",
    "commodity {currency}\n",
    "commodity 1.000,00 {currency}\n",
    "decimal-mark .\n",
    "D 1,000.00 USD\n",
    "P {day} {currency} 1.10 CHF\n",
    "account {account}  ; segment:retail\n",
    "account {account}  ; name:Late Name\n",
    "account {account}  ; terms:net 14\n",
    "account {account}  ; customer:c1\n",
    "account {root}  ; terms:net 21, name:Root\n",
    "account {root}:old  ; customer:c0, name:Old\n",
    "account income:sales  ; type:R\n",
    "account other:thing  ; type:R\n",
    "account assets:clearing  ; type:C\n",
    "    ; a stray comment\n",
    "    ; a stray:tag\n",
    "; a remark\n",
    "# a remark\n",
    "* a heading\n",
    "Y 2026\n",
    "payee Foo\n",
    "~ monthly\n    a    1 USD\n    b\n",
)

BELOW = (
    "; words", ";", "; po:7", "; a, b", "; [x]", "; inv:INV-1", ";x", "; date:{later}",
    "; = 5.00 USD", "; [{later}]", "; date2:{later}", "; é\u00a0x",
)  # fmt: skip
"""What may stand on a line of its own between postings."""

BEHIND = (
    "  ; words", " ;", "  ;", "  ; po:7", "  ; a = 5.00 USD", "  ; date:{later}", "  ; [{later}]",
    "  ; [=2026-01-09]", "\t; words", "  ; x ; y", "  ; due:{later}", "  ; doc:payment",
    "  ; customer:c1", "  ; update:x",
)  # fmt: skip
"""What may stand behind an amount."""

BETWEEN = (
    "D 1,000.00 USD\n", "D $1,000.00\n", "commodity 1,000.00 {currency}\n", "commodity {currency}\n",
    "commodity 1.000,00 EUR\n", "commodity $1,000.00\n", "commodity £1000.0\n", "decimal-mark .\n",
    "decimal-mark ,\n", "alias bank=assets:bank\n", "end aliases\n", "alias {account}=assets:cash\n",
    "apply account sub\n", "end apply account\n", "account {account}  ; customer:c0\n",
    "account assets:bank  ; type:C\n", "account other  ; type:R\n", "P {day} EUR 1.1 USD\n",
    "account assets:clearing  ; type:A\n", "= expenses\n    assets:bank    1 USD = 1 USD\n",
    "~ monthly\n    assets:bank    1 USD\n    other\n", "; a remark\n", "Y 2026\n",
    "comment\n{day} x\n    a    1 USD = 1 USD\nend comment\n",
)  # fmt: skip
"""Directives that change what amounts and accounts below them mean, or do not."""
