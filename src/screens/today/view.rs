//! How Today looks: the views, the list by the time that is left, and below it why the chosen row stands where it does.
use super::Today;
use crate::{
    domain::{
        agenda::{Tell, next_step},
        calendar,
        clock::Duty,
        rights::Power,
    },
    flow::{Cx, Paper},
    form::Sheet,
    screens::task::{about::TITLE, spec},
    store::{Brief, Draft},
    text::width,
    widgets::{
        Theme,
        list::{self, cell},
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of number, time left, next step, whose move, and petitioner; the subject takes the rest.
const NO: usize = 15;
const LEFT: usize = 9;
const NEXT: usize = 10;
const WHOSE: usize = 10;
const NAME: usize = 8;
/// Cursor and mark.
const SIGNS: usize = 4;
/// Rows below the list.
const BELOW: u16 = 3;
/// Views, column names, and the desk's own rows.
const AROUND: u16 = 5;

/// What is said where nothing is open, by the first of these powers that somebody has.
const EMPTY: &[(Power, &str)] = &[
    (Power::Register, "today-empty"),
    (Power::Handle, "today-empty-unit"),
    (Power::Read, "today-empty-cases"),
    (Power::Journal, "today-part-journal"),
];

/// Rows of the list on this terminal.
pub fn room(cx: &Cx) -> usize {
    usize::from(cx.size.1.saturating_sub(BELOW + AROUND)).max(1)
}

/// Draws the screen.
pub fn view(page: &Today, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let missing = cx.lists.limits.calendar.missing_on(cx.today);
    let heights = [u16::from(missing.is_some()), 1, 1].map(Constraint::Length);
    let all = heights.into_iter().chain([Constraint::Min(1), Constraint::Length(BELOW)]);
    let [warning, tabs, heads, rows, below] = Layout::vertical(all).areas(area);
    if let Some(year) = missing {
        let said = cx.lang.fill("today-no-calendar", &[("year", year.to_string().into())]);
        let said = width::fit(&said, usize::from(area.width));
        frame.render_widget(Paragraph::new(Span::styled(said, theme.key())), warning);
    }
    frame.render_widget(Paragraph::new(tab_line(page, theme, area.width)), tabs);
    frame.render_widget(Paragraph::new(Span::styled(head_line(cx, area.width), theme.dim())), heads);
    let told = told(page, cx, theme, area.width);
    let taken = told.last().map_or(0, Line::width);
    frame.render_widget(Paragraph::new(told), below);
    draw_backup(page, cx, theme, frame, below, taken);
    if page.rows() == 0 {
        return frame.render_widget(Paragraph::new(cx.lang.say(empty(page, cx))), rows);
    }
    list::draw(frame, rows, theme, Some(page.cursor), page.rows(), |row| {
        if let Some(draft) = page.drafts.get(row) {
            return Line::from(Span::styled(draft_line(draft, cx), theme.key()));
        }
        let brief = &page.work.rows[row - page.drafts.len()];
        work_line(brief, page.marked.contains_key(&brief.no), cx, theme, area.width)
    });
}

/// What is said of an empty list: where those who sit here begin, each with the keys that their role has.
fn empty(page: &Today, cx: &Cx) -> &'static str {
    if page.chosen > 0 && cx.me.can(Power::Read) {
        return "today-empty-view";
    }
    EMPTY.iter().find(|(power, _)| cx.me.can(*power)).map_or("today-part-settings", |(_, id)| id)
}

/// The views, each with its digit and how many petitions it has.
fn tab_line(page: &Today, theme: Theme, cols: u16) -> Line<'static> {
    let tab = |(at, view): (usize, &super::views::View)| {
        let count = page.work.counts.get(at).filter(|_| !view.words);
        let count = count.map_or(String::new(), |count| format!(" {count}"));
        let digit = if at < 9 { format!("{} ", at + 1) } else { String::new() };
        let text = format!("{digit}{}{count}", view.name);
        if at == page.chosen { format!("[{text}]") } else { format!(" {text}") }
    };
    let tabs: Vec<String> = page.views.iter().enumerate().map(tab).collect();
    list::tabs(&tabs, page.chosen, cols, theme)
}

fn head_line(cx: &Cx, cols: u16) -> String {
    let words = ["col-no", "col-left", "col-next", "col-whose", "col-petitioner", "col-subject"];
    let widths = [NO, LEFT, NEXT, WHOSE, NAME, subject_cols(cols)];
    let cells = words.iter().zip(widths).map(|(word, cols)| cell(&cx.lang.say(word), cols));
    format!("{}{}", " ".repeat(SIGNS), cells.collect::<String>())
}

const fn subject_cols(cols: u16) -> usize {
    (cols as usize).saturating_sub(SIGNS + NO + LEFT + NEXT + WHOSE + NAME + 5)
}

/// A petition in the work list: time left, next step, whose move, who brought it, what it is about.
fn work_line(brief: &Brief, marked: bool, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let late = if brief.agenda.is_late(cx.today) { theme.bad() } else { theme.dim() };
    let mut signs = String::new();
    if brief.sealed {
        signs.push_str(&cx.lang.say("sign-sealed"));
    }
    if brief.visits > 1 {
        signs.push_str(&cx.lang.fill("sign-visits", &[("count", brief.visits.into())]));
    }
    if brief.marks > 0 {
        signs.push_str(&cx.lang.say("sign-marks"));
    }
    let subject = subject_cols(cols).saturating_sub(width::cols(&signs));
    Line::from(vec![
        Span::styled(if marked { "* " } else { "  " }, theme.key()),
        Span::raw(cell(brief.no.as_str(), NO)),
        Span::styled(cell(&left(brief, cx), LEFT), late),
        Span::raw(cell(&next(brief, cx), NEXT)),
        Span::styled(cell(&whose(brief, cx), WHOSE), theme.dim()),
        Span::raw(cell(&cx.petitioner(&brief.petitioner), NAME)),
        Span::styled(signs, theme.key()),
        Span::raw(width::fit(&brief.subject, subject)),
    ])
}

/// How much time is left, in a few columns.
fn left(brief: &Brief, cx: &Cx) -> String {
    let Some(due) = brief.agenda.due else {
        // Its limits are over: what is left is a paper to be handed over.
        let known = brief.agenda.tell != Tell::Nothing;
        return if known { String::new() } else { cx.lang.say("left-unknown") };
    };
    let days = (due - cx.today).num_days();
    let id = match (brief.agenda.owed, days) {
        (true, ..0) => "left-late",
        (_, 0) => return cx.lang.say("left-today"),
        (_, 1..) => "left-days",
        (false, ..0) => "left-past",
    };
    cx.lang.fill(id, &[("days", days.abs().into())])
}

/// The step to be taken next; a paper that lies unprinted comes first.
fn next(brief: &Brief, cx: &Cx) -> String {
    if let Tell::Paper(_) = brief.agenda.tell {
        return cx.lang.say("next-hand-over");
    }
    let rules = cx.lists.limits.rules(&brief.office);
    let step = next_step(&brief.agenda, brief.state, brief.nature, rules, cx.today);
    step.map_or(String::new(), |step| cx.lang.say(&step.message()))
}

/// Who has to move: of a petitioner's right that has passed, the house.
fn whose(brief: &Brief, cx: &Cx) -> String {
    let past = brief.agenda.due.is_some_and(|due| due < cx.today);
    let duty = match brief.agenda.duty {
        Some(Duty::Petitioner) if past => Some(Duty::SubCentre),
        duty => duty,
    };
    duty.map_or(String::new(), |duty| cx.lang.say(&format!("whose-{}", duty.id())))
}

/// Why the chosen row stands where it does.
fn told(page: &Today, cx: &Cx, theme: Theme, cols: u16) -> Vec<Line<'static>> {
    let Some(brief) = page.chosen() else { return Vec::new() };
    let state = cx.lang.say(&brief.state.message());
    let what =
        format!("{state}  {}  {}  {}", brief.received, cx.petitioner(&brief.petitioner), brief.subject);
    let last = match page.marked.len() {
        0 => also(brief, cx),
        count => cx.lang.fill("today-marked", &[("count", count.into())]),
    };
    let fit = |text: &str| width::fit(text, cols.into());
    vec![
        Line::from(Span::styled(fit(&what), theme.dim())),
        Line::raw(fit(&reason(brief, cx, cols))),
        Line::from(Span::styled(fit(&last), theme.key())),
    ]
}

/// How old the last backup is, at the end of the last row, as far as what else stands there leaves room.
fn draw_backup(page: &Today, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, below: Rect, taken: usize) {
    let Some((last, now)) = &page.backups else { return };
    let age = |at: i64| cx.lang.age(now - at);
    let (said, style) = match (last.at, &last.failed) {
        (_, Some(failed)) => {
            (cx.lang.fill("today-backup-failed", &[("age", age(failed.at).into())]), theme.bad())
        }
        (Some(at), None) => (cx.lang.fill("today-backup", &[("age", age(at).into())]), theme.dim()),
        (None, None) => (cx.lang.say("today-backup-none"), theme.dim()),
    };
    let cols = width::cols(&said);
    if taken + 2 + cols > usize::from(below.width) {
        return;
    }
    let [_, row] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(below);
    let [_, end] =
        Layout::horizontal([Constraint::Min(0), Constraint::Length(u16::try_from(cols).unwrap_or(0))])
            .areas(row);
    frame.render_widget(Paragraph::new(Span::styled(said, style)), end);
}

/// The paper that is to be handed over, and that a reminder can be sent.
fn also(brief: &Brief, cx: &Cx) -> String {
    let paper = match brief.agenda.tell {
        Tell::Paper(notice) => {
            let paper = cx.lang.say(&notice.message());
            cx.lang.fill("today-paper", &[("paper", paper.into())])
        }
        _ => String::new(),
    };
    let due = brief.agenda.remind.is_some_and(|day| day <= cx.today);
    let remind = if due { cx.lang.say("today-remind") } else { String::new() };
    format!("{paper}  {remind}").trim().to_owned()
}

/// The limit that presses, its day and its article; or that none is known.
fn reason(brief: &Brief, cx: &Cx, cols: u16) -> String {
    let agenda = &brief.agenda;
    let (Some(due), Some(rule)) = (agenda.due, cx.lists.limits.rules(&brief.office).get(&agenda.clock))
    else {
        let known = agenda.tell != Tell::Nothing;
        return cx.lang.say(if known { "today-limits-over" } else { "today-no-limit" });
    };
    let said = |basis: String| {
        let words = [
            ("name", cx.lang.say(&format!("clock-{}", rule.id)).into()),
            ("id", rule.id.clone().into()),
            ("due", due.to_string().into()),
            ("basis", basis.into()),
            ("who", cx.lang.say(&rule.who.message()).into()),
        ];
        cx.lang.fill("today-reason", &words)
    };
    let whole = said(cx.teller().basis(rule.article, rule.local));
    if width::cols(&whole) <= cols.into() {
        whole
    } else {
        said(cx.teller().basis_short(rule.article, rule.local))
    }
}

fn draft_line(draft: &Draft, cx: &Cx) -> String {
    let sheet: Sheet = serde_json::from_str(&draft.body).unwrap_or_default();
    let at = calendar::beijing_moment(draft.at);
    let paper = Paper::of(&draft.form);
    let register = match &paper {
        Some(Paper::Record { register, .. }) => cx.lists.registers.get(register),
        _ => None,
    };
    let (form, name) = match register {
        Some(register) => {
            (register.name.say(cx.lang.is_chinese()).to_owned(), register.title(|id| sheet.get(id)))
        }
        None => (cx.lang.say(paper.as_ref().map_or("intake", screen_of)), named(&sheet)),
    };
    let args = [("form", form.into()), ("name", name.to_owned().into()), ("at", at.into())];
    cx.lang.fill("today-draft", &args)
}

/// Whom or what a form is about, as far as it says.
fn named(sheet: &Sheet) -> &str {
    if sheet.lacks("name") { sheet.get(TITLE) } else { sheet.get("name") }
}

/// The name of the screen that a form is filled in on.
fn screen_of(paper: &Paper) -> &'static str {
    match paper {
        Paper::Mend { .. } => "mend",
        paper => spec::id(paper),
    }
}
