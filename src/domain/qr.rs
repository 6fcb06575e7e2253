//! QR codes: the dark and light squares that say a text to a phone.
use fast_qr::{ECL, QRBuilder};

/// Bytes that the greatest code holds.
pub const LONGEST: usize = 2_953;
/// Squares along a side of the greatest code.
pub const GREATEST: usize = 177 + 2 * QUIET;
/// Light squares that lie around a code: a reader finds none without them.
const QUIET: usize = 4;

/// A code with the light squares around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    side: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The code of a text with at most so many squares a side: of those that fit the one that stands the most damage.
    pub fn of(text: &str, most: usize) -> Option<Self> {
        [ECL::H, ECL::Q, ECL::M, ECL::L].into_iter().find_map(|level| {
            let code = QRBuilder::new(text).ecl(level).build().ok()?;
            let dark = (0..code.size).flat_map(|y| code[y].iter().map(|square| square.value())).collect();
            (code.size + 2 * QUIET <= most).then_some(Self { side: code.size, dark })
        })
    }

    /// Squares along a side.
    pub const fn side(&self) -> usize {
        self.side + 2 * QUIET
    }

    /// Whether a square is dark; whatever lies outside is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.side + x])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &Qr) -> String {
        let side = code.side() * 3;
        let light = |x: usize, y: usize| if code.is_dark(x / 3, y / 3) { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, light);
        let found = image.detect_grids();
        assert_eq!(found.len(), 1);
        found[0].decode().unwrap().1
    }

    #[test]
    fn a_text_of_any_length_is_read_back_and_the_longest_still_fits() {
        let lengths = (1..60).chain((60..900).step_by(37)).chain([LONGEST]);
        for (length, letter) in lengths.flat_map(|length| [(length, "a"), (length / 3, "码"), (length, "7")])
        {
            let text = letter.repeat(length.max(1));
            let code = Qr::of(&text, GREATEST).unwrap();
            assert!(code.side() <= GREATEST);
            assert_eq!(read(&code), text);
        }
        assert_eq!(Qr::of(&"a".repeat(LONGEST + 1), GREATEST), None);
    }

    #[test]
    fn less_room_stands_less_damage_until_there_is_none() {
        let text = "https://example.org/tell?point=ZJ-MS-2026-0001";
        let sides: Vec<Option<usize>> =
            [GREATEST, 48, 40, 36].iter().map(|most| Some(Qr::of(text, *most)?.side())).collect();
        assert_eq!(sides, [Some(49), Some(41), Some(37), None]);
        for most in [GREATEST, 48, 40] {
            assert_eq!(read(&Qr::of(text, most).unwrap()), text);
        }
    }
}
