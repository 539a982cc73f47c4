"""Journals damaged by chance: bits, lines, blocks, and characters that have no place there."""

import random

PIECES = [
    b"\0", b"\x1b[2J", b"\x1b]0;x\x07", b"\x9b31m", b"\r", b"\n", b"\n\n", b" ", b"  ", b"\t",
    b"\x0b", b"\x1c", b"\xc2\xa0", b"\xe3\x80\x80", b"\xc2\x85", b"\xe2\x80\xae", b"\xe2\x80\xa8",
    b"\xef\xbb\xbf", b"\xff", b"\xed\xa0\x80", b";", b" ;", b"  ;", b":", b",", b".", b"=", b"==",
    b"@", b"@@", b"(", b")", b"[", b"]", b"{", b"}", b"!", b"*", b"~", b"|", b"-", b'"', b"1,000",
    b"1e3", b"date:2026-01-01", b"[2026-01-02]", b"inv:", b"comment\n", b"end comment\n",
    b"apply account x\n", b"alias a=b\n", b"Y2020\n", b"D 1,000.00 EUR\n", b"decimal-mark ,\n",
    b"python\n", b"~ monthly\n", b"= a\n", b"  a  1 EUR\n", b"include .\n",
    b"account assets:receivable:c1  ; customer:b, terms:net 5\n",
]  # fmt: skip


def mutated(chance: random.Random, data: bytes) -> bytes:
    """The bytes with a few things gone wrong."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = chance.choice(_WAYS)(chance, data)
    return data


def _flip(chance: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _insert(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(PIECES) + data[at:]


def _cut(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + data[at + chance.choice((1, 1, 2, 5, 40)) :]


def _swap(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _double(chance: random.Random, data: bytes) -> bytes:
    blocks = data.split(b"\n\n")
    blocks.insert(chance.randint(0, len(blocks)), chance.choice(blocks))
    return b"\n\n".join(blocks)


def _spaces(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = lines[at].replace(b"  ", chance.choice((b" ", b"\t", b"   ", b"\xc2\xa0 ")))
    return b"\n".join(lines)


_WAYS = (_flip, _insert, _insert, _cut, _swap, _double, _spaces)
