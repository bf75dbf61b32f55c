"""Near-duplicates come together, whatever the order they were said in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aftersales.learning.grouping import ALIKE, bigrams, grouped, identity, likeness, spelling

SPELLINGS = st.dictionaries(st.text("退货换运费谁出了吗", min_size=1, max_size=12), st.integers(1, 9))


@given(SPELLINGS)
def test_every_spelling_is_in_one_group_and_like_its_leader(counts: dict[str, int]) -> None:
    groups = grouped(counts)
    assert sorted(member for members in groups.values() for member in members) == sorted(counts)
    for leader, members in groups.items():
        assert members[0] == leader
        assert counts[leader] == max(counts[member] for member in members)
        assert all(likeness(bigrams(leader), bigrams(member)) >= ALIKE for member in members)


@given(SPELLINGS)
def test_no_two_leaders_are_alike(counts: dict[str, int]) -> None:
    leaders = list(grouped(counts))
    pairs = [(a, b) for i, a in enumerate(leaders) for b in leaders[:i]]
    assert all(likeness(bigrams(a), bigrams(b)) < ALIKE for a, b in pairs)


@given(SPELLINGS, st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(counts: dict[str, int], chance: st.DataObject) -> None:
    shuffled = list(counts.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert grouped(dict(shuffled)) == grouped(counts)


@given(SPELLINGS, st.sets(st.text("退货换运费谁出了吗", min_size=1, max_size=12)))
def test_what_is_settled_does_not_come_again(counts: dict[str, int], settled: set[str]) -> None:
    for members in grouped(counts, settled).values():
        for said in settled:
            assert likeness(bigrams(members[0]), bigrams(said)) < ALIKE


def test_marks_width_and_traditional_characters_make_no_difference() -> None:
    assert identity("退貨運費誰出？？") == identity("退货 运费谁出")
    assert spelling("！！") != ""
