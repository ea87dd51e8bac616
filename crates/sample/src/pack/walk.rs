use std::{
    cell::{Cell, RefCell},
    fs::{self, File},
    io::{self, BufRead, BufReader, Cursor, Read, Seek},
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, mpsc::SyncSender},
};

use super::{
    MemberFault, MemberPlace, MemberReject, PackError, Passwords, RejectedMember, Source, Unpacking, Watch,
    frames::Frames,
    layer::{Below, Gauge, Packed, Seen, Unpacked, drain, fill},
    members::{Event, Shared, Whole},
    names,
    raw::{Found, Listing, RawReader, unreadable},
};
use crate::Form;

/// The unpacking thread: walks everything and says what it meets.
pub(super) fn run(source: Source, unpacking: Unpacking, shared: Arc<Shared>, events: SyncSender<Event>) {
    let limits = unpacking.limits;
    let gauge = Rc::new(Gauge {
        shared,
        limits,
        unpacked: Cell::new(0),
        fatal: RefCell::new(None),
    });
    let mut walk = Walk {
        gauge,
        passwords: unpacking.passwords,
        fitting: None,
        watch: Rc::new(RefCell::new(unpacking.watch)),
        events,
        number: 0,
        files: 0,
        in_folder: false,
        held: 0,
        held_last: 0,
    };
    let last = match walk.source(source) {
        Ok(()) => Event::Done,
        Err(Stop::Failed(error)) => Event::Failed(error),
        Err(Stop::Gone) => return,
    };
    // Nobody to hear it is no error.
    drop(walk.events.send(last));
}

/// Why the walk ends before the end.
pub(super) enum Stop {
    /// Nobody listens any more.
    Gone,
    /// Nothing more can be read.
    Failed(PackError),
}

pub(super) struct Walk {
    pub(super) gauge: Rc<Gauge>,
    pub(super) passwords: Passwords,
    /// The password that fitted last.
    pub(super) fitting: Option<usize>,
    watch: Rc<RefCell<Option<Box<dyn Watch>>>>,
    events: SyncSender<Event>,
    number: u32,
    files: u32,
    in_folder: bool,
    /// Bytes of nested archives that are held in memory now.
    held: u64,
    /// The last member that was handed over as a whole in memory.
    held_last: u32,
}

/// A file that can be sought in.
pub(super) enum Hold {
    Path(PathBuf, File),
    Bytes(Vec<u8>),
}

pub(super) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

impl Walk {
    fn source(&mut self, source: Source) -> Result<(), Stop> {
        let path = match source {
            Source::Stream(read) => return self.pipe(read, None),
            Source::Path(path) => path,
        };
        let meta = fs::metadata(&path).map_err(|e| Stop::Failed(unreadable(&path, e)))?;
        if meta.is_file() {
            return self.file(path);
        }
        if !meta.is_dir() {
            let file = File::open(&path).map_err(|e| Stop::Failed(unreadable(&path, e)))?;
            return self.pipe(file, Some(path));
        }
        self.in_folder = true;
        let mut listing = Listing::new(&path).map_err(Stop::Failed)?;
        while let Some(found) = listing.next().map_err(Stop::Failed)? {
            let (path, reason) = match found {
                Found::Regular(path) => match names::refusal(path.file_name().unwrap_or_default().as_encoded_bytes()) {
                    Some(reason) => (path, reason),
                    None => {
                        self.file(path)?;
                        continue;
                    }
                },
                Found::Link(path) => (path, MemberReject::Link),
                Found::Special(path) => (path, MemberReject::Special),
            };
            self.files += 1;
            self.reject(MemberPlace::top(self.files, Some(path)), reason)?;
        }
        Ok(())
    }

    /// A file of the input.
    fn file(&mut self, path: PathBuf) -> Result<(), Stop> {
        self.files += 1;
        let place = MemberPlace::top(self.files, Some(path.clone()));
        let file = File::open(&path).map_err(|e| Stop::Failed(unreadable(&path, e)))?;
        let mut raw = BufReader::with_capacity(CHUNK, RawReader::new(file, &path, &self.gauge, &self.watch));
        let (head, error) = fill(&mut raw, HEAD);
        self.fail(error)?;
        if Form::of_bytes(&head).is_some_and(needs_seeking) {
            let form = Form::of_bytes(&head).unwrap_or(Form::Zip);
            self.drained(&mut raw)?;
            let mut file = raw.into_inner().inner;
            file.rewind().map_err(|e| Stop::Failed(unreadable(&path, e)))?;
            return self.seekable(form, Hold::Path(path, file), &place);
        }
        self.stream(&mut Cursor::new(head).chain(&mut raw), &Below::default(), &place)?;
        self.drained(&mut raw)
    }

    /// Bytes that come once.
    fn pipe(&mut self, read: impl Read, path: Option<PathBuf>) -> Result<(), Stop> {
        self.files += 1;
        let place = MemberPlace::top(self.files, path.clone());
        let name = path.as_deref().unwrap_or(Path::new("-"));
        let mut raw = BufReader::with_capacity(CHUNK, RawReader::new(read, name, &self.gauge, &self.watch));
        self.stream(&mut raw, &Below::default(), &place)?;
        self.drained(&mut raw)
    }

    fn drained(&mut self, raw: &mut dyn BufRead) -> Result<(), Stop> {
        let error = drain(raw).err();
        self.fail(error)
    }

    /// The bytes of one file, whatever they turn out to be.
    pub(super) fn stream(&mut self, read: &mut dyn BufRead, below: &Below, place: &MemberPlace) -> Result<(), Stop> {
        let (head, error) = fill(read, HEAD);
        if let (true, Some(error)) = (head.is_empty(), error) {
            return self.lost(&error, place);
        }
        let form = Form::of_bytes(&head);
        let depth = self.gauge.limits.depth;
        let is_nested = place.containers().len() > 0 || self.in_folder;
        let mut read = Cursor::new(head).chain(read);
        match form {
            Some(form) if is_container(form) && place.containers().len() >= depth => {
                self.reject(place.clone(), MemberReject::TooDeep { depth })
            }
            Some(form) if Frames::reads(form) => self.frames(form, &mut read, below, place),
            Some(Form::Tar) => self.tar(&mut read, below, place),
            Some(form) if needs_seeking(form) => self.hold(form, &mut read, place),
            Some(form) if is_nested && is_unread(form) => self.reject(place.clone(), MemberReject::Form(form)),
            _ => self.leaf(&mut read, place),
        }
    }

    /// A decoder's output, as the bytes of one file.
    pub(super) fn entry(
        &mut self,
        read: impl Read,
        seen: &Seen,
        below: &Below,
        place: &MemberPlace,
    ) -> Result<(), Stop> {
        let unpacked = Unpacked::new(read, &self.gauge, seen.clone(), below);
        self.stream(&mut BufReader::with_capacity(CHUNK, unpacked), below, place)
    }

    fn frames(&mut self, form: Form, read: &mut dyn BufRead, below: &Below, place: &MemberPlace) -> Result<(), Stop> {
        let packed = Packed::new(read);
        let seen = packed.seen.clone();
        let below = below.with(Rc::clone(&seen.bytes));
        let frames = Frames::new(form, self.gauge.limits.decoder_memory, packed);
        let mut unpacked = BufReader::with_capacity(CHUNK, Unpacked::new(frames, &self.gauge, seen, &below));
        self.stream(&mut unpacked, &below, &place.within(form, 1, None))?;
        match unpacked.into_inner().inner.trailing {
            0 => Ok(()),
            bytes => self.reject(place.clone(), MemberReject::Trailing { bytes }),
        }
    }

    /// Takes into memory what can't be read otherwise.
    fn hold(&mut self, form: Form, read: &mut dyn BufRead, place: &MemberPlace) -> Result<(), Stop> {
        // Two members that wait to be taken are too many.
        self.gauge.shared.wait_for(self.held_last);
        let limit = self.gauge.limits.in_memory;
        let left = limit.saturating_sub(self.held);
        let mut bytes = Vec::new();
        let read = io::Read::take(read, left.saturating_add(1)).read_to_end(&mut bytes);
        let error = read.err();
        if bytes.len() as u64 > left {
            return self.reject(place.clone(), MemberReject::TooLarge { limit });
        }
        if let Some(error) = &error {
            let fault = MemberFault::of_decoder(error, false);
            // An archive that is cut off may still show its first entries.
            if fault.is_fatal() || !matches!(form, Form::Zip) {
                return self.lost(error, place);
            }
            self.lost(error, place)?;
        }
        let size = bytes.len() as u64;
        self.held += size;
        let done = self.seekable(form, Hold::Bytes(bytes), place);
        self.held -= size;
        done
    }

    fn seekable(&mut self, form: Form, hold: Hold, place: &MemberPlace) -> Result<(), Stop> {
        match form {
            Form::Zip | Form::Xlsx | Form::Ods => self.zip(form, hold, place),
            Form::SevenZip => self.seven(hold, place),
            _ => self.whole(hold, place),
        }
    }

    /// A member that is handed over at once.
    pub(super) fn whole(&mut self, hold: Hold, place: &MemberPlace) -> Result<(), Stop> {
        let number = self.number()?;
        let whole = match hold {
            Hold::Path(path, _) => Whole::File(path),
            Hold::Bytes(bytes) => {
                self.held_last = number;
                Whole::Memory(bytes)
            }
        };
        let place = place.clone();
        let whole = Some(whole);
        self.send(Event::Begin { number, place, whole })
    }

    fn leaf(&mut self, read: &mut dyn BufRead, place: &MemberPlace) -> Result<(), Stop> {
        let (mut chunk, mut error) = fill(read, CHUNK);
        if chunk.is_empty() {
            return match error {
                Some(error) => self.lost(&error, place),
                None => self.reject(place.clone(), MemberReject::Empty),
            };
        }
        let number = self.number()?;
        self.send(Event::Begin {
            number,
            place: place.clone(),
            whole: None,
        })?;
        loop {
            if !chunk.is_empty() && !self.gauge.shared.passes(number) {
                self.send(Event::Chunk(chunk))?;
            }
            if let Some(error) = error {
                let fault = MemberFault::of_decoder(&error, false);
                self.send(Event::End(Err(fault)))?;
                return self.fail(Some(error));
            }
            if self.gauge.shared.passes(number) {
                return self.send(Event::End(Ok(())));
            }
            (chunk, error) = fill(read, CHUNK);
            if chunk.is_empty() && error.is_none() {
                return self.send(Event::End(Ok(())));
            }
        }
    }

    /// A container, or a member, of which nothing (more) can be read.
    pub(super) fn lost(&mut self, error: &io::Error, place: &MemberPlace) -> Result<(), Stop> {
        self.fault(MemberFault::of_decoder(error, false), place)
    }

    pub(super) fn fault(&mut self, fault: MemberFault, place: &MemberPlace) -> Result<(), Stop> {
        match fault.is_fatal() {
            true => Err(self.stop(fault)),
            false => self.reject(place.clone(), MemberReject::Fault(fault)),
        }
    }

    /// Ends everything if the error is one that ends everything.
    fn fail(&mut self, error: Option<io::Error>) -> Result<(), Stop> {
        match error.map(|error| MemberFault::of_decoder(&error, false)) {
            Some(fault) if fault.is_fatal() => Err(self.stop(fault)),
            _ => Ok(()),
        }
    }

    fn stop(&mut self, fault: MemberFault) -> Stop {
        match self.gauge.fatal.borrow_mut().take() {
            Some(error) => Stop::Failed(error),
            None if fault == MemberFault::Passed => Stop::Gone,
            None => Stop::Failed(PackError::Panicked),
        }
    }

    pub(super) fn reject(&mut self, place: MemberPlace, reason: MemberReject) -> Result<(), Stop> {
        let number = self.number()?;
        self.send(Event::Rejected(RejectedMember { number, place, reason }))
    }

    fn number(&mut self) -> Result<u32, Stop> {
        let most = self.gauge.limits.members;
        if self.number >= most {
            return Err(Stop::Failed(PackError::TooManyMembers { most }));
        }
        self.number += 1;
        Ok(self.number)
    }

    fn send(&mut self, event: Event) -> Result<(), Stop> {
        self.events.send(event).map_err(|_| Stop::Gone)
    }
}

const fn needs_seeking(form: Form) -> bool {
    matches!(
        form,
        Form::Zip | Form::SevenZip | Form::Xlsx | Form::Ods | Form::Ole | Form::Parquet | Form::Arrow | Form::Sqlite
    )
}

const fn is_container(form: Form) -> bool {
    Frames::reads(form) || matches!(form, Form::Tar | Form::Zip | Form::SevenZip)
}

/// Recognised, and read nowhere.
const fn is_unread(form: Form) -> bool {
    matches!(
        form,
        Form::Rar | Form::Access | Form::Pdf | Form::Image | Form::Encrypted | Form::Key | Form::Index | Form::Sealed
    )
}

/// How many bytes decide what a file is.
const HEAD: usize = 4096;

/// How many bytes are handed on at a time.
const CHUNK: usize = 256 << 10;
