"""Rules of the house about its templates: each returns what is wrong, in words."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jinja2 import nodes

from config import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDER = ROOT / "templates"
POSTED = re.compile(r"""<form[^>]*method="post".*?</form>""", re.DOTALL)
TOKENS = ("csrf_token", "hidden_tag")
REFERRING = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)


def names() -> list[str]:
    """Return the names of all templates, as `render_template` knows them; papers are typst."""
    found = [path for path in sorted(FOLDER.rglob("*.*")) if path.suffix != ".typ"]
    return [str(path.relative_to(FOLDER)) for path in found if path.is_file()]


def unused_imports(tree: nodes.Template) -> set[str]:
    """Find what a template imports and does not use."""
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    imported = {
        name[1] if isinstance(name, tuple) else name
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    }
    return (imported | {node.target for node in tree.find_all(nodes.Import)}) - used


def orphans(trees: Mapping[str, nodes.Template], words: Iterable[str]) -> set[str]:
    """Find templates that no template builds on and no module names.

    `words` are the strings in the house's modules; a letter is named there by its stem.
    """
    known = set(words)
    named = {
        name
        for name in trees
        if name in known or _is_letter(name, known) or _is_composed(name, known)
    }
    return set(trees) - named - {name for tree in trees.values() for name in referred(tree)}


def unused_macros(trees: Mapping[str, nodes.Template]) -> set[str]:
    """Find macros of the components that no template imports or names."""
    wanted = {
        name[0] if isinstance(name, tuple) else name
        for tree in trees.values()
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    }
    wanted |= {n.attr for tree in trees.values() for n in tree.find_all(nodes.Getattr)}
    return {
        f"{name}: {macro.name}"
        for name, tree in trees.items()
        if name.startswith("components/")
        for macro in tree.find_all(nodes.Macro)
        if macro.name not in wanted and macro.name not in _named_in(tree)
    }


def forms_without_token(source: str) -> list[str]:
    """Find forms that send something without the token that tells they are ours."""
    return [form for form in POSTED.findall(source) if not any(name in form for name in TOKENS)]


def referred(tree: nodes.Template) -> Iterator[str]:
    """Return the templates that this one extends, imports or includes."""
    for node in tree.find_all(REFERRING):
        template = vars(node)["template"]
        if isinstance(template, nodes.Const):
            yield str(template.value)


def strings(source: str) -> Iterator[str]:
    """Return the strings in a module; of one that is put together, `*` for the parts it lacks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
            yield "".join(map(str, parts))


def _is_composed(name: str, known: set[str]) -> bool:
    """Tell whether a module puts the name together: `f"people/{page}.html"` and `"show"`."""
    path = PurePosixPath(name)
    return f"{path.parent}/*{path.suffix}" in known and path.stem in known


def _is_letter(name: str, known: set[str]) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "mails" and path.stem in known


def _named_in(tree: nodes.Template) -> set[str]:
    return {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
