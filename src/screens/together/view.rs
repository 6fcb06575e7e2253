//! How the list of steps for several petitions looks.
use super::Together;
use crate::{
    domain::step::StepKind,
    flow::Cx,
    widgets::{
        Theme,
        offers::{self, Offer},
    },
};
use ratatui::{Frame, layout::Rect};

/// Draws the screen.
pub fn view(page: &Together, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let all = page.petitions.len();
    let offer = |(kind, fits): (StepKind, usize)| Offer {
        name: cx.lang.say(&kind.message()),
        says: cx.lang.fill("together-fits", &[("fits", fits.into()), ("all", all.into())]),
        dim: false,
    };
    let offers: Vec<Offer> = page.offers().into_iter().map(offer).collect();
    let title = cx.lang.fill("together-head", &[("count", all.into())]);
    offers::draw(frame, area, Theme::new(cx.mono), &title, &offers, page.cursor);
}
