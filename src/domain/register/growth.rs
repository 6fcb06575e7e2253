//! How a petition grows from a row: what of the row the form of intake takes over, and what becomes of the row.
use super::{Kind, Record, Register};
use crate::domain::petition::Channel;

/// What a declaration says of it: `petition = { link = "petition", channel = "qr", subject = "title" }`. Several links
/// stand with blanks between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// The fields that lead to petitions, the first of which that is free takes the next one; where none is free, no more
    /// grow from the row.
    pub links: Vec<String>,
    /// How the petitioner came.
    pub channel: Channel,
    /// The state into which the row moves; empty where it stays as it is.
    pub state: String,
    /// The fields of the form of intake, each with the field of the row from which it is filled in.
    pub fields: Vec<(String, String)>,
}

/// The fields of the form of intake that a row may fill in, and what they take.
const TAKEN: [(&str, &[Kind]); 11] = [
    ("name", &[Kind::Line]),
    ("identity", &[Kind::Identity]),
    ("phone", &[Kind::Phone]),
    ("address", &[Kind::Line]),
    ("place", &[Kind::Place]),
    ("category", &[Kind::Category]),
    ("subject", &[Kind::Line]),
    ("facts", &[Kind::Line, Kind::Page]),
    ("demand", &[Kind::Line, Kind::Page]),
    ("unit", &[Kind::Unit]),
    ("received", &[Kind::Day]),
];

impl Growth {
    /// Reads what is said under a name; what is wrong with it is the id of a message.
    pub(super) fn take(&mut self, register: &Register, name: &str, said: &str) -> Result<(), &'static str> {
        let of = |id: &str, kinds: &[Kind]| match register.field(id) {
            Some(field) if kinds.contains(&field.kind) => Ok(field.id.clone()),
            Some(_) => Err("declared-kind"),
            None => Err("declared-unknown"),
        };
        let link = |id: &str| of(id, &[Kind::Petition]);
        match (name, TAKEN.iter().find(|(id, _)| *id == name)) {
            ("link", _) => self.links = said.split_whitespace().map(link).collect::<Result<_, _>>()?,
            ("channel", _) => self.channel = Channel::parse(said).ok_or("declared-unknown")?,
            ("state", _) => self.state.clone_from(&register.state(said).ok_or("declared-unknown")?.answer.id),
            (_, Some((id, kinds))) => self.fields.push(((*id).to_owned(), of(said, kinds)?)),
            _ => return Err("declared-unknown"),
        }
        Ok(())
    }

    /// What the form of intake opens with.
    pub fn said<'r>(&'r self, record: &'r Record) -> impl Iterator<Item = (&'r str, &'r str)> {
        let fields = self.fields.iter().map(|(form, own)| (form.as_str(), record.get(own)));
        fields.filter(|(_, said)| !said.is_empty()).chain([("channel", self.channel.id())])
    }

    /// The field that leads to the next petition.
    pub fn free(&self, record: &Record) -> Option<&str> {
        self.links.iter().map(String::as_str).find(|link| record.get(link).is_empty())
    }
}

impl Register {
    /// Why no petition grows from a row, if none does: the id of a message.
    pub fn why_not_grown(&self, record: &Record) -> Option<&'static str> {
        match &self.growth {
            None => Some("why-grows-nothing"),
            Some(_) if record.struck.is_some() => Some("why-struck"),
            Some(growth) => growth.free(record).is_none().then_some("why-grown-already"),
        }
    }
}
