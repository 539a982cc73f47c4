"""A believable trading firm's books, to try every command on."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from arledger.unfinished import Unfinished

MAIN = "main.journal"
"""The file to name with ``-f``; it includes the others."""


def write(folder: Path, *, force: bool = False) -> list[Path]:
    """The files of the demo books, written into a folder that is made if need be.

    Nothing is written, and ``FileExistsError`` says which file is in the way, when one of
    them is there already; ``force`` replaces it.
    """
    books = _files(files(__name__).joinpath("books"))
    paths = {folder / name: data for name, data in sorted(books)}
    for path in () if force else paths:
        if path.exists() or path.is_symlink():
            raise FileExistsError(f"{path} is there already")
    new = [path for path in paths if not path.exists()]
    above = {place for path in paths for place in path.parents if not place.exists()}
    folders = sorted(above, key=lambda place: -len(place.parts))
    with Unfinished(lambda: _take_back(new, folders)):
        for path, data in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return list(paths)


def _files(folder: Traversable, below: str = "") -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of every file in a folder and in those below it."""
    for one in folder.iterdir():
        if one.is_dir():
            yield from _files(one, f"{below}{one.name}/")
        else:
            yield f"{below}{one.name}", one.read_bytes()


def _take_back(new: list[Path], folders: list[Path]) -> None:
    """Removes what was new."""
    for path in new:
        path.unlink(missing_ok=True)
    for folder in folders:
        folder.rmdir()
