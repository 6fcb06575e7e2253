//! Every wish that a key, the menu or a keymap file can name, declared once.

/// The keymap files, the help, the hints, the menu, the README's table and the words in both languages are
/// all checked against this list.
macro_rules! actions {
    ($($name:ident = $id:literal),* $(,)?) => {
        /// What the user wants, by name: `noun.verb`. Its words are the message `action-noun-verb`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each action is told in words by its message in both languages")]
        pub enum Action { $($name),* }

        impl Action {
            /// Every action, in the order of help and menu.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in keymap files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

actions! {
    GoIntake       = "go.intake",
    GoFind         = "go.find",
    GoToday        = "go.today",
    GoBoard        = "go.board",
    GoFigures      = "go.figures",
    GoEvaluation   = "go.evaluation",
    GoSettings     = "go.settings",
    GoImport       = "go.import",
    GoJournal      = "go.journal",
    GoRegisters    = "go.registers",

    FormSave       = "form.save",
    AppPrint       = "app.print",
    PetitionAgain  = "petition.again",
    IntakeTake     = "intake.take",
    IntakePerson   = "intake.person",
    FormList       = "form.list",
    FormNext       = "form.next",
    FormPrev       = "form.prev",
    StripNext      = "strip.next",
    StripPrev      = "strip.prev",

    ListOpen       = "list.open",
    ListNext       = "list.next",
    ListPrev       = "list.prev",
    ListFirst      = "list.first",
    ListLast       = "list.last",
    ListPageNext   = "list.page-next",
    ListPagePrev   = "list.page-prev",
    ViewLeft       = "view.left",
    ViewRight      = "view.right",
    ViewTurn       = "view.turn",

    ListMark       = "list.mark",
    ListMarkAll    = "list.mark-all",

    DraftDrop      = "draft.drop",
    FindKeep       = "find.keep",
    FindComplete   = "find.complete",
    FindSort       = "find.sort",

    PetitionStep   = "petition.step",
    PetitionNote   = "petition.note",
    PetitionMend   = "petition.mend",
    PetitionUndo   = "petition.undo",
    PetitionCase   = "petition.case",
    PetitionRemind = "petition.remind",
    PetitionWhy    = "petition.why",
    PetitionPapers = "petition.papers",
    PetitionLink   = "petition.link",
    PetitionUnlink = "petition.unlink",
    PetitionReveal = "petition.reveal",
    PetitionRecuse = "petition.recuse",

    PersonMerge    = "person.merge",
    PersonApart    = "person.apart",

    BoardFind      = "board.find",
    BoardCity      = "board.city",

    FiguresEarlier = "figures.earlier",
    FiguresLater   = "figures.later",
    FiguresSpan    = "figures.span",

    EvaluationSample = "evaluation.sample",
    EvaluationPetition = "evaluation.petition",

    CaseNew        = "case.new",
    CaseAdd        = "case.add",
    CaseRemove     = "case.remove",
    CaseAssign     = "case.assign",
    CaseMove       = "case.move",
    CaseReview     = "case.review",
    CaseMend       = "case.mend",

    CaseDuties     = "case.duties",
    CaseClose      = "case.close",
    CaseReopen     = "case.reopen",

    MeetingList    = "meeting.list",
    MeetingNew     = "meeting.new",
    MeetingCase    = "meeting.case",
    MeetingCancel  = "meeting.cancel",

    RecordNew      = "record.new",
    RecordFind     = "record.find",
    RecordFrom     = "record.from",
    RecordImport   = "record.import",
    RecordPetition = "record.petition",
    RecordMend     = "record.mend",
    RecordMove     = "record.move",
    RecordStrike   = "record.strike",
    RecordCount    = "record.count",
    RecordCode     = "record.code",

    ItemNew        = "item.new",
    ItemPin        = "item.pin",
    ItemRead       = "item.read",

    ImportRead     = "import.read",
    ImportTry      = "import.try",
    ImportStart    = "import.start",

    ChoiceNext     = "choice.next",
    ChoicePrev     = "choice.prev",
    EditLeft       = "edit.left",
    EditRight      = "edit.right",
    EditWordLeft   = "edit.word-left",
    EditWordRight  = "edit.word-right",
    EditHome       = "edit.home",
    EditEnd        = "edit.end",
    EditTop        = "edit.top",
    EditBottom     = "edit.bottom",
    EditUp         = "edit.up",
    EditDown       = "edit.down",
    EditErase      = "edit.erase",
    EditDelete     = "edit.delete",
    EditKill       = "edit.kill",
    EditKillEnd    = "edit.kill-end",
    EditNewline    = "edit.newline",
    EditUndo       = "edit.undo",

    AppHelp        = "app.help",
    AppMenu        = "app.menu",
    AppBack        = "app.back",
    AppRefresh     = "app.refresh",
    AppLock        = "app.lock",
    AppPin         = "app.pin",
    AppRedraw      = "app.redraw",
    AppStay        = "app.stay",
    AppQuit        = "app.quit",
}

impl Action {
    /// The action with this name.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// The id of its words.
    pub fn message(self) -> String {
        format!("action-{}", self.id().replace('.', "-"))
    }
}
