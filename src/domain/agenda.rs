//! What a work list knows of a petition: which limit presses most, whose move it is, and what is to be done next.
use super::{
    clock::{Clock, Duty, Facts, Kind, Limits, Rule, Rules},
    journal::Entry,
    notice::Notice,
    petition::{Nature, Petition, State},
    reminder,
    step::{Step, StepKind},
};
use chrono::NaiveDate;

/// What the petitioner waits to be told. Kept as text: empty, `decide`, or the id of a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tell {
    /// Nothing.
    #[default]
    Nothing,
    /// Whether it is accepted, and where it goes.
    Decision,
    /// A paper that is not printed yet.
    Paper(Notice),
}

impl Tell {
    const DECISION: &'static str = "decide";

    /// The stable id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Decision => Self::DECISION,
            Self::Paper(notice) => notice.id(),
        }
    }

    /// The one with this id; nothing for any other text.
    pub fn parse(id: &str) -> Self {
        match id {
            Self::DECISION => Self::Decision,
            id => Notice::parse(id).map_or(Self::Nothing, Self::Paper),
        }
    }
}

/// What is kept with a petition's row. It follows from the journal, the rules and the calendar alone, and not from
/// the day on which it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Whether somebody still owes it something: a step, an answer, or the petitioner a paper.
    pub open: bool,
    /// The last day of the limit that presses most; none where no limit is known to run.
    pub due: Option<NaiveDate>,
    /// That limit's name; empty for none.
    pub clock: String,
    /// Who must act before it ends.
    pub duty: Option<Duty>,
    /// Whether the house or a unit owes it: neither a right of the petitioner nor an aim of the city.
    pub owed: bool,
    /// From which day on a reminder is proposed.
    pub remind: Option<NaiveDate>,
    /// What the petitioner waits to be told.
    pub tell: Tell,
}

impl Agenda {
    /// The agenda of a petition, given its journal and the limits of its office.
    pub fn of(petition: &Petition, entries: &[Entry], limits: &Limits) -> Self {
        // Whether a limit is met does not depend on the day: what is written down has happened.
        let clocks = limits.clocks(petition, NaiveDate::MAX);
        let tell = tell(petition, entries, &clocks);
        let owes = petition.state.is_open() || tell != Tell::Nothing || clocks.iter().any(Clock::is_owed);
        let agenda = Self { open: owes, tell, ..Self::default() };
        let Some(clock) = pressing(&clocks) else { return agenda };
        Self {
            due: Some(clock.last_day()),
            clock: clock.id.clone(),
            duty: Some(clock.who),
            owed: clock.is_owed(),
            remind: reminder::next(petition, &clocks, limits),
            ..agenda
        }
    }

    /// Whether the limit has passed and somebody else than the petitioner should have acted.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.owed && self.due.is_some_and(|due| due < today)
    }
}

/// The limits that are owed, the first to end first. Of those that began and end together one stands for all: the same
/// step meets them.
pub fn owed(clocks: &[Clock]) -> Vec<&Clock> {
    let mut owed: Vec<&Clock> = Vec::new();
    for clock in clocks.iter().filter(|clock| clock.is_owed()) {
        let span = |one: &Clock| (one.start, one.due().raw);
        if !owed.iter().any(|one| span(one) == span(clock)) {
            owed.push(clock);
        }
    }
    owed.sort_by_key(|clock| clock.last_day());
    owed
}

/// The limit that presses most: the first to end of those that are owed; where none is, the right of the petitioner
/// that still stands or stood last, then the aim of the city.
pub fn pressing(clocks: &[Clock]) -> Option<&Clock> {
    let first = |wanted: fn(&Clock) -> bool| {
        clocks.iter().filter(|clock| wanted(clock)).min_by_key(|clock| clock.last_day())
    };
    first(Clock::is_owed)
        .or_else(|| first(|clock| clock.is_unmet() && clock.who == Duty::Petitioner))
        .or_else(|| first(Clock::is_unmet))
}

/// Whom an unmet limit of notice or a paper that lies unprinted leaves waiting; nobody where there is no name or no
/// address to tell \[23\].
fn tell(petition: &Petition, entries: &[Entry], clocks: &[Clock]) -> Tell {
    let facts = Facts::of(petition);
    if facts.anonymous || facts.address_unclear {
        return Tell::Nothing;
    }
    if petition.state.is_open() && clocks.iter().any(|clock| clock.notice && clock.is_unmet()) {
        return Tell::Decision;
    }
    Notice::owed(entries).map_or(Tell::Nothing, Tell::Paper)
}

/// Steps that lead on where no limit names one, in the order of the path.
const ONWARDS: &[StepKind] = &[
    StepKind::Accept,
    StepKind::Discipline,
    StepKind::Forward,
    StepKind::Reply,
    StepKind::Answer,
    StepKind::Review,
    StepKind::Serve,
    StepKind::Close,
    StepKind::Archive,
];

/// The step that is to be taken next: the first that meets the limit and lies on the path from this state; where
/// none is owed and no right stands any more, the first that leads on.
pub fn next_step(
    agenda: &Agenda,
    state: State,
    nature: Nature,
    rules: &Rules,
    today: NaiveDate,
) -> Option<StepKind> {
    let lies = |kind: &StepKind| Step::of(*kind, nature).is_some_and(|row| row.from.contains(&state));
    let stands =
        |rule: &&Rule| agenda.owed || rule.kind == Kind::Right && agenda.due.is_some_and(|due| today <= due);
    let rule = rules.get(&agenda.clock).filter(stands);
    let meets = rule.into_iter().flat_map(|rule| &rule.stop).filter_map(|id| StepKind::parse(id));
    meets.chain(ONWARDS.iter().copied()).find(lies)
}
