//! What registers came to: their part of the screen of figures.
use super::FiguresScreen;
use crate::{
    domain::{
        figures::{compared, counters},
        register::Counted,
    },
    flow::{Cx, Effect, Route},
    store::{RecordAsk, Request},
};

impl FiguresScreen {
    /// The counters to which the figures are narrowed; nothing where they are narrowed to what rows of registers do not
    /// have in common.
    pub fn counters(&self) -> Option<Vec<String>> {
        counters(&self.only)
    }

    pub(super) fn ask_registers(&mut self, cx: &Cx) -> Option<Effect> {
        let ask = RecordAsk::Counts { span: self.span(cx.today), offices: self.counters()? };
        Some(self.list.ask(Request::Record(ask)))
    }

    /// The rows that were counted, in their register.
    pub(super) fn open_register(&self, cx: &Cx) -> Option<Effect> {
        let counted = self.counts.as_ref()?.get(self.cursor.0)?;
        let [span, _] = compared(self.span(cx.today), cx.today);
        let days = format!("counted:{}..{}", span.start(), span.end());
        let offices = self.counters()?.into_iter().map(|code| format!(" office:{code}"));
        let said = std::iter::once(days).chain(offices).collect::<String>();
        Some(Effect::Go(Route::Register { id: counted.register.clone(), said }))
    }
}

/// What stands below the rows: all that the chosen register adds up to, which its row may have no room for.
pub fn below(page: &FiguresScreen, cx: &Cx) -> String {
    if page.counters().is_none() {
        return cx.lang.say("figures-registers-whole");
    }
    let counted = page.counts.as_ref().and_then(|counts| counts.get(page.cursor.0));
    let told = |counted: &Counted| {
        let [.., sums] = counted.told(&cx.lists.registers, cx.lang.is_chinese());
        sums
    };
    counted.map(told).filter(|sums| !sums.is_empty()).unwrap_or_else(|| cx.lang.say("figures-registers"))
}
