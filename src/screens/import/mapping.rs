//! What the columns of a sheet mean, as the user changes it.
use crate::flow::Preview;

/// A sheet's beginning and which of its columns holds which field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// As it was read, with the guesses that the user has put right since.
    pub preview: Preview,
    /// The field that some column has to hold; any one where none is named.
    pub named: Option<&'static str>,
}

impl Mapping {
    /// Whether some column holds what has to be there.
    pub fn is_usable(&self) -> bool {
        let wanted = |field: &str| self.named.is_none_or(|named| named == field);
        self.preview.columns.iter().any(|(field, column)| wanted(field) && column.is_some())
    }

    /// Whether a column holds a field.
    fn taken(&self, column: usize) -> bool {
        self.preview.columns.iter().any(|(_, held)| *held == Some(column))
    }

    /// The columns that hold no field.
    pub fn unused(&self) -> Vec<usize> {
        (0..self.preview.header.len()).filter(|column| !self.taken(*column)).collect()
    }

    /// Gives a field the next or previous column that no other field has; before the first one it has none.
    pub fn turn(&mut self, field: usize, by: isize) {
        let Some((_, held)) = self.preview.columns.get(field) else { return };
        let free = |column: &usize| Some(*column) == *held || !self.taken(*column);
        let columns = (0..self.preview.header.len()).filter(free).map(Some);
        let choices: Vec<Option<usize>> = std::iter::once(None).chain(columns).collect();
        let now = choices.iter().position(|choice| choice == held).unwrap_or(0);
        let next = (now + choices.len()).saturating_add_signed(by) % choices.len();
        self.preview.columns[field].1 = choices[next];
    }

    /// The name of the column that holds a field.
    pub fn column(&self, field: usize) -> Option<(usize, &str)> {
        let column = self.preview.columns.get(field)?.1?;
        Some((column, self.preview.header.get(column)?))
    }

    /// What the first rows say of a field.
    pub fn samples<'a>(&'a self, field: usize) -> impl Iterator<Item = &'a str> {
        let column = self.preview.columns.get(field).and_then(|(_, column)| *column);
        let cell = move |row: &'a Vec<String>| row.get(column?).map(String::as_str);
        self.preview.rows.iter().filter_map(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping() -> Mapping {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let columns = [("number", Some(0)), ("name", Some(1)), ("phone", None)];
        Mapping {
            preview: Preview {
                header: words(&["编号", "姓名", "电话", "备注"]),
                columns: columns.map(|(field, column)| (field.to_owned(), column)).to_vec(),
                rows: vec![words(&["1", "张伟", "19000001234", ""]), words(&["2"])],
                ..Preview::default()
            },
            named: Some("number"),
        }
    }

    #[test]
    fn a_field_goes_through_the_columns_that_no_other_field_holds_and_none() {
        let mut mapping = mapping();
        let mut seen = Vec::new();
        for _ in 0..4 {
            mapping.turn(2, 1);
            seen.push(mapping.preview.columns[2].1);
        }
        assert_eq!(seen, [Some(2), Some(3), None, Some(2)]);
        mapping.turn(2, -1);
        assert_eq!(mapping.column(2), None);
        assert_eq!(mapping.unused(), [2, 3]);
    }

    #[test]
    fn without_a_column_for_the_number_it_cannot_be_used() {
        let mut mapping = mapping();
        assert!(mapping.is_usable());
        mapping.turn(0, -1);
        assert!(!mapping.is_usable());
        mapping.named = None;
        assert!(mapping.is_usable(), "a row of a register has no number before it is in");
    }

    #[test]
    fn a_short_row_has_no_sample() {
        let mapping = mapping();
        assert_eq!(mapping.samples(1).collect::<Vec<_>>(), ["张伟"]);
        assert_eq!(mapping.samples(2).count(), 0);
    }
}
