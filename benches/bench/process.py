"""Runs a program and measures it: time, memory, temporary disk, bytes read."""

import os
import subprocess
import threading
import time

POLL_SECONDS = 0.02


class Failed(Exception):
    """A program failed, or did not do the work that it was measured for."""


def check(truth, what):
    """Fails the bench unless `truth` holds."""
    if not truth:
        raise Failed(what)


def run(command, *, cores=None, stdin=None, stdout=None, folder=None, env=None):
    """Runs a command to its end and returns its figures.

    `cores` pins it to that many cores, `stdin` and `stdout` are paths. `folder` is where it may write: what it holds
    open there without a name (and hidden files that are no unfinished output) counts as temporary disk.
    """
    command = [str(word) for word in command]
    with open(stdin or os.devnull, "rb") as source, open(stdout or os.devnull, "wb") as sink:
        started = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdin=source,
            stdout=sink,
            stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})},
            preexec_fn=(lambda: os.sched_setaffinity(0, range(cores))) if cores else None,
        )
        peaks = Peaks(child.pid, folder)
        errors = []
        reader = threading.Thread(target=lambda: errors.append(child.stderr.read()))
        reader.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        reader.join()
        child.stderr.close()
        peaks.stop()
    if child.returncode != 0:
        text = b"".join(errors).decode(errors="replace")[-2000:]
        raise Failed(f"{' '.join(command)} ended with {child.returncode}:\n{text}")
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_rss_anon": peaks.rss_anon,
        "peak_temporary": peaks.temporary,
        # Blocks of 512 bytes that had to come from the disk.
        "read_bytes": usage.ru_inblock * 512,
    }


class Peaks:
    """Polls a process for its largest anonymous memory and temporary disk."""

    def __init__(self, pid, folder):
        self.pid, self.folder = pid, folder
        self.rss_anon = self.temporary = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.poll, daemon=True)
        self.thread.start()

    def poll(self):
        while True:
            self.rss_anon = max(self.rss_anon, rss_anon(self.pid))
            if self.folder:
                self.temporary = max(self.temporary, unnamed(self.pid) + hidden(self.folder))
            if self.ended.wait(POLL_SECONDS):
                return

    def stop(self):
        self.ended.set()
        self.thread.join()


def rss_anon(pid):
    """Bytes of anonymous memory that a process has in RAM; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("RssAnon:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def unnamed(pid):
    """Bytes on disk of files that a process holds open and that have no name any more."""
    total, seen = 0, set()
    try:
        for number in os.listdir(f"/proc/{pid}/fd"):
            path = f"/proc/{pid}/fd/{number}"
            if os.readlink(path).endswith(" (deleted)"):
                stat = os.stat(path)
                if (stat.st_dev, stat.st_ino) not in seen:
                    seen.add((stat.st_dev, stat.st_ino))
                    total += stat.st_blocks * 512
    except OSError:
        pass
    return total


def hidden(folder):
    """Bytes on disk of hidden files in a folder, unfinished outputs excepted."""
    total = 0
    for entry in os.scandir(folder):
        if entry.name.startswith(".") and not entry.name.endswith(".partial"):
            try:
                total += entry.stat().st_blocks * 512
            except OSError:
                pass
    return total


def forget(path):
    """Drops a file from the page cache, as far as the system obeys."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
