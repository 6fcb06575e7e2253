//! Putting a petition right: what others wrote meanwhile stands beside what was typed.
use super::{Intake, matter, spec};
use crate::{
    domain::petition::No,
    flow::{Cx, Effect, Effects, Note, Paper},
    form::Sheet,
    store::{PetitionAsk, PetitionPage, Request, StoreError},
};

impl Intake {
    /// Takes the petition as it is now under what was typed. What others wrote meanwhile goes into the fields
    /// that nobody touched here; where both wrote, what was typed stays and the others' text is said.
    pub(super) fn loaded(&mut self, page: PetitionPage, cx: &Cx) -> Effects {
        let fresh = self.before.is_none() && !self.form.dirty();
        let base = if fresh { self.form.sheet.clone() } else { self.base(&page) };
        let newest = matter::write(&page.petition.matter);
        let (sheet, both) = self.form.sheet.rebased(&base, &newest);
        self.extra = matter::people(&sheet);
        self.form.take_fields(spec::fields(self.extra));
        self.form.put_all(sheet);
        if fresh {
            self.form.settle();
            self.form.focus_on("name", &cx.ground());
        }
        self.before = Some(Box::new(page.petition));
        let theirs: Vec<String> = both.iter().map(|id| said(id, newest.get(id), cx)).collect();
        let note = Effect::Tell(Note::bad("note-both-wrote", theirs.join("  ")));
        if theirs.is_empty() { Vec::new() } else { vec![note] }
    }

    /// What stood in the petition when it was begun to be put right.
    fn base(&self, page: &PetitionPage) -> Sheet {
        let begun = match (&self.before, &self.paper) {
            (Some(before), _) => Some(before.matter.clone()),
            (None, Paper::Mend { version, .. }) => page.as_of(*version).map(|petition| petition.matter),
            (None, _) => None,
        };
        matter::write(&begun.unwrap_or_else(|| page.petition.matter.clone()))
    }

    /// Somebody was faster. What was typed stays; the newest version is read, so that saving again decides on it.
    pub(super) fn reread(&mut self, no: &No) -> Effects {
        vec![
            Effect::Tell(Note::from(StoreError::Conflict(no.clone()))),
            self.load.ask(Request::Petition(PetitionAsk::Page(no.clone()))),
        ]
    }
}

/// A field and what stands in it, in words.
fn said(id: &str, text: &str, cx: &Cx) -> String {
    let field = id.split('.').next().unwrap_or(id);
    format!("{}: {text}", cx.lang.say(&format!("intake-{field}")))
}
