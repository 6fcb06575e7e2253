//! How the points of a petition look: a list, and below it what a reviewer said of the chosen one.
use super::Points;
use crate::{
    domain::evaluation::{Finding, Score, Verdict},
    flow::Cx,
    screens::evaluation::view::{articles, score_text},
    text::width,
    widgets::{
        Theme,
        list::{self, cell},
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// Rows of the terminal that are no points: head, petition, what was said, message, hints.
const AROUND: u16 = 6;
/// Columns of a point and of its verdict.
const NAME: usize = 22;
const VERDICT: usize = 10;

/// How many points stand below each other.
pub fn rows_down(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(AROUND)).max(1)
}

/// Draws the screen.
pub fn view(page: &Points, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(found) = &page.found else { return };
    let theme = Theme::new(cx.mono);
    let [head, points, said] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(2)]).areas(area);
    let score = score_text(Score::of(&found.findings));
    let title = format!("{} {}  {score}", found.brief.no, found.brief.subject);
    frame.render_widget(Paragraph::new(Line::styled(title, theme.title())), head);
    let all = page.findings();
    list::draw(frame, points, theme, Some(page.cursor), all.len(), |at| line(&all[at], cx, theme));
    let Some(finding) = all.get(page.cursor.0) else { return };
    let lines: Vec<Line<'static>> = width::prose(&told(finding, cx), usize::from(said.width))
        .into_iter()
        .map(|line| Line::styled(line, theme.dim()))
        .collect();
    frame.render_widget(Paragraph::new(lines), said);
}

fn line(finding: &Finding, cx: &Cx, theme: Theme) -> Line<'static> {
    let stands = finding.stands();
    let style = match stands {
        Verdict::Kept => theme.good(),
        Verdict::Missed => theme.bad(),
        Verdict::Beside => theme.dim(),
    };
    let changed =
        if finding.overrule.as_ref().is_some_and(|said| said.verdict.is_some()) { "* " } else { "" };
    let evidence =
        finding.evidence.iter().map(|one| one.told(|id| cx.lang.say(id))).collect::<Vec<_>>().join("、");
    Line::from(vec![
        Span::styled(cell(&cx.lang.say(&finding.check.message()), NAME), Style::new()),
        Span::styled(cell(&cx.lang.say(&stands.message()), VERDICT), style),
        Span::raw(format!("{changed}{evidence}")),
    ])
}

/// The article, and what was said of the point.
fn told(finding: &Finding, cx: &Cx) -> String {
    let Some(said) = &finding.overrule else { return articles(finding.check, cx) };
    let record = cx.lang.say(&finding.verdict.message());
    let day = |id: &str, day: Option<chrono::NaiveDate>| day.map(|day| format!("{} {day}", cx.lang.say(id)));
    let parts = [
        Some(articles(finding.check, cx)),
        said.verdict.map(|_| cx.lang.fill("evaluation-record", &[("verdict", record.into())])),
        Some(said.reason.clone()).filter(|reason| !reason.is_empty()),
        day("evaluate-mend", said.mend),
        day("evaluate-mended", said.mended),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
