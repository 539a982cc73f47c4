"""Console transcripts in Markdown: what they say, run again.

A ``console`` block holds commands after ``$`` and what they print, both streams as a terminal
shows them; an exit code but 0 stands below as ``[exit 3]``::

    $ arledger aging -f examples/demo/main.journal --as-of 2026-10-31
    ...

``arledger`` runs in this process. A block marked ``console shell`` runs in bash, for pipes
and other programs. A block with a file's name after its language (``journal books.journal``)
writes that file first; ``>>books.journal`` adds to it. ``$ export NAME=VALUE`` holds for the
rest of the page.
"""

import contextlib
import gc
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from arledger.cli.main import main

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PEERS = ("hledger", "ledger")


def pages() -> list[Path]:
    """Every page whose transcripts must hold."""
    found = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    found += [*ROOT.glob("examples/*/README.md"), *ROOT.glob("tests/transcripts/**/*.md")]
    return sorted(found)


def commands_of(page: Path) -> list[str]:
    """Every command a page shows."""
    blocks = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [
        line[2:]
        for block in blocks
        if block["info"].startswith("console")
        for line in block["body"].splitlines()
        if line.startswith("$ ")
    ]


def furnish(page: Path, folder: Path) -> None:
    """Puts what the page's reader has at hand into the folder."""
    if page.parent.parent == ROOT / "examples":
        shutil.copytree(page.parent, folder, dirs_exist_ok=True)
    else:
        shutil.copytree(ROOT / "examples", folder / "examples")


@dataclass(slots=True)
class Session:
    """A reader at a prompt: a folder and the variables exported so far."""

    folder: Path
    exported: dict[str, str] = field(default_factory=dict)
    not_run: list[str] = field(default_factory=list)
    """Commands that need a program which is not installed."""

    def played(self, text: str) -> str:
        """The page with everything its blocks say done, and each output as it is now."""
        return BLOCK.sub(lambda block: self._block(block["info"], block["body"], block[0]), text)

    def _block(self, info: str, body: str, whole: str) -> str:
        """One block, played."""
        language, _, rest = info.partition(" ")
        if language == "console":
            lines = self._console(body.splitlines(), shell=rest == "shell")
            return "\n".join([f"```{info}", *lines, "```"])
        if rest:
            mode = "a" if rest.startswith(">>") else "w"
            with (self.folder / rest.removeprefix(">>")).open(mode, encoding="utf-8") as file:
                file.write(("\n" if mode == "a" else "") + body)
        return whole

    def _console(self, lines: list[str], *, shell: bool) -> Iterator[str]:
        """The lines of a console block, with what each command prints now."""
        starts = [i for i, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            command = lines[start].removeprefix("$ ")
            missing = [p for p in PEERS if p in command.split() and not shutil.which(p)]
            yield lines[start]
            if missing:
                self.not_run.append(command)
                yield from lines[start + 1 : end]
            else:
                yield from self.printed(command, shell=shell)

    def printed(self, command: str, *, shell: bool = False) -> list[str]:
        """What one command prints, and its exit code below if that is not 0."""
        if command.startswith("export "):
            self.exported.update([shlex.split(command)[1].split("=", 1)])
            return []
        output, code = self._in_shell(command) if shell else self.run(command)
        assert "Traceback" not in output, output
        lines = [line.rstrip() for line in output.rstrip("\n").splitlines()]
        return [*lines, *([f"[exit {code}]"] if code else [])]

    def run(self, command: str, *, errors: bool = True) -> tuple[str, int]:
        """What ``arledger`` prints, on stderr too if ``errors``, and its exit code."""
        program, *arguments = shlex.split(command)
        assert program == "arledger", f"{program}: mark the block 'console shell'"
        screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.chdir(self.folder))
            stack.enter_context(_variables(self.exported))
            stack.enter_context(contextlib.redirect_stdout(screen))
            stack.enter_context(contextlib.redirect_stderr(screen if errors else io.StringIO()))
            stack.callback(gc.enable)  # the command line turns it off: it expects to end soon
            try:
                code = main(arguments)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        buffer = screen.detach()
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(), code

    def _in_shell(self, command: str) -> tuple[str, int]:
        """What bash prints on both streams, and its exit code."""
        # Unbuffered, so that both streams come in the order a terminal would show.
        arledger = f'arledger() {{ {shlex.quote(sys.executable)} -u -m arledger "$@"; }}\n'
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", arledger + command],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | self.exported,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.stdout.decode(), done.returncode


@contextlib.contextmanager
def _variables(values: dict[str, str]) -> Iterator[None]:
    """Sets environment variables, and puts back what was there."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
