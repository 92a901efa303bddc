"""Files that commands write."""

from pathlib import Path

from hitl.errors import BadInput, HitlError


def write(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that is not there yet. Raises BadInput, HitlError."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise BadInput(f"{path} is there already. Nothing was written; --force overwrites it.") from None
    except OSError as error:
        raise HitlError(f"{path} cannot be written: {error.strerror}.") from None
