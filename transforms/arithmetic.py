"""How the small models' arithmetic uses the machine."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np  # noqa: F401  # the library whose threads are limited must be loaded before they are looked for
from threadpoolctl import ThreadpoolController


def on_one_core() -> AbstractContextManager[Any]:
    """Keep numpy's matrix products inside on one core.

    The matrices are small: shared among cores they take no less time, and where
    several processes label at once, their threads wait for one another and label
    three times slower.
    """
    limited: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limited


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
