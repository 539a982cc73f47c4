"""Regular expressions that are compiled when they are first asked: most runs ask few of them."""

import re
from typing import Any, AnyStr, cast


class _Lazy:
    """Stands for a pattern; keeps each of its methods once it was asked for it."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._made_from = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._made_from), name)
        setattr(self, name, found)
        return found


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern as ``re.compile`` makes it, made when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
