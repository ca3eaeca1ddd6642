//! `cargo xtask bench --chart`: draws the charts of `docs/charts`, and the tables of `docs/performance.md`, from the
//! recorded figures. Nothing is measured.

mod bars;
mod page;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::peers::PEER;
use super::record::{Record, Section};
use crate::workspace::root;
use bars::{Bar, Chart, Group};

/// Writes the charts and the tables.
///
/// # Errors
/// A figure is missing, or a file can't be written.
pub(super) fn draw() -> Result<()> {
    for (path, text) in files()? {
        let name = path.display();
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            println!("{name} is up to date");
            continue;
        }
        fs::write(&path, text).with_context(|| format!("can't write {name}"))?;
        println!("{name} is written");
    }
    Ok(())
}

/// The files with their contents.
fn files() -> Result<Vec<(PathBuf, String)>> {
    let (root, record) = (root()?, Record::read()?);
    let charts = [
        decoding(record.section("decode")?)?,
        compiling(record.section("compile")?, record.section("peers")?)?,
        program(record.section("program")?)?,
        growth(record.section("growth")?)?,
    ];
    let charts = charts.iter();
    let mut files: Vec<_> = charts
        .map(|chart| (root.join("docs/charts").join(chart.file), chart.svg()))
        .collect();
    let page = root.join("docs/performance.md");
    let text = fs::read_to_string(&page).context("can't read docs/performance.md")?;
    files.push((page, page::with_tables(&text, &record)?));
    Ok(files)
}

fn decoding(section: &Section) -> Result<Chart> {
    let bodies = [
        "500 clusters",
        "5,000 events",
        "10,000 measurements",
        "500 stream processors",
    ];
    let groups = bodies.iter().map(|body| {
        let to = |other: &str| section.value(&format!("{body}, to {other}"));
        let ours = to("serde derive")?;
        let bars = [
            ("atlas-api", ours),
            ("derive, serde_json", 1.0),
            ("derive, sonic-rs", ours / to("sonic-rs")?),
            ("derive, simd-json", ours / to("simd-json")?),
            ("serde_json::Value", ours / to("Value")?),
        ];
        Ok(group(
            body,
            bars.map(|(name, value)| (name, value, format!("{value:.2}"))),
        ))
    });
    Ok(Chart {
        file: "decoding.svg",
        title: "Decoding a response",
        unit: "Instructions, relative to serde derive; shorter is better",
        groups: groups.collect::<Result<_>>()?,
    })
}

fn compiling(section: &Section, peers: &Section) -> Result<Chart> {
    let beside = |name: &'static str| -> Result<_> {
        let seconds = peers.value(&format!("cargo check, {name}"))?;
        Ok((name, seconds, format!("{seconds:.1} s")))
    };
    let beside = [beside("atlas-api")?, beside(PEER)?];
    let rows = [
        ("everything", "cargo check, everything"),
        ("four tags", "cargo check, four tags"),
        ("one tag", "cargo check, clusters alone"),
    ];
    let bars = rows.map(|(name, figure)| {
        let seconds = section.value(figure)?;
        Ok((name, seconds, format!("{seconds:.1} s")))
    });
    let bars = bars.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(Chart {
        file: "compiling.svg",
        title: "Checking the crate",
        unit: "Seconds of CPU for cargo check, without dependencies",
        groups: vec![
            group("Every operation of the spec", beside),
            all_ours("A program compiles only the tags that it names", bars),
        ],
    })
}

fn program(section: &Section) -> Result<Chart> {
    let rows = [
        (
            "CPU time of cargo build, with all dependencies",
            "cargo build, against by hand",
        ),
        (
            "Size of the release",
            "size of the release, against by hand",
        ),
    ];
    let groups = rows.map(|(name, figure)| {
        let ours = section.value(figure)?;
        let bars = [("atlas-api", ours), ("by hand", 1.0)];
        Ok(group(
            name,
            bars.map(|(name, value)| (name, value, format!("{value:.2}"))),
        ))
    });
    Ok(Chart {
        file: "program.svg",
        title: "A program that lists clusters",
        unit: "Relative to the same program with reqwest and serde derive",
        groups: groups.into_iter().collect::<Result<_>>()?,
    })
}

fn growth(section: &Section) -> Result<Chart> {
    let bars = section.figures.iter().map(|figure| {
        let seconds = figure.value;
        (figure.name.as_str(), seconds, format!("{seconds:.1} s"))
    });
    Ok(Chart {
        file: "growth.svg",
        title: "Generating the crate from larger specs",
        unit: "Seconds of CPU for cargo xtask codegen",
        groups: vec![all_ours("A spec × 2 has everything twice", bars)],
    })
}

/// Bars for the crate, which is named first, and for others.
fn group<const N: usize>(name: &str, bars: [(&str, f64, String); N]) -> Group {
    let mut group = all_ours(name, bars);
    for bar in &mut group.bars {
        bar.is_ours = bar.name == "atlas-api";
    }
    group
}

fn all_ours(name: &str, bars: impl IntoIterator<Item = (impl Into<String>, f64, String)>) -> Group {
    let bars = bars.into_iter().map(|(name, value, text)| Bar {
        name: name.into(),
        value,
        text,
        is_ours: true,
    });
    Group {
        name: name.to_owned(),
        bars: bars.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_and_tables_show_the_recorded_figures() {
        for (path, text) in files().unwrap() {
            let name = path.display();
            let committed = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                committed == text,
                "{name} is out of date: run `cargo xtask bench --chart`"
            );
        }
    }
}
