//! What a later sheet adds to a petition that is already here: only what was missing or could not be read.
use super::petition::{Counts, Mark, Matter, Petitioner};

/// The matter with what `later` knows and it does not. What somebody has written down stays as it is.
pub fn completed(known: &Matter, later: &Matter) -> Matter {
    let mut matter = known.clone();
    let open = |field: &str| is_marked(known, field) && !is_marked(later, field);
    for (mine, theirs) in [
        (&mut matter.place, &later.place),
        (&mut matter.category, &later.category),
        (&mut matter.unit, &later.unit),
        (&mut matter.subject, &later.subject),
        (&mut matter.facts, &later.facts),
        (&mut matter.demand, &later.demand),
    ] {
        fill(mine, theirs);
    }
    if open("channel") {
        matter.channel = later.channel;
    }
    if open("purpose") {
        (matter.purpose, matter.nature) = (later.purpose, later.nature);
    }
    matter.counts = counts(known.counts, later.counts);
    fill_people(&mut matter, later);
    matter.marks = known.marks.iter().filter(|mark| !answered(mark, &matter, later)).cloned().collect();
    matter
}

fn fill(mine: &mut String, theirs: &str) {
    if mine.is_empty() {
        theirs.clone_into(mine);
    }
}

fn is_marked(matter: &Matter, field: &str) -> bool {
    matter.marks.iter().any(|mark| mark.field == field)
}

fn counts(known: Counts, later: Counts) -> Counts {
    let first = |known: u32, later: u32| if known == 0 { later } else { known };
    Counts {
        named: first(known.named, later.named),
        came: first(known.came, later.came),
        affected: first(known.affected, later.affected),
        representatives: first(known.representatives, later.representatives),
    }
}

/// Whoever is named the same gets what was missing; nobody named at all takes over who is named now.
fn fill_people(matter: &mut Matter, later: &Matter) {
    let nobody = matter.petitioners.iter().all(|petitioner| petitioner.name.is_empty());
    if nobody && !later.first_name().is_empty() && is_marked(matter, "name") {
        matter.petitioners.clone_from(&later.petitioners);
        matter.anonymous = later.anonymous;
        return;
    }
    for mine in &mut matter.petitioners {
        if let Some(theirs) = later.petitioners.iter().find(|theirs| theirs.name == mine.name) {
            fill_person(mine, theirs);
        }
    }
}

fn fill_person(mine: &mut Petitioner, theirs: &Petitioner) {
    fill(&mut mine.identity, &theirs.identity);
    fill(&mut mine.phone, &theirs.phone);
    fill(&mut mine.address, &theirs.address);
}

/// Whether a mark has its answer: the field has content now, and the later sheet could read it.
fn answered(mark: &Mark, now: &Matter, later: &Matter) -> bool {
    if is_marked(later, &mark.field) {
        return false;
    }
    match mark.field.as_str() {
        "place" => !now.place.is_empty(),
        "category" => !now.category.is_empty(),
        "people" => now.counts.named > 0,
        "name" => mark.text.is_empty() && !now.first_name().is_empty(),
        "channel" | "purpose" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::{Channel, Nature, Purpose};

    fn mark(field: &str, text: &str) -> Mark {
        Mark { field: field.to_owned(), text: text.to_owned() }
    }

    fn person(name: &str, phone: &str) -> Petitioner {
        Petitioner { name: name.to_owned(), phone: phone.to_owned(), ..Petitioner::default() }
    }

    #[test]
    fn what_was_missing_is_added() {
        let known = Matter { petitioners: vec![person("张三", "")], ..Matter::default() };
        let later = Matter {
            petitioners: vec![person("张三", "19000001234")],
            place: "512002".to_owned(),
            counts: Counts { named: 5, ..Counts::default() },
            ..Matter::default()
        };
        let both = completed(&known, &later);
        assert_eq!((both.place.as_str(), both.counts.named), ("512002", 5));
        assert_eq!(both.petitioners[0].phone, "19000001234");
    }

    #[test]
    fn what_is_there_stays() {
        let known = Matter {
            petitioners: vec![person("张三", "19000001234")],
            subject: "自己改过的".to_owned(),
            purpose: Purpose::Appeal,
            ..Matter::default()
        };
        let later = Matter {
            petitioners: vec![person("张三", "19000009999"), person("李四", "")],
            subject: "表上的".to_owned(),
            purpose: Purpose::Accuse,
            nature: Nature::Accusation,
            ..Matter::default()
        };
        assert_eq!(completed(&known, &later), known);
    }

    #[test]
    fn what_could_not_be_read_is_replaced_by_what_can_and_its_mark_goes() {
        let known = Matter {
            marks: vec![
                mark("people", "若干"),
                mark("channel", "托梦"),
                mark("place", "某区"),
                mark("visited", "x"),
            ],
            ..Matter::default()
        };
        let later = Matter {
            channel: Channel::Letter,
            counts: Counts { named: 12, ..Counts::default() },
            marks: vec![mark("place", "另一区")],
            ..Matter::default()
        };
        let both = completed(&known, &later);
        assert_eq!((both.counts.named, both.channel), (12, Channel::Letter));
        assert_eq!(both.marks, [mark("place", "某区"), mark("visited", "x")]);
    }

    #[test]
    fn a_name_that_was_left_out_comes_in_but_one_that_was_withheld_does_not() {
        let later = Matter { petitioners: vec![person("张三", "")], ..Matter::default() };
        let left_out = Matter { anonymous: true, marks: vec![mark("name", "")], ..Matter::default() };
        let both = completed(&left_out, &later);
        assert_eq!((both.first_name(), both.anonymous, both.marks.len()), ("张三", false, 0));
        let withheld = Matter { anonymous: true, ..Matter::default() };
        assert_eq!(completed(&withheld, &later), withheld);
    }
}
