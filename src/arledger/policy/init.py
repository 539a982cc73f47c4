"""A policy file to begin with: every key explained, none changed."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from arledger.policy.model import DEFAULT, Key, Policy, kebab, keys
from arledger.policy.toml import WIDTH, assignments, comment

_HEADING = (
    "The choices a credit manager may make. Every key is shown with its default, its unit and"
    " its reason, behind a #: take that away to change one. `arledger config` shows what is in"
    " force, and from where."
)


def propose(seen: Mapping[str, Sequence[str]], policy: Policy = DEFAULT) -> str:
    """A commented ``arledger.toml`` that, read back, is this policy.

    ``seen`` has for a key's path sentences on what the journal shows of it. Keys at their
    default are commented out; the others are set.
    """
    lines = [*_paragraph(_HEADING)]
    defaults = {key.path: key.value for key in keys()}
    sections = {kebab(name): _about_section(name) for name in Policy._fields}
    for section, about in sections.items():
        lines += ["", "", f"[{section}]", *_paragraph(about)]
        for key in keys(policy):
            if key.section == section:
                lines += ["", *_key_lines(key, seen.get(key.path, ()), defaults[key.path])]
    return "".join(f"{line}\n" for line in lines)


def choices(key: Key) -> str:
    """The unit of a key, or the words it may be."""
    words = get_args(key.type)
    return "one of " + ", ".join(words) if words and isinstance(words[0], str) else key.unit


def _about_section(name: str) -> str:
    """What a section is for: its record's docstring."""
    return type(getattr(DEFAULT, name)).__doc__ or ""


def _key_lines(key: Key, seen: Sequence[str], default: object) -> Iterator[str]:
    yield from _paragraph(f"{key.name}: {choices(key)}. {key.why[:1].upper()}{key.why[1:]}.")
    for note in seen:
        yield from _paragraph(note)
    mark = "# " if key.value == default else ""
    for line in assignments(key.name, key.value):
        yield f"{mark}{line}"


def _paragraph(text: str) -> Iterator[str]:
    """Comment lines of a readable width."""
    yield from map(comment, textwrap.wrap(text, WIDTH - 2, break_on_hyphens=False))
