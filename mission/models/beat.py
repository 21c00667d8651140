"""That a worker is alive: a row for each machine that has one, written anew while it works."""

from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Moment


class Beat(Model):
    """The last sign of life of the worker on `machine`. It follows from nothing, and nothing follows from it but alarms."""

    __tablename__ = "worker_beat"

    machine: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[Moment]
    heard_at: Mapped[Moment]
