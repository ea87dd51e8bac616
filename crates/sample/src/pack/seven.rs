use std::{
    io::{Seek, SeekFrom},
    rc::Rc,
};

use sevenz_rust2::{Archive, ArchiveEntry, BlockDecoder, EncoderMethod, Error, Password};

use super::{
    MemberFault, MemberPlace, MemberReject, PackError,
    layer::{Below, Packed, Seen, Unpacked, drain},
    names,
    sought::Sought,
    walk::{Hold, Stop, Walk},
    zip::probe,
};
use crate::Form;

impl Walk {
    /// Walks through a 7z archive, block by block, so that a damaged block takes only its own files with it.
    pub(super) fn seven(&mut self, mut hold: Hold, place: &MemberPlace) -> Result<(), Stop> {
        let sought = Sought::new(&mut hold, &self.gauge);
        let allowed = sought.allowed();
        let mut source = Packed::new(sought);
        let seen = source.seen.clone();
        let (archive, header_password) = match self.seven_open(&mut source, &seen) {
            Ok(opened) => opened,
            Err(reason) => {
                let fatal = seen.fault.get().filter(|fault| fault.is_fatal());
                return match fatal {
                    Some(fault) => self.fault(fault, place),
                    None => self.reject(place.clone(), reason),
                };
            }
        };
        allowed.set(u64::MAX);
        let most = self.gauge.limits.members;
        if archive.files.len() > most as usize {
            return Err(Stop::Failed(PackError::TooManyMembers { most }));
        }
        let password = match header_password {
            Some(password) => Some(password),
            None => self.seven_password(&archive, &mut source),
        };
        let mut in_blocks = 0;
        for block in 0..archive.blocks.len() {
            in_blocks += self.seven_block(&archive, block, password, &mut source, &seen, in_blocks, place)?;
        }
        // Files without a byte belong to no block.
        let mut index = in_blocks;
        for file in archive
            .files
            .iter()
            .filter(|file| !file.has_stream && !file.is_directory)
        {
            index += 1;
            let place = place.within(Form::SevenZip, index, Some(file.name().as_bytes()));
            let reason = refusal(file).unwrap_or(MemberReject::Empty);
            self.reject(place, reason)?;
        }
        Ok(())
    }

    /// Opens it, with a password if its own directory is protected.
    fn seven_open(
        &mut self,
        source: &mut Packed<Sought<'_>>,
        seen: &Seen,
    ) -> Result<(Archive, Option<usize>), MemberReject> {
        let kib = self.kib();
        let error = match Archive::read_with_memory_limit(source, &Password::empty(), kib) {
            Ok(archive) => return Ok((archive, None)),
            Err(error) => error,
        };
        if !matches!(error, Error::PasswordRequired) {
            return Err(meaning(&error, seen));
        }
        for at in self.candidates() {
            let password = self.password(Some(at));
            if let Ok(archive) = Archive::read_with_memory_limit(source, &password, kib) {
                self.fitting = Some(at);
                return Ok((archive, Some(at)));
            }
        }
        let tried = self.passwords.0.len();
        Err(MemberReject::Password { tried })
    }

    /// The password that fits the first protected block: its first bytes unpack.
    fn seven_password(&mut self, archive: &Archive, source: &mut Packed<Sought<'_>>) -> Option<usize> {
        let is_protected = |block: &usize| is_encrypted(archive, *block);
        let block = (0..archive.blocks.len()).find(is_protected)?;
        for at in self.candidates() {
            let password = self.password(Some(at));
            let decoder = BlockDecoder::new_with_memory_limit(1, self.kib(), block, archive, &password, source);
            let mut fits = false;
            let tried = decoder.for_each_entries(&mut |_, read| {
                fits = probe(read);
                Ok(false)
            });
            if fits && tried.is_ok() {
                self.fitting = Some(at);
                return Some(at);
            }
        }
        None
    }

    /// Walks through the files of a block. Returns how many there are.
    #[expect(clippy::too_many_arguments, reason = "an archive, where in it, where in the input")]
    fn seven_block(
        &mut self,
        archive: &Archive,
        block: usize,
        password: Option<usize>,
        source: &mut Packed<Sought<'_>>,
        seen: &Seen,
        before: u32,
        place: &MemberPlace,
    ) -> Result<u32, Stop> {
        let is_locked = password.is_none() && is_encrypted(archive, block);
        let password = self.password(password);
        let kib = self.kib();
        // The library seeks by itself; a position that it can't seek to is damage.
        if source.seek(SeekFrom::Start(0)).is_err() {
            return Ok(0);
        }
        seen.ended.set(false);
        let decoder = BlockDecoder::new_with_memory_limit(1, kib, block, archive, &password, source);
        let names: Vec<Vec<u8>> = decoder
            .entries()
            .iter()
            .filter(|file| file.has_stream)
            .map(|file| file.name().as_bytes().to_vec())
            .collect();
        let place_of = |at: usize| {
            let name = names.get(at).map(Vec::as_slice);
            place.within(Form::SevenZip, before.saturating_add(at as u32 + 1), name)
        };
        let count = names.len() as u32;
        if is_locked {
            let tried = self.passwords.0.len();
            for at in 0..names.len() {
                self.reject(place_of(at), MemberReject::Password { tried })?;
            }
            return Ok(count);
        }
        let below = Below::default().with(Rc::clone(&seen.bytes));
        let (mut met, mut stop, mut fault) = (0, None, None);
        let walked = decoder.for_each_entries(&mut |file, read| {
            if !file.has_stream {
                return Ok(true);
            }
            let place = place_of(met);
            met += 1;
            let mut read = Unpacked::new(read, &self.gauge, seen.clone(), &below);
            let done = match refusal(file) {
                Some(reason) => self.reject(place, reason),
                None => {
                    let mut buffered = std::io::BufReader::with_capacity(1 << 16, &mut read);
                    self.stream(&mut buffered, &below, &place)
                }
            };
            if let Err(end) = done {
                stop = Some(end);
                return Ok(false);
            }
            // The rest is unpacked here, where it is measured.
            let rest = drain(&mut std::io::BufReader::with_capacity(1 << 16, read));
            fault = rest.err().map(|error| MemberFault::of_decoder(&error, false));
            Ok(fault.is_none())
        });
        if let Some(stop) = stop {
            return Err(stop);
        }
        let reason = match (fault, walked) {
            (Some(fault), _) => MemberReject::Fault(fault),
            (None, Err(error)) => meaning(&error, seen),
            (None, Ok(_)) => return Ok(count),
        };
        if let MemberReject::Fault(fault) = reason
            && fault.is_fatal()
        {
            self.fault(fault, place)?;
        }
        // What stands behind the damage can't be reached; if it was met in the last file, that has said so itself.
        for at in met..names.len() {
            self.reject(place_of(at), reason)?;
        }
        if met == names.len() && fault.is_none() {
            self.reject(place.clone(), reason)?;
        }
        Ok(count)
    }

    fn candidates(&self) -> Vec<usize> {
        let all = (0..self.passwords.0.len()).filter(|at| Some(*at) != self.fitting);
        self.fitting.into_iter().chain(all).collect()
    }

    fn password(&self, at: Option<usize>) -> Password {
        let password = at.and_then(|at| self.passwords.0.get(at));
        password.map_or_else(Password::empty, |password| Password::from(password.as_str()))
    }

    fn kib(&self) -> usize {
        usize::try_from(self.gauge.limits.decoder_memory >> 10).unwrap_or(usize::MAX)
    }
}

fn is_encrypted(archive: &Archive, block: usize) -> bool {
    let coders = archive
        .blocks
        .get(block)
        .map(|block| block.coders.as_slice())
        .unwrap_or_default();
    coders
        .iter()
        .any(|coder| coder.encoder_method_id() == EncoderMethod::ID_AES256_SHA256)
}

fn refusal(file: &ArchiveEntry) -> Option<MemberReject> {
    if file.is_anti_item {
        return Some(MemberReject::Special);
    }
    if file.has_windows_attributes && file.windows_attributes & UNIX != 0 {
        match file.windows_attributes >> 16 & 0o170_000 {
            0o120_000 => return Some(MemberReject::Link),
            0 | 0o100_000 => {}
            _ => return Some(MemberReject::Special),
        }
    }
    names::refusal(file.name().as_bytes())
}

fn meaning(error: &Error, seen: &Seen) -> MemberReject {
    match error {
        Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_) | Error::ExternalUnsupported => {
            MemberReject::Method
        }
        Error::MaxMemLimited { .. } => MemberReject::Fault(MemberFault::Memory),
        Error::ChecksumVerificationFailed | Error::NextHeaderCrcMismatch => MemberReject::Fault(MemberFault::Checksum),
        Error::Io(error, _) | Error::MaybeBadPassword(error) => MemberReject::Fault(seen.meaning(error)),
        _ => MemberReject::Fault(seen.fault.get().unwrap_or(MemberFault::Corrupt)),
    }
}

/// The attribute that says that the upper half is a Unix mode.
const UNIX: u32 = 0x8000;
