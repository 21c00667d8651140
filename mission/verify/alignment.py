"""Two sequences of words laid beside each other: what they have in common, in order ("patience": by the words that are unique in both)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

# Gaps without a unique word are compared in full up to this many pairs, and beyond it taken as different.
_MOST_PAIRS = 250_000

Block = tuple[int, int, int]


def blocks(first: Sequence[str], second: Sequence[str]) -> list[Block]:
    """What is the same in both, as (place in the first, place in the second, length), in order and without overlap."""
    found: list[Block] = []
    waiting = [(0, len(first), 0, len(second))]
    while waiting:
        a, a_end, b, b_end = waiting.pop()
        start = a
        while a < a_end and b < b_end and first[a] == second[b]:
            a, b = a + 1, b + 1
        if a > start:
            found.append((start, b - (a - start), a - start))
        stop = a_end
        while a < a_end and b < b_end and first[a_end - 1] == second[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
        if stop > a_end:
            found.append((a_end, b_end, stop - a_end))
        if a == a_end or b == b_end:
            continue
        if anchors := _anchors(first[a:a_end], second[b:b_end]):
            last_a, last_b = a, b
            for x, y in anchors:
                found.append((a + x, b + y, 1))
                waiting.append((last_a, a + x, last_b, b + y))
                last_a, last_b = a + x + 1, b + y + 1
            waiting.append((last_a, a_end, last_b, b_end))
        elif (a_end - a) * (b_end - b) <= _MOST_PAIRS:
            matcher = SequenceMatcher(None, first[a:a_end], second[b:b_end], autojunk=False)
            found.extend((a + one.a, b + one.b, one.size) for one in matcher.get_matching_blocks() if one.size)
    return _joined(sorted(found))


def _anchors(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Words that stand once in each, as the longest run of pairs that keeps the order in both."""
    once, other = Counter(first), Counter(second)
    place = {word: number for number, word in enumerate(second) if other[word] == 1}
    pairs = [(number, place[word]) for number, word in enumerate(first) if once[word] == 1 and word in place]
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, y) in enumerate(pairs):
        at = bisect_left(tails, y)
        before[number] = ends[at - 1] if at else -1
        tails[at:at + 1], ends[at:at + 1] = [y], [number]
    made, here = [], ends[-1] if ends else -1
    while here >= 0:
        made.append(pairs[here])
        here = before[here]
    return made[::-1]


def _joined(found: list[Block]) -> list[Block]:
    made: list[Block] = []
    for a, b, size in found:
        if made and made[-1][0] + made[-1][2] == a and made[-1][1] + made[-1][2] == b:
            made[-1] = (made[-1][0], made[-1][1], made[-1][2] + size)
        else:
            made.append((a, b, size))
    return made
