"""Builds and fetches the programs that are measured, and says where they are."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
POPPY = "0.2.1"
PYTHON_PACKAGES = ["duckdb==2.0.1", "rbloom==1.5.4"]


class Tools:
    """Paths of programs; what a step needs is built when it first asks."""

    def __init__(self, work, programs=None):
        self.work, self.programs = work, programs
        self.built = set()

    def once(self, what):
        """Whether `what` was not built yet in this run."""
        new = what not in self.built
        self.built.add(what)
        return new

    def release(self):
        """The folder of `assay` and of the floor."""
        if self.programs:
            return self.programs
        target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
        if self.once("assay"):
            # One command for both: apart they would unite other features, and build polars twice.
            packages = ["-p", "assay", "-p", "assay-records", "--bin", "assay", "--example", "scan"]
            call(["cargo", "build", "--release", "--locked", *packages])
        return target / "release"

    def assay(self):
        return self.release() / "assay"

    def scan(self):
        return self.release() / "examples" / "scan"

    def peer(self, name):
        """A program of benches/peers."""
        target = self.work / "peers"
        if self.once("peers"):
            manifest = REPOSITORY / "benches" / "peers" / "Cargo.toml"
            call(["cargo", "build", "--release", "--locked", "--manifest-path", manifest, "--target-dir", target])
        return target / "release" / name

    def poppy(self):
        """The program of poppy-filters: installed by itself, never linked to anything here."""
        program = self.work / "tools" / "bin" / "poppy"
        if not program.exists():
            target = self.work / "poppy-target"
            root = self.work / "tools"
            call(["cargo", "install", f"poppy-filters@{POPPY}", "--locked", "--root", root, "--target-dir", target])
            shutil.rmtree(target)
        return program

    def dcso(self):
        """DCSO's bloom, from Debian."""
        if not shutil.which("bloom"):
            call(["apt-get", "install", "-y", "golang-github-dcso-bloom-cli"])
        return shutil.which("bloom")

    def python(self):
        """A Python of our own with the peers from PyPI."""
        folder = self.work / "venv"
        python = folder / "bin" / "python"
        if self.once("venv"):
            if not python.exists():
                call([sys.executable, "-m", "venv", folder])
            call([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PYTHON_PACKAGES])
        return python

    def versions(self):
        """What is measured, for the table."""
        commit = output(["git", "-C", REPOSITORY, "rev-parse", "--short", "HEAD"])
        if output(["git", "-C", REPOSITORY, "status", "--porcelain"]):
            commit += " with changes"
        if self.programs:
            commit += ", programs built elsewhere"
        return {"commit": commit, "rustc": output(["rustc", "--version"])}


def call(command):
    """Runs a command whose talk goes to stderr."""
    print("$", *command, file=sys.stderr)
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)


def output(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else "unknown"
