//! Which column of a sheet holds which field.
use unicode_normalization::UnicodeNormalization;

use super::words::vocabulary;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $id:literal),+ $(,)?) => {
        /// A column of the province's sheet, in its order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $variant),+ }

        impl Field {
            /// All of them, in the order of the sheet.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its stable id, as in marks and saved mappings.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }
    };
}

fields! {
    /// 信访件编号: the number of the national system.
    Number = "number",
    /// 姓名
    Name = "name",
    /// 信访人数
    People = "people",
    /// 住址
    Address = "address",
    /// 手机号码
    Phone = "phone",
    /// 问题属地
    Place = "place",
    /// 信访目的
    Purpose = "purpose",
    /// 内容分类
    Category = "category",
    /// 信访日期
    Visited = "visited",
    /// 登记日期
    Registered = "registered",
    /// 限办时间
    Due = "due",
    /// 信访形式
    Channel = "channel",
    /// 概况
    Content = "content",
    /// 是否办结
    Closed = "closed",
    /// 是否全国初次信访
    First = "first",
    /// 联名信或集体访
    Group = "group",
    /// 信访件状态
    Status = "status",
    /// 登记部门
    Office = "office",
    /// 登记人
    Clerk = "clerk",
}

impl Field {
    /// The field with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.id() == id)
    }

    /// What its column is called in the province's own export.
    pub fn column_name(self) -> &'static str {
        vocabulary().columns.word(self.id())
    }
}

/// Which column holds which field. A guess from the column names, for the user to change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<(Field, usize)>,
}

impl Mapping {
    /// Guesses from the column names; of two columns with one meaning the first counts.
    pub fn guess(header: &[String]) -> Self {
        let mut mapping = Self::default();
        for (column, name) in header.iter().enumerate() {
            let field = vocabulary().columns.meaning(&plain(name)).and_then(Field::parse);
            if let Some(field) = field.filter(|field| mapping.column(*field).is_none()) {
                mapping.columns.push((field, column));
            }
        }
        mapping
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }

    /// The field of a column.
    pub fn field(&self, column: usize) -> Option<Field> {
        self.columns.iter().find(|(_, known)| *known == column).map(|(field, _)| *field)
    }

    /// Says which column holds a field, or that none does. A column holds one field.
    pub fn set(&mut self, field: Field, column: Option<usize>) {
        self.columns.retain(|(known, place)| *known != field && Some(*place) != column);
        self.columns.extend(column.map(|column| (field, column)));
    }

    /// Whether petitions can be told apart by it.
    pub fn is_usable(&self) -> bool {
        self.column(Field::Number).is_some()
    }

    /// The columns of a header that no field takes, and that have a name.
    pub fn unknown<'a>(&self, header: &'a [String]) -> Vec<(usize, &'a str)> {
        let named = header.iter().enumerate().map(|(column, name)| (column, name.trim()));
        named.filter(|(column, name)| !name.is_empty() && self.field(*column).is_none()).collect()
    }

    /// Every field with its column, by field id, in the order of the sheet.
    pub fn by_id(&self) -> Vec<(String, Option<usize>)> {
        Field::ALL.iter().map(|field| (field.id().to_owned(), self.column(*field))).collect()
    }

    /// The mapping that [`Self::by_id`] wrote; unknown ids are passed over.
    pub fn from_ids(columns: &[(String, Option<usize>)]) -> Self {
        let mut mapping = Self::default();
        for (id, column) in columns {
            if let Some(field) = Field::parse(id) {
                mapping.set(field, *column);
            }
        }
        mapping
    }
}

/// A column name without blanks, stars and what stands in brackets.
fn plain(name: &str) -> String {
    let folded: String = name.nfkc().filter(|c| !c.is_whitespace() && *c != '*').collect();
    folded.split('(').next().unwrap_or_default().trim_end_matches([':', '：']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_provinces_own_columns_are_all_known() {
        let names: Vec<&str> = Field::ALL.iter().map(|field| field.column_name()).collect();
        assert_eq!(names.len(), 19);
        let mapping = Mapping::guess(&header(&names));
        for (at, field) in Field::ALL.iter().enumerate() {
            assert_eq!(mapping.column(*field), Some(at), "{field:?}");
        }
    }

    #[test]
    fn other_names_orders_and_decorations_are_understood() {
        let names = header(&["联系电话（必填）", " *姓 名 ", "备注", "信访编号：", "姓名", ""]);
        let mapping = Mapping::guess(&names);
        assert_eq!(mapping.column(Field::Phone), Some(0));
        assert_eq!(mapping.column(Field::Name), Some(1));
        assert_eq!(mapping.column(Field::Number), Some(3));
        assert_eq!(mapping.unknown(&names), [(2, "备注"), (4, "姓名")]);
        assert!(mapping.is_usable());
    }

    #[test]
    fn a_user_can_say_otherwise() {
        let mut mapping = Mapping::guess(&header(&["编号", "甲", "乙"]));
        mapping.set(Field::Name, Some(1));
        mapping.set(Field::Content, Some(1));
        assert_eq!((mapping.column(Field::Name), mapping.column(Field::Content)), (None, Some(1)));
        mapping.set(Field::Number, None);
        assert!(!mapping.is_usable());
        assert_eq!(Mapping::from_ids(&mapping.by_id()), mapping);
    }
}
