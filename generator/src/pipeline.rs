//! The pipeline: from the texts of all input files to the texts of all output files.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use crate::compatibility::{
    self, Constructors, Corrections, Mode, OlderIds, Renames, Retired, add_legacy, check_legacy,
    replace_deprecated, replaced_outside_legacy,
};
use crate::counts::Counts;
use crate::descriptions::{Coverage, Descriptions, describe};
use crate::emit::{self, Docs, Writer};
use crate::error::{Error, Result};
use crate::lower;
use crate::model::Api;
use crate::openapi::check_version;
use crate::openapi::tree::operations;
use crate::plan::{self, Legacy, Plan};
use crate::source::{Document, Source};
use crate::{pages, render, surface};

/// The input files. All but the spec are optional.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The spec.
    pub spec: Source,
    /// Corrections of the spec.
    pub corrections: Option<Source>,
    /// Operations and versions that upstream removed from the spec.
    pub retired: Option<Source>,
    /// Names that changed in the spec.
    pub renames: Option<Source>,
    /// Constructors that must stay as they were released.
    pub constructors: Option<Source>,
    /// Ids that operations had in earlier specs.
    pub older_ids: Option<Source>,
    /// Our own descriptions.
    pub descriptions: Vec<Source>,
    /// The legacy APIs.
    pub legacy: Vec<LegacyInputs>,
}

/// The input files of a legacy API.
#[derive(Debug, Clone)]
pub struct LegacyInputs {
    /// The name of its module.
    pub name: String,
    /// Its spec.
    pub spec: Source,
    /// Our own descriptions where they differ from those of the current API.
    pub descriptions: Option<Source>,
}

/// The name of the spec in the folder `spec/`.
pub const SPEC: &str = "atlas-v2.yaml";

/// The specs of legacy APIs in the folder `spec/`, with the names of their modules.
pub const LEGACY: [(&str, &str); 1] = [("v1", "atlas-v1.yaml")];

/// The folder with our own descriptions, in `spec/`.
const DESCRIPTIONS: &str = "descriptions/";

/// The lists in the folder `spec/`. `spec diff` reads the last one.
const LISTS: [&str; 6] = [
    "corrections.yaml",
    "retired.yaml",
    "renames.yaml",
    "constructors.yaml",
    "older-ids.yaml",
    "acknowledged.yaml",
];

impl Inputs {
    /// Checks the name of a file in the folder `spec/`, by relative path, because an input under another name would be
    /// left out.
    ///
    /// # Errors
    /// It is a YAML or JSON file that nothing reads.
    pub fn check_name(file: &str) -> Result<()> {
        let extension = file.rsplit_once('.').map(|(_, extension)| extension);
        let is_data = matches!(extension, Some("yaml" | "yml" | "json"));
        let specs = [SPEC].into_iter().chain(LEGACY.map(|(_, file)| file));
        let mut known = specs.chain(LISTS);
        let is_description = file.starts_with(DESCRIPTIONS) && extension == Some("yaml");
        if !is_data || is_description || known.any(|it| it == file) {
            return Ok(());
        }
        let specs = LEGACY.map(|(_, file)| file).join("`, `");
        let help = format!(
            "rename or remove it: the files are `{SPEC}`, `{specs}`, `{}`, and `.yaml` files in `{DESCRIPTIONS}`",
            LISTS.join("`, `")
        );
        Err(Error::at("", format!("nothing reads `spec/{file}`")).help(help))
    }

    /// Collects the inputs of a project from the texts of its folder `spec/`, by relative path.
    #[must_use]
    pub fn of(files: &BTreeMap<String, String>) -> Self {
        let source = |file: &str| {
            let text = files.get(file)?;
            Some(Source::new(format!("spec/{file}"), text.as_str()))
        };
        let own = LEGACY.map(|(name, _)| format!("{DESCRIPTIONS}{name}.yaml"));
        let legacy = LEGACY.iter().zip(&own).filter_map(|((name, file), own)| {
            Some(LegacyInputs {
                name: (*name).to_owned(),
                spec: source(file)?,
                descriptions: source(own),
            })
        });
        let descriptions = files.keys();
        let descriptions =
            descriptions.filter(|it| it.starts_with(DESCRIPTIONS) && !own.contains(it));
        Self {
            spec: source(SPEC).unwrap_or_default(),
            corrections: source("corrections.yaml"),
            retired: source("retired.yaml"),
            renames: source("renames.yaml"),
            constructors: source("constructors.yaml"),
            older_ids: source("older-ids.yaml"),
            descriptions: descriptions.filter_map(|file| source(file)).collect(),
            legacy: legacy.collect(),
        }
    }
}

/// A generated crate.
#[derive(Debug, Clone)]
pub struct Crate {
    /// The spec as it was lowered: with retired operations, and corrected.
    pub spec: Document,
    /// The API that the spec describes.
    pub model: Api,
    /// The plan of the crate, with notes for maintainers.
    pub plan: Plan,
    /// Corrections that do not apply. Empty after a strict run.
    pub stale_corrections: Vec<Error>,
    /// Stale entries of the other lists. Empty after a strict run.
    pub stale: Vec<Error>,
    /// How many corrections apply.
    pub corrections: usize,
    /// How many old names remain.
    pub renames: usize,
    /// Counts of the spec and of the plan.
    pub counts: Counts,
    /// What is described and what is not.
    pub coverage: Coverage,
}

/// The output files.
#[derive(Debug, Clone)]
pub struct Files {
    /// The sources of the crate, by path below `src/generated`.
    pub sources: BTreeMap<String, String>,
    /// The features of the crate, as lines of the manifest.
    pub features: String,
    /// Pages of documentation, by path below `docs`.
    pub pages: BTreeMap<String, String>,
    /// The public surface, one file for each tag.
    pub surface: BTreeMap<String, String>,
}

/// Runs the pipeline. Runs share no state.
///
/// # Errors
/// An input can't be read or contains something that the generator does not accept. In a strict run, also if an entry
/// of a list does not apply.
pub fn generate(inputs: &Inputs, mode: Mode) -> Result<Crate> {
    thread::scope(|scope| {
        let others = scope.spawn(|| Others::read(inputs));
        assemble(inputs.spec.parse()?, others, inputs, mode)
    })
}

/// Like [`generate`], for a spec that was read before.
///
/// # Errors
/// Those of [`generate`].
pub fn generate_parsed(spec: Document, inputs: &Inputs, mode: Mode) -> Result<Crate> {
    thread::scope(|scope| {
        let others = scope.spawn(|| Others::read(inputs));
        assemble(spec, others, inputs, mode)
    })
}

/// What a second thread reads. Together it is as long as the spec.
struct Others {
    descriptions: Result<Descriptions>,
    legacy: Vec<(Result<Document>, Result<Descriptions>)>,
}

impl Others {
    fn read(inputs: &Inputs) -> Self {
        let legacy = inputs.legacy.iter();
        let legacy = legacy.map(|it| {
            (
                it.spec.parse(),
                Descriptions::read(it.descriptions.as_slice()),
            )
        });
        Self {
            descriptions: Descriptions::read(&inputs.descriptions),
            legacy: legacy.collect(),
        }
    }
}

/// Runs the stages, from the spec to the final plan.
fn assemble(
    mut spec: Document,
    others: ScopedJoinHandle<'_, Others>,
    inputs: &Inputs,
    mode: Mode,
) -> Result<Crate> {
    // Before lists are applied to it, whose entries would be blamed.
    check_version(spec.tree()).map_err(|error| spec.locate(error))?;
    let (mut stale_corrections, mut stale) = (Vec::new(), Vec::new());
    let retired = inputs.retired.as_ref();
    // Retired operations belong to this spec, whatever the mode.
    compatibility::apply::<Retired>(retired, &mut spec, Mode::Strict, &mut stale)?;
    let all: BTreeSet<String> = operation_names(&spec);
    let corrections = inputs.corrections.as_ref();
    let corrections =
        compatibility::apply::<Corrections>(corrections, &mut spec, mode, &mut stale_corrections)?;

    let mut model = lower::lower(&spec)?;
    let others = others.join().unwrap_or_else(|panic| resume_unwind(panic));
    let descriptions = others.descriptions?;
    let mut coverage = describe(&mut model, &descriptions);
    let mut plan = plan::plan(&model).map_err(|error| spec.locate(error))?;
    let mut counts = Counts::new(spec.tree(), &plan);
    let kept = operation_names(&spec);
    counts.left_out = all.difference(&kept).cloned().collect();

    let constructors = inputs.constructors.as_ref();
    compatibility::apply::<Constructors>(constructors, &mut plan, mode, &mut stale)?;
    let older_ids = inputs.older_ids.as_ref();
    // Stale ids are not reported: nobody searches for operations that another spec does not have.
    compatibility::apply::<OlderIds>(older_ids, &mut plan, mode, &mut Vec::new())?;
    let renames = inputs.renames.as_ref();
    let renames = compatibility::apply::<Renames>(renames, &mut plan, mode, &mut stale)?;
    plan.notes.extend(replaced_outside_legacy(&model));
    let unknown = replace_deprecated(&mut plan);
    plan.notes.extend(unknown);
    for (inputs, (spec, own)) in inputs.legacy.iter().zip(others.legacy) {
        let spec = spec?;
        let mut model = lower::lower(&spec)?;
        check_legacy(&spec, &model)?;
        coverage += describe(&mut model, &descriptions.legacy(own?));
        let legacy = Legacy {
            name: inputs.name.clone(),
            plan: plan::plan(&model).map_err(|error| spec.locate(error))?,
            title: model.title,
        };
        counts += Counts::new(spec.tree(), &legacy.plan);
        let unreplaced = add_legacy(&mut plan, legacy, &spec)?;
        compatibility::settle(unreplaced, mode, &mut stale)?;
    }
    Ok(Crate {
        spec,
        model,
        plan,
        stale_corrections,
        stale,
        corrections,
        renames,
        counts,
        coverage,
    })
}

/// The operations of a spec, each as `GET /path`.
fn operation_names(spec: &Document) -> BTreeSet<String> {
    let operations = operations(spec.tree());
    let names = operations.map(|(path, method, _)| format!("{} {path}", method.to_uppercase()));
    names.collect()
}

impl Crate {
    /// Writes the crate.
    ///
    /// # Errors
    /// The generator produced tokens that are not Rust. This is a bug in the generator.
    pub fn files(&self, docs: Docs) -> Result<Files> {
        let writer = Writer::new(docs, &self.plan, "atlas_api");
        Ok(Files {
            sources: render::files(emit::modules(&self.plan), &writer)?,
            features: self.plan.features(),
            pages: pages::pages(&self.plan),
            surface: surface::files(&self.plan),
        })
    }

    /// The sources of the crate as one file, for the module `root`, which examples name.
    ///
    /// # Errors
    /// The generator produced tokens that are not Rust. This is a bug in the generator.
    pub fn single_file(&self, docs: Docs, root: &str) -> Result<String> {
        let writer = Writer::new(docs, &self.plan, root);
        render::single_file(emit::modules(&self.plan), &writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_misnamed_inputs() {
        for file in [
            "constructor.yaml",
            "corrections.yml",
            "descriptions/clusters.yml",
            "notes.yaml",
            "atlas-v2.json",
        ] {
            let error = Inputs::check_name(file).unwrap_err();
            let expected = format!("nothing reads `spec/{file}`");
            assert_eq!(error.message, expected);
            assert!(error.help.unwrap().contains("`constructors.yaml`"));
        }
        let specs = ["atlas-v2.yaml", "atlas-v1.yaml"];
        let others = ["README.md", "SOURCE.toml", "descriptions/clusters.yaml"];
        for file in specs.into_iter().chain(LISTS).chain(others) {
            assert_eq!(Inputs::check_name(file), Ok(()));
        }
    }
}
