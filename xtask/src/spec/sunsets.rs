//! `cargo xtask spec sunsets`: lists versions by their sunset dates.

use std::path::Path;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use review::Sunset;
use time::format_description::well_known::Iso8601;
use time::{Date, OffsetDateTime};

use super::diff::model;
use super::vendor::day;
use crate::inputs;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Only versions whose sunset is within this many days, or already past
    #[arg(long, value_name = "DAYS")]
    within: Option<i64>,

    /// The date to count from [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<toml::value::Datetime>,

    /// The format of the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For other tools
    Json,
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let from = match self.from {
            Some(day) => date(&day.to_string())?,
            None => OffsetDateTime::now_utc().date(),
        };
        let model = model("the vendored spec", &inputs::vendored(spec)?)?;
        let mut rows: Vec<(i64, Sunset)> = Vec::new();
        for sunset in review::sunsets(&model) {
            let days = (date(&sunset.date)? - from).whole_days();
            if self.within.is_none_or(|within| days <= within) {
                rows.push((days, sunset));
            }
        }
        match self.format {
            Format::Text => print(&rows),
            Format::Json => {
                let rows: Vec<_> = rows.into_iter().map(|(_, sunset)| sunset).collect();
                println!("{}", serde_json::to_string_pretty(&rows)?);
            }
        }
        Ok(())
    }
}

fn print(rows: &[(i64, Sunset)]) {
    if rows.is_empty() {
        println!("no sunset in this period");
        return;
    }
    let width = rows.iter().map(|(_, it)| it.function.len()).max();
    let width = width.unwrap_or_default();
    let mut day = "";
    for (days, sunset) in rows {
        if day != sunset.date {
            day = &sunset.date;
            let when = match days {
                0 => "today".to_owned(),
                1.. => format!("in {days} days"),
                _ => format!("{} days ago", -days),
            };
            println!("{day}, {when}");
        }
        let instead = sunset.instead.as_ref();
        let instead = instead.map_or("nothing newer".to_owned(), |it| format!("use {it}"));
        println!("  {:width$}  {instead}", sunset.function);
    }
}

fn date(text: &str) -> Result<Date> {
    Date::parse(text, &Iso8601::DATE)
        .with_context(|| format!("invalid date `{text}`: expected a date such as 2026-01-31"))
}
