use std::{
    cell::Cell,
    io::{self, BufReader, Read, Seek, SeekFrom},
    rc::Rc,
};

use zip::{ZipArchive, ZipReadOptions, result::ZipError};

use super::{
    MemberFault, MemberPlace, MemberReject, PackError,
    layer::{Below, Packed, Seen},
    method::decode,
    names,
    sought::Sought,
    walk::{Hold, Stop, Walk},
};
use crate::Form;

type Archive<'a> = ZipArchive<Packed<Sought<'a>>>;

impl Walk {
    /// Walks through a zip, or hands over the workbook that it is.
    pub(super) fn zip(&mut self, form: Form, mut hold: Hold, place: &MemberPlace) -> Result<(), Stop> {
        let fault = {
            let sought = Sought::new(&mut hold, &self.gauge);
            let allowed = sought.allowed();
            let packed = Packed::new(sought);
            let seen = packed.seen.clone();
            match ZipArchive::new(packed) {
                Ok(archive) if form == Form::Ods || Form::is_workbook(archive.file_names_raw()) => None,
                Ok(archive) => {
                    allowed.set(u64::MAX);
                    return self.zip_entries(archive, &seen, &allowed, place);
                }
                // Whoever reads workbooks says what is wrong with one.
                Err(error) => Some(meaning(&error, &seen)).filter(|fault| form == Form::Zip || fault.is_fatal()),
            }
        };
        match fault {
            None => self.whole(hold, place),
            Some(fault) if fault.is_fatal() => self.fault(fault, place),
            Some(fault) => self.broken_zip(hold, fault, place),
        }
    }

    fn zip_entries(
        &mut self,
        mut archive: Archive<'_>,
        seen: &Seen,
        allowed: &Rc<Cell<u64>>,
        place: &MemberPlace,
    ) -> Result<(), Stop> {
        let most = self.gauge.limits.members;
        if archive.len() > most as usize {
            return Err(Stop::Failed(PackError::TooManyMembers { most }));
        }
        if archive.has_overlapping_entries().is_ok_and(|overlap| overlap) {
            return self.reject(place.clone(), MemberReject::Overlap);
        }
        for at in 0..archive.len() {
            self.zip_entry(&mut archive, at, seen, place)?;
        }
        if !archive.has_duplicate_names() {
            return Ok(());
        }
        let (start, shown) = (archive.central_directory_start(), archive.len() as u32);
        let mut source = archive.into_inner();
        allowed.set(self.gauge.limits.in_memory);
        let all = match listed(&mut source, start, most) {
            Ok(all) => all,
            Err(error) => return self.fault(seen.meaning(&error), place),
        };
        for index in shown..all {
            self.reject(place.within(Form::Zip, index + 1, None), MemberReject::Hidden)?;
        }
        Ok(())
    }

    fn zip_entry(
        &mut self,
        archive: &mut Archive<'_>,
        at: usize,
        seen: &Seen,
        place: &MemberPlace,
    ) -> Result<(), Stop> {
        let index = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        let entry = match archive.by_index_data(at) {
            Ok(entry) => entry,
            Err(error) => return self.fault(meaning(&error, seen), place),
        };
        let name = entry.name_raw().to_vec();
        let (method, size, crc) = (entry.compression(), entry.size(), entry.crc32());
        let is_encrypted = entry.encrypted();
        let kind = entry.unix_mode().map_or(0, |mode| mode & FILE_TYPE);
        let is_link = entry.is_symlink();
        if entry.is_dir() {
            return Ok(());
        }
        let place = place.within(Form::Zip, index, Some(&name));
        if let Some(reason) = names::refusal(&name) {
            return self.reject(place, reason);
        }
        if is_link {
            return self.reject(place, MemberReject::Link);
        }
        if !matches!(kind, 0 | REGULAR) {
            return self.reject(place, MemberReject::Special);
        }
        if is_encrypted {
            let fitting = match self.zip_password(archive, at, seen) {
                Ok(Some(fitting)) => fitting,
                Ok(None) => {
                    let tried = self.passwords.0.len();
                    return self.reject(place, MemberReject::Password { tried });
                }
                Err(error) => return self.zip_refused(&error, seen, place),
            };
            let passwords = self.passwords.clone();
            let password = passwords.0.get(fitting).map(|password| password.as_bytes());
            let below = Below::default().with(Rc::clone(&seen.bytes));
            return match archive.by_index_with_options(at, ZipReadOptions::new().password(password)) {
                Ok(file) => self.entry(file, seen, &below, &place),
                Err(error) => self.zip_refused(&error, seen, place),
            };
        }
        let number = u16::from(Method(method));
        if number == DEFLATE64 {
            let below = Below::default().with(Rc::clone(&seen.bytes));
            return match archive.by_index(at) {
                Ok(file) => self.entry(file, seen, &below, &place),
                Err(error) => self.zip_refused(&error, seen, place),
            };
        }
        let packed = match archive.by_index_raw(at) {
            Ok(file) => Packed::new(BufReader::new(file)),
            Err(error) => return self.zip_refused(&error, seen, place),
        };
        let own = packed.seen.clone();
        let below = Below::default().with(Rc::clone(&own.bytes));
        match decode(number, packed, Some((size, crc)), self.gauge.limits.decoder_memory) {
            Ok(Some(read)) => self.entry(read, &own, &below, &place),
            Ok(None) => self.reject(place, MemberReject::Method),
            Err(error) => self.fault(own.meaning(&error), &place),
        }
    }

    fn zip_refused(&mut self, error: &ZipError, seen: &Seen, place: MemberPlace) -> Result<(), Stop> {
        match error {
            ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
                self.reject(place, MemberReject::Method)
            }
            error => self.fault(meaning(error, seen), &place),
        }
    }

    /// The password that fits an entry. The old cipher lets one in 256 wrong ones pass, so that the first bytes have
    /// to unpack as well.
    fn zip_password(&mut self, archive: &mut Archive<'_>, at: usize, seen: &Seen) -> Result<Option<usize>, ZipError> {
        let count = self.passwords.0.len();
        let order = self
            .fitting
            .into_iter()
            .chain((0..count).filter(|at| Some(*at) != self.fitting));
        for candidate in order.collect::<Vec<_>>() {
            let password = self.passwords.0.get(candidate).map(|password| password.as_bytes());
            let mut file = match archive.by_index_with_options(at, ZipReadOptions::new().password(password)) {
                Ok(file) => file,
                Err(ZipError::InvalidPassword) => continue,
                Err(error) => return Err(error),
            };
            if probe(&mut file) {
                self.fitting = Some(candidate);
                return Ok(Some(candidate));
            }
            if let Some(fault) = seen.fault.get().filter(|fault| fault.is_fatal()) {
                return Err(ZipError::Io(fault.into()));
            }
        }
        Ok(None)
    }
}

/// Whether the first bytes unpack.
pub(super) fn probe(read: &mut dyn Read) -> bool {
    io::copy(&mut read.take(PROBE), &mut io::sink()).is_ok()
}

fn meaning(error: &ZipError, seen: &Seen) -> MemberFault {
    match error {
        ZipError::Io(error) => seen.meaning(error),
        _ => seen.fault.get().unwrap_or(MemberFault::Corrupt),
    }
}

/// How many entries the directory lists, hidden ones included, and no more than one above `most`.
fn listed(source: &mut (impl Read + Seek), start: u64, most: u32) -> io::Result<u32> {
    source.seek(SeekFrom::Start(start))?;
    let mut source = BufReader::new(source);
    let mut count = 0;
    loop {
        let mut head = [0; 46];
        let mut filled = 0;
        while filled < head.len() {
            match source.read(head.get_mut(filled..).unwrap_or_default())? {
                0 => return Ok(count),
                more => filled += more,
            }
        }
        let word = |at: usize| u64::from(u16::from_le_bytes([head[at], head[at + 1]]));
        if !head.starts_with(b"PK\x01\x02") || count > most {
            return Ok(count);
        }
        count += 1;
        io::copy(&mut (&mut source).take(word(28) + word(30) + word(32)), &mut io::sink())?;
    }
}

/// A compression method, to be turned into its number.
struct Method(zip::CompressionMethod);

impl From<Method> for u16 {
    fn from(method: Method) -> u16 {
        use zip::CompressionMethod as M;
        match method.0 {
            M::Stored => 0,
            M::Deflated => 8,
            M::Deflate64 => DEFLATE64,
            M::Bzip2 => 12,
            other if other == M::LZMA => 14,
            other if other == M::ZSTD => 93,
            other if other == M::XZ => 95,
            _ => u16::MAX,
        }
    }
}

const DEFLATE64: u16 = 9;

/// The bits of a Unix mode that tell files from links and devices.
const FILE_TYPE: u32 = 0o170_000;

const REGULAR: u32 = 0o100_000;

/// How many bytes must unpack before a password is believed.
const PROBE: u64 = 1 << 20;
