//! Everything that people read stays short: the README, guides, examples and pages of `docs/`.

use std::fs;
use std::path::Path;

/// Files or folders, the suffix of file names, and the most lines of each file.
const LIMITS: [(&str, &str, usize); 6] = [
    ("README.md", ".md", 120),
    ("CONTRIBUTING.md", ".md", 120),
    ("docs/architecture.md", ".md", 120),
    ("docs", ".md", 150),
    ("atlas-api/src/guide", ".md", 150),
    ("atlas-api/examples", ".rs", 60),
];

/// Generated pages, whose length depends on the spec.
const GENERATED: [&str; 3] = ["api-reference.md", "rules.md", "unions.md"];

#[test]
fn pages_are_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut report = String::new();
    for (path, ending, most) in LIMITS {
        let path = root.join(path);
        let files = match path.is_dir() {
            true => fs::read_dir(&path)
                .unwrap()
                .map(|file| file.unwrap().path())
                .collect(),
            false => vec![path],
        };
        let mut checked = 0;
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap();
            if !name.ends_with(ending) || GENERATED.contains(&name) {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            // The number of recorded figures is not limited.
            let parts = text.split("<!-- figures: ").enumerate();
            let written = parts.map(|(index, part)| match index {
                0 => part,
                _ => part.split_once("<!-- end of figures -->").unwrap().1,
            });
            let lines: usize = written.map(|part| part.lines().count()).sum();
            checked += 1;
            if lines > most {
                report += &format!("{}: {lines} lines, at most {most}\n", file.display());
            }
        }
        assert!(checked > 0, "no file at {ending}");
    }
    assert!(report.is_empty(), "\n{report}");
}
