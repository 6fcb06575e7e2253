//! Who may do what: one table and one pure function, asked by the screens for kindness and by the store for truth.
use super::{
    catalog::{Catalog, Item, List},
    deed::Deed,
    petition::Petition,
    setting::{COLUMNS, SEAT},
    step::StepKind,
    words::terms,
};
use serde::{Deserialize, Serialize};

terms! {
    /// What somebody is in the house. Nobody is two things: an administrator has no part in the casework, and
    /// each of the three watches the other two.
    #[derive(Default)]
    Role / "house-role" {
        #[default]
        /// 接待员: takes petitions down and moves them on, at one counter.
        Clerk = "clerk",
        /// 经办人 of a handling unit: sees and answers only what is at that unit.
        Handler = "handler",
        /// 督办: watches board and limits of every counter.
        Supervisor = "supervisor",
        /// 包案领导: reads the cases that they own.
        Leader = "leader",
        /// 系统管理员: settings, lists, back-ups.
        System = "system",
        /// 安全管理员: who works here, and with which rights.
        Security = "security",
        /// 审计员: reads the journal of acts and looks.
        Audit = "audit",
        /// Whoever sits at a desk of their own: it is shared with nobody as long as it has no security administrator.
        Owner = "owner",
    }
}

impl Role {
    /// Whether it is what most are; such an entry need not say so.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    pub const fn is_clerk(&self) -> bool {
        matches!(self, Self::Clerk)
    }

    /// Whether it is one of the three administrators, who take no part in the casework.
    pub const fn administers(self) -> bool {
        matches!(self, Self::System | Self::Security | Self::Audit)
    }

    /// The roles that can be given to somebody.
    pub fn given() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|role| *role != Self::Owner)
    }

    fn has(self, power: Power) -> bool {
        self == Self::Owner || POWERS.iter().any(|(role, powers)| *role == self && powers.contains(&power))
    }
}

/// What a role is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// Read petitions and people.
    Read,
    /// Take down what somebody brings, and who they are.
    Register,
    /// Decide on a petition, route it, put it right.
    Route,
    /// Answer for the substance: object, extend, report progress, reply.
    Handle,
    /// Print papers.
    Print,
    /// Read figures and evaluations.
    Figures,
    /// Read the leaders' board.
    Board,
    /// Lead cases and meetings, overrule an evaluation.
    Supervise,
    /// Write out many petitions at once, with a second person.
    Export,
    /// Take in sheets.
    Import,
    /// Keep views of one's own work list.
    Views,
    /// Keep the lists of the house, but for its people.
    Lists,
    /// Settings, back-ups, the index.
    Settings,
    /// Say who works here, and with which rights.
    People,
    /// Read the journal of acts and looks, and prove it.
    Journal,
}

use Power::{
    Board, Export, Figures, Handle, Import, Journal, Lists, People, Print, Read, Register, Route, Settings,
    Supervise, Views,
};

/// What each role may do at all; an owner may do everything.
const POWERS: &[(Role, &[Power])] = &[
    (Role::Clerk, &[Read, Register, Route, Handle, Print, Figures, Board, Export, Import, Views]),
    (Role::Handler, &[Read, Handle, Print, Views]),
    (
        Role::Supervisor,
        &[Read, Register, Route, Handle, Print, Figures, Board, Supervise, Export, Import, Views, Lists],
    ),
    (Role::Leader, &[Read, Board, Views]),
    (Role::System, &[Settings, Lists]),
    (Role::Security, &[People]),
    (Role::Audit, &[Journal]),
];

/// The steps by which a handling unit answers for the substance.
const SUBSTANCE: &[StepKind] = &[
    StepKind::Objection,
    StepKind::Extend,
    StepKind::Hearing,
    StepKind::Mediation,
    StepKind::RemindAnswer,
    StepKind::RecommendAnswer,
    StepKind::Reply,
    StepKind::Answer,
];

/// Whoever is at the desk or behind a verb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Code of the clerk, or the account's name when a verb runs without one.
    pub code: String,
    /// Code of the office they sit in; its chain takes their entries.
    pub office: String,
    /// Code of the unit they belong to: a handler's own, else the one their counter sits in; may be empty.
    pub unit: String,
    /// What they are.
    pub role: Role,
    /// Whether they hold the right to see sealed accusations.
    pub sees_sealed: bool,
}

/// Which petitions somebody sees, sealed ones and conflicts of interest aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach<'a> {
    /// The whole city's: whoever stands at one counter may have been at another one.
    City,
    /// Those at a handling unit.
    Unit(&'a str),
    /// Those in the cases of a leader.
    Leader(&'a str),
    /// None.
    Nothing,
}

impl Actor {
    /// Somebody with all rights but that of seeing what is sealed, as at a desk of one's own.
    pub fn owner(code: impl Into<String>, office: impl Into<String>) -> Self {
        let (code, office) = (code.into(), office.into());
        Self { code, office, unit: String::new(), role: Role::Owner, sees_sealed: false }
    }

    /// The person whom an entry of the list of clerks names, as the house stands.
    pub fn of(clerk: &Item, catalog: &Catalog) -> Self {
        let extra = &clerk.extra;
        let of_counter = || catalog.get(List::Office, &extra.office).map(|office| office.extra.unit.clone());
        Self {
            code: clerk.code.clone(),
            office: extra.office.clone(),
            unit: if extra.unit.is_empty() { of_counter().unwrap_or_default() } else { extra.unit.clone() },
            role: if is_shared(catalog) { extra.role } else { Role::Owner },
            sees_sealed: extra.sees_sealed,
        }
    }

    /// Which petitions they see.
    pub fn reach(&self) -> Reach<'_> {
        match self.role {
            Role::Handler => Reach::Unit(&self.unit),
            Role::Leader => Reach::Leader(&self.code),
            role if role.has(Read) => Reach::City,
            _ => Reach::Nothing,
        }
    }

    /// Whether they may do this at all.
    pub fn can(&self, power: Power) -> bool {
        self.role.has(power)
    }
}

/// Whether a store is shared: from its first security administrator on everybody has the rights of their role, and
/// nobody more.
pub fn is_shared(catalog: &Catalog) -> bool {
    catalog.list(List::Clerk).any(|clerk| clerk.extra.role == Role::Security)
}

/// What rights depend on in a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Its home office.
    pub office: &'a str,
    /// Its handling unit.
    pub unit: &'a str,
    /// Who registered it.
    pub registrar: &'a str,
    /// Whether it is sealed.
    pub sealed: bool,
    /// The unit accused.
    pub accused: &'a str,
    /// Whether the asker has a conflict of interest in it.
    pub recused: bool,
    /// Whether it is in a case that the asker owns.
    pub led: bool,
}

impl<'a> Subject<'a> {
    /// What the rights of `actor` depend on; `led` is not a petition's own to tell.
    pub fn of(petition: &'a Petition, actor: &Actor, led: bool) -> Self {
        Self {
            office: petition.no.office(),
            unit: &petition.matter.unit,
            registrar: &petition.registrar,
            sealed: petition.matter.sealed(),
            accused: &petition.matter.accused,
            recused: petition.recused.contains(&actor.code),
            led,
        }
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wish<'a> {
    /// Anything of this kind.
    Do(Power),
    /// See a petition.
    See(Subject<'a>),
    /// Do something to a petition that they see.
    On(Power, Subject<'a>),
    /// Set an entry of a list.
    Put(&'a Item),
    /// Give somebody the right to see sealed accusations.
    Grant,
    /// Take back an entry.
    TakeBack {
        /// Who wrote it.
        author: &'a str,
    },
}

/// Why not: the id of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why(pub &'static str);

/// Whether `actor` may.
pub fn may(actor: &Actor, wish: Wish<'_>) -> Result<(), Why> {
    let fits = |fits: bool, why| if fits { Ok(()) } else { Err(Why(why)) };
    match wish {
        Wish::Do(power) => fits(actor.can(power), "why-no-right"),
        Wish::See(subject) => fits(sees(actor, &subject), "why-not-found"),
        Wish::On(power, subject) => {
            fits(sees(actor, &subject), "why-not-found")?;
            fits(actor.can(power), "why-no-right")?;
            fits(!matches!(power, Route | Handle) || is_theirs(actor, &subject), "why-other-office")
        }
        Wish::Put(item) => put(actor, item),
        Wish::Grant => fits(actor.sees_sealed || actor.role == Role::Security, "why-grant"),
        Wish::TakeBack { author } => fits(author == actor.code, "why-not-yours"),
    }
}

/// A sealed accusation shows only to whoever registered it and to holders of the right, never to people of the unit
/// accused \[30\]; and nobody sees what they have a stake in.
fn sees(actor: &Actor, subject: &Subject<'_>) -> bool {
    let reached = match actor.reach() {
        Reach::City => true,
        Reach::Unit(unit) => !unit.is_empty() && subject.unit == unit,
        Reach::Leader(_) => subject.led,
        Reach::Nothing => false,
    };
    let accused = !actor.unit.is_empty() && actor.unit == subject.accused;
    let unsealed = !subject.sealed || actor.code == subject.registrar || (actor.sees_sealed && !accused);
    reached && unsealed && !subject.recused
}

/// Whether a petition is in the hands of the actor's own counter or of the unit it sits in.
fn is_theirs(actor: &Actor, subject: &Subject<'_>) -> bool {
    !matches!(actor.role, Role::Clerk | Role::Handler)
        || (actor.role == Role::Clerk && subject.office == actor.office)
        || (!actor.unit.is_empty() && subject.unit == actor.unit)
}

fn put(actor: &Actor, item: &Item) -> Result<(), Why> {
    let power = match item.list {
        List::Clerk => People,
        List::View => Views,
        _ => Lists,
    };
    may(actor, Wish::Do(power))?;
    let own = item.list == List::Clerk && item.code == actor.code && actor.role != Role::Owner;
    if own { Err(Why("why-own-rights")) } else { Ok(()) }
}

impl Deed {
    /// What somebody must be allowed to do; none where the deed's own content decides.
    pub fn power(&self) -> Option<Power> {
        Some(match self {
            Self::Register(_)
            | Self::Visit { .. }
            | Self::Link { .. }
            | Self::MergePerson { .. }
            | Self::Apart { .. } => Register,
            Self::Import(_) => Import,
            Self::Step { step, .. } if SUBSTANCE.contains(step) => Handle,
            Self::Progress { .. } => Handle,
            Self::Step { .. } | Self::Correct { .. } => Route,
            Self::Print { .. } => Print,
            // Of rows of registers the declaration says who may write them.
            Self::Undo { .. }
            | Self::Recuse { .. }
            | Self::EnterRecord { .. }
            | Self::ChangeRecord { .. }
            | Self::MoveRecord { .. }
            | Self::CountRecord { .. }
            | Self::StrikeRecord { .. } => Read,
            Self::Evaluate { .. }
            | Self::OpenCase { .. }
            | Self::JoinCase { .. }
            | Self::LeaveCase { .. }
            | Self::AssignCase { .. }
            | Self::ReviewCase { .. }
            | Self::ChangeCase { .. }
            | Self::PlanMeeting(_)
            | Self::CancelMeeting { .. } => Supervise,
            Self::PutItem(_) => return None,
            // Sitting down at one's own account's desk is no setting of the house.
            Self::PutSetting { key, .. } if key.starts_with(SEAT) => return None,
            Self::PutSetting { key, .. } if key.starts_with(COLUMNS) => Import,
            Self::PutSetting { .. } => Settings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(role: Role) -> Actor {
        Actor { role, unit: "ZJJ".into(), ..Actor::owner("li", "ZJ") }
    }

    fn at<'a>(office: &'a str, unit: &'a str) -> Subject<'a> {
        Subject { office, unit, registrar: "wu", sealed: false, accused: "", recused: false, led: false }
    }

    #[test]
    fn no_administrator_has_any_part_in_the_casework_and_no_two_share_a_power() {
        let business =
            [Read, Register, Route, Handle, Print, Figures, Board, Supervise, Export, Import, Views];
        let three: Vec<Role> = Role::given().filter(|role| role.administers()).collect();
        assert_eq!(three.len(), 3);
        for role in &three {
            assert!(business.iter().all(|power| !role.has(*power)), "{role:?}");
            assert_eq!(one(*role).reach(), Reach::Nothing);
        }
        for power in [Settings, People, Journal] {
            assert_eq!(three.iter().filter(|role| role.has(power)).count(), 1, "{power:?}");
            assert!(Role::given().filter(|role| role.has(power)).all(Role::administers), "{power:?}");
        }
    }

    #[test]
    fn each_power_is_in_these_hands_and_in_no_others() {
        use Role::{Audit, Clerk, Handler, Leader, Security, Supervisor, System};
        let hands: [(Power, &[Role]); 15] = [
            (Read, &[Clerk, Handler, Supervisor, Leader]),
            (Register, &[Clerk, Supervisor]),
            (Route, &[Clerk, Supervisor]),
            (Handle, &[Clerk, Handler, Supervisor]),
            (Print, &[Clerk, Handler, Supervisor]),
            (Figures, &[Clerk, Supervisor]),
            (Board, &[Clerk, Supervisor, Leader]),
            (Supervise, &[Supervisor]),
            (Export, &[Clerk, Supervisor]),
            (Import, &[Clerk, Supervisor]),
            (Views, &[Clerk, Handler, Supervisor, Leader]),
            (Lists, &[Supervisor, System]),
            (Settings, &[System]),
            (People, &[Security]),
            (Journal, &[Audit]),
        ];
        for (power, those) in hands {
            let able: Vec<Role> = Role::given().filter(|role| role.has(power)).collect();
            assert_eq!(able, those, "{power:?}");
        }
    }

    #[test]
    fn a_handler_sees_and_answers_what_is_at_their_unit_and_registers_nothing() {
        let handler = one(Role::Handler);
        assert!(may(&handler, Wish::On(Handle, at("RS", "ZJJ"))).is_ok());
        assert_eq!(may(&handler, Wish::See(at("ZJ", "RSJ"))), Err(Why("why-not-found")));
        assert_eq!(may(&handler, Wish::On(Handle, at("ZJ", "RSJ"))), Err(Why("why-not-found")));
        assert_eq!(may(&handler, Wish::Do(Register)), Err(Why("why-no-right")));
        assert_eq!(may(&handler, Wish::On(Route, at("ZJ", "ZJJ"))), Err(Why("why-no-right")));
        let nowhere = Actor { unit: String::new(), ..handler };
        assert!(may(&nowhere, Wish::See(at("ZJ", ""))).is_err(), "a handler of no unit sees nothing");
    }

    #[test]
    fn a_clerk_moves_on_what_is_at_their_counter_or_unit_and_sees_the_citys() {
        let clerk = one(Role::Clerk);
        for (subject, moved) in
            [(at("ZJ", ""), true), (at("RS", "ZJJ"), true), (at("RS", "RSJ"), false), (at("RS", ""), false)]
        {
            assert!(may(&clerk, Wish::See(subject)).is_ok());
            for power in [Route, Handle] {
                assert_eq!(may(&clerk, Wish::On(power, subject)).is_ok(), moved, "{power:?} {subject:?}");
            }
            assert!(may(&clerk, Wish::On(Register, subject)).is_ok(), "whoever comes again is taken down");
        }
        assert!(may(&one(Role::Supervisor), Wish::On(Route, at("RS", "RSJ"))).is_ok());
    }

    #[test]
    fn people_of_the_unit_accused_never_see_the_accusation_whatever_right_they_hold() {
        let sealed = Subject { sealed: true, accused: "ZJJ", ..at("XF", "") };
        let fit = Actor { sees_sealed: true, unit: "XFJ".into(), ..one(Role::Supervisor) };
        assert!(may(&fit, Wish::See(sealed)).is_ok());
        assert!(may(&one(Role::Supervisor), Wish::See(sealed)).is_err());
        let accused = Actor { sees_sealed: true, ..one(Role::Supervisor) };
        assert!(may(&accused, Wish::See(sealed)).is_err());
        assert!(may(&accused, Wish::See(Subject { registrar: "li", ..sealed })).is_ok());
    }

    #[test]
    fn whoever_has_a_stake_in_it_does_not_see_it() {
        let subject = Subject { recused: true, ..at("ZJ", "ZJJ") };
        for role in Role::ALL {
            assert!(may(&one(*role), Wish::See(subject)).is_err(), "{role:?}");
        }
    }

    #[test]
    fn nobody_changes_their_own_rights() {
        let security = one(Role::Security);
        let item = |code: &str| Item::new(List::Clerk, code, "某人");
        assert_eq!(may(&security, Wish::Put(&item("li"))), Err(Why("why-own-rights")));
        assert!(may(&security, Wish::Put(&item("wu"))).is_ok());
        assert!(may(&one(Role::Supervisor), Wish::Put(&item("wu"))).is_err());
        assert!(may(&security, Wish::Put(&Item::new(List::Phrase, "a", "b"))).is_err());
    }
}
