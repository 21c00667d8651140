"""The one way in which a file is refused."""


class Refused(Exception):
    """A file that is not taken; `reason` is a key, for which the desk has a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
