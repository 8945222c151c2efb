"""The outlets that a command is about."""

from collections.abc import Sequence

from flows.errors import UserError
from transforms.sources import Source


def chosen_of(configured: Sequence[Source], outlets: Sequence[str]) -> list[Source]:
    """The configured outlets, or those named; UserError when one of these is not configured."""
    unknown = set(outlets) - {source.outlet for source in configured}
    if unknown:
        raise UserError(f"no such outlet in the configuration: {', '.join(sorted(unknown))}")
    return [source for source in configured if not outlets or source.outlet in outlets]
