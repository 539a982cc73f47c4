"""Records: named fields that may change."""

import pytest

from arledger.records import field, record, replaced


@record
class Basket:
    """Something with every sort of field."""

    owner: str
    size: int = 3
    """Places in it."""
    fruit: list[str] = field(default_factory=list)

    def is_full(self) -> bool:
        return len(self.fruit) >= self.size


@record
class Sum:
    parts: list[int]
    total: int = 0

    def __post_init__(self) -> None:
        self.total = sum(self.parts)


@record
class Unique:
    name: str

    __eq__ = object.__eq__
    __hash__ = object.__hash__


def test_fields_are_given_by_place_or_by_name() -> None:
    basket = Basket("lan", size=1, fruit=["plum"])
    assert (basket.owner, basket.size, basket.fruit) == ("lan", 1, ["plum"])
    assert basket.is_full()


def test_every_record_has_its_own_default_list() -> None:
    one, other = Basket("lan"), Basket("lan")
    one.fruit.append("plum")
    assert other.fruit == []


def test_records_are_equal_when_their_fields_are() -> None:
    assert Basket("lan") == Basket("lan", 3, [])
    assert Basket("lan") != Basket("wei")
    assert Basket("lan") != ("lan", 3, [])
    with pytest.raises(TypeError, match="unhashable"):
        hash(Basket("lan"))


def test_a_class_may_say_that_its_records_are_themselves_only() -> None:
    one = Unique("lan")
    assert one != Unique("lan")
    assert {one: 1}[one] == 1


def test_what_is_worked_out_is_worked_out_at_the_end() -> None:
    assert Sum([1, 2]).total == 3


def test_a_record_has_its_fields_and_no_other() -> None:
    with pytest.raises(AttributeError):
        Basket("lan").colour = "red"  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="owner"):
        Basket()  # type: ignore[call-arg]


def test_a_changed_copy_leaves_the_original_alone() -> None:
    basket = Basket("lan", fruit=["plum"])
    assert replaced(basket, owner="wei") == Basket("wei", fruit=["plum"])
    assert basket.owner == "lan"


def test_it_is_shown_with_its_fields() -> None:
    assert repr(Basket("lan")) == "Basket(owner='lan', size=3, fruit=[])"
    assert Basket.__doc__ == "Something with every sort of field."
