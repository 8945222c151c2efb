"""A date as a sentence states it, and what a rule of the grammar is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from transforms.tokens import Token


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date over tokens [first, last) of a sentence.

    `kind` names the grammar rule; `is_since` marks منذ …, `is_until` حتى/بحلول …,
    `is_future` a date told as to come.
    """

    first: int
    last: int
    start: dt.date
    end: dt.date
    precision: str
    basis: str
    kind: str
    is_since: bool = False
    is_until: bool = False
    is_future: bool = False


Rule = Callable[[list[Token], int, dt.date | None], DateMention | None]
