//! A visit to the desk: keys by name, text as typed, and the picture that comes of it.
use chrono::NaiveDate;
use fengqiao::{
    app::view,
    corpus::{self, Town},
    domain::{
        deed::{Deed, Order},
        rights::Actor,
    },
    flow::{Paper, Route},
    form::Sheet,
    keys::{Code, Key},
    lang::Locale,
    run::Inline,
    store::{Filling, Now, Reply, Request, Store},
};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Position};
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

/// 2026-11-23, ten in the morning in Beijing.
pub const NOON: i64 = 1_795_399_200_000;

pub struct Visit {
    pub house: Inline,
    dir: std::rc::Rc<tempfile::TempDir>,
    /// Keys pressed so far, text not counted.
    pub pressed: usize,
}

pub fn clerk(code: &str, office: &str) -> Actor {
    Actor::owner(code, office)
}

/// A clerk at the housing counter, on the first screen of an empty store.
pub fn visit(locale: Locale) -> Visit {
    let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
    sit(dir, locale, clerk("王五", "ZJ"), Route::Today)
}

/// The first start on a store that nobody has used.
pub fn fresh(locale: Locale) -> Visit {
    let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
    let owner = Actor { sees_sealed: true, ..clerk("owner", "ZJ") };
    sit(dir, locale, owner, Route::Paper(Box::new(Paper::Sit), Sheet::default()))
}

/// Noon of a day before now.
pub fn noon_of(day: NaiveDate, now: Now) -> Now {
    Now::at(now.instant - (now.today - day).num_days() * 86_400_000)
}

/// A clerk at the housing counter of a made-up town of 300 petitions with its board.
pub fn town(locale: Locale) -> Visit {
    let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
    let now = Now::at(NOON);
    let me = Actor { sees_sealed: true, ..clerk(corpus::CLERK, "ZJ") };
    let mut store = Store::open(&dir.path().join("f.db")).unwrap();
    let fillings = Town::new(7, now.today, 300).map(|arrival| Filling {
        me: Actor { office: arrival.registration.office.clone().unwrap(), ..me.clone() },
        now,
        registration: arrival.registration,
        repeats: arrival.repeats,
        since: arrival.since.into_iter().map(|(day, act)| (noon_of(day, now), act)).collect(),
    });
    let numbers = store.fill("town", fillings, &mut |_| {}).unwrap();
    let mut carry_out = |op: String, at: i64, deed: Deed| {
        let order = Order { op, version: None, deed };
        match store.answer(&me, Now::at(at), Request::Do(Box::new(order))).unwrap() {
            Reply::Done(done) => done.no,
            other => panic!("{other:?}"),
        }
    };
    for (n, deed) in corpus::house(&numbers, now.today).into_iter().enumerate() {
        carry_out(format!("house-{n}"), NOON, deed);
    }
    let mut no = None;
    for (n, (days, deed)) in corpus::guest().into_iter().enumerate() {
        let at = NOON - i64::try_from(days).unwrap() * 86_400_000;
        no = Some(carry_out(format!("guest-{n}"), at, deed(no)));
    }
    sit(dir, locale, me, Route::Today)
}

fn sit(dir: std::rc::Rc<tempfile::TempDir>, locale: Locale, me: Actor, first: Route) -> Visit {
    let path = dir.path().join("f.db");
    let house = Inline::open(&path, locale, me, Now::at(NOON), first).unwrap();
    Visit { house, dir, pressed: 0 }
}

impl Visit {
    /// Somebody else opens the same store.
    pub fn neighbour(&self, locale: Locale, me: Actor) -> Self {
        sit(std::rc::Rc::clone(&self.dir), locale, me, Route::Today)
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("f.db")
    }

    /// Where the files of whoever sits here lie.
    pub fn outbox(&self) -> PathBuf {
        fengqiao::run::outbox::of(&self.path(), &self.house.model.cx.me.code)
    }

    pub fn size(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.house.send(fengqiao::flow::Msg::Resize(columns, rows)).unwrap();
        self
    }

    /// Somebody sits down at a store that is kept elsewhere, on a screen of their own.
    pub fn at(path: &std::path::Path, locale: Locale, me: Actor, first: Route) -> Self {
        let house = Inline::open(path, locale, me, Now::at(NOON), first).unwrap();
        Self { house, dir: std::rc::Rc::new(tempfile::tempdir().unwrap()), pressed: 0 }
    }

    /// Comes to the door of the same store.
    pub fn stranger(&self, locale: Locale) -> Self {
        let house = Inline::at_the_door(&self.path(), locale, Now::at(NOON)).unwrap();
        Self { house, dir: std::rc::Rc::clone(&self.dir), pressed: 0 }
    }

    /// Presses keys by their names in keymap files, separated by blanks.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            assert!(Key::parse(key).is_some(), "{key} is no key");
            self.house.key(key).unwrap();
            self.pressed += 1;
        }
        self
    }

    /// Presses the keys of digits or letters one by one: what has to be typed key by key counts.
    pub fn digits(&mut self, text: &str) -> &mut Self {
        self.pressed += text.chars().count();
        self.types(text)
    }

    /// Types text that an input method commits; its keys are not counted.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = Key::plain(Code::Char(c));
            self.house.send(fengqiao::flow::Msg::Key(key)).unwrap();
        }
        self
    }

    pub fn pastes(&mut self, text: &str) -> &mut Self {
        self.house.send(fengqiao::flow::Msg::Paste(text.to_owned())).unwrap();
        self
    }

    fn drawn(&self) -> Terminal<TestBackend> {
        let (columns, rows) = self.house.model.cx.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| view(&self.house.model, frame)).unwrap();
        terminal
    }

    pub fn buffer(&self) -> Buffer {
        self.drawn().backend().buffer().clone()
    }

    /// The picture as text.
    pub fn screen(&self) -> String {
        text(self.drawn().backend().buffer())
    }

    /// The picture, then one line per styled run: plain text does not show a moved mark.
    pub fn look(&self) -> String {
        let terminal = self.drawn();
        let buffer = terminal.backend().buffer();
        format!("{}\n{}", text(buffer), styles(buffer))
    }

    pub fn caret(&self) -> Position {
        use ratatui::backend::Backend;
        self.drawn().backend_mut().get_cursor_position().unwrap()
    }

    #[track_caller]
    pub fn sees(&self, text: &str) -> &Self {
        let screen = self.screen();
        assert!(screen.contains(text), "no {text:?} in\n{screen}");
        self
    }

    #[track_caller]
    pub fn sees_not(&self, text: &str) -> &Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} in\n{screen}");
        self
    }
}

fn text(buffer: &Buffer) -> String {
    let row = |y: u16| {
        let (mut row, mut x) = (String::new(), 0);
        while let Some(cell) = buffer.cell((x, y)) {
            row.push_str(cell.symbol());
            x += u16::try_from(cell.symbol().width().max(1)).unwrap();
        }
        row.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

fn styles(buffer: &Buffer) -> String {
    let mut runs = Vec::new();
    for y in 0..buffer.area.height {
        let mut row: Vec<(u16, u16, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let cell = buffer.cell((x, y)).unwrap();
            let style = format!("{:?} {:?}", cell.fg, cell.modifier);
            match row.last_mut() {
                Some((_, end, last)) if *last == style => *end = x + 1,
                _ => row.push((x, x + 1, style)),
            }
        }
        let plain = "Reset NONE";
        runs.extend(
            row.into_iter().filter(|run| run.2 != plain).map(|(a, b, s)| format!("{y}: {a}..{b} {s}")),
        );
    }
    runs.join("\n")
}
