//! How many keys an intake costs. Every key counts that is not committed text of name, address, subject, facts,
//! demand or note; the digits of phone and identity number count too.
use crate::support::{Visit, visit};
use fengqiao::lang::Locale;

const NAME: &str = "张华伟";
const ADDRESS: &str = "雁江区莲花街道滨江路45号";
const SUBJECT: &str = "拖欠工资三个月";
const FACTS: &str = "在某工地做工，老板拖欠三个月工资，多次讨要没有结果。";
const DEMAND: &str = "要求支付工资";

fn matter(v: &mut Visit) {
    // Place and nature as they stand, the category by two letters.
    v.keys("enter enter").digits("gz").keys("enter");
    v.types(SUBJECT).keys("enter").types(FACTS).keys("enter").types(DEMAND).keys("enter");
    v.keys("enter f2");
}

fn new_petitioner(locale: Locale) -> Visit {
    let mut v = visit(locale);
    v.keys("n").types(NAME).keys("enter").digits("512002190001010011").digits("19000001234");
    v.types(ADDRESS).keys("enter");
    matter(&mut v);
    v
}

#[test]
fn a_new_petitioner_costs_at_most_48_keys() {
    let v = new_petitioner(Locale::Zh);
    v.sees("ZJ-2026-000001").sees(SUBJECT).sees("市人力资源和社会保障局").sees("雁江区/莲花街道");
    println!("new petitioner: {} keys", v.pressed);
    assert!(v.pressed <= 48, "{} keys", v.pressed);
}

#[test]
fn with_an_identity_card_read_it_costs_at_most_24() {
    let mut v = visit(Locale::Zh);
    // The reader types this line and its Enter; the clerk presses nothing.
    v.keys("n").types(&format!("{NAME}|男|汉|19000101|{ADDRESS}|512002190001010011"));
    v.house.key("enter").unwrap();
    v.digits("19000001234").keys("enter");
    matter(&mut v);
    v.sees("ZJ-2026-000001").sees("512002********0011").sees("190****1234").sees(NAME);
    println!("with a card: {} keys", v.pressed);
    assert!(v.pressed <= 24, "{} keys", v.pressed);
}

#[test]
fn a_repeat_visit_costs_at_most_8_the_search_included() {
    let mut v = new_petitioner(Locale::Zh);
    v.keys("f3");
    v.pressed = 0;
    v.keys("/").digits("1234").keys("f6").types("再次催问").keys("f2");
    v.sees("来访 2 次").sees("再次催问");
    println!("repeat visit: {} keys", v.pressed);
    assert!(v.pressed <= 8, "{} keys", v.pressed);
}

#[test]
fn looking_up_by_the_last_digits_costs_at_most_6() {
    let mut v = new_petitioner(Locale::Zh);
    v.keys("f3");
    v.pressed = 0;
    v.keys("/").digits("1234");
    v.sees(NAME).sees(SUBJECT);
    println!("look-up: {} keys", v.pressed);
    assert!(v.pressed <= 6, "{} keys", v.pressed);
}

#[test]
fn printing_costs_one_key() {
    let mut v = new_petitioner(Locale::Zh);
    v.pressed = 0;
    v.keys("f8");
    v.sees("登记回执");
    assert_eq!(v.pressed, 1);
}

#[test]
fn each_of_ten_people_costs_at_most_12_keys_beside_name_and_identity_number() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("李一").keys("enter").types("512002190001010011").digits("19000000001");
    v.types(ADDRESS).keys("enter ctrl-n");
    v.pressed = 0;
    for n in 2..=10 {
        v.types(&format!("李{n}"))
            .keys("enter")
            .types("512002190001010011")
            .digits(&format!("190000000{n:02}"));
    }
    println!("nine more people: {} keys", v.pressed);
    assert!(v.pressed <= 9 * 12, "{} keys", v.pressed);
    v.keys("enter enter enter").digits("gz").keys("enter").types(SUBJECT).keys("f2");
    v.sees("署名 10").sees("李10");
}
