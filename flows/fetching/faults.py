"""Why an address gave nothing."""


class FetchError(Exception):
    """An address that could not be read; the message is one line for people."""

    def __init__(
        self, reason: str, *, lasting: bool = False, wait: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(reason)
        self.is_lasting = lasting  # asking again soon will not help
        self.wait = wait  # seconds, as the server asked
        self.status = status  # of the answer, where there was one

    @property
    def is_gone(self) -> bool:
        """Whether the page was taken away."""
        return self.status in {404, 410}


class RefusedError(FetchError):
    """An address that we will not connect to."""


class SlowError(FetchError):
    """An answer that took too long: not to be waited for again in this visit."""
