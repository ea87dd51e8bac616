//! `assay keygen`.

use assay_index::Key;

use crate::args::Keygen;
use crate::input;
use crate::talk::Talk;

pub(crate) fn run(args: &Keygen, talk: &Talk) -> anyhow::Result<()> {
    input::check_outputs([args.output.as_path()], [])?;
    let key = Key::generate()?;
    key.write_new(&args.output)?;
    talk.say(&format!(
        "wrote key {} to {}; keep it secret, keep it apart from the index, and don't lose it",
        key.id(),
        args.output.display()
    ));
    Ok(())
}
