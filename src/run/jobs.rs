//! Works that leave the store or take longer than a frame: printing, and taking in a sheet.
use super::{
    serve,
    sheets::{self, Task, Trouble},
};
use crate::{
    domain::{
        deed::{Deed, Order},
        petition::No,
        rights::Actor,
    },
    exchange::province::Mapping,
    flow::{Job, Note, Tally, Work},
    lang::Lang,
    notice,
    store::{Now, PetitionAsk, Reply, Request, Result, Store, StoreError},
};
use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a work is done with.
pub struct Bench<'a> {
    /// The store.
    pub store: &'a mut Store,
    /// For whom.
    pub me: Actor,
    /// In which language.
    pub lang: &'a Lang,
    /// Where papers and lists for the clerk go.
    pub outbox: &'a Path,
    /// When.
    pub now: Now,
}

impl Bench<'_> {
    /// Carries out a work and tells how it goes.
    pub fn carry_out(&mut self, job: Job, tell: &mut dyn FnMut(Work)) {
        let done = match job {
            Job::Receipt(no) => self.receipt(&no).map_err(Note::from),
            Job::Preview(file) => sheets::preview(&file).map(Work::Preview).map_err(Note::from),
            Job::Import { file, columns, dry } => {
                self.import(&file, &columns, dry, tell).map(Work::Imported).map_err(Note::from)
            }
        };
        tell(done.unwrap_or_else(Work::Failed));
    }

    fn import(
        &mut self,
        file: &Path,
        columns: &[(String, Option<usize>)],
        dry: bool,
        tell: &mut dyn FnMut(Work),
    ) -> std::result::Result<Tally, Trouble> {
        let task = Task { mapping: Mapping::from_ids(columns), ..Task::open(file, dry)? };
        self.take_in(&task, tell)
    }

    fn receipt(&mut self, no: &No) -> Result<Work> {
        let ask = Request::Petition(PetitionAsk::Page(no.clone()));
        let Reply::Petition(page) = self.store.answer(&self.me, self.now, ask)? else {
            return Err(StoreError::NotFound(no.to_string()));
        };
        let Reply::Catalog(lists) = self.store.answer(&self.me, self.now, Request::Catalog)? else {
            return Err(StoreError::Missing);
        };
        let text = notice::receipt(&page, &lists.catalog, self.lang);
        let file = self.write(&format!("{no}-receipt-{}.txt", self.now.instant), text.as_bytes())?;
        let deed = Deed::Print { no: no.clone(), notice: "receipt".to_owned() };
        let order = Order { op: format!("print-{no}-{}", self.now.instant), version: None, deed };
        self.store.answer(&self.me, self.now, Request::Do(Box::new(order)))?;
        Ok(Work::Printed { printer: print(&text), file: file.display().to_string() })
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(self.outbox)?;
        let file = self.outbox.join(name);
        let mut out =
            fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&file)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        Ok(file)
    }
}

/// Hands a text to the printer; `false` where there is none.
fn print(text: &str) -> bool {
    let lp = Command::new("lp").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut lp) = lp else { return false };
    let written = lp.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    written && lp.wait().is_ok_and(|status| status.success())
}

/// The job bench of a thread: a store of its own.
pub fn in_thread(
    path: PathBuf,
    outbox: PathBuf,
    me: Actor,
    locale: crate::lang::Locale,
    job: Job,
    mut tell: impl FnMut(Work) + Send + 'static,
) -> std::io::Result<()> {
    std::thread::Builder::new().name("job".into()).spawn(move || match Store::open_existing(&path) {
        Ok(mut store) => {
            let lang = Lang::new(locale);
            let now = serve::now();
            Bench { store: &mut store, me, lang: &lang, outbox: &outbox, now }.carry_out(job, &mut tell);
        }
        Err(error) => tell(Work::Failed(Note::from(error))),
    })?;
    Ok(())
}
