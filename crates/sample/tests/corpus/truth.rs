use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What is true of a sample.
pub(crate) struct Truth {
    pub(crate) what: String,
    /// Its path below the folder of the files.
    pub(crate) file: String,
    /// Acceptable forms.
    pub(crate) forms: Vec<String>,
    /// Acceptable encodings, of text.
    pub(crate) encodings: Vec<String>,
    pub(crate) stated_encoding: Option<String>,
    password_file: Option<String>,
    pub(crate) ambiguous: bool,
    pub(crate) damaged: bool,
    pub(crate) tables: Vec<TableTruth>,
    pub(crate) rejected: BTreeMap<String, u64>,
    pub(crate) comments: Option<u64>,
    pub(crate) members: Option<u64>,
}

pub(crate) struct TableTruth {
    pub(crate) columns: Vec<ColumnTruth>,
    /// Per accepted row, the company's record that it is about.
    pub(crate) records: Vec<Option<usize>>,
}

pub(crate) struct ColumnTruth {
    /// Acceptable kinds.
    pub(crate) kinds: Vec<String>,
    pub(crate) path: Option<String>,
    pub(crate) optional: bool,
    pub(crate) values: Values,
}

/// What the filled cells of a column hold.
#[derive(Clone, Copy)]
pub(crate) enum Values {
    AsCompany,
    Masked,
    Other,
    Any,
}

impl Truth {
    /// Every truth of the corpus, in the order of the paths.
    pub(crate) fn all() -> Vec<Truth> {
        let mut paths = Vec::new();
        walk(&folder().join("truth"), &mut paths);
        paths.sort();
        paths.iter().map(|path| Truth::of(path)).collect()
    }

    fn of(path: &Path) -> Truth {
        let value: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let counts = |key: &str| value.get(key).and_then(Value::as_u64);
        let option = |key: &str| value["options"].get(key).and_then(Value::as_str).map(str::to_owned);
        let rejected = value["rejected"].as_object().unwrap().iter();
        Truth {
            what: value["what"].as_str().unwrap().to_owned(),
            file: value["file"].as_str().unwrap().to_owned(),
            forms: texts(&value["form"]),
            encodings: texts(&value["encoding"]),
            stated_encoding: option("encoding"),
            password_file: option("password_file"),
            ambiguous: value["ambiguous"].as_bool().unwrap_or(false),
            damaged: value
                .get("damaged")
                .is_some_and(|damaged| damaged != &Value::Bool(false)),
            tables: value["tables"].as_array().unwrap().iter().map(TableTruth::of).collect(),
            rejected: rejected
                .map(|(reason, rows)| (reason.clone(), rows.as_u64().unwrap()))
                .collect(),
            comments: counts("comments"),
            members: counts("members"),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        folder().join("files").join(&self.file)
    }

    /// The passwords that must be stated.
    pub(crate) fn passwords(&self) -> Vec<String> {
        let file = self.password_file.iter();
        let texts = file.map(|file| std::fs::read_to_string(folder().join("files").join(file)).unwrap());
        texts
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }
}

impl TableTruth {
    fn of(value: &Value) -> TableTruth {
        let values = |at: usize| match value
            .get("values")
            .and_then(|values| values.get(at.to_string()))
            .and_then(Value::as_str)
        {
            None | Some("as_company") => Values::AsCompany,
            Some("masked") => Values::Masked,
            Some("other") => Values::Other,
            Some("any") => Values::Any,
            Some(unknown) => panic!("values `{unknown}`"),
        };
        let columns = value["columns"].as_array().unwrap().iter().enumerate();
        TableTruth {
            columns: columns
                .map(|(at, column)| ColumnTruth {
                    kinds: texts(&column["kind"]),
                    path: column.get("path").and_then(Value::as_str).map(str::to_owned),
                    optional: column.get("optional") == Some(&Value::Bool(true)),
                    values: values(at),
                })
                .collect(),
            records: value["records"]
                .as_array()
                .unwrap()
                .iter()
                .map(|record| record.as_u64().map(|at| at as usize))
                .collect(),
        }
    }
}

/// A text, or a list of texts.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(texts) => texts.iter().map(|text| text.as_str().unwrap().to_owned()).collect(),
        _ => Vec::new(),
    }
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.to_string_lossy().ends_with(".truth.json") {
            paths.push(path);
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples")
}
