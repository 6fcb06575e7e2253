//! The secret by which somebody proves who they are. It is wiped from memory when it is let go, and never shown.
use zeroize::Zeroizing;

/// As short as a PIN may be, in characters.
pub const SHORTEST: usize = 6;
/// As long as one may be, in bytes: nobody types more, and hashing takes no more.
const LONGEST: usize = 128;

/// A PIN or password as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pin(Zeroizing<String>);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(..)")
    }
}

impl Pin {
    /// The PIN that this text is.
    pub fn new(text: &str) -> Self {
        // Room for all that may be typed, so that no grown-out copy is left behind.
        let mut pin = Zeroizing::new(String::with_capacity(LONGEST));
        pin.extend(text.chars().take_while({
            let mut bytes = 0;
            move |c| {
                bytes += c.len_utf8();
                bytes <= LONGEST
            }
        }));
        Self(pin)
    }

    /// What is hashed.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The text itself, for the one time that a PIN which was made for somebody is handed over.
    pub fn shown(&self) -> &str {
        &self.0
    }

    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what was typed, as long as there is room.
    pub fn push(&mut self, text: &str) {
        if self.0.capacity() < LONGEST {
            *self = Self::new(&self.0);
        }
        for c in text.chars().filter(|c| !c.is_control()) {
            if self.0.len() + c.len_utf8() <= LONGEST {
                self.0.push(c);
            }
        }
    }

    /// Takes the last character away.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Why it would be a bad one for whoever has this code: the id of a message.
    pub fn problem(&self, code: &str) -> Option<&'static str> {
        let chars: Vec<u32> = self.0.chars().map(u32::from).collect();
        let steps = |by: i64| chars.windows(2).all(|pair| i64::from(pair[1]) - i64::from(pair[0]) == by);
        match () {
            () if chars.len() < SHORTEST => Some("problem-pin-short"),
            () if [0, 1, -1].into_iter().any(steps) || self.0.eq_ignore_ascii_case(code) => {
                Some("problem-pin-easy")
            }
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_would_try_first_is_refused() {
        for easy in ["111111", "123456", "987654", "zhangsan"] {
            assert_eq!(Pin::new(easy).problem("Zhangsan"), Some("problem-pin-easy"), "{easy}");
        }
        assert_eq!(Pin::new("13579").problem("li"), Some("problem-pin-short"));
        assert_eq!(Pin::new("481516").problem("li"), None);
        assert_eq!(Pin::new("枫桥经验好用").problem("li"), None);
    }

    #[test]
    fn it_is_wiped_when_it_is_let_go() {
        const fn wiped<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        wiped(&Pin::new("481516").0);
    }

    #[test]
    fn it_is_shown_nowhere_and_never_grows_out_of_its_place() {
        let mut pin = Pin::default();
        pin.push("48151623");
        assert_eq!(format!("{pin:?}"), "Pin(..)");
        let place = pin.as_bytes().as_ptr();
        for _ in 0..300 {
            pin.push("枫\u{1b}4");
        }
        assert_eq!(pin.as_bytes().as_ptr(), place);
        assert!(pin.as_bytes().len() <= LONGEST && !pin.as_bytes().contains(&0x1b));
        pin.pop();
        assert!(pin.len() > SHORTEST);
    }
}
