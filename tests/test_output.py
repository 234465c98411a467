"""Where commands write: a file is complete or not there, a pipe and a link stay what they are."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from webapp.output import opened
from webapp.problems import Problem


def test_failed_export_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    out = tmp_path / "labels.csv"
    out.write_text("old")
    writing = ExitStack()
    writing.enter_context(opened(out)).write(b"new")
    assert out.with_name("labels.csv.part").exists()
    assert not writing.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert [each.name for each in tmp_path.iterdir()] == ["labels.csv"]
    assert out.read_text() == "old"


def test_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "labels.csv")
    with opened(tmp_path / "link.csv") as file:
        file.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "labels.csv").read_bytes() == b"new"


def test_pipe_behind_a_link_is_written_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    reading = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with opened(tmp_path / "link") as file:
        file.write(b"new")
    assert os.read(reading, 10) == b"new"
    os.close(reading)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "pipe").is_fifo()


def test_file_in_a_missing_folder_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"none/a: No such file or directory\.$"):
        opened(tmp_path / "none" / "a").__enter__()
