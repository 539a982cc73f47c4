"""A believable trading firm's books, to try every command on."""

from importlib.resources import files
from pathlib import Path

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
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in paths.items():
        path.write_bytes(data)
    return list(paths)
