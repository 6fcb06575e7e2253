//! The table of steps: which may follow which, by which article, and what each asks for.
use super::{
    Adopted, Conclusion, Ground, Mediated, Mediation, Outcome, Recommended, Route, Ruling, Satisfied,
    Service, Signed, Slot, SlotKind, Step, StepKind, TimeBar,
};
use crate::domain::{
    catalog::List,
    petition::{Nature, State},
    reminder::{Addressee, Grade},
};
use SlotKind::{Count, Day, Line, Page};

const REQUEST: &[Nature] = &[Nature::Request];
const SUGGESTION: &[Nature] = &[Nature::Suggestion];
const ACCUSATION: &[Nature] = &[Nature::Accusation];
const BOTH: &[Nature] = &[Nature::Request, Nature::Suggestion];
const ALL: &[Nature] = Nature::ALL;

/// Registered, or with a unit to which it was sent, and nobody has decided yet.
const UNDECIDED: &[State] = &[State::Registered, State::Forwarded, State::Assigned];
const SENT: &[State] = &[State::Forwarded, State::Assigned];
const BEGUN: &[State] = &[State::Accepted, State::Handling, State::Simple];
/// A nature that is put right later on takes its own path from wherever the petition has come to.
const UNANSWERED: &[State] =
    &[State::Registered, State::Forwarded, State::Assigned, State::Accepted, State::Handling, State::Simple];
const OPEN: &[State] = &[
    State::Registered,
    State::Forwarded,
    State::Assigned,
    State::Accepted,
    State::Handling,
    State::Simple,
    State::Replied,
    State::Served,
    State::Reviewing,
];
/// A right of the petitioner outlasts whatever the house does after the reply was served \[35, 36\].
const AFTER_SERVICE: &[State] = &[State::Served, State::Closed, State::Archived];
/// Nobody owes it a step any more.
const ENDED: &[State] = &[
    State::Closed,
    State::NotAccepted,
    State::NoLongerAccepted,
    State::Discipline,
    State::Directed,
    State::Withdrawn,
];
/// After re-review the same facts are not taken up again \[36\]; everything else may be.
const REOPENS: &[State] = &[
    State::Closed,
    State::Archived,
    State::NotAccepted,
    State::Discipline,
    State::Directed,
    State::Withdrawn,
];

const fn must(id: &'static str, kind: SlotKind) -> Slot {
    Slot { id, kind, required: true }
}

const fn may(id: &'static str, kind: SlotKind) -> Slot {
    Slot { id, kind, required: false }
}

const UNIT: SlotKind = SlotKind::Pick(List::Unit);
const GROUND: SlotKind = SlotKind::Choice { list: Ground::LIST, ids: Ground::IDS };
const ROUTE: SlotKind = SlotKind::Choice { list: Route::LIST, ids: Route::IDS };
const TIME_BAR: SlotKind = SlotKind::Choice { list: TimeBar::LIST, ids: TimeBar::IDS };
const RULING: SlotKind = SlotKind::Choice { list: Ruling::LIST, ids: Ruling::IDS };
const MEDIATION: SlotKind = SlotKind::Choice { list: Mediation::LIST, ids: Mediation::IDS };
const MEDIATED: SlotKind = SlotKind::Choice { list: Mediated::LIST, ids: Mediated::IDS };
const CONCLUSION: SlotKind = SlotKind::Choice { list: Conclusion::LIST, ids: Conclusion::IDS };
const ADOPTED: SlotKind = SlotKind::Choice { list: Adopted::LIST, ids: Adopted::IDS };
const SERVICE: SlotKind = SlotKind::Choice { list: Service::LIST, ids: Service::IDS };
const SIGNED: SlotKind = SlotKind::Choice { list: Signed::LIST, ids: Signed::IDS };
const OUTCOME: SlotKind = SlotKind::Choice { list: Outcome::LIST, ids: Outcome::IDS };
const GRADE: SlotKind = SlotKind::Choice { list: Grade::LIST, ids: Grade::IDS };
const ADDRESSEE: SlotKind = SlotKind::Choice { list: Addressee::LIST, ids: Addressee::IDS };
const RECOMMENDED: SlotKind = SlotKind::Choice { list: Recommended::LIST, ids: Recommended::IDS };
const SATISFIED: SlotKind = SlotKind::Choice { list: Satisfied::LIST, ids: Satisfied::IDS };

/// A row that rests on no other step.
const fn row(
    kind: StepKind,
    natures: &'static [Nature],
    from: &'static [State],
    to: Option<State>,
    article: &'static str,
    slots: &'static [Slot],
) -> Step {
    Step { kind, natures, from, to, rests: None, article, slots }
}

impl Step {
    const fn on(mut self, kind: StepKind) -> Self {
        self.rests = Some(kind);
        self
    }
}

/// Every step, in the order in which a petition goes. A kind that stands twice has another path for another
/// nature; its slots and the state it leads to are the same.
pub const STEPS: &[Step] = &[
    row(
        StepKind::Accept,
        REQUEST,
        &[State::Registered, State::Forwarded, State::Assigned, State::Simple],
        Some(State::Accepted),
        "23",
        &[may("unit", UNIT)],
    ),
    row(
        StepKind::NotAccept,
        REQUEST,
        UNDECIDED,
        Some(State::NotAccepted),
        "23",
        &[must("ground", GROUND), must("guidance", Page)],
    ),
    row(
        StepKind::NoLongerAccept,
        REQUEST,
        UNDECIDED,
        Some(State::NoLongerAccepted),
        "36",
        &[must("final", Line)],
    ),
    row(
        StepKind::Forward,
        BOTH,
        UNDECIDED,
        Some(State::Forwarded),
        "22",
        &[must("unit", UNIT), may("words", Page)],
    ),
    row(
        StepKind::Assign,
        BOTH,
        UNDECIDED,
        Some(State::Assigned),
        "22",
        &[must("unit", UNIT), must("report", Day), may("words", Page)],
    ),
    row(StepKind::Discipline, ACCUSATION, OPEN, Some(State::Discipline), "30", &[must("unit", UNIT)]),
    row(
        StepKind::Direct,
        REQUEST,
        UNDECIDED,
        Some(State::Directed),
        "31",
        &[must("route", ROUTE), must("organ", Line), must("bar", TIME_BAR), may("papers", Page)],
    ),
    row(StepKind::Simple, REQUEST, UNDECIDED, Some(State::Simple), "", &[may("unit", UNIT)]),
    row(StepKind::Objection, REQUEST, SENT, None, "23", &[must("reasons", Page)]),
    row(StepKind::ObjectionDecide, REQUEST, SENT, None, "23", &[must("ruling", RULING), may("words", Page)])
        .on(StepKind::Objection),
    row(
        StepKind::Extend,
        REQUEST,
        &[State::Accepted, State::Handling],
        Some(State::Handling),
        "34",
        &[must("days", Count), must("approver", Line), must("reasons", Page)],
    )
    .on(StepKind::Accept),
    row(
        StepKind::Hearing,
        REQUEST,
        &[State::Accepted, State::Handling, State::Reviewing],
        None,
        "36",
        &[must("days", Count), may("from", Day), may("result", Page)],
    ),
    row(
        StepKind::Mediation,
        REQUEST,
        OPEN,
        None,
        "31",
        &[
            must("mediation", MEDIATION),
            must("mediator", Line),
            must("mediated", MEDIATED),
            may("agreement", Page),
        ],
    ),
    // What is not said of a reminder follows from the limit that presses most and from the level that is due.
    row(
        StepKind::Remind,
        BOTH,
        State::ALL,
        None,
        "",
        &[
            may("grade", GRADE),
            may("clock", Line),
            may("due", Day),
            may("addressee", ADDRESSEE),
            may("addressed", UNIT),
            may("limit", Day),
            may("words", Page),
        ],
    ),
    row(StepKind::RemindAnswer, BOTH, State::ALL, None, "", &[must("words", Page)]).on(StepKind::Remind),
    row(
        StepKind::Recommend,
        BOTH,
        State::ALL,
        None,
        "40",
        &[must("recommended", RECOMMENDED), must("to", Line), must("words", Page), may("limit", Day)],
    ),
    row(StepKind::RecommendAnswer, BOTH, State::ALL, None, "40", &[must("words", Page)])
        .on(StepKind::Recommend),
    row(StepKind::Grave, BOTH, OPEN, None, "25", &[must("words", Page)]),
    row(StepKind::GraveReport, BOTH, State::ALL, None, "25", &[must("to", Line), may("words", Page)])
        .on(StepKind::Grave),
    row(
        StepKind::Reply,
        REQUEST,
        BEGUN,
        Some(State::Replied),
        "32",
        &[
            must("asked", Page),
            must("facts", Page),
            must("opinion", Page),
            must("basis", Page),
            must("conclusion", CONCLUSION),
        ],
    ),
    row(
        StepKind::Answer,
        SUGGESTION,
        UNANSWERED,
        Some(State::Replied),
        "29",
        &[must("adopted", ADOPTED), must("opinion", Page)],
    ),
    row(
        StepKind::Serve,
        REQUEST,
        &[State::Replied],
        Some(State::Served),
        "35",
        &[must("service", SERVICE), may("by", Line), may("signed", SIGNED)],
    ),
    row(
        StepKind::ReviewRequest,
        REQUEST,
        AFTER_SERVICE,
        Some(State::Reviewing),
        "35",
        &[may("reasons", Page)],
    )
    .on(StepKind::Reply),
    row(
        StepKind::Review,
        REQUEST,
        &[State::Reviewing],
        Some(State::Replied),
        "35",
        &[must("organ", Line), must("outcome", OUTCOME), must("opinion", Page)],
    )
    .on(StepKind::ReviewRequest),
    row(
        StepKind::RereviewRequest,
        REQUEST,
        AFTER_SERVICE,
        Some(State::Reviewing),
        "36",
        &[may("reasons", Page)],
    )
    .on(StepKind::Review),
    row(
        StepKind::Rereview,
        REQUEST,
        &[State::Reviewing],
        Some(State::Replied),
        "36",
        &[must("organ", Line), must("outcome", OUTCOME), must("opinion", Page)],
    )
    .on(StepKind::RereviewRequest),
    row(StepKind::Close, REQUEST, &[State::Served], Some(State::Closed), "34", &[may("words", Page)]),
    row(StepKind::Close, SUGGESTION, &[State::Replied], Some(State::Closed), "29", &[may("words", Page)]),
    row(
        StepKind::Satisfaction,
        BOTH,
        &[State::Closed],
        None,
        "",
        &[must("office", SATISFIED), must("handler", SATISFIED), may("words", Page)],
    ),
    row(StepKind::FollowUp, BOTH, &[State::Closed], None, "", &[must("words", Page)]),
    row(StepKind::Archive, ALL, ENDED, Some(State::Archived), "", &[may("words", Page)]),
    row(StepKind::Withdraw, ALL, OPEN, Some(State::Withdrawn), "", &[must("reasons", Page)]),
    row(StepKind::Reopen, ALL, REOPENS, Some(State::Registered), "", &[must("reasons", Page)]),
];
