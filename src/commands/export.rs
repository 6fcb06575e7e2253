//! `export`: every petition that the asker may see, as a file.
use super::{
    out::{Failure, Out},
    secret,
    setup::{Setup, lists},
    show,
};
use crate::{
    args::{FormatArg, LayoutArg},
    domain::{
        agenda::pressing,
        calendar::beijing_moment,
        catalog::List,
        petition::No,
        rights::{Actor, is_shared},
    },
    exchange::{
        list, province,
        write::{self, Csv, Encoding},
    },
    lang::Lang,
    run::serve::now,
    store::{Claim, ExportAsk, Lists, PetitionAsk, PetitionPage, Proof, Reply, Request, Store, StoreError},
};
use serde_json::json;
use std::{
    fs::{self, OpenOptions},
    io::{BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) format: FormatArg,
    pub(super) layout: Option<LayoutArg>,
}

pub(super) fn export(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    shape: Shape,
    file: Option<PathBuf>,
    with: Option<&str>,
) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let second = with.map(|code| second(code, lang)).transpose()?;
    let ask = ExportAsk { form: form(shape), second, register: None };
    let Reply::Numbers(numbers) = store.answer(&me, now(), Request::Export(Box::new(ask)))? else {
        return Ok(());
    };
    let mark = with
        .filter(|_| is_shared(&lists.catalog))
        .map(|with| watermark(&me, with, numbers.len(), &lists, lang));
    let file = file.unwrap_or_else(|| unused(ending(shape)));
    let mut petitions = Petitions { store: &mut store, me: &me, lists: &lists, numbers, mark };
    let rows = whole(&file, |to| petitions.write(BufWriter::new(to), shape, lang))?;
    let name = file.display().to_string();
    let text = lang.fill("export-done", &[("rows", rows.into()), ("file", name.as_str().into())]);
    out.say(&json!({"rows": rows, "file": name}), &text)
}

/// What is written out, as the journal calls it.
fn form(shape: Shape) -> String {
    let layout = if shape.layout.is_some() { "province." } else { "" };
    format!("{layout}{}", ending(shape))
}

/// The second person proves who they are by their PIN.
pub(super) fn second(code: &str, lang: &Lang) -> Result<Claim, Failure> {
    let prompt = lang.fill("export-second", &[("clerk", code.into())]);
    let proof = Proof::Pin(secret::pin(&prompt)?);
    Ok(Claim { who: code.to_owned(), proof, terminal: "export".to_owned(), unlock: false })
}

/// Who took these rows out, with whom and when: the last row of the file.
fn watermark(me: &Actor, with: &str, rows: usize, lists: &Lists, lang: &Lang) -> String {
    let name = |code: &str| lists.catalog.name(List::Clerk, code).to_owned();
    let at = beijing_moment(now().instant);
    let blanks = [
        ("who", name(&me.code).into()),
        ("with", name(with).into()),
        ("at", at.into()),
        ("rows", rows.into()),
    ];
    lang.fill("export-mark", &blanks)
}

fn ending(shape: Shape) -> &'static str {
    ending_of(shape.format)
}

/// What a file of a format ends in.
pub(super) fn ending_of(format: FormatArg) -> &'static str {
    match format {
        FormatArg::Csv => "csv",
        FormatArg::Xlsx => "xlsx",
        FormatArg::Jsonl => "jsonl",
    }
}

/// Writes a file under another name and gives it its own once it is whole: half a file never stands under the name that
/// was asked for.
pub(super) fn whole<T>(
    file: &Path,
    write: impl FnOnce(&fs::File) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let half = file.with_file_name(format!(".{name}.part"));
    let to = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&half)?;
    let done = write(&to).inspect_err(|_| {
        let _ = fs::remove_file(&half);
    })?;
    fs::rename(&half, file)?;
    Ok(done)
}

struct Petitions<'a> {
    store: &'a mut Store,
    me: &'a Actor,
    lists: &'a Lists,
    numbers: Vec<No>,
    /// The last row; the province's form has no room for one.
    mark: Option<String>,
}

impl Petitions<'_> {
    fn write(&mut self, mut to: impl Write, shape: Shape, lang: &Lang) -> Result<usize, Failure> {
        let numbers = std::mem::take(&mut self.numbers);
        let mark = self.mark.take().filter(|_| shape.layout.is_none());
        match shape.format {
            FormatArg::Jsonl => {
                for no in &numbers {
                    write::json_line(&mut to, &show::object(&self.page(no)?, self.lists))?;
                }
                if let Some(mark) = &mark {
                    write::json_line(&mut to, &json!({"mark": mark}))?;
                }
            }
            FormatArg::Csv => {
                let national = shape.layout == Some(LayoutArg::Province);
                let mut csv = Csv::new(&mut to, if national { Encoding::National } else { Encoding::Utf8 })?;
                csv.row(&header(shape, lang))?;
                for no in &numbers {
                    csv.row(&self.row(no, shape, lang)?)?;
                }
                if let Some(mark) = mark {
                    csv.row(&[mark])?;
                }
            }
            FormatArg::Xlsx => {
                let mut rows =
                    numbers.iter().map(|no| self.row(no, shape, lang)).collect::<Result<Vec<_>, _>>()?;
                rows.extend(mark.map(|mark| vec![mark]));
                let book = write::xlsx(&header(shape, lang), rows);
                to.write_all(&book.map_err(|error| Failure::Said("export-failed", error.to_string(), 1))?)?;
            }
        }
        to.flush()?;
        Ok(numbers.len())
    }

    fn page(&mut self, no: &No) -> Result<PetitionPage, Failure> {
        match self.store.answer(self.me, now(), Request::Petition(PetitionAsk::Page(no.clone())))? {
            Reply::Petition(page) => Ok(*page),
            _ => Err(StoreError::NotFound(no.to_string()).into()),
        }
    }

    fn row(&mut self, no: &No, shape: Shape, lang: &Lang) -> Result<Vec<String>, Failure> {
        let petition = self.page(no)?.petition;
        Ok(match shape.layout {
            Some(LayoutArg::Province) => {
                let clocks = self.lists.limits.clocks(&petition, now().today);
                let owed = pressing(&clocks).filter(|clock| clock.is_owed());
                province::line(&petition, &self.lists.catalog, owed.map(|clock| clock.due().raw))
            }
            None => list::line(&petition, &self.lists.catalog, lang),
        })
    }
}

fn header(shape: Shape, lang: &Lang) -> Vec<String> {
    match shape.layout {
        Some(LayoutArg::Province) => province::header(),
        None => list::header(lang),
    }
}

/// A name of today that no file has yet, so that one export never overwrites another.
pub(super) fn unused(ending: &str) -> PathBuf {
    let name = |n: u32| match n {
        1 => PathBuf::from(format!("fengqiao-{}.{ending}", now().today)),
        n => PathBuf::from(format!("fengqiao-{}-{n}.{ending}", now().today)),
    };
    (1..=u32::MAX).map(name).find(|file| !file.exists()).unwrap_or_else(|| name(1))
}
