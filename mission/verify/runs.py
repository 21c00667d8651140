"""Runs of words that two texts have in common: each as far as it goes, and none that is chance."""

from collections.abc import Callable, Iterator

from .alignment import Block

# A run of fewer words in common, away from the others, is chance.
STRONG = 4
# A shorter one still belongs to a true run that is no further off than this.
_APART = 6


def grown(found: list[Block], first: list[str], second: list[str]) -> list[Block]:
    """Each run as far as it goes: a word that was paired with its like elsewhere goes to the run that it continues."""
    made: list[Block] = []
    for a, b, size in sorted(found, key=lambda one: -one[2]):
        a, b, size = _beside(made, a, b, size)
        if size > 0:
            made.append(_stretched(made, a, b, size, first, second))
    return sorted(made)


def _beside(made: list[Block], a: int, b: int, size: int) -> Block:
    """What is left of a run where longer ones have taken some of it."""
    for x, y, n in made:
        if x <= a and y <= b:
            taken = max(x + n - a, y + n - b, 0)
            a, b, size = a + taken, b + taken, size - taken
        elif x >= a and y >= b:
            size -= max(a + size - x, b + size - y, 0)
        else:
            return a, b, 0
    return a, b, size


def _stretched(made: list[Block], a: int, b: int, size: int, first: list[str], second: list[str]) -> Block:
    floor_a, floor_b = max((x + n for x, _, n in made if x < a), default=0), max((y + n for _, y, n in made if y < b), default=0)
    roof_a = min((x for x, _, _ in made if x > a), default=len(first))
    roof_b = min((y for _, y, _ in made if y > b), default=len(second))
    while a > floor_a and b > floor_b and first[a - 1] == second[b - 1]:
        a, b, size = a - 1, b - 1, size + 1
    while a + size < roof_a and b + size < roof_b and first[a + size] == second[b + size]:
        size += 1
    return a, b, size


def slid(found: list[Block], first: list[str], opens: Callable[[int], bool]) -> list[Block]:
    """Where words of the first were left out and others stand for none of them: taken from where a line of it begins, if that is the same."""
    made = list(found)
    for number in range(len(made) - 1):
        (a, b, size), (x, y, n) = made[number : number + 2]
        if b + size == y and not opens(a + size):
            by = next((by for by in _ways(first, (a, size), (x, n)) if opens(a + size + by)), 0)
            made[number : number + 2] = [(a, b, size + by), (x + by, y + by, n - by)]
    return made


def _ways(first: list[str], before: tuple[int, int], after: tuple[int, int]) -> Iterator[int]:
    """By how many words what was left out between two runs can be moved, on and back, and neither run be gone."""
    (a, size), (x, n) = before, after
    for by in range(1, n):
        if first[a + size + by - 1] != first[x + by - 1]:
            break
        yield by
    for by in range(1, size):
        if first[a + size - by] != first[x - by]:
            break
        yield -by


def without_chance(found: list[Block]) -> list[Block]:
    """Without the few words in common that stand apart, before the first and after the last true run."""
    strong = [number for number, (_, _, size) in enumerate(found) if size >= STRONG]
    if not strong:
        return []
    start, end = strong[0], strong[-1]
    while start and _near(found[start - 1], found[start]):
        start -= 1
    while end + 1 < len(found) and _near(found[end], found[end + 1]):
        end += 1
    return found[start : end + 1]


def _near(before: Block, after: Block) -> bool:
    most = _APART if min(before[2], after[2]) > 1 else _APART // 2
    return after[0] - before[0] - before[2] <= most and after[1] - before[1] - before[2] <= most
