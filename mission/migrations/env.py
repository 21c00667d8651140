"""How migrations run: on the writing connection or the database that is handed in, in one transaction, with the guards made again afterwards."""

from typing import Any

from alembic import context
from sqlalchemy import Engine

from mission.extensions import db, engines
from mission.models import guards
from mission.models.types import Instant


def render(kind: str, item: Any, autogen: Any) -> Any:
    """A migration stands alone: it names no type of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def run() -> None:
    engine: Engine = context.config.attributes.get("engine", engines.writer)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render,
            transactional_ddl=True,
        )
        # SQLAlchemy begins the transaction (BEGIN IMMEDIATE on SQLite), so that half a migration never stays.
        with connection.get_transaction() or connection.begin():
            known = connection.dialect.has_table(connection, "release")
            if known:
                guards.uninstall(connection)
            context.run_migrations()
            if connection.dialect.has_table(connection, "release"):
                guards.install(connection)


run()
