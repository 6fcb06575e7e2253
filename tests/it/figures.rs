//! Figures against a count of their own, over generated years; and the stories of their screen.
use crate::{
    casework::{BOTH, say},
    support::{Visit, clerk, noon_of, town, visit},
};
use chrono::{Datelike, Days, NaiveDate};
use fengqiao::{
    corpus::Town,
    domain::{
        calendar::{Calendar, Length, Unit},
        case::CaseMatter,
        catalog::{Catalog, Item, List},
        deed::{Deed, Order},
        figures::{By, Figures, Measure, Question, Row, Value},
        journal::fold,
        petition::{No, Petition},
        rights::Actor,
    },
    lang::Locale,
    store::{FiguresAsk, Filling, Listed, Now, Reply, Request, Store},
};
use std::collections::BTreeMap;

const GROUP: u32 = 5;
/// Petitions of each time.
const LIVES: usize = 900;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Lives around a leap day, the turn of a year and today; what had not ended by then never did.
struct Years {
    store: Store,
    me: Actor,
    now: Now,
    petitions: Vec<Petition>,
    _dir: tempfile::TempDir,
}

fn years() -> Years {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(&dir.path().join("f.db")).unwrap();
    let me = Actor { sees_sealed: true, ..clerk("w", "ZJ") };
    let now = Now::at(crate::support::NOON);
    let towns = [(3, "2024-03-05"), (4, "2025-02-20"), (5, "2026-11-23")];
    let fillings = towns.into_iter().enumerate().flat_map(|(at, (seed, until))| {
        let me = me.clone();
        Town::new(seed, day(until), LIVES).map(move |arrival| Filling {
            me: Actor { office: arrival.registration.office.clone().unwrap(), ..me.clone() },
            now,
            registration: arrival.registration,
            repeats: arrival.repeats.map(|before| before + at * LIVES),
            since: arrival.since.into_iter().map(|(day, act)| (noon_of(day, now), act)).collect(),
        })
    });
    let numbers = store.fill("town", fillings, &mut |_| {}).unwrap();
    let mut folded = |no| {
        let ask = Request::Petition(fengqiao::store::PetitionAsk::Page(no));
        let Reply::Petition(page) = store.answer(&me, now, ask).unwrap() else { panic!() };
        fold(&page.entries).unwrap()
    };
    let petitions = numbers.into_iter().map(&mut folded).collect();
    Years { store, me, now, petitions, _dir: dir }
}

/// The days of the steps of some kinds, in their order.
fn days(petition: &Petition, kinds: &[&str]) -> Vec<NaiveDate> {
    petition.steps.iter().filter(|one| kinds.contains(&one.step.id())).map(|one| one.on).collect()
}

const DECIDED: &[&str] = &[
    "accept",
    "not-accept",
    "no-longer-accept",
    "forward",
    "assign",
    "discipline",
    "direct",
    "simple",
    "answer",
];
const TAKEN_UP: &[&str] = &["accept", "not-accept", "no-longer-accept", "direct", "simple", "answer"];

/// The last day and the day on which it was met, one pair for each limit that ran.
type Limits = Vec<(NaiveDate, Option<NaiveDate>)>;

fn told(petition: &Petition) -> Limits {
    let nowhere = petition.matter.petitioners.iter().all(|one| one.address.trim().is_empty());
    if petition.matter.anonymous || nowhere {
        return Vec::new();
    }
    let mut limits = Vec::new();
    if !petition.told {
        limits.push((petition.received + Days::new(15), days(petition, DECIDED).first().copied()));
    }
    if let Some(sent) = days(petition, &["forward", "assign"]).last() {
        let met = days(petition, TAKEN_UP).into_iter().find(|day| day >= sent);
        limits.push((*sent + Days::new(15), met));
    }
    limits
}

fn answered(petition: &Petition) -> Limits {
    let mut limits = Vec::new();
    if let Some(simple) = days(petition, &["simple"]).last() {
        let ten = Length { count: 10, unit: Unit::WorkingDays };
        let due = Calendar::shipped().count(*simple, ten, &std::collections::BTreeSet::new()).due.raw;
        limits.push((due, days(petition, &["reply", "accept"]).first().copied()));
    }
    if let Some(accepted) = days(petition, &["accept"]).last() {
        let longer = if days(petition, &["extend"]).is_empty() { 60 } else { 90 };
        limits.push((*accepted + Days::new(longer), days(petition, &["reply"]).first().copied()));
    }
    limits
}

/// Whether the limits of one petition were kept in a span as of a day; nothing where none of them counts in it.
fn kept(limits: &Limits, from: NaiveDate, on: NaiveDate) -> Option<bool> {
    let counted = limits.iter().filter_map(|(due, met)| match met {
        Some(met) if *met <= on => (*met >= from).then_some(met <= due),
        _ => (*due < on).then_some(false),
    });
    let all: Vec<bool> = counted.collect();
    (!all.is_empty()).then(|| all.iter().all(|good| *good))
}

/// Of how many, how many are good: `66.7% 2/3`.
fn rate(all: impl IntoIterator<Item = bool>) -> String {
    let (good, of) = all.into_iter().fold((0, 0), |(good, of), one| (good + usize::from(one), of + 1));
    if of == 0 {
        return "-".to_owned();
    }
    let tenths = (good * 2000 + of) / (of * 2);
    let tenths = if good > 0 && good < of { tenths.clamp(1, 999) } else { tenths };
    format!("{}.{}% {good}/{of}", tenths / 10, tenths % 10)
}

/// What the figures of some petitions come to, as they are written.
fn counted(
    petitions: &[&Petition],
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
) -> BTreeMap<&'static str, String> {
    let on = to.min(today);
    let within = |day: &NaiveDate| *day >= from && *day <= on;
    let received: Vec<&&Petition> = petitions.iter().filter(|one| within(&one.received)).collect();
    let number = |wanted: &dyn Fn(&Petition) -> bool| received.iter().filter(|one| wanted(one)).count();
    let repeats = number(&|one| one.follows.is_some());
    let groups = number(&|one| one.matter.counts.came >= GROUP);
    let end = |one: &Petition| {
        days(one, &["close", "not-accept", "no-longer-accept", "direct", "discipline"]).first().copied()
    };
    let mut cycles: Vec<i64> = petitions
        .iter()
        .filter(|one| !one.told)
        .filter_map(|one| Some((end(one).filter(within)? - one.received).num_days()))
        .collect();
    cycles.sort_unstable();
    let waiting = petitions.iter().filter(|one| !one.told && one.received <= on);
    let waiting = waiting.filter(|one| end(one).is_none_or(|day| day > on));
    let oldest = waiting.map(|one| (on - one.received).num_days()).max();
    let said = |slot: &str| -> Vec<bool> {
        let asked = petitions.iter().filter_map(|one| {
            one.steps
                .iter()
                .rev()
                .find(|taken| taken.step.id() == "satisfaction")
                .filter(|taken| within(&taken.on))
        });
        asked
            .map(|taken| taken.said(slot).to_owned())
            .filter(|said| said != "silent")
            .map(|said| said != "no")
            .collect()
    };
    let tenths = |tenths: Option<i64>| tenths.map_or("-".to_owned(), |t| format!("{}.{}", t / 10, t % 10));
    let ended = i64::try_from(cycles.len()).unwrap();
    let mean = (ended > 0).then(|| (cycles.iter().sum::<i64>() * 20 + ended) / (ended * 2));
    let middle = (ended > 0).then(|| (cycles[(cycles.len() - 1) / 2] + cycles[cycles.len() / 2]) * 5);
    BTreeMap::from([
        ("petitions", received.len().to_string()),
        ("people", received.iter().map(|one| one.matter.counts.came).sum::<u32>().to_string()),
        ("single", (received.len() - groups).to_string()),
        ("group", groups.to_string()),
        ("first", (received.len() - repeats).to_string()),
        ("repeat", repeats.to_string()),
        ("repeat-rate", rate(received.iter().map(|one| one.follows.is_some()))),
        ("told", rate(petitions.iter().filter_map(|one| kept(&told(one), from, on)))),
        ("answered", rate(petitions.iter().filter_map(|one| kept(&answered(one), from, on)))),
        ("cycle", tenths(mean)),
        ("median", tenths(middle)),
        ("oldest", tenths(oldest.map(|days| days * 10))),
        ("office-satisfied", rate(said("office"))),
        ("unit-satisfied", rate(said("handler"))),
    ])
}

/// The same as the program tells it.
fn figured(row: &fengqiao::domain::figures::Sums) -> BTreeMap<&'static str, String> {
    let told = |measure: Measure| {
        let value = row.value(measure);
        value.fraction().map_or_else(|| value.to_string(), |of| format!("{value} {of}"))
    };
    let measures = Measure::ALL.iter().filter(|measure| !measure.is_of_cases());
    measures.map(|measure| (measure.id(), told(*measure))).collect()
}

fn question(from: &str, to: &str, by: By) -> Question {
    Question { span: day(from)..=day(to), only: Vec::new(), by, group: GROUP }
}

impl Years {
    fn figures(&mut self, question: Question) -> Figures {
        let ask = Request::Figures(FiguresAsk::Tell(question));
        let Reply::Figures(figures) = self.store.answer(&self.me, self.now, ask).unwrap() else { panic!() };
        *figures
    }

    fn listed(&mut self, question: Question, measure: Measure) -> Listed {
        let ask = Request::Figures(FiguresAsk::List { question, measure });
        let Reply::Listed(listed) = self.store.answer(&self.me, self.now, ask).unwrap() else { panic!() };
        *listed
    }

    fn open(&self, wanted: impl Fn(&Petition) -> bool) -> Vec<&Petition> {
        self.petitions.iter().filter(|one| !one.matter.sealed() && wanted(one)).collect()
    }
}

/// Whole months, weeks over the turn of a year and a leap day, whole years, and days that are not over.
const SPANS: &[(&str, &str, &str, &str)] = &[
    ("2024-02-01", "2024-02-29", "2023-02-01", "2023-02-28"),
    ("2025-02-01", "2025-02-28", "2024-02-01", "2024-02-29"),
    ("2024-02-26", "2024-03-03", "2023-02-26", "2023-03-03"),
    ("2024-12-30", "2025-01-05", "2023-12-30", "2024-01-05"),
    ("2025-01-01", "2025-12-31", "2024-01-01", "2024-12-31"),
    ("2024-01-01", "2024-12-31", "2023-01-01", "2023-12-31"),
    ("2024-03-06", "2024-03-06", "2023-03-06", "2023-03-06"),
    ("2026-11-16", "2026-11-22", "2025-11-16", "2025-11-22"),
    ("2026-09-01", "2026-09-30", "2025-09-01", "2025-09-30"),
];

#[test]
fn every_figure_is_what_an_independent_count_says_over_years() {
    let mut years = years();
    let today = years.now.today;
    for (from, to, from_before, to_before) in SPANS {
        let figures = years.figures(question(from, to, By::Month));
        let all = years.open(|_| true);
        let now = counted(&all, day(from), day(to), today);
        assert_eq!(figured(&figures.whole.now), now, "{from}..{to}");
        let before = counted(&all, day(from_before), day(to_before), today);
        assert_eq!(figured(&figures.whole.before), before, "{from}..{to} a year before");
        assert_eq!(figures.months.len(), 12);
        for month in &figures.months {
            let first = day(&format!("{}-01", month.key));
            let last = first + chrono::Months::new(1) - Days::new(1);
            let on = last.min(day(to)).min(today);
            assert_eq!(figured(&month.now), counted(&all, first, last, on), "{} as of {on}", month.key);
        }
    }
    // Not over yet: as it stands today, beside the same days of the year before.
    let figures = years.figures(question("2026-11-01", "2026-11-30", By::Month));
    let all = years.open(|_| true);
    assert_eq!(figures.on, today);
    let told = [&figures.whole.now, &figures.whole.before].map(figured);
    let counts = ["2026", "2025"].map(|year| {
        let on = day(&format!("{year}-{:02}-{:02}", today.month(), today.day()));
        counted(&all, day(&format!("{year}-11-01")), day(&format!("{year}-11-30")), on)
    });
    assert_eq!(told, counts);
    assert_ne!(figures.whole.now.value(Measure::Answered), Value::Nothing);
}

#[test]
fn every_breakdown_is_what_an_independent_count_says_of_each_part() {
    let mut years = years();
    let (catalog, today) = (Catalog::shipped(), years.now.today);
    let (from, to) = ("2024-01-01", "2024-12-31");
    let part = |by: By, one: &Petition| -> String {
        let matter = &one.matter;
        let code = |code: &str, digits: usize| code.chars().take(digits).collect();
        match by {
            By::Office => one.no.office().to_owned(),
            By::Place => code(&matter.place, 6),
            By::Category => code(&matter.category, 2),
            By::Field => catalog.field_of(&matter.category).unwrap_or_default().to_owned(),
            By::Channel => matter.channel.id().to_owned(),
            By::Month => String::new(),
        }
    };
    for by in By::ALL.iter().copied().filter(|by| *by != By::Month) {
        let figures = years.figures(question(from, to, by));
        assert!(figures.parts.len() > 2, "{by:?}");
        let sum: u32 = figures.parts.iter().map(|row| row.now.counted(Measure::Petitions)).sum();
        assert_eq!(sum, figures.whole.now.counted(Measure::Petitions), "{by:?}");
        for Row { key, now, .. } in &figures.parts {
            let all = years.open(|one| part(by, one) == *key);
            assert_eq!(figured(now), counted(&all, day(from), day(to), today), "{by:?} {key}");
        }
        let Some(first) = figures.parts.first() else { panic!() };
        let narrowed = Question { only: vec![(by, first.key.clone())], ..question(from, to, by) };
        let figures = years.figures(narrowed);
        assert_eq!(figures.whole.now, first.now, "{by:?} narrowed");
    }
    let county = Question { only: vec![(By::Place, "512002".into())], ..question(from, to, By::Place) };
    let towns = years.figures(county).parts;
    assert!(towns.iter().all(|row| row.key.len() == 9 && row.key.starts_with("512002")), "{towns:?}");
}

#[test]
fn the_list_behind_a_figure_holds_what_it_counts_and_those_that_missed_come_first() {
    let mut years = years();
    let (from, to) = ("2024-02-01", "2024-03-31");
    let figures = years.figures(question(from, to, By::Month));
    for measure in Measure::ALL.iter().copied().filter(|measure| !measure.is_of_cases()) {
        let listed = years.listed(question(from, to, By::Month), measure);
        assert_eq!(listed.of, figures.whole.now.counted(measure) as usize, "{measure:?}");
        assert_eq!(listed.briefs.len(), listed.of.min(500));
        assert!(listed.briefs.iter().all(|brief| !brief.sealed));
        if let Value::Rate(good, of) = figures.whole.now.value(measure) {
            let missed = if measure.is_rate() { of - good } else { 0 };
            assert_eq!(listed.missed, missed as usize, "{measure:?}");
        }
    }
    let answered = years.listed(question(from, to, By::Month), Measure::Answered);
    assert!(answered.missed > 0 && answered.missed < answered.of, "{answered:?}");
    let late = |no: &No| {
        let one = years.petitions.iter().find(|one| one.no == *no).unwrap();
        kept(&self::answered(one), day(from), day(to)) == Some(false)
    };
    assert!(answered.briefs.iter().take(answered.missed).all(|brief| late(&brief.no)));
}

#[test]
fn nobody_s_figures_count_what_is_sealed() {
    let mut years = years();
    let sealed = years.petitions.iter().filter(|one| one.matter.sealed()).count();
    assert!(sealed > 20);
    let all = question("2021-01-01", "2026-12-31", By::Category);
    let whole = years.figures(all.clone());
    assert_eq!(whole.whole.now.counted(Measure::Petitions) as usize, years.petitions.len() - sealed);
    years.me.sees_sealed = false;
    assert_eq!(years.figures(all), whole, "whoever may not see them sees the same");
}

/// Opens a case at noon of a day and carries out what is said on the days after it.
fn paid(years: &mut Years, place: &str, field: &str, sums: &[(&str, i64, u32)]) -> No {
    let leader = Item::new(List::Leader, "L1", "陈建国");
    let mut does = |on: &str, deed: Deed| {
        let order = Order { op: format!("{on} {deed:?}"), version: None, deed };
        let now = noon_of(day(on), years.now);
        let Reply::Done(done) = years.store.answer(&years.me, now, Request::Do(Box::new(order))).unwrap()
        else {
            panic!()
        };
        done.no
    };
    does("2025-01-01", Deed::PutItem(Box::new(leader)));
    let matter = CaseMatter {
        place: place.into(),
        field: field.into(),
        ..CaseMatter::new(format!("欠薪 {place}"), "L1", day("2025-01-01"))
    };
    let no = does("2025-01-01", Deed::OpenCase { matter: Box::new(matter), petitions: Vec::new() });
    for (on, fen, people) in sums {
        let fields = serde_json::json!({"recovered": fen, "recovered_people": people});
        does(
            on,
            Deed::ChangeCase {
                no: no.clone(),
                fields: fields.as_object().unwrap().clone(),
                reason: String::new(),
            },
        );
    }
    no
}

#[test]
fn money_counts_on_the_day_on_which_it_was_written_down() {
    let mut years = years();
    let one = paid(&mut years, "512002", "劳资", &[("2025-12-31", 100_000, 2), ("2026-01-01", 350_050, 5)]);
    paid(&mut years, "512021", "房地产", &[("2026-01-31", 50_000, 1), ("2026-02-01", 40_000, 1)]);
    let mut told = |from: &str, to: &str, only: Vec<(By, String)>| {
        let figures = years.figures(Question { only, ..question(from, to, By::Place) });
        [Measure::Recovered, Measure::Paid]
            .map(|measure| figures.whole.now.value(measure).to_string())
            .join(" ")
    };
    assert_eq!(told("2025-12-01", "2025-12-31", vec![]), "1,000 2");
    assert_eq!(told("2026-01-01", "2026-01-31", vec![]), "3,000.50 4");
    assert_eq!(told("2026-02-01", "2026-02-28", vec![]), "-100 0", "a slip that was put right");
    assert_eq!(told("2026-01-01", "2026-12-31", vec![(By::Field, "劳资".into())]), "2,500.50 3");
    assert_eq!(told("2026-01-01", "2026-12-31", vec![(By::Channel, "visit".into())]), "0 0");
    let january = years.figures(question("2026-01-01", "2026-01-31", By::Place));
    let mut parts: Vec<(String, String)> = january
        .parts
        .iter()
        .map(|row| (row.key.clone(), row.now.value(Measure::Recovered).to_string()))
        .filter(|(_, money)| money != "0")
        .collect();
    parts.sort();
    assert_eq!(parts, [("512002".into(), "2,500.50".into()), ("512021".into(), "500".into())]);
    let listed = years.listed(question("2026-01-01", "2026-01-31", By::Place), Measure::Recovered);
    assert_eq!((listed.of, &listed.cases[0].no, listed.cases[0].people), (2, &one, 3));
}

#[test]
fn a_supervisor_goes_from_a_figure_to_what_stands_behind_it_and_into_a_part() {
    for (locale, told, missed, list) in
        [(Locale::Zh, "按期告知率", "未达到", "算法"), (Locale::En, "Told in time", "missed: ", "formula")]
    {
        let mut v = town(locale);
        v.keys("g").sees("2026-11-01..2026-11-30").sees(told);
        v.keys(&"down ".repeat(7)).sees(&format!("> {told}"));
        v.keys("enter").sees(missed).sees(list).sees("> ");
        v.keys("enter").sees("-2026-");
        v.keys("f3 f3").sees(&format!("> {told}"));
        v.keys("right").sees("住建分中心");
        v.keys("enter").sees_not("市信访局接访中心");
        v.keys("f3").sees(if locale == Locale::Zh { "不含密件" } else { "what is sealed" });
        v.keys("f3").sees_not("2026-11-30");
    }
}

#[test]
fn the_days_are_turned_stepped_and_typed() {
    for locale in BOTH {
        let mut v = visit(locale);
        v.keys("g").sees(say(
            locale,
            "2026-11-01..2026-11-30，截至 2026-11-23",
            "2026-11-30, as of 2026-11-23",
        ));
        v.keys("[").sees(say(locale, "2026-10-31，截至 2026-10-31", "2026-10-31, as of 2026-10-31"));
        v.keys("]").sees("2026-11-01..2026-11-30");
        v.keys("]").sees("2026-11-01").sees(say(locale, "还没有到", "still to come"));
        v.keys("v").sees("2026-10-01..2026-12-31");
        v.keys("v").sees("2026-01-01..2026-12-31");
        v.keys("v").sees("2026-11-23..2026-11-29");
        v.keys("p").types("上周").keys("enter").sees("2026-11-16..2026-11-22");
        v.keys("p").types("哪天").keys("enter");
        v.sees(say(locale, "看不懂期间“哪天”", "“哪天” is no span")).sees(say(
            locale,
            "期间 > 哪天",
            "Days > 哪天",
        ));
        v.keys("ctrl-u").types("0301..0315").keys("enter").sees("2026-03-01..2026-03-15");
        v.keys("p f3").sees("2026-03-01..2026-03-15");
    }
}

#[test]
fn every_breakdown_is_turned_to_and_a_month_of_the_course_is_entered() {
    for locale in BOTH {
        let mut v: Visit = town(locale);
        v.keys("g");
        for by in By::ALL {
            let name = fengqiao::lang::Lang::new(locale).say(&by.message());
            v.keys("right").sees(&format!("[{name}]")).sees("> ");
        }
        v.sees("> 2026-11");
        v.keys("down enter").sees("2026-10-01..2026-10-31").sees(say(locale, "[概览]", "[all]"));
    }
}

#[test]
fn a_part_that_says_nothing_or_only_the_level_above_is_entered_as_exactly_that() {
    let mut years = years();
    let all = question("2021-01-01", "2026-12-31", By::Place);
    let whole = years.figures(all.clone()).whole.now;
    let only = |keys: &[&str]| Question {
        only: keys.iter().map(|key| (By::Place, (*key).to_owned())).collect(),
        ..all.clone()
    };
    let nothing = years.figures(only(&[""])).whole.now;
    let county = years.figures(only(&["512002"])).whole.now;
    let bare = years.figures(only(&["512002", "512002"])).whole.now;
    let counted = |wanted: &dyn Fn(&str) -> bool| years.open(|one| wanted(&one.matter.place)).len();
    for (sums, wanted) in [
        (&whole, counted(&|_| true)),
        (&nothing, counted(&|place| place.is_empty())),
        (&county, counted(&|place| place.starts_with("512002"))),
        (&bare, counted(&|place| place == "512002")),
    ] {
        assert_eq!(sums.counted(Measure::Petitions) as usize, wanted);
    }
}

/// Without enough of each kind, and of those that are late, the counts above would agree on nothing.
#[test]
fn the_lives_hold_every_kind_of_end() {
    let years = years();
    let ends = ["close", "not-accept", "direct"];
    for end in ends {
        assert!(years.petitions.iter().filter(|one| !days(one, &[end]).is_empty()).count() > 2, "{end}");
    }
    let late = |limits: fn(&Petition) -> Limits| {
        years.open(|one| kept(&limits(one), day("2000-01-01"), day("2026-11-23")) == Some(false)).len()
    };
    assert!(late(told) > 30 && late(answered) > 30, "{} {}", late(told), late(answered));
}
