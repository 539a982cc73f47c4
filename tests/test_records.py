"""Records: named fields, that may change or never do."""

import copy
import pickle
import typing
from typing import Any

import pytest

from arledger.records import FEW, MOST_FIELDS, NamedTuple, field, record, replaced


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


# -- what never changes ----------------------------------------------------------------------


class Coin(NamedTuple):
    """What a named tuple may be made of."""

    worth: int
    metal: str = "copper"
    mint: str | None = None

    @property
    def is_small(self) -> bool:
        return self.worth < 10


class Standard(typing.NamedTuple):
    """The same, made by the standard library."""

    worth: int
    metal: str = "copper"
    mint: str | None = None


class Inside(Coin):
    """A class of a class."""


def tried(kind: Any, *given: Any, **named: Any) -> Any:
    """The values of the tuple that a call makes, or the kind of error it is."""
    try:
        return tuple(kind(*given, **named))
    except TypeError as error:
        return type(error)


def test_a_named_tuple_is_a_tuple_whose_places_have_names() -> None:
    coin = Coin(5, mint="Lima")
    assert coin == (5, "copper", "Lima")
    assert (coin.worth, coin.metal, coin.mint, coin.is_small) == (5, "copper", "Lima", True)
    assert {coin: 1}[Coin(5, "copper", "Lima")] == 1
    assert repr(coin) == "Coin(worth=5, metal='copper', mint='Lima')"
    assert Coin.__doc__ == "What a named tuple may be made of."


def test_it_takes_what_the_standard_one_takes_at_the_first_call_and_at_the_last() -> None:
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((1,), {}),
        ((1, "gold", "Oslo"), {}),
        ((), {"mint": "Oslo", "worth": 1}),
        ((), {}),
        ((), {"metal": "gold"}),
        ((1, 2, 3, 4), {}),
        ((1,), {"worth": 1}),
        ((1,), {"colour": "red"}),
    ]
    for _ in range(FEW):
        for given, named in calls:
            assert tried(Coin, *given, **named) == tried(Standard, *given, **named)


def test_it_can_do_what_the_standard_one_can() -> None:
    ours, theirs = Coin(5, "gold"), Standard(5, "gold")
    assert ours._asdict() == theirs._asdict()
    assert Coin._fields == Standard._fields
    assert ours._replace(metal="tin") == theirs._replace(metal="tin") == (5, "tin", None)
    assert Coin._make([1, "tin", None]) == Coin(1, "tin")
    assert type(ours._replace(worth=1)) is type(Coin._make([1, "tin", None])) is Coin
    with pytest.raises(TypeError, match="colour"):
        ours._replace(colour="red")  # type: ignore[call-arg]
    match ours:
        case Coin(worth, metal):
            assert (worth, metal) == (5, "gold")


def test_its_fields_are_not_set() -> None:
    coin = Coin(5)
    with pytest.raises(AttributeError):
        coin.worth = 6  # type: ignore[misc]
    with pytest.raises(AttributeError):
        coin.colour = "red"  # type: ignore[attr-defined]


def test_a_copy_is_like_it() -> None:
    coin = Coin(5, mint="Lima")
    for same in (copy.copy(coin), copy.deepcopy(coin), pickle.loads(pickle.dumps(coin))):
        assert same == coin
        assert type(same) is Coin


def test_what_is_made_of_it_keeps_its_fields() -> None:
    assert Inside(5).metal == "copper"
    assert type(Inside(5)._replace(worth=1)) is Inside


def test_more_fields_than_it_may_have_are_refused_at_once() -> None:
    fields = dict.fromkeys((f"field{n}" for n in range(MOST_FIELDS + 1)), int)
    with pytest.raises(IndexError):
        type(NamedTuple)("Wide", (NamedTuple,), {"__annotations__": fields})


# -- both ------------------------------------------------------------------------------------


def test_a_record_made_often_is_like_one_made_once() -> None:
    made = [Basket("lan", fruit=["plum"]) for _ in range(FEW + 2)]
    assert all(basket == made[0] for basket in made)
    others = [Basket("lan") for _ in range(2)]
    others[0].fruit.append("plum")
    assert others[1].fruit == []
    assert Sum([1, 2]).total == 3
    with pytest.raises(TypeError, match="owner"):
        Basket()  # type: ignore[call-arg]
