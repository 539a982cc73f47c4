"""A believable trading firm's books, to try every command on."""

from importlib.resources import files
from pathlib import Path

from arledger.unfinished import Unfinished

MAIN = "main.journal"
"""The file to name with ``-f``; it includes the others."""


def write(folder: Path, *, force: bool = False) -> list[Path]:
    """The files of the demo books, written into a folder that is made if need be.

    Nothing is written, and ``FileExistsError`` says which file is in the way, when one of
    them is there already; ``force`` replaces it.
    """
    books = {file.name: file.read_bytes() for file in files(__name__).joinpath("books").iterdir()}
    paths = {folder / name: data for name, data in sorted(books.items())}
    for path in () if force else paths:
        if path.exists() or path.is_symlink():
            raise FileExistsError(f"{path} is there already")
    new = [path for path in paths if not path.exists()]
    folders = [above for above in (folder, *folder.parents) if not above.exists()]
    with Unfinished(lambda: _take_back(new, folders)):
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in paths.items():
            path.write_bytes(data)
    return list(paths)


def _take_back(new: list[Path], folders: list[Path]) -> None:
    """Removes what was new."""
    for path in new:
        path.unlink(missing_ok=True)
    for folder in folders:
        folder.rmdir()
