//! Keys, indexes, samples and claims from files or stdin. Stdin serves one purpose, and no output takes an input's place.

use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use assay_index::{Index, Key, LockedIndex, Output};
use assay_report::{Input, Role};
use assay_sample::pack::{Passwords, Watch};
use assay_sample::{RejectWatcher, Sample, Watchers};
use assay_verify::Claim;
use zeroize::Zeroizing;

use crate::args::{ClaimArgs, Columns, DialectArgs};
use crate::evidence::Hashes;

/// Whether a path means stdin.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What was asked for makes no sense, whatever the files hold: exit status 2.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Refuses to read two things from stdin.
pub(crate) fn check_stdin<'a>(paths: impl IntoIterator<Item = &'a Path>) -> anyhow::Result<()> {
    if paths.into_iter().filter(|path| is_stdin(path)).count() > 1 {
        bail!(Usage(
            "stdin (`-`) can serve one purpose only: give the others as files".to_owned()
        ));
    }
    Ok(())
}

/// Refuses to write over an input, such as a key that nothing brings back, or twice over one output.
pub(crate) fn check_outputs<'a>(
    outputs: impl IntoIterator<Item = &'a Path>,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> anyhow::Result<()> {
    let mut taken: Vec<PathBuf> = inputs.into_iter().filter_map(|path| path.canonicalize().ok()).collect();
    for output in outputs {
        if is_stdin(output) {
            bail!(Usage("`-` is no place for this output: name a file".to_owned()));
        }
        let place = place(output);
        if taken.contains(&place) {
            bail!(Usage(format!(
                "{}: this file is read, or another output goes there; name another file to write",
                output.display()
            )));
        }
        taken.push(place);
    }
    Ok(())
}

/// The path of a file that may not exist yet.
fn place(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = || {
        Some(
            folder
                .unwrap_or(Path::new("."))
                .canonicalize()
                .ok()?
                .join(path.file_name()?),
        )
    };
    path.canonicalize()
        .ok()
        .or_else(beside)
        .unwrap_or_else(|| path.to_owned())
}

/// Whether a file that begins with `head` is a key file.
pub(crate) fn is_key(head: &[u8]) -> bool {
    [b"# assay key ".as_slice(), b"assay-key-1:"]
        .iter()
        .any(|start| head.starts_with(start))
}

/// Whether a file that begins with `head` is a report.
pub(crate) fn is_report(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.trim_start().starts_with('{') && text.contains("assay.report/")
}

/// Whether a file that begins with `head` is a report on sizes.
pub(crate) fn is_size_report(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.trim_start().starts_with('{') && text.contains("assay.estimate/")
}

/// Reads a key from a file or stdin.
pub(crate) fn key(path: &Path) -> anyhow::Result<Key> {
    Ok(if is_stdin(path) {
        Key::read_from(std::io::stdin().lock(), Path::new("stdin"))?
    } else {
        Key::read(path)?
    })
}

/// Reads several keys.
pub(crate) fn keys(paths: &[PathBuf]) -> anyhow::Result<Vec<Key>> {
    paths.iter().map(|path| key(path)).collect()
}

/// Opens indexes with their keys.
pub(crate) fn indexes(paths: &[PathBuf], keys: &[Key]) -> anyhow::Result<Vec<Index>> {
    let open = |path: &PathBuf| Ok(LockedIndex::open(path)?.unlock(keys)?);
    paths.iter().map(open).collect()
}

/// What the listing claims, and the file that says it as an input of the report.
pub(crate) fn claim(args: &ClaimArgs) -> anyhow::Result<(Claim, Vec<Input>)> {
    let Some(path) = &args.claim else {
        return Ok((args.stated(), Vec::new()));
    };
    let mut bytes = Vec::new();
    let name = match is_stdin(path) {
        true => Path::new("stdin"),
        false => path,
    };
    let mut read = |from: &mut dyn Read| from.take(Claim::MOST_BYTES as u64 + 1).read_to_end(&mut bytes);
    match is_stdin(path) {
        true => read(&mut std::io::stdin().lock()),
        false => std::fs::File::open(path).and_then(|mut file| read(&mut file)),
    }
    .with_context(|| format!("{}: can't read the claim", name.display()))?;
    let file = Claim::from_toml(&bytes, name)?;
    let mut hashes = Hashes::default();
    hashes.begin(name);
    hashes.bytes(&bytes);
    Ok((args.stated().or(file), hashes.inputs(Role::Claim)))
}

/// Opens a sample; `hashes` sees every byte, `rejects` every rejected span.
pub(crate) fn sample(
    path: &Path,
    columns: &Columns,
    dialect: &DialectArgs,
    hashes: &Hashes,
    rejects: Option<&Rejects>,
) -> anyhow::Result<Sample> {
    let options = assay_sample::Options {
        delimiter: columns.delimiter.clone(),
        encoding: dialect.encoding.clone(),
        form: dialect.form,
        header: columns.has_header(),
        passwords: passwords(dialect.password_file.as_deref())?,
        region: columns.region,
        date_order: columns.order(),
        map: columns.map.clone(),
    };
    let watchers = Watchers {
        bytes: Some(Box::new(hashes.clone())),
        rejects: rejects.map(Rejects::watcher),
    };
    Ok(if is_stdin(path) {
        Sample::from_reader_with("stdin", std::io::stdin(), &options, watchers)?
    } else {
        let head = head(path)?;
        if is_report(&head) || is_size_report(&head) {
            bail!(
                "{}: a report of assay, not a sample; `assay inspect` shows it",
                path.display()
            );
        }
        if is_key(&head) {
            bail!(
                "{}: an assay key, not a sample; is it given in the wrong place?",
                path.display()
            );
        }
        Sample::open_with(path, &options, watchers)?
    })
}

/// Bytes of an input, if they are known before it is read.
pub(crate) fn bytes(path: &Path) -> Option<u64> {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
    metadata.map(|metadata| metadata.len())
}

/// Passwords, one a line.
fn passwords(path: Option<&Path>) -> anyhow::Result<Passwords> {
    let Some(path) = path else {
        return Ok(Passwords::default());
    };
    let text = Zeroizing::new(match is_stdin(path) {
        true => std::io::read_to_string(std::io::stdin().lock()).context("stdin: can't read the passwords")?,
        false => {
            std::fs::read_to_string(path).with_context(|| format!("{}: can't read the passwords", path.display()))?
        }
    });
    let lines = text.lines().filter(|line| !line.is_empty());
    let passwords: Vec<_> = lines.map(|line| Zeroizing::new(line.to_owned())).collect();
    if passwords.is_empty() {
        bail!("{}: expected passwords, one a line; found none", path.display());
    }
    Ok(Passwords(passwords))
}

/// Has the place of everything that is rejected written to a file: member, line, byte, length and reason, no value.
pub(crate) struct Rejects(Arc<Mutex<Writing>>);

struct Writing {
    out: BufWriter<Output>,
    failed: Option<std::io::Error>,
}

impl Rejects {
    /// Begins the file.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Rejects> {
        let mut out = BufWriter::new(Output::create(path, false)?);
        writeln!(out, "member,line,byte,length,reason")?;
        Ok(Rejects(Arc::new(Mutex::new(Writing { out, failed: None }))))
    }

    /// Writes down every span that it is told of.
    fn watcher(&self) -> Box<RejectWatcher> {
        let writing = Arc::clone(&self.0);
        Box::new(move |rejected| {
            let mut writing = writing.lock().unwrap_or_else(PoisonError::into_inner);
            let byte = rejected.byte.map(|byte| byte.to_string()).unwrap_or_default();
            let reason = rejected.reason.map_or("comment", |reason| reason.name());
            let (member, line, length) = (rejected.member, rejected.line, rejected.length);
            if let Err(error) = writeln!(writing.out, "{member},{line},{byte},{length},{reason}") {
                writing.failed.get_or_insert(error);
            }
        })
    }

    /// Ends the file. The sample that was watched must be gone.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let Some(writing) = Arc::into_inner(self.0) else {
            bail!("the file of rejects is still written; this is a defect of assay: please report it");
        };
        let writing = writing.into_inner().unwrap_or_else(PoisonError::into_inner);
        let target = writing.out.get_ref().target().display().to_string();
        if let Some(error) = writing.failed {
            return Err(error).with_context(|| format!("{target}: can't write"));
        }
        let output = writing.out.into_inner().map_err(|error| error.into_error());
        Ok(output.with_context(|| format!("{target}: can't write"))?.finish()?)
    }
}

/// The first bytes of a file. None of a folder, whose own error says it better, and none of stdin and pipes, which
/// can be read only once.
pub(crate) fn head(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut head = Vec::new();
    if is_stdin(path) {
        return Ok(head);
    }
    let metadata = std::fs::metadata(path).with_context(|| format!("{}: can't open", path.display()))?;
    if metadata.is_file() {
        let file = std::fs::File::open(path).with_context(|| format!("{}: can't open", path.display()))?;
        let read = file.take(HEAD).read_to_end(&mut head);
        read.with_context(|| format!("{}: can't read", path.display()))?;
    }
    Ok(head)
}

const HEAD: u64 = 512;
