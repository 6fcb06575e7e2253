//! How the list of steps looks: what is not possible is dim, and the chosen row says why below the list.
use super::{Steps, sign};
use crate::{
    domain::step::{Refusal, Step},
    flow::{Cx, article, why},
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

/// Columns of the names of steps.
const NAME: usize = 28;
/// Rows in which the chosen step says why it is not possible.
const BELOW: u16 = 3;

/// Rows of the list on a terminal of so many columns and rows.
pub fn room(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(BELOW + 5)).max(1)
}

/// Draws the screen.
pub fn view(page: &Steps, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let Some(found) = &page.page else { return };
    let [head, rows, below] =
        Layout::vertical([Constraint::Length(2), Constraint::Min(1), Constraint::Length(BELOW)]).areas(area);
    let petition = &found.petition;
    let state = cx.lang.say(&petition.state.message());
    let title = format!("{} {state} {}", petition.no, petition.matter.subject);
    let title = width::take(&title, area.width.into()).to_owned();
    frame.render_widget(Paragraph::new(Span::styled(title, theme.title())), head);
    let offers = page.offers(cx.today);
    let told = offers.get(page.cursor.0).map_or(String::new(), |offer| says(offer, cx));
    let prose = width::prose(&told, usize::from(area.width)).into_iter().map(Line::raw).collect::<Vec<_>>();
    frame.render_widget(Paragraph::new(prose), below);
    list::draw(frame, rows, theme, Some(page.cursor), offers.len(), |at| line(at, &offers[at], cx, theme));
}

fn line(at: usize, offer: &(&Step, Option<Refusal>), cx: &Cx, theme: Theme) -> Line<'static> {
    let style = if offer.1.is_some() { theme.dim() } else { Style::new() };
    let room = usize::from(cx.size.0).saturating_sub(NAME + 7);
    Line::from(vec![
        Span::styled(format!("{} ", sign(at)), theme.key()),
        Span::styled(cell(&cx.lang.say(&offer.0.kind.message()), NAME), style),
        Span::styled(width::fit(&says(offer, cx), room), theme.dim()),
    ])
}

/// Why it is not possible, or where it leads; with its article.
fn says((row, refusal): &(&Step, Option<Refusal>), cx: &Cx) -> String {
    match (refusal, row.to) {
        (Some(refusal), _) => why(refusal, &cx.lang),
        (None, Some(state)) => {
            format!("-> {}{}", cx.lang.say(&state.message()), article(row.article, &cx.lang))
        }
        (None, None) => article(row.article, &cx.lang).trim().to_owned(),
    }
}
