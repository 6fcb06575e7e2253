//! How an evaluation looks: the sample, its score, then petitions or defects.
use super::EvaluationScreen;
use crate::{
    domain::evaluation::{Check, Defect, Finding, Score},
    flow::Cx,
    screens::find,
    store::Evaluation,
    text::width,
    widgets::{
        Theme,
        list::{self, cell},
        picture::bar,
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Rows of the terminal that are no rows of the list: head, sample, names, message, hints.
const AROUND: u16 = 6;
/// Columns of a number, a score, a name.
const NUMBER: usize = 16;
const SCORE: usize = 14;
const NAME: usize = 24;

/// How many rows stand below each other.
pub fn rows_down(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(AROUND)).max(1)
}

/// Draws the screen.
pub fn view(page: &EvaluationScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [sample, told, names, rows] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(1),
    ])
    .areas(area);
    if let Some(typed) = &page.typed {
        find::view::draw_typed(&cx.lang.say("evaluation-sample"), typed, theme, frame, sample);
    } else {
        frame.render_widget(Paragraph::new(sample_line(page, cx, theme)), sample);
    }
    frame.render_widget(Paragraph::new(Line::styled(told_line(page, cx), theme.dim())), told);
    let cursor = page.typed.is_none().then_some(page.cursor);
    if page.defects {
        let ranked = page.ranked();
        frame.render_widget(Paragraph::new(Line::styled(defect_names(cx), theme.dim())), names);
        list::draw(frame, rows, theme, cursor, ranked.len(), |at| defect(ranked[at], area.width, cx, theme));
    } else {
        let all = page.rows();
        frame.render_widget(Paragraph::new(Line::styled(petition_names(cx), theme.dim())), names);
        list::draw(frame, rows, theme, cursor, all.len(), |at| petition(all[at], cx, theme));
    }
}

/// Which petitions, and what they come to.
fn sample_line(page: &EvaluationScreen, cx: &Cx, theme: Theme) -> Line<'static> {
    let (score, open) = page.whole();
    let words = [
        ("count", page.all.len().into()),
        ("seed", page.sample.seed.to_string().into()),
        ("since", page.sample.since.to_string().into()),
    ];
    let sample = cx.lang.fill("evaluation-of", &words);
    let open = cx.lang.fill("evaluation-open", &[("count", open.into())]);
    Line::from(vec![
        Span::raw(sample),
        Span::styled(format!("  {}  {open}", score_text(score)), theme.title()),
    ])
}

/// What is shown: the defect to which petitions are narrowed, or how to go on.
fn told_line(page: &EvaluationScreen, cx: &Cx) -> String {
    match page.only {
        Some(check) => cx.lang.fill("evaluation-only", &[("check", cx.lang.say(&check.message()).into())]),
        None => cx.lang.say("evaluation-how"),
    }
}

/// Points kept, in hundredths of those asked for and in numbers.
pub fn score_text(score: Score) -> String {
    if score.of == 0 {
        return "-".to_owned();
    }
    let tenths = (u64::from(score.kept) * 2000 + u64::from(score.of)) / (u64::from(score.of) * 2);
    let tenths = if score.kept < score.of { tenths.min(999) } else { tenths };
    format!("{}.{}  {}/{}", tenths / 10, tenths % 10, score.kept, score.of)
}

fn petition_names(cx: &Cx) -> String {
    let name = |id: &str, cols| cell(&cx.lang.say(id), cols);
    format!(
        "  {}{}{}",
        name("briefing-number", NUMBER),
        name("evaluation-score", SCORE),
        cx.lang.say("evaluation-missed")
    )
}

fn petition(one: &Evaluation, cx: &Cx, theme: Theme) -> Line<'static> {
    let open: Vec<&Finding> = one.findings.iter().filter(|finding| finding.is_open()).collect();
    let words =
        open.iter().map(|finding| cx.lang.say(&finding.check.message())).collect::<Vec<_>>().join("、");
    let style = if open.is_empty() { theme.good() } else { ratatui::style::Style::new() };
    Line::from(vec![
        Span::raw(cell(one.brief.no.as_str(), NUMBER)),
        Span::styled(cell(&score_text(Score::of(&one.findings)), SCORE), style),
        Span::raw(words),
    ])
}

fn defect_names(cx: &Cx) -> String {
    format!("  {}{}", cell(&cx.lang.say("evaluation-point"), NAME), cx.lang.say("evaluation-found"))
}

fn defect(defect: Defect, cols: u16, cx: &Cx, theme: Theme) -> Line<'static> {
    let name = cx.lang.say(&defect.check.message());
    let [missed, of] = [defect.missed, defect.of].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    let room = usize::from(cols).saturating_sub(NAME + 34).min(40);
    let counts = format!("{:>10}", format!("{missed}/{of}"));
    Line::from(vec![
        Span::raw(cell(&name, NAME)),
        Span::raw(counts),
        Span::styled(format!("  {}", width::fit(&bar(missed, of, room, '#'), room)), theme.bad()),
        Span::styled(format!("  {}", articles(defect.check, cx)), theme.dim()),
    ])
}

/// The articles on which a point rests.
pub fn articles(check: Check, cx: &Cx) -> String {
    let numbers: Vec<String> = check.articles().iter().map(u32::to_string).collect();
    if numbers.is_empty() {
        cx.lang.say("evaluation-own")
    } else {
        cx.lang.fill("evaluation-articles", &[("numbers", numbers.join("、").into())])
    }
}
