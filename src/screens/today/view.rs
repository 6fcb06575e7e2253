//! How Today looks.
use super::Today;
use crate::{
    domain::{calendar, petition::State},
    flow::{Cx, Paper},
    form::Sheet,
    screens::task::spec,
    store::Brief,
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

/// Draws the screen.
pub fn view(page: &Today, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let missing = cx.lists.calendar.missing_on(cx.today);
    let heights = [u16::from(missing.is_some()), 1, 1].map(Constraint::Length);
    let [warning, tabs, heads, rows] =
        Layout::vertical(heights.into_iter().chain([Constraint::Min(1)])).areas(area);
    if let Some(year) = missing {
        let said = cx.lang.fill("today-no-calendar", &[("year", year.to_string().into())]);
        let said = width::fit(&said, usize::from(area.width));
        frame.render_widget(Paragraph::new(Span::styled(said, theme.key())), warning);
    }
    frame.render_widget(Paragraph::new(tab_line(page, cx, theme, area.width)), tabs);
    frame.render_widget(Paragraph::new(Span::styled(head_line(cx, area.width), theme.dim())), heads);
    if page.rows() == 0 {
        return frame.render_widget(Paragraph::new(cx.lang.say("today-empty")), rows);
    }
    list::draw(frame, rows, theme, Some(page.cursor), page.rows(), |row| match page.drafts.get(row) {
        Some(draft) => Line::from(Span::styled(draft_line(draft, cx), theme.key())),
        None => brief_line(&page.work.rows[row - page.drafts.len()], cx, theme, area.width),
    });
}

/// As many tabs as fit, the chosen one among them; signs at the edges say where there are more.
fn tab_line(page: &Today, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let name =
        |state: Option<State>| state.map_or_else(|| cx.lang.say("today-open"), |s| cx.lang.say(&s.message()));
    let open: u32 =
        page.work.counts.iter().filter(|(state, _)| state.is_open()).map(|(_, count)| count).sum();
    let tabs: Vec<(bool, String)> = page
        .tabs()
        .into_iter()
        .map(|tab| {
            let count = tab.map_or(open, |state| page.work.counts.get(&state).copied().unwrap_or(0));
            let (text, chosen) = (format!("{} {count}", name(tab)), tab == page.state);
            (chosen, if chosen { format!("[{text}] ") } else { format!(" {text}  ") })
        })
        .collect();
    let chosen = tabs.iter().position(|(chosen, _)| *chosen).unwrap_or(0);
    let widths: Vec<usize> = tabs.iter().map(|(_, text)| width::cols(text)).collect();
    let seen = list::window_of(&widths, chosen, usize::from(cols).saturating_sub(4));
    let more = |more: bool, sign: &str| {
        Span::styled(if more { sign.to_owned() } else { String::new() }, theme.key())
    };
    let mut spans = vec![more(seen.start > 0, "< ")];
    let style = |chosen: bool| if chosen { theme.focus() } else { theme.dim() };
    spans.extend(tabs[seen.clone()].iter().map(|(chosen, text)| Span::styled(text.clone(), style(*chosen))));
    spans.push(more(seen.end < tabs.len(), ">"));
    Line::from(spans)
}

fn head_line(cx: &Cx, cols: u16) -> String {
    let words = ["col-no", "col-received", "col-petitioner", "col-state", "col-subject"];
    let widths = [15, 10, 10, 8, subject_cols(cols)];
    let cells = words.iter().zip(widths).map(|(word, cols)| cell(&cx.lang.say(word), cols));
    format!("  {}", cells.collect::<String>())
}

const fn subject_cols(cols: u16) -> usize {
    (cols as usize).saturating_sub(2 + 16 + 11 + 11 + 9)
}

/// A petition in a list: number, day, petitioner, state, subject.
pub fn brief_line(brief: &Brief, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let name = match brief.petitioner.as_str() {
        "" => cx.lang.say("anonymous"),
        name => name.to_owned(),
    };
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
        Span::raw(cell(brief.no.as_str(), 15)),
        Span::raw(cell(&brief.received.to_string(), 10)),
        Span::raw(cell(&name, 10)),
        Span::styled(cell(&cx.lang.say(&brief.state.message()), 8), theme.dim()),
        Span::styled(signs, theme.key()),
        Span::raw(width::fit(&brief.subject, subject)),
    ])
}

fn draft_line(draft: &crate::store::Draft, cx: &Cx) -> String {
    let sheet: Sheet = serde_json::from_str(&draft.body).unwrap_or_default();
    let at = calendar::beijing_moment(draft.at);
    let form = Paper::of(&draft.form).map_or("intake", |paper| screen_of(&paper));
    let args = [
        ("form", cx.lang.say(form).into()),
        ("name", sheet.get("name").to_owned().into()),
        ("at", at.into()),
        ("terminal", draft.terminal.clone().into()),
    ];
    cx.lang.fill("today-draft", &args)
}

/// The name of the screen that a form is filled in on.
fn screen_of(paper: &Paper) -> &'static str {
    match paper {
        Paper::Mend { .. } => "mend",
        paper => spec::id(paper),
    }
}
