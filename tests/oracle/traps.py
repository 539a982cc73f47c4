"""The traps of the language, by name: journals hledger 1.25 reads, and journals it refuses."""


def _entry(*lines: str, head: str = "2024-01-01 x") -> str:
    return "\n".join([head, *(f"  {line}" for line in lines)]) + "\n"


ACCEPTED = {
    # accounts
    "an account ends at two spaces": _entry("a b  1", "c d e"),
    "a semicolon after one space is part of the account": _entry("a ; c:1  5", "b"),
    "a comment after an account needs two spaces": _entry("a  ; k:v", "b  1 ; l:w"),
    "an equals sign after one space is part of the account": _entry("a = 5", "b  5"),
    "a single tab is part of the account": _entry("a\tb  1", "c"),
    "two tabs end the account": _entry("a\t\t1", "c"),
    "an account may begin with a number sign": _entry("# foo  1", "b"),
    "a comment line before the first posting is the entry's": _entry("; k:v", "a  1", "b"),
    "a comment line after a posting is the posting's": _entry("a  1", "; k:v", "b"),
    "empty parts of accounts are kept": _entry("a::b  1", ":c  1", "d:  -2"),
    "brackets must close at the end of the name": _entry("(a) b  1", "[c  -1"),
    "brackets keep the spaces inside": _entry("( a )  1"),
    "a status needs no space before the account": _entry("*a  1", "! b"),
    "a status of nothing ends the entry": _entry("a  1", "b", "*"),
    # codes and descriptions
    "a code needs a space before it": _entry(head="2024-01-01 *(abc) d"),
    "a code holds spaces": _entry(head="2024-01-01 ! (a b c) d"),
    "a code may touch the description": _entry(head="2024-01-01 (abc)d"),
    "a code may hold a semicolon": _entry(head="2024-01-01 (a;b) d ; c"),
    "a bar parts payee and note": _entry(head="2024-01-01 Acme Co. | pallets | more"),
    "an entry without postings stands": _entry(head="2024-01-01 said so  ; event:contact"),
    "an entry may be a date only": "2024-01-01\n",
    # dates
    "dates with other separators and short numbers": "2024/1/2 a\n\n2024.1.2 b\n\n2024-01-2 c\n",
    "a secondary date takes the primary one's year": _entry(head="2024-12-31=1/2 x"),
    "the default year": "Y2019\n1/2 x\n\nY 2020\n2/29=3/1 y\n  (a)  1  ; date:3/4, date2:5/6\n",
    "a year from today": "1/2 x\n",
    "a posting's date takes the entry's year": _entry("a  1  ; date:2/3", "b"),
    "tags that end in date are no dates": _entry("a  1  ; update:1, due-date:2", "b"),
    "date tags of entries are plain tags": _entry("a  1", "b", head="2024-01-01 x ; date:foo"),
    "a bracketed date": _entry("a  1  ; [2/3]", "b  ; [=4/5]", "c  0  ; [2/3=4/5]"),
    "a bracketed date after a tag's value": _entry("a  1  ; k:v [=4/5]", "b"),
    "brackets around words or one number are no dates": _entry("a  1  ; [a/b] [7]", "b"),
    "the first date counts": _entry("a  1  ; date:2/3, date:4/5 [6/7]", "b"),
    # numbers
    "one mark and two groups: a decimal mark": _entry("(a)  1,000", "(a)  1.000", "(a)  1,5 EUR"),
    "two equal marks group": _entry("(a)  1,000,000", "(a)  1.5.5", "(a)  1.000.000 EUR"),
    "two different marks": _entry("(a)  1.000,00", "(a)  1,00,000.5", "(a)  1 000,00"),
    "a space groups": _entry("(a)  1 000", "(a)  1 000 EUR"),
    "a mark at an end": _entry("(a)  1.", "(a)  1,", "(a)  .5", "(a)  EUR ,5", "(a)  ,5"),
    "an exponent": _entry("(a)  1e3", "(a)  1E-6 EUR", "(a)  $1.5e2", "(a)  1e+2"),
    "a declared commodity settles what a mark means": (
        "commodity 1.000,00 EUR\n\n" + _entry("(a)  1.000 EUR", "(b)  1.000 USD", "(c)  1,5 EUR")
    ),
    "decimal-mark settles it for all": (
        "decimal-mark ,\n\n" + _entry("(a)  1.000 EUR", "(b)  1,50 USD", "(c)  1.000,50")
    ),
    "decimal-mark goes before commodity": (
        "commodity 1,000.00 EUR\ndecimal-mark ,\n" + _entry("(a)  1.000 EUR")
    ),
    "D gives symbol and style": "D $1,000.00\n" + _entry("(a)  1,000", "(b)  1.5", "(c)  2 EUR"),
    "a directive counts from its place on": (
        _entry("(a)  1,000 EUR") + "commodity 1,000.00 EUR\n" + _entry("(a)  1,000 EUR")
    ),
    "255 decimals": _entry("(a)  0." + "1" * 255, "(b)  " + "9" * 100),
    # symbols and signs
    "symbols hold nearly anything": _entry("(a)  1 EUR,", "(a)  1 (!&", "(a)  A(1", "(a)  1%"),
    "quoted symbols": _entry('(a)  1 "a b 1.2"', '(a)  "x;y"'.replace(";", ":") + "3"),
    "signs before and after the symbol": _entry("(a)  -$1", "(a)  $-1", "(a)  -$-1", "(a)  +$ + 1"),
    "spaces after a sign": _entry("(a)  - 1 EUR", "(a)  $-  1", "(a)  -  $  1"),
    "no space between number and symbol": _entry("(a)  1EUR", "(a)  EUR1"),
    # costs, lots, assertions
    "a total cost takes the amount's sign": _entry("a  -3 EUR @@ 2 USD", "b"),
    "costs in parentheses": _entry("a  3 EUR (@) 2 USD", "b  3 GBP (@@) 2 USD", "c"),
    "lots in any order": _entry(
        "a  1 X {2 EUR} [2024-01-02] @ 3 EUR", "b  1 X @@ 3 EUR {{=2 EUR}}", "c  1 X [1/2]", "d"
    ),
    "assertions with and without spaces": _entry("(a)  1 EUR=1 EUR", "(a)  0 EUR  ==  1 EUR"),
    "an assertion may have a cost": _entry("(a)  1 EUR @ 2 USD = 1 EUR @ 5 GBP"),
    # balancing
    "a missing amount in several commodities": _entry("a  1 EUR", "b  2 USD", "c  -5 GBP", "d"),
    "a missing amount beside a virtual one": _entry("a  1 EUR", "(v)", "[w]", "b"),
    "a missing amount at cost": _entry("a  3 EUR @ 1.5 USD", "b  1 USD", "c"),
    "one missing amount of each kind": _entry("a  1", "b", "[c]  2", "[d]"),
    "a price is worked out for two commodities": _entry("a  -3 EUR", "b  7 USD"),
    "a price per unit that does not end": _entry("a  3 EUR", "a  3 EUR", "b  -7 USD"),
    "a price per unit that ends": _entry("a  3 EUR", "a  5 EUR", "b  -7 USD"),
    "a price in whole tens": _entry("a  1 EUR", "a  1 EUR", "b  -200 JPY"),
    "no price beside amounts that cancel": _entry("a  1 EUR", "a  -1 EUR", "b  2 USD", "b  -2 USD"),
    "zero amounts balance": _entry("a  0 EUR", "b  0 USD"),
    "rounding to the declared decimals": (
        "commodity 1.00 EUR\n" + _entry("a  1.004 EUR", "b  -1.00 EUR")
    ),
    "half a unit rounds away": "commodity 1.00 EUR\n" + _entry("a  1.005 EUR", "b  -1.00 EUR"),
    "a price's own decimals count where nothing else is known": _entry(
        "a  1 EUR @ 1.004 USD", "b  -1 GBP @ 1.004 USD"
    ),
    # assertions and assignments
    "assertions go by posting date": (
        _entry("(a)  1  ; date:1/9")
        + _entry("(a)  2 = 2", head="2024-01-05")
        + _entry("(a)  0 = 3", head="2024-01-10")
    ),
    "assertions go by date, not by place": (
        _entry("(a)  1 = 3", head="2024-02-01") + _entry("(a)  2 = 2", head="2024-01-01")
    ),
    "subaccounts count with a star": (
        _entry("(a:b)  1 EUR", "(a)  2 EUR = 2 EUR", "(a)  0 EUR =* 3 EUR", "(a)  0 EUR ==* 3 EUR")
    ),
    "all statuses and kinds count together": _entry("(a)  1", "* a  1 = 2", "! a  1 = 3", "b"),
    "an assignment": _entry("a  1 EUR", "b")
    + _entry("a  = 5 EUR", "b")
    + _entry("a  = 0 EUR", "c"),
    "an assignment of several": _entry("a  = 5 EUR", "b  = 3 EUR", "c"),
    "an assignment in a second commodity": _entry("(a)  1 EUR") + _entry("(a)  = 2 USD"),
    "a sole assignment": _entry("(a)  1 EUR") + _entry("a  == 2 USD", "b"),
    "an assignment with subaccounts": _entry("(a:b)  1 EUR") + _entry("a  =* 5 EUR", "b"),
    "an assignment that changes nothing": _entry("(a)  1 EUR") + _entry("a  = 1 EUR", "b  0 EUR"),
    # tags
    "a value ends at the comma": _entry("a  1  ; customer:Acme, Inc., k:v", "b"),
    "one value for two colons": _entry("a  1  ; due:2020-02-01 terms:30", "b"),
    "a link is a tag": _entry("a  1  ; see https://x.y/z", "b"),
    "repeated tags": _entry("a  1  ; k:1, k:2", "b", head="2024-01-01 x ; k:3, K:4, k:3"),
    "odd tags": _entry("a  1  ; :x, a :b, c::d, e: , f:", "b  ; ::, :", "; g:h:i"),
    "an empty comment": _entry(";", "a  1  ;", ";", "b"),
    "accounts give their tags to postings below": (
        "account a  ; k:v, l:w\naccount a:b  ; k:v2\n  ; m:n\n  ignored:tag\n"
        + _entry("a:b:c  1  ; l:w, z:z", "a  1", "a:b")
    ),
    "account tags from below the entries": _entry("(a)  1") + "account a  ; k:v\n",
    "an account declared twice": "account a  ; k:v\naccount a  ; l:w, k:v\n" + _entry("(a)  1"),
    "one space before the comment of an account": "account a ; k:v\n" + _entry("(a)  1"),
    # directives
    "apply account": (
        "apply account x:y\naccount a  ; k:v\n"
        + _entry("a  1", "(b)  2", "[c]", "d")
        + "apply account z\n"
        + _entry("(a)  1")
        + "end apply account\n"
        + _entry("(a)  1")
        + "end apply account\n"
        + _entry("(a)  1")
    ),
    "aliases, the nearest first": (
        "alias a=b\nalias b=c\nalias /^C(.*)$/=<\\1>\n"
        + _entry("(a:x)  1", "(b)  1", "(ab)  1")
        + "end aliases\n"
        + _entry("(a)  1")
    ),
    "an alias takes the longest match": "alias /^(foo|foobar)/=x\n" + _entry("foobar:z  1", "c"),
    "an alias after apply account": "apply account x\nalias x:a = y\n" + _entry("(a)  1"),
    "an account declared under an alias": "alias a=b\naccount a  ; k:v\n" + _entry("(b)  1"),
    "comments at the top": "; a\n# b\n* c\n  ; d\n  # e\n\n" + _entry("(a)  1"),
    "comment blocks": "comment\n2024-01-01 x\n  bad\nend comment  \n" + _entry("(a)  1"),
    "an open comment block": _entry("(a)  1") + "comment\n2024-01-01 x\n  bad\n",
    "prices": "P 2024-01-01 EUR $1.10\nP 2024/1/1 12:00:00 X 5 EUR rest\nP2024-01-01 Y 1 @ 2 Z\n",
    "rules": "= x\n  (a)  *2\n  b  *-1 EUR  ; k:v\n~ monthly from 2024-01  x\n  a  1\n  b\n  c\n",
    "an exclamation mark before a directive": "!account a  ; k:v\n" + _entry("(a)  1"),
    "directives passed over": "C 1 EUR = 2 USD\nN EUR\nend tag\npop\ntag x\npayee y z ; c\n",
    # bytes
    "windows line ends": _entry("a  1  ; k:v", "b").replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + _entry("(a)  1"),
    "no newline at the end": _entry("(a)  1").rstrip("\n"),
    "wide spaces end accounts and follow dates": "2024-01-01\u00a0x\n  (a)\u3000\u00a01\u00a0EUR\n",
    "an empty file": "",
    "other scripts": _entry("资产:应收  1 元  ; 客户:上海明珠, tên:Hòa Bình", "b"),
}

REFUSED = {
    "a day there is not": "2024-02-30 x\n",
    "a month twenty": "20-1-1 x\n",
    "two separators": "2024-01/02 x\n",
    "no space after the date": "2024-01-01x\n",
    "a secondary date too long": "2024-01-02=1/1/9 x\n",
    "a secondary date cut short": "2024-01-01= x\n",
    "a code not closed": "2024-01-01 (abc x\n",
    "an unbalanced entry": _entry("a  1", "b  -2"),
    "one posting": _entry("a  1"),
    "unbalanced in brackets": _entry("a  1", "b  -1", "[c]  1"),
    "two missing amounts": _entry("a  1", "b", "c"),
    "two missing amounts in brackets": _entry("[a]  1", "[b]", "[c]"),
    "a cost that does not fit": _entry("a  1 EUR @ 2 USD", "b  -3 USD"),
    "two commodities of one sign": _entry("a  1 EUR", "b  1 USD"),
    "three commodities": _entry("a  1 EUR", "b  -1 USD", "c  1 GBP"),
    "a comma then a point twice": _entry("(a)  1.0,0.0"),
    "two marks in a row": _entry("(a)  1,,0"),
    "a group after the decimals": _entry("(a)  1,0 000"),
    "groups and an exponent": _entry("(a)  1,000.5e-1"),
    "256 decimals": _entry("(a)  0." + "1" * 256),
    "a comma before a number and its symbol": _entry("(a)  ,5 EUR"),
    "a symbol on both sides": _entry("(a)  $1 USD"),
    "words after the amount": _entry("(a)  1 EUR foo"),
    "two costs": _entry("(a)  1 EUR @ 2 USD @ 3 USD"),
    "two lots": _entry("(a)  1 EUR {2 USD} {3 USD}"),
    "a lot after an assertion": _entry("(a)  1 EUR = 1 EUR {2 USD}"),
    "a lot not closed": _entry("(a)  1 EUR {2 USD"),
    "a multiplier in an entry": _entry("(a)  *1 EUR"),
    "an assertion without amount": _entry("(a)  1 EUR ="),
    "a failed assertion": _entry("(a)  1 EUR = 2 EUR"),
    "a failed sole assertion": _entry("(a)  1 EUR") + _entry("(a)  1 USD == 1 USD"),
    "a failed assertion of zero": _entry("(a)  0.001 EUR = 0 EUR"),
    "an assertion of a date before": _entry("(a)  1") + _entry("(a)  0 = 1", head="2023-12-31"),
    "an assignment with a date": _entry("a  = 1  ; date:2/3", "b"),
    "an assignment where a rule posts": "= x\n  a  1\n" + _entry("a  = 1", "b"),
    "a date tag without a date": _entry("a  1  ; date:", "b"),
    "a date tag with words": _entry("a  1", "b  ; date:soon"),
    "a fraction in brackets": _entry("a  1  ; pays [30/60]", "b"),
    "a bad date in a later comment line": _entry("a  1", "; date2:2024-13-01", "b"),
    "an indented line after a blank one": _entry("a  1", "b") + "\n  c  1\n",
    "an indented line at the top": "  a  1\n",
    "an unknown word": "acount a\n",
    "a lone end": "end\n",
    "end apply": "end apply\n",
    "a per cent comment": "% x\n",
    "a bar comment": "| x\n",
    "a timeclock line": "i 2024/01/01 09:00:00 x\n",
    "words after comment": "comment here\n",
    "words after end comment": "comment\nend comment here\n",
    "an account directive without a name": "account\n",
    "words after a declared account": "account a a  b\n",
    "an account of no type": "account a  ; type:customer\n",
    "a commodity without a decimal mark": "commodity 1000 EUR\n",
    "a format of another commodity": "commodity EUR\n  format 1.00 USD\n",
    "a default commodity without a decimal mark": "D 1000 EUR\n",
    "no decimal mark": "decimal-mark x\n",
    "an apply account too few": "end apply account\n",
    "an alias without an equals sign": "alias a\n",
    "an alias that is no regular expression": "alias /a(/=b\n",
    "a rule without a period": "~ now and then\n  a  1\n",
    "a period with words behind": "~ monthly rent\n  a  1\n",
    "a price without an amount": "P 2024-01-01 EUR\n",
    "a price without a date": "P EUR 1 USD\n",
    "a payee without a name": "payee\n",
    "an include without a path": "include\n",
}
