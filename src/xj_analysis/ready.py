"""What a worker has imported before it is given work. Importing this is what makes it ready."""

from __future__ import annotations

import os

from . import document, engine, processes, run
from .press import fonts, html, pdf, svg

__all__ = ["document", "engine", "html", "pdf", "run", "svg"]

fonts.missing("字")  # reads the tables of glyphs
html.template(html.BRIEFING)

if _parent := os.environ.pop(processes.PARENT, ""):  # in the process workers are forked from: they hold it alive
    processes.end_with_parent(int(_parent))
