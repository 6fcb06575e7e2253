//! How the list of steps looks.
use super::Steps;
use crate::{
    domain::step::{Refusal, Step},
    flow::{Cx, article, why},
    widgets::{
        Theme,
        offers::{self, Offer},
    },
};
use ratatui::{Frame, layout::Rect};

/// Draws the screen.
pub fn view(page: &Steps, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(found) = &page.page else { return };
    let petition = &found.petition;
    let state = cx.lang.say(&petition.state.message());
    let title = format!("{} {state} {}", petition.no, petition.matter.subject);
    let offer = |(row, refusal): &(&Step, Option<Refusal>)| Offer {
        name: cx.lang.say(&row.kind.message()),
        says: says(row, refusal.as_ref(), cx),
        dim: refusal.is_some(),
    };
    let offers: Vec<Offer> = page.offers(cx).iter().map(offer).collect();
    offers::draw(frame, area, Theme::new(cx.mono), &title, &offers, page.cursor);
}

/// Why it is not possible, or where it leads; with its article.
pub fn says(row: &Step, refusal: Option<&Refusal>, cx: &Cx) -> String {
    match (refusal, row.to) {
        (Some(refusal), _) => why(refusal, &cx.lang),
        (None, Some(state)) => {
            format!("-> {}{}", cx.lang.say(&state.message()), article(row.article, &cx.lang))
        }
        (None, None) => article(row.article, &cx.lang).trim().to_owned(),
    }
}
