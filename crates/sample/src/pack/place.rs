use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::names;
use crate::Form;

/// Where a member stands: in which file of the input, and in which entry of which container within it.
///
/// Names of a leak's files may hold personal data, so that neither `Debug` nor `Display` shows one.
#[derive(Clone, PartialEq, Eq)]
pub struct MemberPlace {
    file: u32,
    path: Option<Arc<Path>>,
    steps: Vec<Step>,
}

/// One container on the way to a member.
#[derive(Clone, PartialEq, Eq)]
struct Step {
    form: Form,
    index: u32,
    name: Option<Arc<[u8]>>,
}

impl MemberPlace {
    pub(super) fn top(file: u32, path: Option<PathBuf>) -> MemberPlace {
        let (path, steps) = (path.map(Arc::from), Vec::new());
        MemberPlace { file, path, steps }
    }

    pub(super) fn within(&self, form: Form, index: u32, name: Option<&[u8]>) -> MemberPlace {
        let mut place = self.clone();
        // A long name's end tells more than its beginning, and hostile ones must not fill the memory.
        let end = |name: &[u8]| Arc::from(name.get(name.len().saturating_sub(NAME)..).unwrap_or_default());
        let name = name.map(end);
        place.steps.push(Step { form, index, name });
        place
    }

    /// The number of the input's file, from 1.
    pub fn file(&self) -> u32 {
        self.file
    }

    /// The input's file, if it has a path.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The containers from the outermost inward: the form, and the number of the entry within it, from 1.
    pub fn containers(&self) -> impl ExactSizeIterator<Item = (Form, u32)> {
        self.steps.iter().map(|step| (step.form, step.index))
    }

    /// The lower-case extension of the innermost name, if it is a known one.
    pub fn extension(&self) -> Option<&'static str> {
        let inner = self.steps.iter().rev().find_map(|step| step.name.as_deref());
        match (inner, &self.path) {
            (Some(name), _) => names::extension(name),
            (None, Some(path)) => names::extension(path.file_name()?.as_encoded_bytes()),
            (None, None) => None,
        }
    }

    /// The whole path with all names, which may hold personal data (long ones are cut to their
    /// ends): for a message to whoever gave the input, and
    /// for nothing that is kept or passed on. Bytes that are no UTF-8 are replaced.
    pub fn secret_path(&self) -> String {
        let mut text = self.path.as_deref().unwrap_or(Path::new("-")).display().to_string();
        for step in &self.steps {
            if let Some(name) = &step.name {
                text.push_str(" > ");
                text.extend(
                    String::from_utf8_lossy(name)
                        .chars()
                        .map(|c| if c.is_control() { '\u{FFFD}' } else { c }),
                );
            }
        }
        text
    }
}

impl fmt::Display for MemberPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {}", self.file)?;
        for step in &self.steps {
            write!(f, ", {:?} entry {}", step.form, step.index)?;
        }
        match self.extension() {
            Some(extension) => write!(f, " (.{extension})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for MemberPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemberPlace({self})")
    }
}

/// How many bytes of an entry's name are kept.
const NAME: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_shown_without_names() {
        let place = MemberPlace::top(1, Some("ann.zip".into()))
            .within(Form::Zip, 3, Some(b"bob lee\n.csv.gz"))
            .within(Form::Gzip, 1, None);
        assert_eq!(
            format!("{place:?}"),
            "MemberPlace(file 1, Zip entry 3, Gzip entry 1 (.csv))"
        );
        assert_eq!(place.secret_path(), "ann.zip > bob lee\u{FFFD}.csv.gz");
        assert_eq!(place.containers().len(), 2);
    }
}
