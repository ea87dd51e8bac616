//! What a file's columns are called, and how their values are written as text.

use std::fmt::Write;

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor, Type};

/// The name of a column, which may be one of a list's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    parts: Vec<Part>,
    /// The column that holds the keys by which this one's values are told apart, as a number among all columns.
    pub(super) keys: Option<usize>,
    /// Whether it holds such keys itself.
    pub(super) is_key: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Name(String),
    /// The place in the list of this level, from 0.
    Place(usize),
    /// The key of a map.
    Key,
}

/// What a column's values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Numbers and booleans as they are.
    Plain,
    Unsigned,
    Date,
    Time(Unit),
    Timestamp(Unit),
    Decimal {
        scale: u32,
    },
    Uuid,
    Float16,
    Text,
    /// Bytes that are text or anything.
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Milli,
    Micro,
    Nano,
}

impl Unit {
    /// How many of it a second has.
    pub(super) fn per_second(self) -> i64 {
        match self {
            Unit::Milli => 1_000,
            Unit::Micro => 1_000_000,
            Unit::Nano => 1_000_000_000,
        }
    }

    fn of(unit: &TimeUnit) -> Unit {
        match unit {
            TimeUnit::MILLIS => Unit::Milli,
            TimeUnit::MICROS => Unit::Micro,
            TimeUnit::NANOS => Unit::Nano,
        }
    }
}

impl Path {
    /// Whether it has one value in a row.
    pub(super) fn is_single(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Name(_)))
    }

    /// Writes the name of the value at these places of its lists, or with this key.
    pub(super) fn write(&self, places: &[u32], key: &str, name: &mut String) {
        name.clear();
        for part in &self.parts {
            if !name.is_empty() {
                name.push('.');
            }
            // Writing to a string does not fail.
            let _ = match part {
                Part::Name(part) => name.write_str(part),
                Part::Place(level) => write!(name, "{}", places.get(*level).copied().unwrap_or(0)),
                Part::Key => name.write_str(key),
            };
        }
    }

    fn named(&self, name: &str) -> Path {
        self.with(Part::Name(name.to_owned()))
    }

    fn with(&self, part: Part) -> Path {
        let mut path = self.clone();
        path.parts.push(part);
        path
    }
}

/// The names of all columns, in the order of the file.
pub(super) fn paths(schema: &SchemaDescriptor) -> Vec<Path> {
    let mut paths = Vec::new();
    for field in schema.root_schema().get_fields() {
        walk(field, &Path::default(), 0, &mut paths);
    }
    paths
}

/// The footer was looked at, so that what is nested is not too deep to be walked like this.
fn walk(node: &Type, above: &Path, level: usize, paths: &mut Vec<Path>) {
    let mut path = above.named(node.name());
    let mut level = level;
    if is_repeated(node) {
        path = path.with(Part::Place(level));
        level += 1;
    }
    inside(node, path, level, paths);
}

/// Walks what a node holds, whose own name stands in `path` already.
fn inside(node: &Type, path: Path, level: usize, paths: &mut Vec<Path>) {
    if !node.is_group() {
        return paths.push(path);
    }
    let fields = node.get_fields();
    if let [repeated] = fields
        && is_repeated(repeated)
        && !is_repeated(node)
    {
        if is_list(node) {
            return list(node, repeated, path, level, paths);
        }
        // A map of maps or of lists is read as a list of keys and values.
        if is_map(node)
            && level == 0
            && repeated.is_group()
            && let [key, value] = repeated.get_fields()
            && !key.is_group()
            && !is_repeated(key)
            && !repeats(value)
        {
            paths.push(Path {
                is_key: true,
                ..path.with(Part::Key)
            });
            let keys = Some(paths.len() - 1);
            let mut by_key = path.with(Part::Key);
            by_key.keys = keys;
            return inside(value, by_key, level + 1, paths);
        }
    }
    for field in fields {
        walk(field, &path, level, paths);
    }
}

/// A list is written in three levels, the names of the inner two being of no use, or in two by older programs.
fn list(node: &Type, repeated: &Type, path: Path, level: usize, paths: &mut Vec<Path>) {
    let path = path.with(Part::Place(level));
    let is_element = match repeated {
        Type::PrimitiveType { .. } => true,
        Type::GroupType { fields, .. } => {
            fields.len() != 1
                || is_repeated(&fields[0])
                || repeated.name() == "array"
                || repeated.name() == format!("{}_tuple", node.name())
        }
    };
    match repeated.is_group().then(|| repeated.get_fields()) {
        Some([element]) if !is_element => inside(element, path, level + 1, paths),
        _ => inside(repeated, path, level + 1, paths),
    }
}

fn is_repeated(node: &Type) -> bool {
    let info = node.get_basic_info();
    info.has_repetition() && info.repetition() == Repetition::REPEATED
}

fn repeats(node: &Type) -> bool {
    is_repeated(node) || node.is_group() && node.get_fields().iter().any(|field| repeats(field))
}

fn is_list(node: &Type) -> bool {
    let info = node.get_basic_info();
    matches!(info.logical_type_ref(), Some(LogicalType::List)) || info.converted_type() == ConvertedType::LIST
}

fn is_map(node: &Type) -> bool {
    let info = node.get_basic_info();
    matches!(info.logical_type_ref(), Some(LogicalType::Map))
        || matches!(info.converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE)
}

/// What the values of a column mean.
pub(super) fn meaning(column: &ColumnDescriptor) -> Meaning {
    let physical = column.physical_type();
    let logical = match column.logical_type_ref() {
        Some(LogicalType::Date) => Meaning::Date,
        Some(LogicalType::Time(time)) => Meaning::Time(Unit::of(&time.unit)),
        Some(LogicalType::Timestamp(time)) => Meaning::Timestamp(Unit::of(&time.unit)),
        Some(LogicalType::Decimal(decimal)) => scaled(decimal.scale),
        Some(LogicalType::Integer(integer)) if !integer.is_signed => Meaning::Unsigned,
        Some(LogicalType::Uuid) => Meaning::Uuid,
        Some(LogicalType::Float16) => Meaning::Float16,
        Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Meaning::Text,
        Some(_) => Meaning::Any,
        None => match column.converted_type() {
            ConvertedType::DATE => Meaning::Date,
            ConvertedType::TIME_MILLIS => Meaning::Time(Unit::Milli),
            ConvertedType::TIME_MICROS => Meaning::Time(Unit::Micro),
            ConvertedType::TIMESTAMP_MILLIS => Meaning::Timestamp(Unit::Milli),
            ConvertedType::TIMESTAMP_MICROS => Meaning::Timestamp(Unit::Micro),
            ConvertedType::DECIMAL => scaled(column.type_scale()),
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                Meaning::Unsigned
            }
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Meaning::Text,
            _ => Meaning::Any,
        },
    };
    let is_bytes = matches!(physical, Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY);
    let is_whole = matches!(physical, Physical::INT32 | Physical::INT64);
    // What a meaning is not made for is written as it is.
    match logical {
        Meaning::Decimal { .. } if is_bytes || is_whole => logical,
        Meaning::Text | Meaning::Any if is_bytes => logical,
        Meaning::Uuid if is_bytes && column.type_length() == 16 => logical,
        Meaning::Float16 if is_bytes && column.type_length() == 2 => logical,
        Meaning::Date if physical == Physical::INT32 => logical,
        Meaning::Unsigned | Meaning::Time(_) | Meaning::Timestamp(_) if is_whole => logical,
        _ if is_bytes => Meaning::Any,
        _ => Meaning::Plain,
    }
}

fn scaled(scale: i32) -> Meaning {
    match u32::try_from(scale) {
        Ok(scale) if scale <= MOST_SCALE => Meaning::Decimal { scale },
        _ => Meaning::Any,
    }
}

/// Digits behind a decimal's point.
const MOST_SCALE: u32 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    fn names(schema: &str) -> Vec<String> {
        let schema = SchemaDescriptor::new(Arc::new(parse_message_type(schema).unwrap()));
        let mut name = String::new();
        paths(&schema)
            .iter()
            .map(|path| {
                path.write(&[1, 2, 3], "key", &mut name);
                name.clone()
            })
            .collect()
    }

    #[test]
    fn names_are_paths() {
        let schema = "message m {
            required int32 id;
            optional group name { optional binary first (UTF8); optional group more { optional binary last (UTF8); } }
            optional group phones (LIST) { repeated group list { optional binary element (UTF8); } }
            optional group contacts (LIST) { repeated group bag { optional group array_element { optional binary email (UTF8); optional binary kind (UTF8); } } }
            optional group old (LIST) { repeated binary element (UTF8); }
            optional group older (LIST) { repeated group array { optional binary x (UTF8); } }
            repeated binary plain (UTF8);
            optional group grid (LIST) { repeated group list { optional group element (LIST) { repeated group list { optional int32 element; } } } }
            optional group extra (MAP) { repeated group key_value { required binary key (UTF8); optional binary value (UTF8); } }
            optional group lists (MAP) { repeated group key_value { required binary key (UTF8); optional group value (LIST) { repeated group list { optional int32 element; } } } }
        }";
        assert_eq!(
            names(schema),
            [
                "id",
                "name.first",
                "name.more.last",
                "phones.1",
                "contacts.1.email",
                "contacts.1.kind",
                "old.1",
                "older.1.x",
                "plain.1",
                "grid.1.2",
                "extra.key",
                "extra.key",
                "lists.key_value.1.key",
                "lists.key_value.1.value.2",
            ]
        );
    }
}
