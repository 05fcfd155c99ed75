"""Arrays of a file that are not read but looked at where they lie.

Only what is looked at takes memory, and what several processes look at takes it once (`mmap`, shared and read-only).
"""

import mmap
import struct
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

# A local file header of a zip file: 26 bytes that the directory repeats, then the lengths of the name and of what follows it.
_HEADER_BYTES, _LENGTHS_AT = 30, 26


def map_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file that `numpy.savez` wrote, read-only.

    The file must not be shortened while they are in use; it may be replaced or removed.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError, BadZipFile: it is damaged, packed, or holds Python objects.
    """
    with path.open("rb") as file, ZipFile(file) as archive:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return {each.filename.removesuffix(".npy"): _mapped(held, archive, each) for each in archive.infolist()}


def _mapped(held: mmap.mmap, archive: ZipFile, member: ZipInfo) -> npt.NDArray[Any]:
    if member.compress_type != ZIP_STORED:
        raise ValueError(f"{member.filename} is packed")
    with archive.open(member) as start:
        version = npy.read_magic(start)  # type: ignore[no-untyped-call]
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read(start)  # type: ignore[no-untyped-call]
        header = start.tell()
    if dtype.hasobject:
        raise ValueError(f"{member.filename} holds Python objects")
    lengths = struct.unpack_from("<HH", held, member.header_offset + _LENGTHS_AT)
    offset = member.header_offset + _HEADER_BYTES + sum(lengths) + header
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    if header + size != member.file_size or offset + size > len(held):
        raise BadZipFile(f"{member.filename} is not as long as it says")
    return np.ndarray(shape, dtype, buffer=held, offset=offset, order="F" if fortran else "C")
