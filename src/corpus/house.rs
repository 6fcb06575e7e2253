//! Who works in the made-up town, what stands on its leaders' board, and somebody to find.
use super::rows::rows;
use crate::domain::{
    case::{CaseMatter, CaseState, Level, Merit, Review},
    catalog::{Catalog, Extra, Item, List},
    deed::{Deed, Registration},
    money::Fen,
    petition::{Counts, Matter, No, Petitioner},
};
use chrono::{Datelike, Days, NaiveDate};

/// Code of the clerk who registered everything; they may see sealed accusations.
pub const CLERK: &str = "wang";

/// Every how many petitions there is a case on the board.
const A_CASE: usize = 90;

/// Code of the group of cases about estates.
const GROUP: &str = "LP";
/// The field of the cases that belong to it.
const ESTATES: &str = "房地产";

/// Where the made-up counter is, and its telephone.
const REACH: &str = "建设路1号一楼，19000000001";

const CLERKS: &[(&str, &str)] = &[(CLERK, "王小雁"), ("li", "李安岳"), ("zhang", "张乐至")];
const LEADERS: &[(&str, &str, &str)] = &[
    ("L1", "陈建国", "副市长"),
    ("L2", "周明华", "市政府党组成员"),
    ("L3", "刘雁", "住建局局长"),
    ("L4", "何平", "人社局局长"),
    ("L5", "罗志远", "城管局局长"),
];
const TITLES: &[(&str, &str)] = &[
    ("滨江花园楼盘逾期交房", "房地产"),
    ("某工地拖欠农民工工资", "劳资"),
    ("某小区不动产登记办不了", "房地产"),
    ("投资公司集资款兑付", "投融资"),
    ("征地安置补偿未到位", "征地拆迁"),
    ("某商场预付卡退款", "投融资"),
];

/// Clerks, leaders, cases and reviews, in the order in which they have to be put in.
pub fn house(numbers: &[No], today: NaiveDate) -> Vec<Deed> {
    let shipped = Catalog::shipped();
    let mut deeds = people(&shipped);
    deeds.extend(cases(numbers, today));
    deeds.extend(reviews(numbers.len() / A_CASE, today));
    deeds.extend(rows(office(&shipped), today));
    deeds
}

/// The counter of the town.
fn office(shipped: &Catalog) -> &str {
    shipped.list(List::Office).next().map_or("ZJ", |office| office.code.as_str())
}

fn people(shipped: &Catalog) -> Vec<Deed> {
    let office = office(shipped);
    let clerk = |(code, name): &(&str, &str)| {
        let extra = Extra { office: office.to_owned(), sees_sealed: *code == CLERK, ..Extra::default() };
        Item { extra, ..Item::new(List::Clerk, *code, *name) }
    };
    let leader = |(code, name, post): &(&str, &str, &str)| {
        let extra = Extra { post: (*post).to_owned(), ..Extra::default() };
        Item { extra, ..Item::new(List::Leader, *code, *name) }
    };
    let counter = shipped.get(List::Office, office).map(|counter| {
        let extra = Extra { reach: REACH.to_owned(), ..counter.extra.clone() };
        Item { extra, ..counter.clone() }
    });
    let extra = Extra {
        text: "市法院、市检察院、市住建局、市信访局、属地政府".to_owned(),
        ..Extra::default()
    };
    let group = Item { extra, ..Item::new(List::Group, GROUP, "问题楼盘") };
    let items =
        counter.into_iter().chain([group]).chain(CLERKS.iter().map(clerk)).chain(LEADERS.iter().map(leader));
    items.map(|item| Deed::PutItem(Box::new(item))).collect()
}

/// The petitions a case holds, and when it was opened: so that some are late and some are not.
fn cases(numbers: &[No], today: NaiveDate) -> Vec<Deed> {
    let case = |n: usize| {
        let (title, field) = TITLES[n % TITLES.len()];
        let opened = before(today, 20 + 11 * n as u64 % 200);
        let matter = CaseMatter {
            title: format!("{title}（{}号）", n + 1),
            leader: LEADERS[(n * 7 + n / 3) % LEADERS.len()].0.to_owned(),
            field: field.to_owned(),
            group: if field == ESTATES { GROUP.to_owned() } else { String::new() },
            place: ["512002", "512021", "512022"][n % 3].to_owned(),
            level: if n.is_multiple_of(3) { Level::Prominent } else { Level::Key },
            state: if n % 7 == 6 { CaseState::Resolved } else { CaseState::Open },
            unit: "ZJJ".to_owned(),
            crux: "资金未到位，责任主体不清。".to_owned(),
            plan: "一案一策：先核清底数，再分期兑付。".to_owned(),
            target: if n % 4 == 3 {
                today.pred_opt()
            } else {
                today.checked_add_days(Days::new(30 + n as u64))
            },
            doer: "分管副局长".to_owned(),
            merit: Merit::ALL.get(n % 4).copied(),
            progress: u8::try_from(n * 20 % 101).unwrap_or_default(),
            pledge: n.is_multiple_of(LEADERS.len()).then(|| today.year()),
            asked: Fen(i64::try_from(n).unwrap_or_default() * 3_650_000 + 12_800_000),
            asked_people: 4 + u32::try_from(n % 30).unwrap_or_default(),
            recovered: Fen(i64::try_from(n % 5).unwrap_or_default() * 1_275_050),
            recovered_people: u32::try_from(n % 5).unwrap_or_default(),
            ..CaseMatter::new("", "", opened)
        };
        let last = (n + 1) * A_CASE - 1;
        let petitions = (0..3).filter_map(|k| numbers.get(last - k * 7)).cloned().collect();
        Deed::OpenCase { matter: Box::new(matter), petitions }
    };
    (0..numbers.len() / A_CASE).map(case).collect()
}

/// Two cases of three have been reviewed lately.
fn reviews(cases: usize, today: NaiveDate) -> Vec<Deed> {
    let review = |n: usize| Deed::ReviewCase {
        no: No(format!("ZJ-B-{:04}", n + 1)),
        review: Review {
            on: before(today, 2 + 5 * n as u64 % 17),
            chair: LEADERS[(n * 7 + n / 3) % LEADERS.len()].0.to_owned(),
            asked: "本周内与来访人见面一次，说明进展。".to_owned(),
            done: "底数已核清。".to_owned(),
            by: "牵头单位分管负责人".to_owned(),
            until: today.checked_add_days(Days::new(3)),
            ..Review::default()
        },
    };
    (0..cases).filter(|n| n % 3 != 1).map(review).collect()
}

fn before(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

/// What somebody does, given the number of their petition once there is one.
pub type Step = Box<dyn Fn(Option<No>) -> Deed>;

/// One petitioner with three visits about one flat: how many days ago, and what.
pub fn guest() -> Vec<(u64, Step)> {
    let visit = |note: &'static str| -> Step {
        Box::new(move |no| Deed::Visit {
            row: None,
            no: no.unwrap_or_default(),
            on: None,
            channel: None,
            came: 1,
            note: note.to_owned(),
        })
    };
    vec![
        (12, Box::new(|_| Deed::Register(Box::new(first_visit())))),
        (6, visit("询问进展，希望书面告知。")),
        (1, visit("反映工地仍未复工。")),
    ]
}

fn first_visit() -> Registration {
    let matter = Matter {
        petitioners: vec![Petitioner {
            name: "张华伟".to_owned(),
            identity: "512002190001010011".to_owned(),
            phone: "19000001234".to_owned(),
            address: "雁江区莲花街道滨江路45号".to_owned(),
            ..Petitioner::default()
        }],
        place: "512002001".to_owned(),
        category: "010101".to_owned(),
        subject: "滨江花园楼盘逾期交房".to_owned(),
        facts: "合同约定去年六月交房，至今停工，多次询问没有结果。".to_owned(),
        demand: "要求明确复工和交房时间".to_owned(),
        unit: "ZJJ".to_owned(),
        counts: Counts::default().or_people(1),
        ..Matter::default()
    };
    Registration { matter, ..Registration::default() }
}
