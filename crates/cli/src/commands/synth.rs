//! `assay synth`.

use std::io::{BufWriter, Write};

use assay_index::Output;
use assay_synth::{Company, Listing};

use crate::args::{Synth, SynthWhat};
use crate::talk::Talk;

pub(crate) fn run(args: &Synth, talk: &Talk) -> anyhow::Result<()> {
    match &args.what {
        SynthWhat::Records { records, seed, output } => {
            let company = Company::new(*seed, *records)?;
            match output {
                Some(path) => {
                    let mut file = Output::create(path, false)?;
                    company.write_csv(&mut file, &|_| {})?;
                    file.finish()?;
                }
                None => {
                    let mut out = BufWriter::new(std::io::stdout().lock());
                    company.write_csv(&mut out, &|_| {})?;
                    out.flush()?;
                }
            }
            talk.say(&format!("{records} synthetic records, seed {seed}"));
        }
        SynthWhat::Listing {
            kind,
            company_records,
            rows,
            seed,
            output,
            truth,
        } => {
            let company = Company::new(*seed, *company_records)?;
            let (mut sample, mut truth) = (Output::create(output, false)?, Output::create(truth, false)?);
            Listing::new(&company, *kind, *seed, *rows)?.write(&mut sample, &mut truth, &|_| {})?;
            sample.finish()?;
            truth.finish()?;
            talk.say(&format!("{rows} synthetic rows, {kind}, seed {seed}"));
        }
    }
    Ok(())
}
