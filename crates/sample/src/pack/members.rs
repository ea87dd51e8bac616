use std::{
    fmt,
    io::{self, Read},
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
        mpsc::{Receiver, sync_channel},
    },
    thread::{self, JoinHandle},
};

use super::{MemberFault, MemberPlace, MemberReject, PackError, RejectedMember, Source, Unpacking, walk};

/// The members of an input, one after another.
pub struct Members {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
    rejected: Vec<RejectedMember>,
    delivered: u32,
    ended: bool,
}

/// One file of the input, unpacked.
#[derive(Debug)]
pub struct Member {
    /// Its number among all members, from 1, in the order met, rejected ones included.
    pub number: u32,
    /// Where it stands.
    pub place: MemberPlace,
    /// Its bytes.
    pub content: Content,
}

/// A member's bytes.
pub enum Content {
    /// To be read once.
    Stream(MemberReader),
    /// A file of the input in a form that needs seeking.
    File(PathBuf),
    /// A packed file in a form that needs seeking.
    Memory(Vec<u8>),
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Stream(_) => f.write_str("Stream"),
            Content::File(_) => f.write_str("File"),
            Content::Memory(bytes) => write!(f, "Memory({} bytes)", bytes.len()),
        }
    }
}

/// Reads a member. What could be read of a damaged one comes first, and then an error that holds a [`MemberFault`].
/// Dropping it passes over the rest.
pub struct MemberReader {
    queue: Arc<Queue>,
    number: u32,
    chunk: Vec<u8>,
    at: usize,
    end: Option<Result<(), MemberFault>>,
}

impl Members {
    /// Begins to unpack on a thread of its own. Whether the input can be read at all shows at [`Members::next`].
    pub fn open(source: Source, unpacking: Unpacking) -> Result<Members, PackError> {
        let (send, receive) = sync_channel(WAITING);
        let shared = Arc::new(Shared::default());
        let queue = Arc::new(Queue {
            shared: Arc::clone(&shared),
            events: Mutex::new(Events { receive, open: None }),
        });
        let thread = thread::Builder::new()
            .name("unpack".to_owned())
            .stack_size(STACK)
            .spawn(move || walk::run(source, unpacking, shared, send))
            .map_err(|source| PackError::Thread { source })?;
        Ok(Members {
            queue,
            thread: Some(thread),
            rejected: Vec::new(),
            delivered: 0,
            ended: false,
        })
    }

    /// The next member; the rest of the one before is passed over. `None` says that everything was read, and that
    /// the watcher saw every byte of the input. After an error there is no more.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator can't say both that it failed and that it ended"
    )]
    pub fn next(&mut self) -> Result<Option<Member>, PackError> {
        if self.ended {
            return Ok(None);
        }
        let mut events = self.queue.lock();
        if let Some(open) = events.open.take() {
            self.queue.shared.pass(open);
        }
        loop {
            match events.receive.recv() {
                Ok(Event::Begin { number, place, whole }) => {
                    self.delivered += 1;
                    self.queue.shared.took(number);
                    let content = match whole {
                        Some(Whole::File(path)) => Content::File(path),
                        Some(Whole::Memory(bytes)) => Content::Memory(bytes),
                        None => {
                            events.open = Some(number);
                            Content::Stream(MemberReader {
                                queue: Arc::clone(&self.queue),
                                number,
                                chunk: Vec::new(),
                                at: 0,
                                end: None,
                            })
                        }
                    };
                    return Ok(Some(Member { number, place, content }));
                }
                Ok(Event::Chunk(_) | Event::End(_)) => {}
                Ok(Event::Rejected(rejected)) => self.rejected.push(rejected),
                Ok(Event::Done) => {
                    self.ended = true;
                    return match self.locked() {
                        Some(tried) if self.delivered == 0 => Err(PackError::Password { tried }),
                        _ => Ok(None),
                    };
                }
                Ok(Event::Failed(error)) => {
                    self.ended = true;
                    return Err(error);
                }
                Err(_) => {
                    self.ended = true;
                    // The thread is over without a word: joining it can't block.
                    drop(self.thread.take().map(JoinHandle::join));
                    return Err(PackError::Panicked);
                }
            }
        }
    }

    /// What was rejected up to now.
    pub fn rejected(&self) -> &[RejectedMember] {
        &self.rejected
    }

    /// How many members were handed out.
    pub fn delivered(&self) -> u32 {
        self.delivered
    }

    /// How many raw bytes of the input were read so far, each counted once.
    pub fn raw_bytes(&self) -> u64 {
        self.queue.shared.raw.load(Ordering::Relaxed)
    }

    fn locked(&self) -> Option<usize> {
        self.rejected.iter().find_map(|rejected| match rejected.reason {
            MemberReject::Password { tried } => Some(tried),
            _ => None,
        })
    }
}

impl Drop for Members {
    // The thread is not joined: it may be waiting for bytes of a pipe that never come.
    fn drop(&mut self) {
        self.queue.shared.stop();
    }
}

impl Read for MemberReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while self.at == self.chunk.len() {
            let end = match self.end {
                Some(end) => end,
                None => self.advance(),
            };
            match end {
                Ok(()) if self.end.is_some() => return Ok(0),
                Ok(()) => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        let count = self.chunk.get(self.at..).unwrap_or_default().read(into)?;
        self.at += count;
        Ok(count)
    }
}

impl MemberReader {
    /// Takes the next chunk, or learns of the end.
    fn advance(&mut self) -> Result<(), MemberFault> {
        let mut events = self.queue.lock();
        if events.open != Some(self.number) {
            self.end = Some(Err(MemberFault::Passed));
            return Err(MemberFault::Passed);
        }
        match events.receive.recv() {
            Ok(Event::Chunk(chunk)) => {
                self.chunk = chunk;
                self.at = 0;
                Ok(())
            }
            Ok(Event::End(end)) => {
                events.open = None;
                self.end = Some(end);
                end
            }
            // The thread is over; `Members::next` says why.
            _ => {
                self.end = Some(Err(MemberFault::Passed));
                Err(MemberFault::Passed)
            }
        }
    }
}

impl Drop for MemberReader {
    fn drop(&mut self) {
        if self.end.is_none() {
            self.queue.shared.pass(self.number);
        }
    }
}

/// What the thread says.
pub(super) enum Event {
    /// A member begins; only one without `whole` has chunks and an end.
    Begin {
        number: u32,
        place: MemberPlace,
        whole: Option<Whole>,
    },
    /// Its next bytes.
    Chunk(Vec<u8>),
    /// It ends.
    End(Result<(), MemberFault>),
    /// Something is no member. Never between a beginning and an end.
    Rejected(RejectedMember),
    /// Everything was read.
    Done,
    /// Nothing more can be read.
    Failed(PackError),
}

/// A member that is handed over at once.
pub(super) enum Whole {
    File(PathBuf),
    Memory(Vec<u8>),
}

/// What both sides see.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) raw: AtomicU64,
    passed: AtomicU32,
    stopped: AtomicBool,
    taken: Mutex<u32>,
    taking: Condvar,
}

impl Shared {
    /// Whether nobody wants the rest of a member.
    pub(super) fn passes(&self, number: u32) -> bool {
        self.passed.load(Ordering::Relaxed) >= number
    }

    /// Whether nobody wants anything.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Waits until the consumer has a member, so that no two that are held in memory wait in the queue.
    pub(super) fn wait_for(&self, number: u32) {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = self
            .taking
            .wait_while(taken, |taken| *taken < number && !self.is_stopped());
        drop(wait.unwrap_or_else(PoisonError::into_inner));
    }

    fn pass(&self, number: u32) {
        self.passed.fetch_max(number, Ordering::Relaxed);
    }

    fn took(&self, number: u32) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.taking.notify_all();
    }

    fn stop(&self) {
        let _taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        self.stopped.store(true, Ordering::Relaxed);
        self.taking.notify_all();
    }
}

struct Queue {
    shared: Arc<Shared>,
    events: Mutex<Events>,
}

struct Events {
    receive: Receiver<Event>,
    /// The member whose chunks come next.
    open: Option<u32>,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Events> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Chunks that may wait: two megabytes.
const WAITING: usize = 8;

/// The thread's stack in bytes: nested containers are walked by nested calls, as deep as `Limits::depth`.
const STACK: usize = 16 << 20;
