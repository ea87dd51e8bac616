//! The cases of docs/verdict.md, run as they stand there.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

#[test]
fn the_cases_of_the_page_end_as_it_says() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verdict.md")).unwrap();
    let cases = &page[page.find("## Four cases").unwrap()..];
    let folder = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_assay")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let (mut found, mut verdicts) = (String::new(), 0);
    let mut lines = cases.lines();
    while let Some(line) = lines.next() {
        if line == "```sh" {
            let script: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let output = Command::new("sh")
                .args(["-e", "-c", &script.join("\n")])
                .env("PATH", &path)
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{script:?}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            found = String::from_utf8(output.stdout).unwrap();
        } else if let Some(verdict) = line.strip_prefix("> VERDICT: ") {
            assert!(
                found.contains(&format!("VERDICT: {verdict}\n")),
                "expected {verdict}:\n{found}"
            );
            verdicts += 1;
        }
    }
    assert_eq!(verdicts, 4);
}
