//! How the list of papers looks.
use super::Papers;
use crate::{
    domain::{journal::Act, notice::Notice, petition::No},
    flow::Cx,
    store::PetitionPage,
    widgets::{
        Theme,
        offers::{self, Offer},
    },
};
use ratatui::{Frame, layout::Rect};

/// Draws the screen.
pub fn view(page: &Papers, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(found) = &page.page else { return };
    let offer = |notice: &Notice| {
        let why = page.why_not(*notice);
        let says = why.map_or_else(|| printed(*notice, found, cx), |why| cx.lang.say(why));
        Offer { name: cx.lang.say(&notice.message()), says, dim: why.is_some() }
    };
    let offers: Vec<Offer> = Notice::ALL.iter().map(offer).collect();
    let title = format!("{} {}", found.petition.no, found.petition.matter.subject);
    offers::draw(frame, area, Theme::new(cx.mono), &title, &offers, page.cursor);
}

/// The number under which it was printed already; or that it is the one to hand over now.
fn printed(notice: Notice, page: &PetitionPage, cx: &Cx) -> String {
    match notice.printed(&page.entries).map(|entry| &entry.act) {
        Some(Act::Printed { number, .. }) => {
            let number = number.as_ref().map_or("", No::as_str);
            cx.lang.fill("papers-printed", &[("number", number.into())])
        }
        _ if Notice::owed(&page.entries) == Some(notice) => cx.lang.say("papers-owed"),
        _ => String::new(),
    }
}
