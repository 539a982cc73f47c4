"""Where we mean to differ from hledger 1.25: each with the reason."""

from arledger.problems import Problem

NEWER = (
    'expecting "format"',  # other lines under `commodity SYMBOL` are read since 1.29
    "expecting newline",
)


def meant(complaint: str, problems: list[Problem]) -> bool:
    """True when it is on purpose that one of us refuses what the other reads."""
    if complaint:
        return any(words in complaint for words in NEWER)
    return all("years run" in problem.message for problem in problems)
