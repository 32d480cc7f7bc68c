"""Files on disk: written, removed and refused files; a failure changes nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePosixPath

import pytest

from generator.output import Written, drift, write
from generator.problems import InputError
from generator.render.rendering import HEADER

FILES = {
    PurePosixPath("models/__init__.py"): f"{HEADER}a\n",
    PurePosixPath("models/pets.py"): f"{HEADER}b\n",
    PurePosixPath("resources/__init__.py"): f"{HEADER}c\n",
    PurePosixPath("resources/document.json"): "{}\n",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "package"


@pytest.fixture
def written(out: Path) -> Path:
    """The package after a first run."""
    write(FILES, out)
    return out


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def refused(out: Path, files: dict[PurePosixPath, str] | None = None) -> dict[str, str]:
    """Return the reason why the files cannot be written, and check that nothing changed."""
    before = snapshot(out)
    with pytest.raises(InputError) as caught:
        write(FILES if files is None else files, out)
    assert caught.value.source == str(out)
    assert snapshot(out) == before
    return {problem.pointer: problem.reason for problem in caught.value.problems}


def test_files_are_written_where_nothing_is(out: Path) -> None:
    assert write(FILES, out) == Written(changed=4, unchanged=0, removed=0)
    assert snapshot(out) == {str(path): text.encode() for path, text in FILES.items()}


def test_a_second_run_touches_nothing(written: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in written.rglob("*")}
    inodes = {path: path.stat().st_ino for path in written.rglob("*")}
    assert write(FILES, written) == Written(changed=0, unchanged=4, removed=0)
    assert {path: path.stat().st_mtime_ns for path in written.rglob("*")} == before
    assert {path: path.stat().st_ino for path in written.rglob("*")} == inodes


def test_only_what_differs_is_written(written: Path) -> None:
    pets = PurePosixPath("models/pets.py")
    kept = (written / "models" / "__init__.py").stat()
    assert write({**FILES, pets: f"{HEADER}new\n"}, written) == Written(changed=1, unchanged=3, removed=0)
    assert (written / pets).read_text() == f"{HEADER}new\n"
    assert (written / "models" / "__init__.py").stat() == kept


def test_stale_files_are_removed(written: Path) -> None:
    files = {path: text for path, text in FILES.items() if path.name != "pets.py"}
    assert write(files, written) == Written(changed=0, unchanged=3, removed=1)
    assert not (written / "models" / "pets.py").exists()


def test_files_of_an_older_generator_are_removed_too(written: Path) -> None:
    old = written / "models" / "sub" / "old.py"
    old.parent.mkdir()
    old.write_text("# Generated from something else by something else.\n")
    assert write(FILES, written).removed == 1
    assert not old.exists()


def test_files_outside_the_two_folders_stay(written: Path) -> None:
    (written / "client.py").write_text("by hand")
    (written / "other").mkdir()
    (written / "other" / "models.py").write_text("by hand")
    assert write(FILES, written).removed == 0
    assert (written / "client.py").exists()
    assert (written / "other" / "models.py").exists()


def test_compiled_code_stays(written: Path) -> None:
    cache = written / "models" / "__pycache__"
    cache.mkdir()
    (cache / "pets.cpython-311.pyc").write_bytes(b"\x00")
    assert write(FILES, written).removed == 0
    assert drift(FILES, written) == ""
    assert list(cache.iterdir())


def test_a_package_may_lie_in_a_folder_of_any_name(tmp_path: Path) -> None:
    out = tmp_path / "__pycache__"
    write(FILES, out)
    assert write({path: text for path, text in FILES.items() if path.name != "pets.py"}, out).removed == 1


@pytest.mark.parametrize("path", ["models/mine.py", "resources/sub/mine.py", "models/notes.txt", "models/.hidden"])
def test_a_file_that_was_not_generated_is_refused(written: Path, path: str) -> None:
    (written / path).parent.mkdir(exist_ok=True)
    (written / path).write_text("by hand")
    assert refused(written) == {f"/{path}": "was not generated: move it to another folder"}


def test_a_file_that_was_not_generated_is_not_overwritten(out: Path) -> None:
    (out / "models").mkdir(parents=True)
    (out / "models" / "pets.py").write_text("by hand")
    (out / "models" / "__init__.py").write_bytes(b"\xff by hand")
    assert refused(out) == {
        "/models/__init__.py": "was not generated: move it to another folder",
        "/models/pets.py": "was not generated: move it to another folder",
    }


def test_data_is_overwritten_for_it_cannot_say_where_it_is_from(written: Path) -> None:
    (written / "resources" / "document.json").write_text("[]")
    assert write(FILES, written) == Written(changed=1, unchanged=3, removed=0)


def test_everything_that_is_in_the_way_is_named_at_once(written: Path) -> None:
    (written / "models" / "b.py").write_text("by hand")
    (written / "models" / "a.py").write_text("by hand")
    (written / "models" / "pets.py").unlink()
    (written / "models" / "pets.py").mkdir()
    assert list(refused(written)) == ["/models/a.py", "/models/b.py", "/models/pets.py"]


def test_a_folder_in_the_place_of_a_file_is_refused(out: Path) -> None:
    (out / "models" / "pets.py").mkdir(parents=True)
    assert refused(out) == {"/models/pets.py": "is a folder, not a file"}


def test_a_file_in_the_place_of_a_folder_is_refused(out: Path) -> None:
    out.mkdir()
    (out / "models").write_text("by hand")
    assert refused(out)[""].startswith("cannot be written: ")


def test_a_folder_that_is_a_link_is_refused(out: Path, tmp_path: Path) -> None:
    out.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / "models").symlink_to(elsewhere)
    assert refused(out) == {"/models": "is a link: the files would be written elsewhere"}
    assert not list(elsewhere.iterdir())


def test_a_file_that_is_a_link_to_elsewhere_is_refused(written: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text(f"{HEADER}mine\n")
    (written / "models" / "pets.py").unlink()
    (written / "models" / "pets.py").symlink_to(elsewhere)
    assert refused(written) == {"/models/pets.py": "is outside the folder"}
    assert elsewhere.read_text() == f"{HEADER}mine\n"


def test_a_stale_link_is_removed_and_what_it_leads_to_stays(written: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text(f"{HEADER}mine\n")
    (written / "models" / "old.py").symlink_to(elsewhere)
    assert write(FILES, written).removed == 1
    assert elsewhere.read_text() == f"{HEADER}mine\n"


def test_a_link_that_leads_nowhere_is_refused(written: Path) -> None:
    (written / "models" / "old.py").symlink_to("nowhere")
    assert refused(written) == {"/models/old.py": "was not generated: move it to another folder"}


@pytest.mark.parametrize("path", ["../outside.py", "models/../../outside.py", "/outside.py"])
def test_a_file_outside_of_the_package_is_refused(written: Path, path: str) -> None:
    found = refused(written, {**FILES, PurePosixPath(path): HEADER})
    assert list(found.values()) == ["is outside the folder"]
    assert not (written / path).exists()


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_changes_nothing(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = iter([True, True])
    real = Path.write_bytes

    def some(path: Path, data: bytes) -> int:
        if next(room, False):
            return real(path, data)
        real(path, data[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    before = snapshot(written)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", some)
        with pytest.raises(InputError, match=r"/: cannot be written: No space left on device$"):
            write({path: f"{text}more\n" for path, text in FILES.items()}, written)
    assert snapshot(written) == before


def test_nothing_is_removed_if_nothing_can_be_written(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(written)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(InputError):
            write({PurePosixPath("models/__init__.py"): f"{HEADER}new\n"}, written)
    assert snapshot(written) == before


def test_there_is_no_drift_right_after_a_run(written: Path) -> None:
    assert drift(FILES, written) == ""


def test_drift_is_a_unified_diff(written: Path) -> None:
    (written / "models" / "pets.py").write_text(f"{HEADER}changed\n")
    assert drift(FILES, written) == (
        f"--- a/models/pets.py\n+++ b/models/pets.py\n@@ -1,2 +1,2 @@\n {HEADER}-changed\n+b\n"
    )


def test_drift_shows_what_is_missing_and_what_is_too_much(written: Path) -> None:
    (written / "models" / "pets.py").unlink()
    (written / "resources" / "old.py").write_text("x\n")
    assert drift(FILES, written) == (
        f"--- /dev/null\n+++ b/models/pets.py\n@@ -0,0 +1,2 @@\n+{HEADER}+b\n"
        "--- a/resources/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
    )


def test_drift_of_a_package_that_is_not_there_is_all_of_it(out: Path) -> None:
    found = drift(FILES, out)
    assert [line for line in found.splitlines() if line.startswith("+++")] == [f"+++ b/{path}" for path in FILES]


@pytest.mark.parametrize("data", [b"", b"c\r\n", b"c", b"\xff\n", b"c\n\n", b"c\x0c\n"])
def test_any_difference_is_drift(written: Path, data: bytes) -> None:
    (written / "models" / "pets.py").write_bytes(data)
    found = drift({**FILES, PurePosixPath("models/pets.py"): "c\n"}, written)
    assert found.startswith("--- a/models/pets.py\n+++ b/models/pets.py\n")


def test_an_empty_file_that_is_missing_or_too_much_is_drift(written: Path) -> None:
    (written / "models" / "old.py").write_bytes(b"")
    found = drift({**FILES, PurePosixPath("models/new.py"): ""}, written)
    assert found == "--- /dev/null\n+++ b/models/new.py\n--- a/models/old.py\n+++ /dev/null\n"


def test_looking_for_drift_writes_nothing(out: Path) -> None:
    drift(FILES, out)
    assert not out.exists()


def test_files_are_marked_as_the_generator_looks_for_them() -> None:
    assert HEADER.startswith("# Generated from ")
