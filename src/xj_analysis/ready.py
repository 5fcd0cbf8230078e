"""What a worker has imported before it is given work. Importing this is what makes it ready."""

from __future__ import annotations

from . import document, engine, run
from .press import html, pdf, svg

__all__ = ["document", "engine", "html", "pdf", "run", "svg"]
