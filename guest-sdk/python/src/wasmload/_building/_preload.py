"""Modules of the standard library that Python imports by itself at some call. A component has no files to import them from, so
they are imported while it is built; where nobody uses them they cost nothing but some bytes of the component."""

from __future__ import annotations

import importlib

# What imports them: text encodings at `str.encode` and `bytes.decode`, `_strptime` at `datetime.strptime`, `traceback` and
# `linecache` where an exception is shown, `stringprep` at host names, the others at their first use in `json`, `decimal`, …
_NAMES = (
    "_strptime",
    "calendar",
    "encodings.ascii",
    "encodings.base64_codec",
    "encodings.cp1252",
    "encodings.hex_codec",
    "encodings.idna",
    "encodings.iso8859_15",
    "encodings.latin_1",
    "encodings.punycode",
    "encodings.raw_unicode_escape",
    "encodings.unicode_escape",
    "encodings.utf_16",
    "encodings.utf_16_be",
    "encodings.utf_16_le",
    "encodings.utf_32",
    "encodings.utf_8_sig",
    "locale",
    "stringprep",
    "traceback",
    "unicodedata",
    "warnings",
)


def load() -> None:
    """Imports them."""
    for name in _NAMES:
        importlib.import_module(name)
    # The registry of encodings finds these by their aliases only once it has looked for them.
    for alias in ("latin-1", "iso-8859-1", "ascii", "us-ascii", "utf-16", "utf-32", "cp1252", "utf-8-sig", "idna"):
        "".encode(alias)
