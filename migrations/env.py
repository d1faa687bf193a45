"""Runs the migrations on the connection the application gives, so that both open the database one way."""

from typing import Any

from alembic import context

from qa_app.models import Base
from qa_app.models.base import UtcDateTime, Word


def render_item(kind: str, item: Any, _autogenerate: Any) -> Any:
    """Migrations name plain column types: what they did must not change with the models."""
    if isinstance(item, Word):
        return "sa.String(length=40)"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
