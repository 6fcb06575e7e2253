//! What was typed into the box: tokens guessed by their shape, and filters.
use super::{forms::simple, pinyin::is_hanzi};
use crate::{domain::identity::Identity, text::clean};

/// The box, taken apart. All tokens and all filters must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What to look for.
    pub tokens: Vec<Token>,
    /// What to keep of it.
    pub filters: Vec<Filter>,
    /// Words with a colon that mean nothing here, as typed: an unknown key, or a value that its key does not have.
    pub misread: Vec<String>,
    /// Something was typed that says too little yet: two digits, a filter without its value.
    pub begun: bool,
}

/// What filters are called and what their values mean, in the user's language and lists.
pub trait Vocabulary {
    /// The field that goes by this name.
    fn key(&self, word: &str) -> Option<Key>;

    /// The codes, ids, day or `yes` and `no` that a typed value may mean; none when it means nothing.
    fn means(&self, key: Key, typed: &str) -> Vec<String>;

    /// The first and the last day of a span that a word names by itself: `本月`.
    fn span(&self, _word: &str) -> Option<[String; 2]> {
        None
    }
}

/// Stable ids alone.
impl Vocabulary for () {
    fn key(&self, word: &str) -> Option<Key> {
        Key::parse(word)
    }

    fn means(&self, _: Key, typed: &str) -> Vec<String> {
        vec![typed.to_owned()]
    }
}

/// One word of a query, by its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// The number of a petition, or how it begins: `ZJ-2026-0001`.
    Number(String),
    /// A whole identity number with a good check digit.
    Identity(String),
    /// The end of a petition's number, year and zeros included where they were typed.
    Serial(String),
    /// Three or more digits (the last may be X): a tail, or a phone's head.
    Digits(String),
    /// A name, or words of the text.
    Hanzi(String),
    /// Pinyin of a name, place, unit or category; or words of the text.
    Letters(String),
    /// Hanzi with letters or digits between them, as they stand in a text: `3号楼`.
    Text(String),
}

/// A condition on one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub key: Key,
    /// What it may be; nothing passes when there is nothing it may be.
    pub means: Vec<String>,
}

/// The fields that can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Home office, by code or a part of its name.
    Office,
    /// State, or `overdue`, `open`.
    State,
    /// Nature.
    Nature,
    /// Channel.
    Channel,
    /// Place.
    Place,
    /// Content category.
    Category,
    /// Handling unit.
    Unit,
    /// Received between two days: a day, a month, a year, `本月`, `上周`.
    Date,
    /// Received on this day or later.
    From,
    /// Received on this day or earlier.
    To,
    /// Repeats an earlier petition: yes or no.
    Repeat,
    /// A group visit: yes or no.
    Group,
    /// Owed between two days; `overdue`, `today`, `week`, or up to a day.
    Due,
    /// The limit that presses most, by its name: `D6`.
    Clock,
    /// Who registered it.
    Clerk,
    /// Owner of a case that holds it.
    Leader,
    /// A reminder is proposed: yes or no.
    Remind,
    /// The petitioner waits to be told something: yes or no.
    Tell,
}

impl Key {
    /// Every key with its stable id.
    pub const ALL: [(Self, &'static str); 18] = [
        (Self::Office, "office"),
        (Self::State, "state"),
        (Self::Nature, "nature"),
        (Self::Channel, "channel"),
        (Self::Place, "place"),
        (Self::Category, "category"),
        (Self::Unit, "unit"),
        (Self::Date, "date"),
        (Self::From, "from"),
        (Self::To, "to"),
        (Self::Repeat, "repeat"),
        (Self::Group, "group"),
        (Self::Due, "due"),
        (Self::Clock, "clock"),
        (Self::Clerk, "clerk"),
        (Self::Leader, "leader"),
        (Self::Remind, "remind"),
        (Self::Tell, "tell"),
    ];

    /// The key with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == id).map(|(key, _)| *key)
    }

    /// Its stable id.
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(key, _)| *key == self).map_or("", |(_, id)| id)
    }

    /// The column of a petition's row that holds it, where one holds it as it is.
    pub fn column(self) -> &'static str {
        if self == Self::Clerk { "registrar" } else { self.id() }
    }
}

impl Query {
    /// Takes a text apart. Nothing that can be typed is an error.
    pub fn parse(text: &str) -> Self {
        Self::parse_with(text, &())
    }

    /// Takes a text apart, with filters in the words of `vocabulary`.
    pub fn parse_with(text: &str, vocabulary: &impl Vocabulary) -> Self {
        let mut query = Self::default();
        for piece in clean::fold(text).split_whitespace() {
            match piece.split_once(':') {
                Some((key, value)) => query.take_filter(piece, (key, value), vocabulary),
                None => match vocabulary.span(piece) {
                    Some(days) => query.filters.push(Filter { key: Key::Date, means: days.into() }),
                    None => query.take_word(piece),
                },
            }
        }
        query.begun = query.is_empty() && !text.trim().is_empty();
        query
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.filters.is_empty()
    }

    /// A key whose value is not typed yet says nothing.
    fn take_filter(&mut self, piece: &str, (key, value): (&str, &str), vocabulary: &impl Vocabulary) {
        let key = vocabulary.key(&key.to_lowercase());
        let means = key.map_or_else(Vec::new, |key| vocabulary.means(key, value));
        if (key.is_none() || means.is_empty()) && !value.is_empty() {
            self.misread.push(piece.to_owned());
        }
        self.filters.extend(key.filter(|_| !value.is_empty()).map(|key| Filter { key, means }));
    }

    fn take_word(&mut self, word: &str) {
        if let Some((office, serial)) = as_serial(word) {
            let own = (!office.is_empty()).then(|| Filter { key: Key::Office, means: vec![office] });
            self.filters.extend(own);
            self.tokens.push(Token::Serial(serial));
            return;
        }
        if let Some(number) = as_number(word) {
            self.tokens.push(Token::Number(number));
            return;
        }
        let solid: String = word.chars().filter(|c| !matches!(c, '-' | '\'' | '·' | '.' | '*')).collect();
        if let Some(digits) = as_digits(&solid) {
            let identity = digits.len() == 18 && Identity::read(&digits).is_ok();
            self.tokens.push(if identity { Token::Identity(digits) } else { Token::Digits(digits) });
            return;
        }
        self.take_runs(&solid);
    }

    /// Hanzi with digits are words of a text; hanzi with letters may be half a name. Single letters and short digits
    /// beside others say too little.
    fn take_runs(&mut self, word: &str) {
        let runs = runs(word);
        let mixed = runs.len() > 1;
        if [Shape::Hanzi, Shape::Digits].iter().all(|one| runs.iter().any(|(shape, _)| shape == one)) {
            self.tokens.push(Token::Text(runs.into_iter().map(|(_, run)| run).collect()));
            return;
        }
        for (shape, run) in runs {
            match shape {
                Shape::Hanzi => self.tokens.push(Token::Hanzi(run)),
                Shape::Letters if !mixed || run.len() > 1 => self.tokens.push(Token::Letters(run)),
                Shape::Digits if run.len() >= 3 => self.tokens.push(Token::Digits(run)),
                _ => {}
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Hanzi,
    Letters,
    Digits,
    Other,
}

fn shape(c: char) -> Shape {
    match c {
        'a'..='z' | 'A'..='Z' | 'ü' | 'Ü' => Shape::Letters,
        '0'..='9' => Shape::Digits,
        c if is_hanzi(c) => Shape::Hanzi,
        _ => Shape::Other,
    }
}

fn runs(word: &str) -> Vec<(Shape, String)> {
    let mut runs: Vec<(Shape, String)> = Vec::new();
    for c in word.chars() {
        let letter = match c {
            'ü' | 'Ü' => 'v',
            c => simple(c).to_ascii_lowercase(),
        };
        match runs.last_mut() {
            Some((last, run)) if *last == shape(c) => run.push(letter),
            _ => runs.push((shape(c), letter.into())),
        }
    }
    runs.retain(|(shape, _)| *shape != Shape::Other);
    runs
}

fn as_digits(word: &str) -> Option<String> {
    let body = word.strip_suffix(['x', 'X']).unwrap_or(word);
    let digits = !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit());
    (digits && word.len() >= 3).then(|| word.to_ascii_uppercase())
}

/// A number without its year or without its office, by its end: `ZJ-277` is the counter `ZJ` and `277`,
/// `2026-277` is `2026000277`. What may still become a year is none.
fn as_serial(word: &str) -> Option<(String, String)> {
    let (front, serial) = word.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let year = |text: &str| {
        ["19", "20"].iter().any(|century| text.starts_with(century) || century.starts_with(text))
    };
    if !digits(serial) || serial.len() > 6 {
        return None;
    }
    if digits(front) {
        let whole = front.len() == 4 && year(front) && serial.len() < 6;
        return whole.then(|| (String::new(), format!("{front}{serial:0>6}")));
    }
    let office = front.bytes().all(|b| b.is_ascii_alphabetic());
    (office && !(year(serial) && serial.len() <= 4))
        .then(|| (front.to_ascii_uppercase(), format!("{serial:0>3}")))
}

/// `ZJ-2026-0001`: an office, a year, and a serial number that may not be complete yet.
fn as_number(word: &str) -> Option<String> {
    let (office, rest) = word.split_once('-')?;
    let year = rest.split('-').next()?;
    let office_like = !office.is_empty() && office.bytes().all(|b| b.is_ascii_alphanumeric());
    let has_letter = office.bytes().any(|b| b.is_ascii_alphabetic());
    let year_like = (1..=4).contains(&year.len()) && year.bytes().all(|b| b.is_ascii_digit());
    let tail_like = rest.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    (office_like && has_letter && year_like && tail_like).then(|| word.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Token::{Digits, Hanzi, Identity, Letters, Number, Serial, Text};

    fn filter(key: Key, value: &str) -> Filter {
        Filter { key, means: vec![value.to_owned()] }
    }

    #[track_caller]
    fn reads(text: &str, tokens: &[Token]) {
        assert_eq!(Query::parse(text).tokens, tokens, "{text}");
    }

    #[test]
    fn a_word_is_guessed_by_its_shape() {
        reads("zj-2026-000123", &[Number("ZJ-2026-000123".into())]);
        reads("ZJ-2026-0", &[Number("ZJ-2026-0".into())]);
        reads("2026-277", &[Serial("2026000277".into())]);
        reads("ZJ-20", &[Number("ZJ-20".into())]);
        reads("512002190001010011", &[Identity("512002190001010011".into())]);
        reads("512002190001010012", &[Digits("512002190001010012".into())]);
        reads("001X", &[Digits("001X".into())]);
        reads("190-0000-1234", &[Digits("19000001234".into())]);
        reads("张伟 工资", &[Hanzi("张伟".into()), Hanzi("工资".into())]);
        reads("ZhangWei", &[Letters("zhangwei".into())]);
        reads("lü xi'an", &[Letters("lv".into()), Letters("xian".into())]);
    }

    #[test]
    fn a_number_without_its_year_is_its_end_at_its_counter() {
        let query = Query::parse("zj-277");
        assert_eq!(query.tokens, [Serial("277".into())]);
        assert_eq!(query.filters, [filter(Key::Office, "ZJ")]);
        assert_eq!(Query::parse("zj-45").tokens, [Serial("045".into())]);
    }

    #[test]
    fn full_width_is_read_like_half_width() {
        reads("１２３４　ｚｗ", &[Digits("1234".into()), Letters("zw".into())]);
        assert_eq!(Query::parse("office：住建").filters, [filter(Key::Office, "住建")]);
    }

    #[test]
    fn a_mixed_word_is_taken_by_what_says_something() {
        reads("3号楼", &[Text("3号楼".into())]);
        reads("Ktv噪音", &[Letters("ktv".into()), Hanzi("噪音".into())]);
        reads("张wei", &[Hanzi("张".into()), Letters("wei".into())]);
        reads("12", &[]);
    }

    #[test]
    fn an_unknown_key_is_reported_and_the_rest_still_counts() {
        let query = Query::parse("state:overdue colour:red repeat: 欠薪");
        assert_eq!(query.filters, [filter(Key::State, "overdue")]);
        assert_eq!(query.misread, ["colour:red"]);
        assert!(
            !query.begun
                && Query::parse("12").begun
                && Query::parse("state:").begun
                && !Query::parse(" ").begun
        );
        assert_eq!(query.tokens, [Hanzi("欠薪".into())]);
    }

    /// Knows one key and one value of it.
    struct Chinese;

    impl Vocabulary for Chinese {
        fn key(&self, word: &str) -> Option<Key> {
            (word == "状态").then_some(Key::State)
        }

        fn means(&self, _: Key, typed: &str) -> Vec<String> {
            (typed == "已受理").then(|| "accepted".to_owned()).into_iter().collect()
        }
    }

    #[test]
    fn keys_and_values_have_names_in_the_users_language() {
        let query = Query::parse_with("状态：已受理", &Chinese);
        assert_eq!((query.filters, query.misread), (vec![filter(Key::State, "accepted")], vec![]));
    }

    #[test]
    fn a_value_that_its_key_does_not_have_is_reported_and_nothing_passes() {
        let query = Query::parse_with("状态:已受里 状态:", &Chinese);
        assert_eq!(query.filters, [Filter { key: Key::State, means: vec![] }]);
        assert_eq!(query.misread, ["状态:已受里"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_can_be_typed_is_an_error(text in ".{0,40}") {
            let query = Query::parse(&text);
            proptest::prop_assert!(query.tokens.len() <= text.chars().count());
        }
    }
}
