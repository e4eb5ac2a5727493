"""Imports inside functions. A component has no files, so that they must be imported while it is built: they are looked for in
the source of the scenario's files and packages."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple, NoReturn

from .._failure import shown_path


class Nested(NamedTuple):
    """An import inside a function."""

    module: str
    """The module, relative ones with their dots."""
    names: tuple[str, ...]
    """What is imported from it; each may be a module."""
    line: int
    """Where it stands."""
    optional: bool
    """Whether the code is prepared for the module not to be there."""


def nested(source: str) -> list[Nested]:
    """The imports inside functions."""
    return list(_walk(ast.parse(source), False, False))


def _walk(node: ast.AST, inside: bool, optional: bool) -> Iterator[Nested]:
    if inside and isinstance(node, ast.Import):
        for alias in node.names:
            yield Nested(alias.name, (), node.lineno, optional)
    elif inside and isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        yield Nested(module, tuple(alias.name for alias in node.names if alias.name != "*"), node.lineno, optional)
    elif inside and isinstance(node, ast.Call) and _is_import_call(node):
        yield Nested(node.args[0].value, (), node.lineno, optional)  # type: ignore[attr-defined]  # seen to be a constant
    inside = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    for field, value in ast.iter_fields(node):
        guarded = optional or (isinstance(node, ast.Try) and field == "body" and any(map(_expects_it, node.handlers)))
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child, inside, guarded)


def _is_import_call(node: ast.Call) -> bool:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    constant = len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    return called in ("import_module", "__import__") and constant


def _expects_it(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {getattr(one, "id", getattr(one, "attr", None)) for one in caught}
    return bool(names & {None, "ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def load_nested(main: ModuleType) -> None:
    """Imports what functions of the scenario's files and packages import, and what functions of those import, and so on.

    Raises `ImportError` for a module that is not there, if one of the scenario's own files wants it.
    """
    root = _root(main)
    seen: set[str] = set()
    while new := [name for name in list(sys.modules) if name not in seen]:
        seen.update(new)
        for name in new:
            module = sys.modules.get(name)
            file = getattr(module, "__file__", None) or ""
            # Mounts of projects and packages have numbers; Python's own library is elsewhere.
            if module is not None and file.endswith(".py") and file.split("/")[1].isdigit() and not name.startswith("wasmload."):
                _load(module, file, own=_root(module) == root)


def _root(module: Any) -> str:
    return "/".join((module.__file__ or "").split("/")[:2])


def _load(module: ModuleType, file: str, own: bool) -> None:
    with open(file, encoding="utf-8") as source:
        found = nested(source.read())
    for one in found:
        try:
            target = (
                importlib.util.resolve_name(one.module, module.__package__ or "") if one.module.startswith(".") else one.module
            )
            imported = importlib.import_module(target)
            for name in one.names:
                if not hasattr(imported, name):
                    importlib.import_module(f"{target}.{name}")
        except Exception as error:
            if own and not one.optional:
                raise ImportError(f"{shown_path(file)}, line {one.line}: {error}") from None


class Missing:
    """The last finder of modules in a VU: says why a module is not found."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> NoReturn:
        """Raises `ModuleNotFoundError`."""
        raise ModuleNotFoundError(
            f"there is no module `{name}` in the component: what is imported by a name that is only known later must be imported "
            "at the top of the file too",
            name=name,
        )
