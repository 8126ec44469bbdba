"""Rules of the house about its own sources: each returns what is wrong, in words."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

from config import ROOT

LONGEST = 300
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "info", "misc"}
READERS = {"queries", "actions", "personal"}
QUERY_CALLS = {"select", "update", "delete", "insert"}
SESSION_CALLS = {
    "execute",
    "scalar",
    "scalars",
    "get",
    "get_one",
    "add",
    "add_all",
    "flush",
    "merge",
}


def modules() -> list[str]:
    """Return the paths of the house's own modules, as text from the root."""
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "rok_events").rglob("*.py"))]


def read(path: str) -> str:
    """Return what a file of the project holds."""
    return (ROOT / path).read_text()


def without_docstring(_path: str, source: str) -> list[str]:
    """Find a module that does not say what it keeps."""
    return [] if ast.get_docstring(ast.parse(source)) else ["no docstring"]


def too_long(_path: str, source: str) -> list[str]:
    """Find a module that nobody reads in one go."""
    lines = source.count("\n")
    return [f"{lines} lines"] if lines > LONGEST else []


def named_after_nothing(path: str, _source: str) -> list[str]:
    """Find a module whose name does not say what is in it."""
    words = {word for part in PurePosixPath(path).with_suffix("").parts for word in part.split("_")}
    return [f"named {word!r}" for word in sorted(words & EMPTY_NAMES)]


def commits(path: str, source: str) -> list[str]:
    """Find a commit, or a transaction of one's own, outside `db.py`; a savepoint is neither."""
    if path == "rok_events/db.py":
        return []
    return [
        f"line {node.lineno}: {node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and (node.attr == "commit" or (node.attr == "begin" and _of_database(node)))
    ]


def stray_queries(path: str, source: str) -> list[str]:
    """Find SQL outside the furniture that may hold it."""
    room, name = PurePosixPath(path).parent.name, PurePosixPath(path).stem
    if room in {"rok_events", "web"} or name.split("_")[-1] in READERS:
        return []
    return [
        f"line {node.lineno}: {ast.unparse(node.func)}()"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and _is_query(node.func)
    ]


def registry_hosts(_path: str, source: str) -> list[str]:
    """Find the address of a package index in a lock file: it must install from any index."""
    return re.findall(
        r"--(?:extra-)?index-url.*|--find-links.*|\"resolved\":.*|@ https?://.*", source
    )


def _is_query(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in QUERY_CALLS
    return (
        isinstance(function, ast.Attribute)
        and function.attr in SESSION_CALLS
        and _of_database(function)
    )


def _of_database(attribute: ast.Attribute) -> bool:
    """Tell whether this is asked of the database, not of a cookie's session."""
    owner = ast.unparse(attribute.value).removesuffix("()")
    return owner in {"db.session", "connection", "engine", "db.engine"}
