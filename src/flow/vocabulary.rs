//! What filters of a query are called and what their values mean: words of the language, entries of the lists, days.
use crate::{
    domain::{
        calendar::{minus_days, plus_days},
        catalog::List,
        clock::Rules,
        day,
        petition::{Channel, Nature, State},
        span::{self, Span},
    },
    lang::Lang,
    search::{self, Key, Roll, pick},
    store::Lists,
    text::clean,
};
use chrono::NaiveDate;

/// The user's words.
pub struct Vocabulary<'a> {
    /// The language.
    pub lang: &'a Lang,
    /// The lists and settings.
    pub lists: &'a Lists,
    /// Beijing's civil date, for days that are said in few words.
    pub today: NaiveDate,
    /// Code of whoever asks: `clerk:me`.
    pub me: &'a str,
}

impl search::Vocabulary for Vocabulary<'_> {
    /// A key by its id or by its name in the user's language.
    fn key(&self, word: &str) -> Option<Key> {
        let named = |(key, id): &(Key, &str)| (self.name(id) == word).then_some(*key);
        Key::parse(word).or_else(|| Key::ALL.iter().find_map(named))
    }

    fn means(&self, key: Key, typed: &str) -> Vec<String> {
        let codes = |list| pick::meant(&self.lists.catalog, list, typed);
        match key {
            Key::Office => codes(List::Office),
            Key::Place => codes(List::Place),
            Key::Category => codes(List::Category),
            Key::Unit => self.unit(typed),
            Key::State => self.states(typed),
            Key::Nature => self.terms("nature", Nature::IDS, typed),
            Key::Channel => self.terms("channel", Channel::IDS, typed),
            Key::Date => span::read(typed, self.today).map_or_else(|_| Vec::new(), |span| days(&span).into()),
            Key::From => self.day(typed, Span::start),
            Key::To => self.day(typed, Span::end),
            Key::Repeat | Key::Remind | Key::Tell => self.terms("more", &["yes", "no"], typed),
            Key::Group => self.group(typed),
            Key::Due => self.due(typed),
            Key::Clock => self.clocks(typed),
            Key::Clerk => self.clerk(typed),
            Key::Leader => codes(List::Leader),
        }
    }

    fn span(&self, word: &str) -> Option<[String; 2]> {
        span::named(&word.to_lowercase(), self.today).map(|span| days(&span))
    }
}

/// Whether a word goes on after what was typed. English words are offered from their second letter on: one letter is
/// rather a name.
fn begins(word: &str, typed: &str) -> bool {
    word.to_lowercase().starts_with(typed) && (typed.len() > 1 || typed.is_empty())
}

/// The words for spans of days that go on after what was typed.
fn spans(typed: &str) -> impl Iterator<Item = String> {
    span::WORDS.iter().filter(move |word| begins(word, typed)).map(|word| (*word).to_owned())
}

/// The first and the last day, as filters hold them.
fn days(span: &Span) -> [String; 2] {
    [span.start().to_string(), span.end().to_string()]
}

/// Most completions that are offered.
const OFFERED: usize = 24;

impl Vocabulary<'_> {
    /// What a half-typed word may become: the name of a filter, a value of one, a span of days. Each is the whole word.
    pub fn completions(&self, word: &str) -> Vec<String> {
        let folded = clean::fold(word).to_lowercase();
        let mut offers: Vec<String> = match folded.split_once(':') {
            Some((key, value)) => search::Vocabulary::key(self, key)
                .map(|key| {
                    self.values(key, value)
                        .into_iter()
                        .map(|value| format!("{}:{value}", self.name(key.id())))
                        .collect()
                })
                .unwrap_or_default(),
            None if folded.is_empty() => Vec::new(),
            None => {
                let keys = Key::ALL.iter().map(|(_, id)| (self.name(id), *id));
                let keys = keys.filter(|(name, id)| {
                    begins(name, &folded) || (folded.len() > 1 && id.starts_with(&folded))
                });
                keys.map(|(name, _)| format!("{name}:")).chain(spans(&folded)).collect()
            }
        };
        offers.retain(|offer| {
            clean::fold(offer).to_lowercase() != folded && !offer.contains(char::is_whitespace)
        });
        offers.truncate(OFFERED);
        offers
    }

    /// The values of a filter that begin so, or that a list finds so: by code, name, pinyin.
    fn values(&self, key: Key, typed: &str) -> Vec<String> {
        let words = |list: &str, ids: &[&str]| -> Vec<String> {
            let (roll, words) = self.roll(list, ids);
            roll.find(typed).into_iter().filter_map(|at| words.get(at).cloned()).collect()
        };
        let items = |list: List| -> Vec<String> {
            pick::offered(&self.lists.catalog, list, typed)
                .into_iter()
                .map(|item| item.name.clone())
                .collect()
        };
        let special = |ids: &[&str], mut more: Vec<String>| {
            let mut all = words("filter", ids);
            all.append(&mut more);
            all
        };
        match key {
            Key::Office => items(List::Office),
            Key::Place => items(List::Place),
            Key::Category => items(List::Category),
            Key::Leader => items(List::Leader),
            Key::Unit => special(&["none"], items(List::Unit)),
            Key::Clerk => special(&["me"], items(List::Clerk)),
            Key::State => special(&["open", "overdue"], words("state", State::IDS)),
            Key::Due => special(&["overdue", "today", "week"], Vec::new()),
            Key::Nature => words("nature", Nature::IDS),
            Key::Channel => words("channel", Channel::IDS),
            Key::Repeat | Key::Remind | Key::Tell | Key::Group => words("more", &["yes", "no"]),
            Key::Clock => Rules::shipped()
                .ids()
                .filter(|id| id.to_lowercase().starts_with(typed))
                .map(str::to_owned)
                .collect(),
            Key::Date | Key::From | Key::To => spans(typed).collect(),
        }
    }

    /// A day, or the end of a span that counts: `from:本月` begins on the first.
    fn day(&self, typed: &str, end: fn(&Span) -> &NaiveDate) -> Vec<String> {
        span::read(typed, self.today).ok().map(|span| end(&span).to_string()).into_iter().collect()
    }

    /// What a key is called: `state`, 状态.
    pub fn name(&self, id: &str) -> String {
        self.lang.say(&format!("filter-{id}"))
    }

    /// Yes or no, and from how many people on it is a group visit here.
    fn group(&self, typed: &str) -> Vec<String> {
        let mut means = self.terms("more", &["yes", "no"], typed);
        if !means.is_empty() {
            means.push(self.lists.setting("group-size").to_owned());
        }
        means
    }

    /// A unit, or none yet.
    fn unit(&self, typed: &str) -> Vec<String> {
        let none = self.exactly("none", typed);
        if none { vec![String::new()] } else { pick::meant(&self.lists.catalog, List::Unit, typed) }
    }

    /// From which day to which: what is past its day, what is due today or in seven days, or up to a day.
    fn due(&self, typed: &str) -> Vec<String> {
        let until = |last: NaiveDate| vec![self.today.to_string(), last.to_string()];
        match self.terms("filter", &["overdue", "today", "week"], typed).first().map(String::as_str) {
            Some("overdue") => vec![String::new(), minus_days(self.today, 1).to_string()],
            Some("today") => until(self.today),
            Some(_) => until(plus_days(self.today, 6)),
            None => day::read(typed, self.today).map_or_else(|_| Vec::new(), until),
        }
    }

    /// The limits whose name or whose words are meant.
    fn clocks(&self, typed: &str) -> Vec<String> {
        let ids: Vec<&str> = Rules::shipped().ids().collect();
        self.terms("clock", &ids, typed)
    }

    /// A clerk of the list, whoever asks, or a code that no list holds.
    fn clerk(&self, typed: &str) -> Vec<String> {
        if self.exactly("me", typed) {
            return vec![self.me.to_owned()];
        }
        let meant = pick::meant(&self.lists.catalog, List::Clerk, typed);
        if meant.is_empty() { vec![typed.to_owned()] } else { meant }
    }

    /// A state, all states that are open, or what is past its day.
    fn states(&self, typed: &str) -> Vec<String> {
        let open = State::ALL.iter().filter(|state| state.is_open()).map(|state| state.id().to_owned());
        match self.terms("filter", &["open", "overdue"], typed).first().map(String::as_str) {
            Some("open") => open.collect(),
            Some(_) => vec!["overdue".to_owned()],
            None => self.terms("state", State::IDS, typed),
        }
    }

    /// Whether this very word was typed, as its id or in the user's language.
    fn exactly(&self, word: &str, typed: &str) -> bool {
        let typed = typed.to_lowercase();
        typed == word || typed == self.lang.say(&format!("filter-{word}")).to_lowercase()
    }

    /// The terms of a list that are meant by their id or by their word in the user's language.
    fn terms(&self, list: &str, ids: &[&str], typed: &str) -> Vec<String> {
        let (roll, _) = self.roll(list, ids);
        roll.means(typed).into_iter().filter_map(|at| ids.get(at)).map(|id| (*id).to_owned()).collect()
    }

    /// The terms of a list by id and word, and the words.
    fn roll(&self, list: &str, ids: &[&str]) -> (Roll, Vec<String>) {
        let words: Vec<String> = ids.iter().map(|id| self.lang.say(&format!("{list}-{id}"))).collect();
        (Roll::of(ids.iter().zip(&words).map(|(id, word)| (*id, vec![word.as_str()]))), words)
    }
}
