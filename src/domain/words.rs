//! One macro for closed lists of terms: an enum, its stable ids, and the way back from an id.

/// Declares an enum whose variants have stable ids. The ids stand in the store, in JSON and, behind the
/// list's own name, in the language files (`channel-visit`).
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident / $list:literal { $($(#[$vdoc:meta])* $variant:ident = $id:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $id)] $variant),+ }

        impl $name {
            /// Every term, in the order of the official list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The ids of `ALL`, in the same order.
            pub const IDS: &'static [&'static str] = &[$($id),+];
            /// The name of the list, which begins its message ids.
            pub const LIST: &'static str = $list;

            /// The stable id.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The term with this id.
            pub fn parse(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)+ _ => None }
            }

            /// The id of the message that names it.
            pub fn message(self) -> String {
                format!(concat!($list, "-{}"), self.id())
            }
        }
    };
}
pub(crate) use terms;
