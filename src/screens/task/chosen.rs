//! What an office chooses for its limits and reminders, as its settings hold it.
use crate::form::Sheet;

/// What an office chooses for a limit. What is not said of its length is as the law has it.
pub(super) fn limit(sheet: &Sheet) -> String {
    let length = (!sheet.lacks("length")).then(|| format!("length = {}, ", sheet.get("length")));
    let hearing = sheet.get("hearing") == "yes";
    format!("{{ {}unit = {:?}, hearing = {hearing} }}", length.unwrap_or_default(), sheet.get("unit"))
}

/// What an office chooses for a level of reminders.
pub(super) fn level(sheet: &Sheet) -> String {
    let answer = (!sheet.lacks("answer")).then(|| format!(", answer = {}", sheet.get("answer")));
    format!("{{ from = {}{} }}", sheet.get("from").trim(), answer.unwrap_or_default())
}
