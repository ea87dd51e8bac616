"""Archives whose bytes don't depend on the time they are made at."""

import binascii
import gzip
import io
import os
import re
import struct
import tarfile
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import py7zr
import pyzipper

TIME = (2021, 8, 14, 10, 0, 0)
SECONDS = 1628935200


def zipped(members):
    """A zip of names and bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(_info(zipfile.ZipInfo, name), data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _info(kind, name):
    info = kind(name, TIME)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def rezipped(data, patch=lambda name, data: data, added=()):
    """The same zip with fixed times; `patch` may change a member, `added` holds names and bytes of further ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            method = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(_info(zipfile.ZipInfo, info.filename), patch(info.filename, old.read(info)), method, 9)
        for name, content in added:
            new.writestr(_info(zipfile.ZipInfo, name), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def timeless(name, data):
    """For `rezipped`: the time that an office document says it was changed at is fixed."""
    if name in ("docProps/core.xml", "meta.xml"):
        return re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?", b"2021-08-14T10:00:00Z", data)
    return data


def zip_aes(members, password):
    """A zip encrypted with AES-256; its salts are fixed, unlike in earnest."""
    out = io.BytesIO()
    with (
        fixed_random(),
        pyzipper.AESZipFile(out, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive,
    ):
        archive.setpassword(password)
        for name, data in members.items():
            archive.writestr(_info(pyzipper.zipfile_aes.AESZipInfo, name), data)
    return out.getvalue()


@contextmanager
def fixed_random():
    """Libraries that ask the system for random bytes get the same ones every time."""

    def same(count):
        return bytes((at * 37 + 11) % 256 for at in range(count))

    with (
        mock.patch("os.urandom", same),
        mock.patch("Cryptodome.Random.get_random_bytes", same),
        mock.patch("py7zr.compressor.get_random_bytes", same, create=True),
        mock.patch("pyzipper.zipfile_aes.Random.new", lambda: mock.Mock(read=same), create=True),
    ):
        yield


def zip_crypto(members, password):
    """A zip encrypted with PKWARE's old cipher (APPNOTE 6.1), which the libraries only read."""
    local, central = b"", b""
    for name, data in members.items():
        crc = binascii.crc32(data)
        packed = _deflated(data)
        body = _ZipCrypto(password).encrypt(bytes(range(11)) + bytes([crc >> 24]) + packed)
        date = (TIME[0] - 1980) << 9 | TIME[1] << 5 | TIME[2]
        time = TIME[3] << 11 | TIME[4] << 5 | TIME[5] // 2
        fields = struct.pack("<HHHHHIIIHH", 20, 1, 8, time, date, crc, len(body), len(data), len(name), 0)
        central += (
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + fields
            + struct.pack("<HHHII", 0, 0, 0, 0, len(local))
            + name.encode()
        )
        local += b"PK\x03\x04" + fields + name.encode() + body
    count = len(members)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(central), len(local), 0)
    return local + central + end


def _deflated(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


class _ZipCrypto:
    def __init__(self, password):
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._update(byte)

    def _update(self, byte):
        keys = self.keys
        keys[0] = _crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[2], keys[1] >> 24)

    def encrypt(self, data):
        out = bytearray()
        for byte in data:
            temp = (self.keys[2] | 2) & 0xFFFF
            out.append(byte ^ ((temp * (temp ^ 1)) >> 8) & 0xFF)
            self._update(byte)
        return bytes(out)


def _crc(crc, byte):
    return binascii.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def seven_zipped(members, password=None):
    """A 7z of names and bytes."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out.7z"
        with fixed_random(), py7zr.SevenZipFile(target, "w", password=password) as archive:
            for name, data in members.items():
                path = Path(folder) / "in" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                path.chmod(0o644)
                os.utime(path, (SECONDS, SECONDS))
                archive.write(path, name)
        return target.read_bytes()


def tarred(members):
    """A tar of names and bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), SECONDS, 0o644
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def gzipped(data):
    """gzip without a time."""
    return gzip.compress(data, 9, mtime=0)
