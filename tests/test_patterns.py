"""Patterns are compiled when they are first asked."""

import re

import pytest

from arledger.patterns import lazy


def test_a_pattern_does_what_re_would_do():
    digits = lazy("[0-9]+")
    assert digits.sub("n", "a1b22") == "anbn"
    assert [match[0] for match in digits.finditer("a1b22")] == ["1", "22"]
    assert digits.pattern == "[0-9]+"


def test_flags_are_kept():
    assert lazy("end", re.IGNORECASE).fullmatch("End")
    assert lazy("end").fullmatch("End") is None


def test_nothing_is_compiled_before_it_is_used():
    wrong = lazy("(")
    with pytest.raises(re.error):
        wrong.match("")
