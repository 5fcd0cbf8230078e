"""The output stream of a kernel: printed text, sent to the client without needless flushes."""

from __future__ import annotations

from ipykernel import iostream


class OutStream(iostream.OutStream):
    """ipykernel's stream, whose flush returns at once when nothing is buffered.

    A kernel flushes both streams before and after each cell and each output: a hundred times in a notebook that prints
    nothing, and each time two threads wait for one another.
    """

    _unsent = False

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Buffer text, to be sent soon or at the next flush."""
        self._unsent = True
        return super().write(string)

    def flush(self) -> None:
        """Send the text written since the last flush."""
        if self._unsent:
            self._unsent = False  # before the flush, so that text another thread writes meanwhile is not lost
            super().flush()  # type: ignore[no-untyped-call]
