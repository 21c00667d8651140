"""Whether the server of the database is away, or lets nobody in, and how it says so."""

from .causes import chain

# No such database, a wrong password, a server that starts or stops (PostgreSQL, appendix A); where it was not reached at all there is no code.
_AWAY = (None, "3D000", "28P01", "28000", "57P01", "57P02", "57P03")


def away(error: BaseException) -> str:
    """What the driver says of a server that does not answer, whatever it was that failed of it; empty where `error` says something else."""
    for link in chain(error):
        kind = type(link)
        # The driver is there only where PostgreSQL is used.
        if kind.__module__.partition(".")[0] == "psycopg" and _is_operational(kind) and getattr(link, "sqlstate", None) in _AWAY:
            return str(link).strip().partition("\n")[0].rstrip(".")
    return ""


def _is_operational(kind: type[BaseException]) -> bool:
    return any(one.__name__ == "OperationalError" for one in kind.__mro__)
