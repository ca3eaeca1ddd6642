//! `cargo xtask spec sunsets`: lists versions by their sunset dates.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use icalendar::{Calendar, Component, Event, Parameter, Property};
use review::Sunset;
use time::format_description::well_known::Iso8601;
use time::{Date, OffsetDateTime};

use super::diff::{model, out};
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

    /// The spec to read, instead of spec/atlas-v2.yaml
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For other tools
    Json,
    /// A calendar with a day for each sunset (RFC 5545)
    Ics,
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let from = match self.from {
            Some(day) => date(&day.to_string())?,
            None => OffsetDateTime::now_utc().date(),
        };
        let model = match &self.spec {
            Some(file) => model(&file.display().to_string(), &inputs::other(spec, file)?)?,
            None => model("the vendored spec", &inputs::vendored(spec)?)?,
        };
        let mut rows: Vec<(i64, Sunset)> = Vec::new();
        for sunset in review::sunsets(&model) {
            let days = (date(&sunset.date)? - from).whole_days();
            if self.within.is_none_or(|within| days <= within) {
                rows.push((days, sunset));
            }
        }
        out(&match self.format {
            Format::Text => table(&rows),
            Format::Ics => calendar(&rows).to_string(),
            Format::Json => {
                let rows: Vec<_> = rows.into_iter().map(|(_, sunset)| sunset).collect();
                serde_json::to_string_pretty(&rows)? + "\n"
            }
        })
    }
}

/// The most columns of a line, as in the report.
const COLUMNS: usize = 120;

fn table(rows: &[(i64, Sunset)]) -> String {
    if rows.is_empty() {
        return "no sunset in this period\n".to_owned();
    }
    let width = rows.iter().map(|(_, it)| it.function.len()).max();
    let width = width.unwrap_or_default();
    let mut text = String::new();
    let mut day = "";
    for (days, sunset) in rows {
        if day != sunset.date {
            day = &sunset.date;
            let when = match days {
                0 => "today".to_owned(),
                1.. => format!("in {days} days"),
                _ => format!("{} days ago", -days),
            };
            text += &format!("{day}, {when}\n");
        }
        let instead = sunset.instead.as_ref();
        let instead = instead.map_or("nothing newer".to_owned(), |it| format!("use {it}"));
        let line = format!("  {:width$}  {instead}\n", sunset.function);
        text += &match line.len() > COLUMNS {
            true => format!("  {}\n    {instead}\n", sunset.function),
            false => line,
        };
    }
    text
}

/// A calendar with an event for each sunset date. The same sunsets give the same bytes, so subscribers see only
/// changes.
fn calendar(rows: &[(i64, Sunset)]) -> Calendar {
    let mut days: BTreeMap<&str, Vec<&Sunset>> = BTreeMap::new();
    for (_, sunset) in rows {
        days.entry(&sunset.date).or_default().push(sunset);
    }
    let mut calendar = Calendar::new();
    calendar.name("Sunsets of the MongoDB Atlas Administration API");
    for (date, sunsets) in days {
        let day = date.replace('-', "");
        let lines = sunsets.iter().map(|it| match &it.instead {
            Some(instead) => format!("{}: use {instead}", it.function),
            None => format!("{}: nothing newer", it.function),
        });
        let mut start = Property::new("DTSTART", &day);
        start.append_parameter(Parameter::new("VALUE", "DATE"));
        let mut event = Event::new();
        event
            .uid(&format!("{day}@atlas-api"))
            .append_property(start)
            .append_property(Property::new("DTSTAMP", format!("{day}T000000Z")))
            .summary(&format!("Atlas API: sunset of {} versions", sunsets.len()))
            .description(&lines.collect::<Vec<_>>().join("\n"));
        calendar.push(event.done());
    }
    calendar
}

fn date(text: &str) -> Result<Date> {
    Date::parse(text, &Iso8601::DATE)
        .with_context(|| format!("invalid date `{text}`: expected a date such as 2026-01-31"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_replacement_has_its_own_line() {
        let sunset = |function: &str| Sunset {
            date: "2027-03-01".to_owned(),
            function: function.to_owned(),
            version: "2023-01-01".to_owned(),
            operation: "GET /pets".to_owned(),
            instead: Some(format!("GET /{}", "pets/".repeat(15))),
            tag: "Pets".to_owned(),
        };
        let text = table(&[(1, sunset("pets::feed")), (1, sunset(&"a".repeat(60)))]);
        assert!(text.lines().all(|line| line.len() <= COLUMNS), "{text}");
        assert!(
            text.contains("\n  pets::feed\n    use GET /pets/"),
            "{text}"
        );
    }

    #[test]
    fn calendar_has_an_event_for_each_sunset() {
        let sunset = |date: &str, function: &str, instead: Option<&str>| Sunset {
            date: date.to_owned(),
            function: function.to_owned(),
            version: "2023-01-01".to_owned(),
            operation: "GET /pets".to_owned(),
            instead: instead.map(str::to_owned),
            tag: "Pets".to_owned(),
        };
        let rows = [
            (
                1,
                sunset(
                    "2027-03-01",
                    "pets::v2023_01_01::list_pets",
                    Some("2024-01-01"),
                ),
            ),
            (1, sunset("2027-03-01", "pets::v2023_01_01::get_pet", None)),
            (9, sunset("2027-07-01", "pets::v2023_01_01::feed", None)),
        ];
        let text = calendar(&rows).to_string();
        assert_eq!(text, calendar(&rows).to_string());
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20270301"), "{text}");
        // Long lines are folded.
        let unfolded = text.replace("\r\n ", "");
        assert!(
            unfolded.contains("pets::v2023_01_01::list_pets: use 2024-01-01\\n"),
            "{text}"
        );
        assert!(
            unfolded.contains("SUMMARY:Atlas API: sunset of 2 versions"),
            "{text}"
        );
    }
}
