"""An error and those that it came from."""

from collections.abc import Iterator


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """`error`, then what it followed from, and so on, as Python itself would tell of them."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
