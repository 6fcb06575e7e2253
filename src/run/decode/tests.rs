//! Bytes of many terminals, cut at every place.
use super::*;
use proptest::strategy::Strategy as _;

const ZERO: Duration = Duration::ZERO;

/// Feeds each piece at its time after the start, with ticks in between, and waits at the end.
fn heard(pieces: &[(u64, &[u8])]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let start = Instant::now();
    let mut out = Vec::new();
    let wait = |decoder: &mut Decoder, until: Instant, out: &mut Vec<Input>| {
        while let Some(deadline) = decoder.deadline().filter(|deadline| *deadline <= until) {
            out.extend(decoder.tick(deadline));
        }
    };
    for (millis, bytes) in pieces {
        let now = start + Duration::from_millis(*millis);
        wait(&mut decoder, now, &mut out);
        out.extend(decoder.feed(bytes, now));
    }
    wait(&mut decoder, start + Duration::from_secs(3600), &mut out);
    out
}

fn keys(names: &str) -> Vec<Input> {
    names.split_whitespace().map(|name| Input::Key(Key::parse(name).unwrap())).collect()
}

fn paste(text: &str) -> Vec<Input> {
    vec![Input::Paste { text: text.into(), cut: false }]
}

/// What does not depend on where the reads cut it.
const TABLE: &[(&[u8], &str)] = &[
    ("你好".as_bytes(), "你 好"),
    ("你好\r".as_bytes(), "你 好 enter"),
    ("𠮷a".as_bytes(), "𠮷 a"),
    (b"\x08\x7f", "backspace backspace"),
    (b"\t\x1b[Z", "tab backtab"),
    (b"\x13\x11\x03\x1a\0\x1f", "ctrl-s ctrl-q ctrl-c ctrl-z ctrl-space ctrl-_"),
    // arrows and the block above them: cursor mode, application mode, Linux, rxvt, SCO
    (b"\x1b[A\x1bOB\x1b[C\x1bOD", "up down right left"),
    (b"\x1b[H\x1bOF\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "home end home end home end"),
    (
        b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~\x1b[I\x1b[G\x1b[L",
        "insert delete pageup pagedown pageup pagedown insert",
    ),
    (b"\x1b[1;5D\x1b[1;2C\x1b[1;3A\x1b[3;5~", "ctrl-left right up ctrl-delete"),
    // function keys: xterm, tilde, Linux console, SCO, VT100+, Esc and a digit
    (b"\x1bOP\x1bOS\x1b[15~\x1b[24~", "f1 f4 f5 f12"),
    (b"\x1b[11~\x1b[14~\x1b[17~\x1b[21~\x1b[23~", "f1 f4 f6 f10 f11"),
    (b"\x1b[[A\x1b[[E", "f1 f5"),
    (b"\x1b[M\x1b[N\x1b[O\x1b[V\x1b[X", "f1 f2 f3 f10 f12"),
    (b"\x1bOT\x1bOY\x1bO[", "f5 f10 f12"),
    (b"\x1b1\x1b9\x1b0", "f1 f9 f10"),
    (b"\x1b[1;2P\x1b[1;5S", "f1 ctrl-f4"),
    // the keypad in application mode
    (b"\x1bOp\x1bOy\x1bOn\x1bOM", "0 9 . enter"),
    // Alt: an arrow stays an arrow, a character is never typed
    (b"\x1b\x1b[A\x1b\x1bOB", "up down"),
    (b"\x1bq", "esc"),
    ("\u{1b}你b".as_bytes(), "esc b"),
    (b"\x1b\x1bq", "esc esc"),
    (b"\x1b\ra", "esc a"),
    // answers to questions of somebody else, and the keys after them
    (b"\x1b]11;rgb:0000/0000/0000\x07a", "a"),
    (b"\x1b]11;rgb:0000/0000/0000\x1b\\a", "a"),
    (b"\x1bP>|XTerm(379)\x1b\\a", "a"),
    (b"\x1b[>0;276;0ca\x1b[?62;22cb\x1b[24;80Rc\x1b[?2004;1$yd\x1b[0ne", "a b c d e"),
    (b"\x1b[201~a", "a"),
    (b"\x1b[<0;10;5Ma", "a"),
    // the long form of keys: a release is no press
    (b"\x1b[97u\x1b[97;1:3u\x1b[97;5u\x1b[97;2u\x1b[97;3u\x1b[13u", "a ctrl-a A enter"),
    // broken off
    (b"\x1b[12\rb", "enter b"),
    (b"\x1b]1\x7fb", "backspace b"),
    (b"\x1b[1;2\x1b[A", "up"),
    // a control character in the guise of UTF-8
    (b"\xc2\x9ba\xc2\x85", "a"),
];

#[test]
fn every_terminal_is_understood_wherever_the_line_cuts() {
    for (bytes, names) in TABLE {
        let want = keys(names);
        assert_eq!(heard(&[(0, bytes)]), want, "{bytes:x?}");
        for cut in 0..bytes.len() {
            let pieces = [(0, &bytes[..cut]), (20, &bytes[cut..])];
            assert_eq!(heard(&pieces), want, "{bytes:x?} cut at {cut}");
        }
        let single: Vec<(u64, &[u8])> = bytes.chunks(1).zip(0..).map(|(byte, n)| (n * 20, byte)).collect();
        assert_eq!(heard(&single), want, "{bytes:x?} byte by byte");
    }
}

#[test]
fn a_lone_escape_is_heard_after_a_moment() {
    assert_eq!(heard(&[(0, b"\x1b")]), keys("esc"));
    assert_eq!(heard(&[(0, b"\x1b"), (200, b"q")]), keys("esc q"));
    assert_eq!(heard(&[(0, b"\x1b\x1b")]), keys("esc esc"));
}

#[test]
fn the_rest_of_a_sequence_that_comes_too_late_is_not_typed() {
    assert_eq!(heard(&[(0, b"\x1b"), (50, b"[A")]), keys("up"));
    assert_eq!(heard(&[(0, b"\x1b"), (120, b"[A"), (140, b"b")]), keys("esc b"));
    assert_eq!(heard(&[(0, b"\x1b"), (120, b"["), (140, b"b")]), keys("esc [ b"));
    assert_eq!(heard(&[(0, b"\x1b["), (500, b"A")]), keys("up"));
    assert_eq!(heard(&[(0, b"\x1b["), (1500, b"A")]), keys("A"));
}

#[test]
fn an_answer_that_never_ends_lets_go_of_the_keys() {
    assert_eq!(heard(&[(0, b"\x1b]11;rgb"), (1500, b"a")]), keys("a"));
    assert_eq!(heard(&[(0, b"\x1b]11;rgb"), (100, b"\r"), (200, b"a")]), keys("enter a"));
}

#[test]
fn text_in_another_encoding_is_reported_and_never_typed() {
    let gbk = b"\xc4\xe3\xba\xc3\xd2\xbb";
    for cut in 0..5 {
        let out = heard(&[(0, &gbk[..cut]), (0, &gbk[cut..])]);
        assert!(!out.is_empty() && out.iter().all(|input| *input == Input::NotUtf8), "cut at {cut}: {out:?}");
    }
    assert_eq!(heard(&[(0, gbk)]), [Input::NotUtf8]);
    assert_eq!(heard(&[(0, gbk), (10, b"\r"), (500, b"a")])[1..], keys("enter a"));
}

#[test]
fn half_a_character_waits_for_its_other_half() {
    assert_eq!(heard(&[(0, b"\xe4"), (40, b"\xbd"), (80, b"\xa0")]), keys("你"));
    assert_eq!(heard(&[(0, b"\xe4")]), [Input::NotUtf8]);
    assert_eq!(heard(&[(0, b"\xe4"), (10, b"\x1b[A")]), [vec![Input::NotUtf8], keys("up")].concat());
}

#[test]
fn a_bracketed_paste_stays_one_wherever_the_line_cuts() {
    let bytes = "\u{1b}[200~第一行\r\n第\u{1b}[31m二行\r\u{1b}[201~q".as_bytes();
    let want = [paste("第一行\n第[31m二行\n"), keys("q")].concat();
    for cut in 0..bytes.len() {
        assert_eq!(heard(&[(0, &bytes[..cut]), (0, &bytes[cut..])]), want, "cut at {cut}");
    }
    let single: Vec<(u64, &[u8])> = bytes.chunks(1).map(|byte| (0, byte)).collect();
    assert_eq!(heard(&single), want);
}

#[test]
fn an_open_paste_is_told_after_a_second_and_ended_by_two_ctrl_c() {
    let open: &[u8] = b"\x1b[200~abc";
    assert_eq!(heard(&[(0, open)]), [Input::Pasting]);
    let out = heard(&[(0, open), (3000, b"\x03"), (4000, b"\x03"), (5000, b"q")]);
    assert_eq!(out, [vec![Input::Pasting, Input::PasteDropped], keys("q")].concat());
    assert_eq!(heard(&[(0, open), (5000, b"\x1b[201~")])[1..], paste("abc"));
}

#[test]
fn a_paste_too_long_keeps_its_beginning_and_says_so() {
    let long = [BEGIN, "枫".repeat(30_000).as_bytes(), b"\x1b[201~q"].concat();
    let pieces: Vec<(u64, &[u8])> = long.chunks(4095).map(|piece| (0, piece)).collect();
    let out = heard(&pieces);
    let Input::Paste { text, cut } = &out[0] else { panic!("{out:?}") };
    assert_eq!((text.chars().count(), *cut), (64 * 1024 / 3, true));
    assert_eq!(out[1..], keys("q"));
}

#[test]
fn a_paste_in_another_encoding_is_not_typed() {
    assert_eq!(heard(&[(0, b"\x1b[200~\xc4\xe3\x1b[201~")]), [Input::NotUtf8]);
}

#[test]
fn lines_that_come_in_one_read_are_a_paste() {
    assert_eq!(heard(&[(0, "第一行\r第二行".as_bytes())]), paste("第一行\n第二行"));
    assert_eq!(heard(&[(0, "一\r\n二\r".as_bytes())]), paste("一\n二\n"));
    assert_eq!(heard(&[(0, "\r一".as_bytes())]), keys("enter 一"));
    assert_eq!(heard(&[(0, b"\r\r")]), keys("enter enter"));
    assert_eq!(heard(&[(0, b"a\tb\r")]), keys("a tab b enter"));
}

#[test]
fn nothing_has_a_deadline_when_nothing_is_held() {
    let mut decoder = Decoder::default();
    decoder.feed("你\u{1b}[A".as_bytes(), Instant::now());
    assert_eq!(decoder.deadline(), None);
    assert_eq!(decoder.tick(Instant::now() + ZERO), []);
}

proptest::proptest! {
    #[test]
    fn no_bytes_can_break_it_and_no_control_character_is_typed(
        pieces in proptest::collection::vec(
            proptest::prop_oneof![
                proptest::collection::vec(proptest::num::u8::ANY, 0..8),
                proptest::sample::select(TABLE).prop_map(|(bytes, _)| bytes.to_vec()),
                proptest::strategy::Just(BEGIN.to_vec()),
            ], 0..20),
    ) {
        let timed: Vec<(u64, &[u8])> = pieces.iter().zip(0..).map(|(piece, n)| (n * 50, piece.as_slice())).collect();
        for input in heard(&timed) {
            let typed = match &input { Input::Key(key) => key.typed(), _ => None };
            proptest::prop_assert!(typed.is_none_or(|c| !c.is_control()), "{:?}", input);
        }
    }
}
