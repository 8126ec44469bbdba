"""The database: base class, session, column types, and the only commit."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from flask import has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, String, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.sql.functions import GenericFunction

from rok_events.core import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask import Flask
    from flask.wrappers import Response
    from sqlalchemy import Connection, Dialect
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.sql.compiler import SQLCompiler

T = TypeVar("T")

MOST_IN_ONE_QUERY = 5000
"""How many values stand in one IN: both databases take at least six times as many."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime, and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """Read each moment once where it is kept as text: a page asks for the same ones again."""
        read = super().result_processor(dialect, coltype)
        return lru_cache(maxsize=4096)(read) if read and dialect.name == "sqlite" else read


def _values(states: type[StrEnum]) -> list[str]:
    return [state.value for state in states]


class Base(DeclarativeBase):
    """Base of all tables; named constraints, so that a migration can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(
        type_annotation_map={
            datetime: UTCDateTime(),
            # Plain text: a new state needs no change of the table.
            StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=_values),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
        }
    )


class folded(GenericFunction[str]):  # noqa: N801 -- as SQL functions are called
    """Words in the database as `core.text.folded` makes them, for searching and sorting."""

    name = "folded"
    type = String()
    inherit_cache = True


_MARKS = "".join(map(chr, range(0x300, 0x370)))


@compiles(folded, "postgresql")
def _folded_by_postgresql(element: folded, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 -- as SQLAlchemy has it
    words = compiler.process(element.clauses, **options)
    # Lower case last: where the database knows no language, only plain letters have one.
    return f"replace(lower(translate(normalize({words}, NFKD), '{_MARKS}', '')), 'ß', 'ss')"


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()


def init_app(app: Flask) -> None:
    """Connect the application to its database."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(app.config["MIGRATIONS_FOLDER"]))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)

    @app.after_request
    def refuse_stray_changes(response: Response) -> Response:
        session = db.session()
        if session.new or session.dirty or session.deleted:
            msg = f"{request.method} {request.path} changed rows outside transaction()"
            raise RuntimeError(msg)
        return response


# A search goes past every name, and then past the same ones again.
@lru_cache(maxsize=2**15)
def _folded_by_sqlite(words: str | None) -> str | None:
    return words and text.folded(words)


def prepare_sqlite(engine: Engine) -> None:
    """Give SQLite what many processes need: WAL, foreign keys, patience, and honest BEGINs."""

    @event.listens_for(engine, "connect")
    def connected(connection: DBAPIConnection, _record: object) -> None:
        connection.create_function("folded", 1, _folded_by_sqlite, deterministic=True)
        # The driver must not begin transactions by itself: `begun` does.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=15000",
        ):
            connection.cursor().execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def transaction(*, is_noted: bool = False) -> Iterator[Session]:
    """Run one unit of work: commit when the block ends well, roll back when it does not.

    What `before_commit` was given runs last, when all else is written; what `after_commit` was
    given runs after the commit, never after a rollback. Whatever was read before belongs to an
    older picture of the database: it is read anew inside. `is_noted` opens it for a GET too: to
    write down who read a page, or that somebody came back from a provider of identities.

    Raises:
        RuntimeError: inside another `transaction()`, or in a request that may change nothing.
    """
    if _writing.get():
        msg = "transaction() does not nest: only a door opens one"
        raise RuntimeError(msg)
    if has_request_context() and request.method in {"GET", "HEAD"} and not is_noted:
        msg = f"{request.method} {request.path} may not change data"
        raise RuntimeError(msg)
    session = db.session()
    # SQLite cannot turn a reading transaction into a writing one once others have written.
    session.rollback()
    token = _writing.set(True)
    last: dict[Callable[[], object], None] = {}
    calls: dict[tuple[Any, ...], None] = {}
    session.info.update(before_commit=last, after_commit=calls)
    try:
        yield session
        session.flush()
        for finish in last:
            finish()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)
        session.info.clear()
    for call, *args in calls:
        call(*args)


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield many values in parts that fit in one query."""
    for start in range(0, len(values), MOST_IN_ONE_QUERY):
        yield values[start : start + MOST_IN_ONE_QUERY]


def unless_known(model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that leaves out what a unique constraint refuses."""
    return _unless_known(model, db.session.get_bind().dialect.name)


@cache
def _unless_known(model: type[Base], dialect: str) -> sqlite.Insert | postgresql.Insert:
    table = model.metadata.tables[model.__tablename__]
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def before_commit(call: Callable[[], object]) -> bool:
    """Call `call()` once, last in the present transaction; tell whether there is one.

    It finds everything written, under every lock that was taken.
    """
    calls: dict[Callable[[], object], None] | None = db.session().info.get("before_commit")
    if calls is not None:
        calls[call] = None
    return calls is not None


def after_commit(call: Callable[..., object], *args: object) -> None:
    """Call `call(*args)` once the present transaction is committed; at once if there is none.

    The same call is made once, however often it is asked for.
    """
    calls: dict[tuple[Any, ...], None] | None = db.session().info.get("after_commit")
    if calls is None:
        call(*args)
    else:
        calls[call, *args] = None
