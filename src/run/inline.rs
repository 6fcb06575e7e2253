//! The same house with no threads and no waiting: every effect is carried out before the next key. For stories.
use super::{jobs, outbox, serve};
use crate::{
    app::{Model, update},
    domain::rights::{Actor, Role},
    flow::{Cx, Effect, Effects, Msg, Ops, Route},
    keys::{Key, Keymap},
    lang::{Lang, Locale},
    search::Stop,
    store::{Draft, Drafts, Errand, Now, Reply, Request, Result, Store},
};
use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    rc::Rc,
};

/// A desk that stands still between keys.
pub struct Inline {
    /// Everything that a picture is made of.
    pub model: Model,
    /// The store.
    pub store: Store,
    /// The moment at which everything happens.
    pub now: Now,
    seeker: serve::Seeker,
    drafts: Drafts,
    path: PathBuf,
}

impl Inline {
    /// Opens the store at `path` and sits down as `me`.
    pub fn open(path: &Path, locale: Locale, me: Actor, now: Now, first: Route) -> Result<Self> {
        let mut store = Store::open(path)?;
        let lists = match store.answer(&me, now, Request::Catalog)? {
            Reply::Catalog(lists) => lists,
            _ => crate::store::Lists::default(),
        };
        let mut keymap = Keymap::default();
        keymap.lay(Keymap::DEFAULT);
        let cx = Cx {
            ops: Ops::new(format!("inline-{}-{}", me.code, now.instant)),
            me: me.clone(),
            terminal: "inline".to_owned(),
            top: 0,
            size: (80, 24),
            today: now.today,
            lists,
            lang: Rc::new(Lang::new(locale)),
            mono: false,
            demo: false,
            revealed: None,
            remote: false,
            last: None,
        };
        let (model, effects) = Model::new(cx, keymap, first);
        let seeker = serve::Seeker::new(Store::open(path)?, me)?;
        let (drafts, path) = (Drafts::open(path)?, path.to_owned());
        let mut house = Self { model, store, now, seeker, drafts, path };
        house.carry_out(effects)?;
        Ok(house)
    }

    /// Begins anew on another screen, as the same person at the same terminal.
    pub fn begin(&mut self, first: Route) -> Result<()> {
        let (model, effects) = Model::new(self.model.cx.clone(), self.model.keymap.clone(), first);
        self.model = model;
        self.carry_out(effects)
    }

    /// Presses a key, in the notation of keymap files.
    pub fn key(&mut self, text: &str) -> Result<()> {
        match Key::parse(text) {
            Some(key) => self.send(Msg::Key(key)),
            None => Ok(()),
        }
    }

    /// Takes a message and carries out all that follows from it.
    pub fn send(&mut self, msg: Msg) -> Result<()> {
        let effects = update(&mut self.model, msg);
        self.carry_out(effects)
    }

    /// Comes to the door of a store that is there already, at the terminal `inline`.
    pub fn at_the_door(path: &Path, locale: Locale, now: Now) -> Result<Self> {
        let nobody = Actor { role: Role::Leader, ..Actor::owner("", "") };
        let mut house = Self::open(path, locale, nobody, now, Route::Today)?;
        let Model { cx, keymap, .. } = house.model;
        house.model = Model::out(cx, keymap);
        Ok(house)
    }

    fn carry_out(&mut self, effects: Effects) -> Result<()> {
        let mut waiting = VecDeque::from(effects);
        while let Some(effect) = waiting.pop_front() {
            for msg in self.answer(effect)? {
                waiting.extend(update(&mut self.model, msg));
            }
        }
        Ok(())
    }

    fn answer(&mut self, effect: Effect) -> Result<Vec<Msg>> {
        let me = self.model.cx.me.clone();
        Ok(match effect {
            Effect::Ask(ticket, request) => serve::ask(&mut self.store, &me, self.now, ticket, request),
            Effect::Find(ticket, seek) => {
                let found = self.seeker.seek(&me, &seek, &Stop::never())?;
                found.map(|found| Msg::Found(ticket, Box::new(found))).into_iter().collect()
            }
            Effect::Work(ticket, job) => {
                let (lang, demo) = (Rc::clone(&self.model.cx.lang), self.model.cx.demo);
                let (outbox, mut told) = (outbox::of(&self.path, &me.code), Vec::new());
                let mut bench = jobs::Bench {
                    store: &mut self.store,
                    me,
                    lang: &lang,
                    outbox: &outbox,
                    now: self.now,
                    demo,
                    tty: None,
                };
                bench.carry_out(job, &mut |work| told.push(Msg::Worked(ticket, Box::new(work))));
                told
            }
            Effect::Keep { id, form, sheet, .. } => {
                let body = serde_json::to_string(&sheet)?;
                let at = self.now.instant;
                self.beside(Errand::Keep(Draft {
                    id,
                    clerk: me.code,
                    terminal: "inline".into(),
                    form,
                    at,
                    body,
                }))?
            }
            Effect::Forget { id } => self.beside(Errand::Forget(id))?,
            Effect::Note(subject, trace) => self.beside(Errand::Note(me, self.now, subject, trace))?,
            Effect::Opened(no) => self.beside(Errand::Opened(me.code, no, self.now.instant))?,
            _ => Vec::new(),
        })
    }

    fn beside(&mut self, errand: Errand) -> Result<Vec<Msg>> {
        self.drafts.run(&mut vec![errand]).map(|()| Vec::new())
    }
}
