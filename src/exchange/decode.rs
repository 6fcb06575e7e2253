//! From the bytes of a text file to text, whatever program wrote it.
use encoding_rs::{Encoding, GB18030, UTF_8};

/// A UTF-8 file may be damaged in places; beyond one character in so many it is none.
const DAMAGE: usize = 100;

/// The text of a file in UTF-8, UTF-16 with a mark, or GB18030 (and with it GBK and GB2312).
///
/// What cannot be read becomes U+FFFD, so that whoever reads on can tell where.
pub fn text(bytes: &[u8]) -> String {
    if let Some((marked, length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or_default();
        return marked.decode_without_bom_handling(body).0.into_owned();
    }
    let (utf8, damaged) = UTF_8.decode_without_bom_handling(bytes);
    if damaged && !is_damaged_utf8(&utf8) {
        return GB18030.decode_without_bom_handling(bytes).0.into_owned();
    }
    utf8.into_owned()
}

/// Whether nearly all of what is not ASCII was read: Chinese in another encoding would hardly give any.
fn is_damaged_utf8(text: &str) -> bool {
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    let lost = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    lost * DAMAGE <= wide
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINE: &str = "信访件编号,姓名,住址，某㐂𠮷";

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let utf16: Vec<u8> =
            std::iter::once(0xFEFF).chain(LINE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xEF\xBB\xBF", LINE.as_bytes()].concat();
        let national = GB18030.encode(LINE).0.into_owned();
        for bytes in [LINE.as_bytes().to_vec(), marked, utf16, national] {
            assert_eq!(text(&bytes), LINE);
        }
    }

    #[test]
    fn a_damaged_place_does_not_turn_a_whole_file_into_another_encoding() {
        let mut bytes = LINE.repeat(20).into_bytes();
        bytes.push(0xFF);
        let read = text(&bytes);
        assert!(read.starts_with(LINE) && read.ends_with(char::REPLACEMENT_CHARACTER));
    }

    proptest! {
        #[test]
        fn every_chinese_text_comes_back_from_gb18030(text_in in "[\u{4e00}-\u{9fff}\u{20000}-\u{2ffff},\n]{4,60}") {
            let bytes = GB18030.encode(&text_in).0.into_owned();
            let read = text(&bytes);
            // A few GB18030 sequences are UTF-8 by accident; a whole sheet never is.
            prop_assume!(std::str::from_utf8(&bytes).is_err());
            prop_assert_eq!(read, text_in);
        }

        #[test]
        fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = text(&bytes);
        }
    }
}
