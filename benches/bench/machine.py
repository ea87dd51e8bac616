"""The machine's shape: what a figure means nothing without."""

import os
import platform
import time

from .process import forget


def shape(folder):
    """Cores, model, memory, kernel, and how fast the disk under `folder` is."""
    write, read = disk(folder)
    return {
        "cores": len(os.sched_getaffinity(0)),
        "model": field("/proc/cpuinfo", "model name"),
        "simd": simd(),
        "memory": int(field("/proc/meminfo", "MemTotal").split()[0]) * 1024,
        "kernel": platform.release(),
        "disk_write": write,
        "disk_read": read,
        "load": os.getloadavg()[0],
        "date": time.strftime("%Y-%m-%d"),
    }


def field(path, name):
    """The first value of a field of a file of `name: value` lines."""
    with open(path) as file:
        for line in file:
            if line.startswith(name):
                return line.split(":", 1)[1].strip()
    return "unknown"


def simd():
    """The widest vectors that the processor offers."""
    flags = field("/proc/cpuinfo", "flags").split()
    return next((name for name in ("avx512f", "avx2", "sse4_1") if name in flags), "unknown")


def disk(folder):
    """Bytes a second, one large file written and synchronised, then read back past the page cache."""
    path, block, blocks = folder / "disk.tmp", os.urandom(1 << 20), 256
    try:
        started = time.perf_counter()
        with open(path, "wb") as file:
            for _ in range(blocks):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        write = blocks * len(block) / (time.perf_counter() - started)
        forget(path)
        started = time.perf_counter()
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 20):
                pass
        return write, blocks * len(block) / (time.perf_counter() - started)
    finally:
        path.unlink(missing_ok=True)


def sentence(shape):
    """The shape as a paragraph."""
    giga = lambda number: f"{number / 1e9:.1f} GB/s"
    # Who shares the machine costs everybody time.
    busy = " Other work was running: times are longer than they need be." if shape["load"] > shape["cores"] / 4 else ""
    return (
        f"{shape['cores']} cores of {shape['model']} ({shape['simd'].upper()}), {shape['memory'] / 2**30:.0f} GiB of "
        f"RAM, Linux {shape['kernel']}; the disk writes {giga(shape['disk_write'])} and reads "
        f"{giga(shape['disk_read'])}. Load before the run {shape['load']:.1f}; {shape['date']}.{busy}"
    )
