//! Rows in another order than that of their register, of which only a window is wanted.
use super::facts::number;
use rusqlite::types::Value as Cell;
use std::cmp::Ordering;

/// A row by its id, and what it is sorted by.
pub(super) type Keyed = (Cell, i64);

/// The ids of so many rows from one on, 0 for all of them; rows that say nothing come last, whichever way. What is beyond
/// the window is not sorted: a screen of a hundred thousand rows costs little more than looking at each once.
pub(super) fn window(mut rows: Vec<Keyed>, greatest: bool, from: usize, limit: usize) -> Vec<i64> {
    let before = |one: &Keyed, other: &Keyed| {
        let said = (one.0 == Cell::Null).cmp(&(other.0 == Cell::Null));
        let way = compare(&one.0, &other.0).then(one.1.cmp(&other.1));
        said.then(if greatest { way.reverse() } else { way })
    };
    let end = if limit == 0 { rows.len() } else { from.saturating_add(limit).min(rows.len()) };
    if end < rows.len() {
        rows.select_nth_unstable_by(end, before);
        rows.truncate(end);
    }
    rows.sort_unstable_by(before);
    rows.into_iter().skip(from).map(|(_, id)| id).collect()
}

/// As the store itself would: numbers by their value, before texts by their bytes.
fn compare(one: &Cell, other: &Cell) -> Ordering {
    match (number(one.into()), number(other.into())) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        (None, None) => text(one).cmp(text(other)),
        (one, other) => one.is_none().cmp(&other.is_none()),
    }
}

fn text(cell: &Cell) -> &str {
    if let Cell::Text(text) = cell { text } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[Cell], greatest: bool, from: usize, limit: usize) -> Vec<i64> {
        window(rows.iter().cloned().zip(0..).collect(), greatest, from, limit)
    }

    #[test]
    fn every_window_is_what_it_is_of_all_rows_in_their_order_and_nothing_comes_last() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let rows =
            [text("b"), Cell::Null, 7.into(), text("a"), 2.5.into(), Cell::Null, 7.into(), (-1).into()];
        for (greatest, all) in [(false, [7, 4, 2, 6, 3, 0, 1, 5]), (true, [0, 3, 6, 2, 4, 7, 5, 1])] {
            assert_eq!(of(&rows, greatest, 0, 0), all);
            for from in 0..10 {
                for limit in 1..10 {
                    let wanted: Vec<i64> = all.iter().copied().skip(from).take(limit).collect();
                    assert_eq!(of(&rows, greatest, from, limit), wanted, "{greatest} {from} {limit}");
                }
            }
        }
    }
}
