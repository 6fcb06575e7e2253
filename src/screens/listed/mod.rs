//! What stands behind a figure: the petitions or cases that it counts, those it holds against somebody first.
pub mod view;

use super::{
    Page,
    petition::rows::{Row, text_cols, walked, wrap_all},
    trouble,
};
use crate::{
    domain::{
        catalog::List,
        figures::{Measure, Question},
    },
    flow::{Cx, Desk, Effect, Effects, Route, Ticket},
    keys::{Action, Context},
    store::{Brief, FiguresAsk, Listed, Reply, Request, StoreError},
    text::width,
    widgets::list::Cursor,
};

/// The list.
pub struct ListedScreen {
    /// Of what.
    pub question: Question,
    /// Which figure.
    pub measure: Measure,
    /// What the store told.
    pub listed: Option<Box<Listed>>,
    /// The row on which the cursor stands.
    pub cursor: Cursor,
    load: Desk,
}

impl ListedScreen {
    /// The screen under its number.
    pub fn new(page: u32, question: Question, measure: Measure) -> Self {
        Self { question, measure, listed: None, cursor: Cursor::default(), load: Desk::new(page, 0) }
    }

    fn load(&mut self) -> Effects {
        let (question, measure) = (self.question.clone(), self.measure);
        vec![self.load.ask(Request::Figures(FiguresAsk::List { question, measure }))]
    }

    /// Every row, the formula first.
    pub fn rows(&self, cx: &Cx) -> Vec<Row> {
        let Some(listed) = &self.listed else { return Vec::new() };
        let id = self.measure.message();
        let formula = Row::new(cx.lang.say("listed-formula"), cx.lang.attribute(&id, "formula"));
        let mut rows = vec![Row::head(cx.lang.say(&id)), formula];
        let (good, missed) = (listed.of - listed.missed, listed.missed);
        let heads = if good > 0 && !self.measure.is_of_cases() && self.measure.is_rate() {
            vec![
                ("listed-missed", missed, 0..missed.min(listed.briefs.len())),
                ("listed-good", good, missed.min(listed.briefs.len())..listed.briefs.len()),
            ]
        } else {
            vec![("listed-all", listed.of, 0..listed.briefs.len())]
        };
        for (head, count, range) in heads {
            rows.push(Row::head(cx.lang.fill(head, &[("count", count.into())])));
            rows.extend(listed.briefs[range].iter().map(|brief| counted_row(brief, cx)));
        }
        rows.extend(listed.cases.iter().map(|case| {
            let money = cx.lang.fill(
                "case-money",
                &[("yuan", case.amount.to_string().into()), ("people", case.people.into())],
            );
            let text = format!("{} {money}  {}", case.no, case.title);
            Row { opens: Some(Route::Case(case.no.clone())), ..Row::new(String::new(), text) }
        }));
        let shown = listed.briefs.len() + listed.cases.len();
        if shown < listed.of {
            rows.push(Row::head(cx.lang.fill("listed-more", &[("count", (listed.of - shown).into())])));
        }
        wrap_all(rows, cx)
    }
}

/// A petition with its counter, and how late it is where somebody still owes it something.
fn counted_row(brief: &Brief, cx: &Cx) -> Row {
    let days =
        brief.agenda.due.filter(|_| brief.agenda.is_late(cx.today)).map(|due| (cx.today - due).num_days());
    let late = days.map(|days| cx.lang.fill("case-late", &[("days", days.into())])).unwrap_or_default();
    let state = cx.lang.say(&brief.state.message());
    let counter = cx.catalog().name(List::Office, &brief.office);
    let parts = [brief.no.as_str(), &state, &late, counter, &brief.subject];
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let text = width::cut(&text, text_cols(cx).saturating_sub(2));
    Row { opens: Some(Route::Petition(brief.no.clone())), ..Row::new(brief.received.to_string(), text) }
}

impl Page for ListedScreen {
    fn name(&self) -> &'static str {
        "listed"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let rows = self.rows(cx);
        let room = usize::from(cx.size.1.saturating_sub(3));
        if walked(&mut self.cursor, action, &rows, room) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => {
                let opens = rows.get(self.cursor.0).and_then(|row| row.opens.clone());
                opens.map(Effect::Go).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Listed(listed)) if self.load.expects(ticket) => {
                self.listed = Some(listed);
                let rows = self.rows(cx);
                // The first row that leads somewhere is what somebody came for.
                if self.cursor.0 == 0 {
                    self.cursor.0 = rows.iter().position(|row| row.opens.is_some()).unwrap_or(0);
                }
                self.cursor.step(0, rows.len());
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen => {
                let leads = self.rows(cx).get(self.cursor.0).is_some_and(|row| row.opens.is_some());
                (!leads).then_some("why-nothing-to-open")
            }
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
