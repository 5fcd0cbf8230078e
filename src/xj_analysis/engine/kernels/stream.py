"""What a notebook prints, on its way to whoever runs it."""

from __future__ import annotations

from ipykernel import iostream


class OutStream(iostream.OutStream):
    """The kernel's own stream, but for a flush with nothing to send: it need not wait for the thread that sends.

    A kernel flushes both streams before and after each cell and each output: a hundred times in a notebook that prints
    nothing, and each time two threads wait for one another.
    """

    _unsent = False

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Write text; it is sent soon, or at the next flush."""
        self._unsent = True
        return super().write(string)

    def flush(self) -> None:
        """Send what was written since the last flush."""
        if self._unsent:
            self._unsent = False  # before, so that what another thread writes meanwhile is not forgotten
            super().flush()  # type: ignore[no-untyped-call]
