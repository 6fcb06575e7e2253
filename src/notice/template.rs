//! Templates: where they lie, what is refused when one is loaded, and filling one in.
//!
//! A template is lines of text with `{{ slot }}` in them, `{% if slot %}` and `{% for row in list %}` around them.
//! How a line begins says what it is: `#` the title, `##` a heading, `>` to the right, `<` from the margin, `|` a row
//! of a table: a list under its headings, or a form of labels with what is filled in beside them. A slot that has
//! nothing in it leaves room to write by hand.
use super::{
    need::{LIST, SEALED, SEALED_SLOTS, SLOTS, needed},
    paper::{self, Paper},
    shipped,
    slots::{Slots, rows},
};
use crate::{domain::notice::Notice, lang::Locale};
use minijinja::{Environment, UndefinedBehavior, Value, syntax::SyntaxConfig};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Where templates of an office's own lie, beside the store.
const OWN: &str = "notices";
/// Where there is nothing to say, somebody may write it.
const ROOM: &str = "＿＿＿＿＿＿";

/// Why a template is not used. Each names the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A slot is missing that the paper cannot do without.
    #[error("{0}: {1}")]
    Lacks(String, &'static str),
    /// It names a slot that there is not, or that a sealed accusation must not tell.
    #[error("{0}: {1}")]
    Unknown(String, String),
    /// It cannot be read or made sense of.
    #[error("{0}: {1}")]
    Broken(String, String),
}

impl TemplateError {
    /// The id of its sentence.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Lacks(..) => "template-lacks",
            Self::Unknown(..) => "template-unknown",
            Self::Broken(..) => "template-broken",
        }
    }
}

/// The shipped templates, and a directory in which an office may lay its own over them:
/// `zh/receipt.txt` for every office, `ZJ/zh/receipt.txt` for one.
pub struct Shelf {
    dir: PathBuf,
}

/// Which template is wanted.
#[derive(Clone, Copy)]
struct Wanted {
    /// `None` for the one of sealed accusations.
    notice: Option<Notice>,
    locale: Locale,
}

impl Wanted {
    fn file(self) -> String {
        let locale = if self.locale == Locale::Zh { "zh" } else { "en" };
        format!("{locale}/{}.txt", self.notice.map_or("sealed", Notice::id))
    }

    const fn shipped(self) -> &'static str {
        match self.notice {
            Some(notice) => shipped::shipped(notice, self.locale),
            None => shipped::sealed(self.locale),
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        let notices = Notice::ALL.iter().copied().map(Some).chain([None]);
        notices.flat_map(|notice| [Locale::Zh, Locale::En].map(|locale| Self { notice, locale }))
    }

    fn needs(self) -> Vec<&'static str> {
        self.notice.map_or_else(|| SEALED.to_vec(), |notice| needed(notice).collect())
    }

    fn may(self) -> &'static [&'static str] {
        if self.notice.is_some() { SLOTS } else { SEALED_SLOTS }
    }
}

impl Shelf {
    /// The templates of the store at this path: an office's own lie in `notices` beside it.
    pub fn beside(store: &Path) -> Self {
        Self { dir: store.with_file_name(OWN) }
    }

    /// Whether any office has templates of its own.
    pub fn is_laid(&self) -> bool {
        self.dir.is_dir()
    }

    /// The template of a paper at an office; about a sealed accusation there is one for all of them.
    pub fn template(
        &self,
        office: &str,
        notice: Notice,
        locale: Locale,
        sealed: bool,
    ) -> Result<Template, TemplateError> {
        let wanted = Wanted { notice: (!sealed).then_some(notice), locale };
        let shipped = || Template::read(&wanted.file(), wanted.shipped().to_owned(), wanted);
        self.own(office, wanted).unwrap_or_else(shipped)
    }

    /// The template that an office uses in place of the shipped one, where there is one.
    fn own(&self, office: &str, wanted: Wanted) -> Option<Result<Template, TemplateError>> {
        let file = wanted.file();
        [Path::new(office).join(&file), PathBuf::from(&file)].into_iter().find_map(|own| {
            // People know the directory by its name; the way to it fills the line.
            let name = Path::new(OWN).join(&own).display().to_string();
            match fs::read_to_string(self.dir.join(&own)) {
                Ok(text) => Some(Template::read(&name, text, wanted)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => Some(Err(TemplateError::Broken(name, error.to_string()))),
            }
        })
    }

    /// What is wrong with the templates that these offices have of their own.
    pub fn problems<'a>(&self, offices: impl Iterator<Item = &'a str>) -> Vec<TemplateError> {
        let wrong = |office| Wanted::all().filter_map(move |wanted| self.own(office, wanted)?.err());
        let mut problems: Vec<TemplateError> = offices.flat_map(wrong).collect();
        problems.dedup();
        problems
    }
}

/// A template that says all it must.
#[derive(Debug)]
pub struct Template {
    name: String,
    text: String,
}

impl Template {
    fn read(name: &str, text: String, wanted: Wanted) -> Result<Self, TemplateError> {
        let template = Self { name: name.to_owned(), text };
        if let Some(slot) = template.unknown(wanted.may())? {
            return Err(TemplateError::Unknown(template.name, slot));
        }
        match template.lacks(&wanted.needs())? {
            Some(slot) => Err(TemplateError::Lacks(template.name, slot)),
            None => Ok(template),
        }
    }

    /// The first slot in it that it may not name.
    fn unknown(&self, may: &[&str]) -> Result<Option<String>, TemplateError> {
        let env = environment();
        let template = env.template_from_str(&self.text).map_err(|error| self.broken(&error))?;
        let mut named: Vec<String> = template.undeclared_variables(false).into_iter().collect();
        named.sort();
        Ok(named.into_iter().find(|name| !may.contains(&name.as_str())))
    }

    /// The first slot that it needs and that cannot be found in what comes of it when every slot is filled.
    fn lacks(&self, needs: &[&'static str]) -> Result<Option<&'static str>, TemplateError> {
        let told = self.fill(&Slots::sample())?;
        let missing = |slot: &str| {
            let parts = if slot == LIST.0 { LIST.1 } else { &[slot][..] };
            parts.iter().any(|part| !told.says(&Slots::mark(part)))
        };
        Ok(needs.iter().copied().find(|slot| missing(slot)))
    }

    /// The paper that comes of it.
    pub fn fill(&self, slots: &Slots) -> Result<Paper, TemplateError> {
        let rendered = environment().render_str(&self.text, slots.values());
        rendered.map(|text| paper::read(&text)).map_err(|error| self.broken(&error))
    }

    fn broken(&self, error: &minijinja::Error) -> TemplateError {
        TemplateError::Broken(self.name.clone(), error.to_string())
    }
}

/// Strict: a name that is not there is an error. What people said is veiled, so that no line of theirs is taken for
/// one of the template's.
fn environment() -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    if let Ok(syntax) = syntax {
        env.set_syntax(syntax);
    }
    env.set_formatter(|out, _, value: &Value| {
        let text = value.to_string();
        let said = if text.trim().is_empty() { ROOM.to_owned() } else { paper::veil(&text) };
        Ok(out.write_str(&said)?)
    });
    env
}

impl Slots {
    /// Every slot filled with its own mark, to see which of them a template shows.
    fn sample() -> Self {
        let mut values: BTreeMap<&'static str, Value> =
            SLOTS.iter().map(|slot| (*slot, Value::from(Self::mark(slot)))).collect();
        let row: BTreeMap<&'static str, String> =
            LIST.1.iter().map(|part| (*part, Self::mark(part))).collect();
        values.insert(LIST.0, rows(vec![row]));
        Self::of(values)
    }

    /// Stands for a slot in a sample.
    fn mark(slot: &str) -> String {
        format!("<{slot}>")
    }
}
