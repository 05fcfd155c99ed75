"""Arrays looked at where they lie in a file."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from knowledge.mapped_arrays import map_arrays


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "arrays.npz"
    by_columns = np.asfortranarray(np.arange(12, dtype=np.float16).reshape(3, 4))
    np.savez(path, odd=np.arange(3, dtype=np.uint8), by_columns=by_columns, one=np.array(7), none=np.zeros((0, 5)))
    return path


def test_the_arrays_are_those_that_numpy_reads(kept: Path) -> None:
    mapped = map_arrays(kept)
    with np.load(kept) as read:
        assert set(mapped) == set(read.files)
        for name, array in mapped.items():
            assert array.dtype == read[name].dtype
            assert np.array_equal(array, read[name])


def test_they_cannot_be_changed(kept: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        map_arrays(kept)["odd"][0] = 1


def test_they_stay_when_the_file_is_replaced_and_removed(kept: Path, tmp_path: Path) -> None:
    mapped = map_arrays(kept)
    np.savez(tmp_path / "other.npz", odd=np.arange(9))
    (tmp_path / "other.npz").replace(kept)
    kept.unlink()
    assert mapped["odd"].tolist() == [0, 1, 2]
    assert mapped["by_columns"][2].tolist() == [8, 9, 10, 11]


def test_a_file_cut_short_is_refused(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-40])
    with pytest.raises(BadZipFile):
        map_arrays(kept)


def test_an_array_that_is_shorter_than_it_says_is_refused(kept: Path) -> None:
    whole = kept.read_bytes()
    assert whole.count(b"(3, 4)") == 1
    kept.write_bytes(whole.replace(b"(3, 4)", b"(9, 4)"))
    with pytest.raises((BadZipFile, ValueError)):
        map_arrays(kept)


def test_packed_arrays_and_python_objects_are_refused(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "packed.npz", a=np.arange(3))
    np.savez(tmp_path / "objects.npz", a=np.array([{}], dtype=object))
    for name, why in (("packed", "packed"), ("objects", "objects")):
        with pytest.raises(ValueError, match=why):
            map_arrays(tmp_path / f"{name}.npz")
