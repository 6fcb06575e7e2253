//! Pictures of numbers in plain letters: block elements are as wide as a terminal pleases.

/// From least to most.
const HEIGHTS: [char; 8] = ['_', '.', '-', '~', '=', '+', '*', '#'];

/// A row of values, a letter each, the highest one at the top; a blank where there is none.
pub fn course(values: impl Iterator<Item = Option<i64>>) -> String {
    let values: Vec<Option<i64>> = values.collect();
    let most = values.iter().flatten().copied().max().unwrap_or(0).max(1);
    let top = i64::try_from(HEIGHTS.len()).unwrap_or(1) - 1;
    let height = |value: i64| usize::try_from(value.max(0).saturating_mul(top) / most).unwrap_or(0);
    let letter =
        |value: &Option<i64>| value.map_or(' ', |value| HEIGHTS[height(value).min(HEIGHTS.len() - 1)]);
    values.iter().map(letter).collect()
}

/// A bar of so many columns for the most; anything above nothing is at least one column long.
pub fn bar(value: i64, most: i64, cols: usize, letter: char) -> String {
    let cols = i64::try_from(cols).unwrap_or(0);
    let long = value.max(0).saturating_mul(cols) / most.max(1);
    let long = if value > 0 { long.clamp(1, cols.max(1)) } else { 0 };
    std::iter::repeat_n(letter, usize::try_from(long).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_stands_at_the_top_and_what_is_not_known_is_blank() {
        assert_eq!(course([Some(0), Some(7), None, Some(3), Some(-2)].into_iter()), "_# ~_");
        assert_eq!(course(std::iter::empty()), "");
        assert_eq!(course([Some(0), Some(0)].into_iter()), "__");
    }

    #[test]
    fn a_bar_is_as_long_as_its_part_of_the_most() {
        assert_eq!(
            [bar(10, 10, 8, '#'), bar(5, 10, 8, '#'), bar(1, 1000, 8, '-')],
            ["########", "####", "-"]
        );
        assert_eq!([bar(0, 10, 8, '#'), bar(3, 0, 8, '#')], ["", "########"]);
    }
}
