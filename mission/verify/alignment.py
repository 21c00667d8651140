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


def by_longest(first: Sequence[str], second: Sequence[str]) -> list[Block]:
    """The same, with the longest run before all others: of a part of a text that says some things more than once."""
    a, b, size = _longest(first, second)
    if not size:
        return blocks(first, second)
    rest = ((x + a + size, y + b + size, n) for x, y, n in blocks(first[a + size :], second[b + size :]))
    return _joined([*blocks(first[:a], second[:b]), (a, b, size), *rest])


def _longest(first: Sequence[str], second: Sequence[str]) -> Block:
    once, other = Counter(first), Counter(second)
    if sum(many * other[word] for word, many in once.items()) <= _MOST_PAIRS:
        # Of several as long the last: what a summary says too is of the body.
        found = SequenceMatcher(None, first[::-1], second[::-1], autojunk=False).find_longest_match()
        return len(first) - found.a - found.size, len(second) - found.b - found.size, found.size
    best = here = (0, 0, 0)
    for a, b in _unique(first, second):
        if a - b != here[0] - here[1] or a >= here[0] + here[2]:
            here = _run_from(first, second, a, b)
            best = max(best, here, key=lambda one: one[2])
    return best


def _run_from(first: Sequence[str], second: Sequence[str], a: int, b: int) -> Block:
    start = 0
    while a > start and b > start and first[a - start - 1] == second[b - start - 1]:
        start += 1
    end = 0
    while a + end < len(first) and b + end < len(second) and first[a + end] == second[b + end]:
        end += 1
    return a - start, b - start, start + end


def _unique(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The places of words that stand once in each."""
    once, other = Counter(first), Counter(second)
    place = {word: number for number, word in enumerate(second) if other[word] == 1}
    return [(number, place[word]) for number, word in enumerate(first) if once[word] == 1 and word in place]


def _anchors(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Of the words that stand once in each, the longest run of pairs that keeps the order in both."""
    pairs = _unique(first, second)
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
