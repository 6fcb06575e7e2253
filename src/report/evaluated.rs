//! An evaluation as a book: the petitions of a sample with their verdicts, the defects ranked, and each defect with its
//! article, its evidence and the day by which it is mended.
use super::book::{Formats, begin, end};
use crate::{
    domain::evaluation::{Check, Finding, Sample, Score, Verdict, ranked},
    lang::Lang,
    store::Evaluation,
};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// The bytes of the book.
pub fn evaluated(all: &[Evaluation], sample: &Sample, demo: bool, lang: &Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let demo = if demo { format!("[{}] ", lang.say("demo")) } else { String::new() };
    let words = [
        ("count", all.len().into()),
        ("seed", sample.seed.to_string().into()),
        ("since", sample.since.to_string().into()),
    ];
    let writer = Writer {
        all,
        lang,
        title: format!("{demo}{}", lang.say("evaluation")),
        note: lang.fill("evaluation-of", &words),
        formats: Formats::new(),
    };
    writer.petitions(book.add_worksheet())?;
    writer.ranked(book.add_worksheet())?;
    writer.defects(book.add_worksheet())?;
    book.save_to_buffer()
}

struct Writer<'a> {
    all: &'a [Evaluation],
    lang: &'a Lang,
    title: String,
    note: String,
    formats: Formats,
}

impl Writer<'_> {
    fn begin(&self, sheet: &mut Worksheet, name: &str, heads: &[String]) -> Result<u32, XlsxError> {
        let name = self.lang.say(name);
        begin(sheet, &name, [&format!("{} · {name}", self.title), &self.note], heads, &self.formats)
    }

    fn petitions(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let points = Check::ALL.iter().map(|check| self.lang.say(&check.message()));
        let heads = ["briefing-number", "briefing-received", "evaluation-score"].map(|id| self.lang.say(id));
        let heads: Vec<String> = heads.into_iter().chain(points).collect();
        let first = self.begin(sheet, "evaluation-petitions", &heads)?;
        for (row, one) in (first..).zip(self.all) {
            let score = Score::of(&one.findings);
            self.formats.text(sheet, row, 0, one.brief.no.as_str())?;
            self.formats.day(sheet, row, 1, Some(one.brief.received))?;
            self.formats.rate(sheet, row, 2, score.kept, score.of)?;
            for (column, finding) in (3..).zip(&one.findings) {
                self.formats.text(sheet, row, column, &self.lang.say(&finding.stands().message()))?;
            }
        }
        end(sheet, self.all.len(), heads.len())
    }

    fn ranked(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heads = [
            "evaluation-point",
            "evaluation-article",
            "evaluation-missed",
            "evaluation-asked",
            "evaluation-share",
        ]
        .map(|id| self.lang.say(id));
        let first = self.begin(sheet, "evaluation-defects", &heads)?;
        let all = ranked(self.all.iter().map(|one| one.findings.as_slice()));
        for (row, defect) in (first..).zip(&all) {
            self.formats.text(sheet, row, 0, &self.lang.say(&defect.check.message()))?;
            self.formats.text(sheet, row, 1, &articles(defect.check, self.lang))?;
            self.formats.count(sheet, row, 2, defect.missed)?;
            self.formats.count(sheet, row, 3, defect.of)?;
            let [missed, of] =
                [defect.missed, defect.of].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
            self.formats.rate(sheet, row, 4, missed, of)?;
        }
        end(sheet, all.len(), heads.len())
    }

    fn defects(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heads = [
            "briefing-number",
            "evaluation-point",
            "evaluation-article",
            "evaluation-evidence",
            "evaluation-verdict",
            "evaluate-reason",
            "evaluate-mend",
            "evaluate-mended",
        ]
        .map(|id| self.lang.say(id));
        let first = self.begin(sheet, "evaluation-each", &heads)?;
        let missed = |finding: &&Finding| finding.stands() == Verdict::Missed || finding.overrule.is_some();
        let all = self
            .all
            .iter()
            .flat_map(|one| one.findings.iter().filter(missed).map(move |finding| (one, finding)));
        let mut rows = 0;
        for (row, (one, finding)) in (first..).zip(all) {
            let evidence: Vec<String> =
                finding.evidence.iter().map(|one| one.told(|id| self.lang.say(id))).collect();
            let said = finding.overrule.clone().unwrap_or_default();
            self.formats.text(sheet, row, 0, one.brief.no.as_str())?;
            self.formats.text(sheet, row, 1, &self.lang.say(&finding.check.message()))?;
            self.formats.text(sheet, row, 2, &articles(finding.check, self.lang))?;
            self.formats.text(sheet, row, 3, &evidence.join("、"))?;
            self.formats.text(sheet, row, 4, &self.lang.say(&finding.stands().message()))?;
            self.formats.text(sheet, row, 5, &said.reason)?;
            self.formats.day(sheet, row, 6, said.mend)?;
            self.formats.day(sheet, row, 7, said.mended)?;
            rows += 1;
        }
        sheet.set_column_width(3, 40)?;
        end(sheet, rows, heads.len())
    }
}

fn articles(check: Check, lang: &Lang) -> String {
    let numbers: Vec<String> = check.articles().iter().map(u32::to_string).collect();
    if numbers.is_empty() {
        return lang.say("evaluation-own");
    }
    lang.fill("evaluation-articles", &[("numbers", numbers.join("、").into())])
}
