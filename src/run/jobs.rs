//! Works that leave the store or take longer than a frame: printing, and taking in a sheet.
use super::{
    outbox, serve,
    sheets::{self, Task, Trouble},
    tty::Tty,
};
use crate::{
    domain::{
        audit::Trace,
        calendar::beijing,
        catalog::List,
        deed::{Deed, Order},
        evaluation::Sample,
        journal::Act,
        notice::Notice,
        petition::No,
        rights::Actor,
        setting::TERMINAL,
    },
    exchange::{decode, province::Mapping},
    flow::{Holds, Job, Note, Printer, Tally, Work},
    lang::Lang,
    notice::{self, Issue, Paper, Shelf, TemplateError},
    report::{self, Briefing, Wish},
    store::{
        CaseAsk, Lists, Now, PetitionAsk, PetitionPage, RecordAsk, RecordPage, Reply, Request, Result, Store,
        StoreError,
    },
};
use chrono::NaiveDate;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
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
    /// Whether the store is made up; every paper says so.
    pub demo: bool,
    /// The terminal of the clerk, where there is one that may have a printer.
    pub tty: Option<Arc<Tty>>,
}

/// What is said when nothing can be written any more.
const NO_ROOM: &[&str] = &["note-paper-unwritten", "error-full", "error-disk", "error-read-only"];

impl Bench<'_> {
    /// Carries out a work and tells how it goes.
    pub fn carry_out(&mut self, job: Job, tell: &mut dyn FnMut(Work)) {
        let done = match job {
            Job::Print { papers } => self.print_all(&papers),
            Job::Register { register, narrow } => self.register(&register, narrow).map(Work::Briefed),
            Job::Row(no) => self.row(&no).map(|(file, printer)| Work::Printed { file, printer }),
            Job::Code(no) => self.code(&no).map(Work::Briefed),
            Job::Evaluate(sample) => self.evaluate(&sample).map(Work::Briefed),
            Job::Minutes(no) => self.minutes(&no).map(|(file, printer)| Work::Printed { file, printer }),
            Job::Brief { span, only } => self.brief(Wish { span, only }, tell).map(Work::Briefed),
            Job::Read { file, holds } => match holds {
                Holds::Petitions => sheets::preview(&file).map(Work::Preview),
                Holds::Rows(id) => self.preview_rows(&id, &file).map(Work::Preview),
                Holds::Declaration => {
                    let text = fs::read(&file).map(|bytes| Work::Declaration(decode::text(&bytes)));
                    text.map_err(sheets::Trouble::File)
                }
            }
            .map_err(Note::from),
            Job::Import { file, register, columns, dry } => match register {
                Some(id) => self.take_in_chosen(&id, &file, &columns, dry, tell),
                None => self.import(&file, &columns, dry, tell),
            }
            .map(Work::Imported)
            .map_err(Note::from),
        };
        tell(done.unwrap_or_else(Work::Failed));
    }

    /// Writes a briefing into the outbox, as a document and as a book.
    fn brief(&mut self, wish: Wish, tell: &mut dyn FnMut(Work)) -> std::result::Result<Vec<PathBuf>, Note> {
        let lists = self.lists()?;
        let sender = lists.catalog.name(List::Office, &self.me.office).to_owned();
        let name = format!("briefing-{}", wish.span.start());
        let (me, now) = (self.me.clone(), self.now);
        let briefing = Briefing::gather(
            wish,
            &sender,
            &lists,
            now.today,
            &mut |request| self.store.answer(&me, now, request),
            &mut |done, of| tell(Work::Briefing { done, of }),
        )?;
        let briefing = Briefing { demo: self.demo, ..briefing };
        let book = report::book(&briefing, self.lang, &lists)
            .map_err(|error| unwritten(&name, &io::Error::other(error.to_string())))?;
        let document = report::document(&briefing, self.lang, &lists).docx();
        document
            .and_then(|document| outbox::lay(self.outbox, &name, &[("docx", &document), ("xlsx", &book)]))
            .map_err(|error| unwritten(&name, &error))
    }

    /// Writes the poster of a row into the outbox.
    fn code(&mut self, no: &No) -> std::result::Result<Vec<PathBuf>, Note> {
        let (_, poster) = self.poster(no)?;
        outbox::lay(self.outbox, no.as_str(), &[("svg", poster.as_bytes())])
            .map_err(|error| unwritten(no.as_str(), &error))
    }

    /// Writes the evaluation of a sample into the outbox, as a book.
    fn evaluate(&mut self, sample: &Sample) -> std::result::Result<Vec<PathBuf>, Note> {
        let name = format!("evaluation-{}", sample.seed);
        let Reply::Evaluated(all) =
            self.store.answer(&self.me, self.now, Request::Evaluate(sample.clone()))?
        else {
            return Err(Note::from(StoreError::Missing));
        };
        let book = report::evaluated(&all, sample, self.demo, self.lang)
            .map_err(|error| unwritten(&name, &io::Error::other(error.to_string())))?;
        outbox::lay(self.outbox, &name, &[("xlsx", &book)]).map_err(|error| unwritten(&name, &error))
    }

    /// Prints the minutes of a review meeting: the file, and what the printer did with it.
    fn minutes(&mut self, no: &No) -> std::result::Result<(PathBuf, Printer), Note> {
        let lists = self.lists()?;
        let ask = Request::Case(CaseAsk::Meeting(no.clone()));
        let Reply::Meeting(page) = self.store.answer(&self.me, self.now, ask)? else {
            return Err(Note::from(StoreError::NotFound(no.to_string())));
        };
        let paper = report::minutes(&page, self.now.today, self.demo, self.lang, &lists);
        let text = paper.text();
        let file = self.lay(&paper, &text, no.as_str()).map_err(|error| unwritten(no.as_str(), &error))?;
        Ok((file, self.to_printer(&text, &lists)))
    }

    pub(super) fn lists(&mut self) -> Result<Lists> {
        match self.store.answer(&self.me, self.now, Request::Catalog)? {
            Reply::Catalog(lists) => Ok(lists),
            _ => Err(StoreError::Missing),
        }
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

    /// Of several papers, one that cannot be printed holds up none of the others.
    fn print_all(&mut self, papers: &[(No, Option<Notice>)]) -> std::result::Result<Work, Note> {
        match papers {
            [] => Err(Note::bad("why-empty", "")),
            [(no, notice)] => self.print(no, *notice).map(|(file, printer)| Work::Printed { file, printer }),
            several => Ok(self.print_several(several)),
        }
    }

    /// A paper that cannot be written ends it: the next one would only spend its number too.
    fn print_several(&mut self, papers: &[(No, Option<Notice>)]) -> Work {
        let (mut count, mut printer) = (0, Printer::Took);
        let mut refused: Vec<(No, Note)> = Vec::new();
        for (no, notice) in papers {
            match self.print(no, *notice) {
                Ok((_, did)) => {
                    count += 1;
                    printer = printer.max(did);
                }
                Err(why) => {
                    let no_room = NO_ROOM.contains(&why.id);
                    refused.push((no.clone(), why));
                    if no_room {
                        break;
                    }
                }
            }
        }
        Work::PrintedMany { printed: count, printer, refused }
    }

    /// The file of a paper, and what the printer did with it.
    fn print(&mut self, no: &No, notice: Option<Notice>) -> std::result::Result<(PathBuf, Printer), Note> {
        // Where there is no place for papers, no number is spent on one.
        outbox::make(self.outbox).map_err(StoreError::from)?;
        let (paper, number) = self.issue(no, notice)?;
        let text = paper.text();
        let file = self.lay(&paper, &text, &number).map_err(|error| unwritten(&number, &error))?;
        let lists = self.lists()?;
        Ok((file, self.to_printer(&text, &lists)))
    }

    /// Hands a text to the printer that the counter has chosen.
    pub(super) fn to_printer(&self, text: &str, lists: &Lists) -> Printer {
        match (lists.printer(&self.me.office), &self.tty) {
            (TERMINAL, Some(tty)) => tty.print(text).map_or(Printer::Refused, |()| Printer::Took),
            (TERMINAL, None) => Printer::Absent,
            (queue, _) => to_queue(text, queue),
        }
    }

    /// Lays a paper into the outbox; its text is what printers take and people read on a screen.
    pub(super) fn lay(&self, paper: &Paper, text: &str, number: &str) -> io::Result<PathBuf> {
        let forms: [(&str, &[u8]); 2] = [("docx", &paper.docx()?), ("txt", text.as_bytes())];
        Ok(outbox::lay(self.outbox, number, &forms)?.pop().unwrap_or_default())
    }

    /// Notes a print in the journal, which gives the paper its number, and makes the paper.
    pub fn issue(&mut self, no: &No, notice: Option<Notice>) -> std::result::Result<(Paper, String), Note> {
        let before = self.page(no)?;
        let notice = notice.unwrap_or_else(|| Notice::fitting(&before.entries));
        let office = self.me.office.clone();
        let sealed = before.petition.matter.sealed();
        // A template that cannot be used is found before a number is spent on it.
        let templates = Shelf::beside(self.store.path());
        let template = templates.template(&office, notice, self.lang.locale, sealed)?;
        let deed = Deed::Print { no: no.clone(), notice };
        let order =
            Order { op: format!("print-{no}-{}-{}", notice.id(), self.now.instant), version: None, deed };
        self.store.answer(&self.me, self.now, Request::Do(Box::new(order)))?;
        let page = self.page(no)?;
        let lists = self.lists()?;
        let (number, again) = last_print(&page, notice);
        let (page, printed) = if again { as_issued(*page, notice, &number) } else { (*page, self.now.today) };
        let issue = Issue { number: &number, office: &office, printed, again, demo: self.demo };
        let slots = notice::gather(&page, notice, &issue, &lists, self.lang);
        Ok((template.fill(&slots)?, number))
    }

    fn page(&mut self, no: &No) -> Result<Box<PetitionPage>> {
        let ask = Request::Petition(PetitionAsk::Page(no.clone()));
        match self.store.answer(&self.me, self.now, ask)? {
            Reply::Petition(page) => Ok(page),
            _ => Err(StoreError::NotFound(no.to_string())),
        }
    }

    /// Everything about one row of a register.
    pub(super) fn record(&mut self, no: &No) -> Result<Box<RecordPage>> {
        let ask = Request::Record(RecordAsk::Page(no.clone()));
        match self.store.answer(&self.me, self.now, ask)? {
            Reply::Record(page) => Ok(page),
            _ => Err(StoreError::NotFound(no.to_string())),
        }
    }

    /// Writes down that rows of a register leave the store, and in which form.
    pub(super) fn leaves(&mut self, subject: String, form: String, rows: usize) -> Result<()> {
        let trace = Trace::Exported { form, rows, with: String::new() };
        self.store.answer(&self.me, self.now, Request::Trace(vec![(subject, trace)]))?;
        Ok(())
    }
}

impl From<TemplateError> for Note {
    fn from(error: TemplateError) -> Self {
        Self::bad(error.id(), error.to_string())
    }
}

/// A paper has its number in the journal, but there is no file.
pub fn unwritten(number: &str, error: &io::Error) -> Note {
    Note::bad("note-paper-unwritten", number).with("reason", error.to_string())
}

/// A petition as it was when a paper about it was first printed, and that day: a reprint says what the first print said.
fn as_issued(page: PetitionPage, kind: Notice, wanted: &str) -> (PetitionPage, NaiveDate) {
    let first = page.entries.iter().position(|entry| {
        matches!(&entry.act, Act::Printed { notice, number: Some(number), .. } if *notice == kind && number.as_str() == wanted)
    });
    let printed = first.and_then(|at| page.entries.get(at)).map_or(NaiveDate::MAX, |entry| beijing(entry.at));
    let version = first.map_or(0, |at| u32::try_from(at + 1).unwrap_or(u32::MAX));
    match page.as_of(version) {
        Some(petition) => {
            let entries = page.entries.iter().take(petition.version as usize).cloned().collect();
            (PetitionPage { petition, entries, ..page }, printed)
        }
        None => (page, printed),
    }
}

/// The number of a paper that was just noted, and whether it is a reprint.
fn last_print(page: &PetitionPage, kind: Notice) -> (String, bool) {
    let printed = page.entries.iter().rev().find_map(|entry| match &entry.act {
        Act::Printed { notice, again, number } if *notice == kind => Some((number.clone(), *again)),
        _ => None,
    });
    let (number, again) = printed.unwrap_or_default();
    (number.unwrap_or_default().to_string(), again)
}

/// Hands a text to a queue of the host. No shell reads its name.
fn to_queue(text: &str, queue: &str) -> Printer {
    let mut lp = Command::new("lp");
    if !queue.is_empty() {
        lp.args(["-d", queue]);
    }
    let lp = lp.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut lp) = lp else { return Printer::Absent };
    let written = lp.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    let took = lp.wait().is_ok_and(|status| status.success());
    if written && took { Printer::Took } else { Printer::Refused }
}

/// The job bench of a thread: a store of its own.
pub fn in_thread(
    path: PathBuf,
    me: Actor,
    locale: crate::lang::Locale,
    tty: Arc<Tty>,
    (job, demo): (Job, bool),
    mut tell: impl FnMut(Work) + Send + 'static,
) -> std::io::Result<()> {
    std::thread::Builder::new().name("job".into()).spawn(move || match Store::open_existing(&path) {
        Ok(mut store) => {
            let lang = Lang::new(locale);
            let (now, outbox) = (serve::now(), outbox::of(&path, &me.code));
            Bench { store: &mut store, me, lang: &lang, outbox: &outbox, now, demo, tty: Some(tty) }
                .carry_out(job, &mut tell);
        }
        Err(error) => tell(Work::Failed(Note::from(error))),
    })?;
    Ok(())
}
