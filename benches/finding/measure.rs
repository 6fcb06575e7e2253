//! Time on the processor, memory of this process, bytes in the file.
use rusqlite::Connection;
use rustix::time::{ClockId, clock_gettime};
use std::{fs, path::Path, time::Duration};

/// Time this thread has had on a processor: neighbours do not count.
pub fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap())
}

/// Bytes that only this process holds.
pub fn private_memory() -> f64 {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let kib = |line: &str| line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok());
    rollup.lines().filter(|line| line.starts_with("Private_")).filter_map(kib).sum::<f64>() * 1024.0
}

/// Times of one class.
#[derive(Default)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e6);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that this part of all does not exceed, in microseconds.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn at(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * part).round() as usize).copied().unwrap_or_default()
    }

    pub fn sum(&self) -> f64 {
        self.0.iter().sum()
    }
}

fn number(path: &Path, sql: &str) -> f64 {
    Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Bytes of what was written down: the petitions' entries.
pub fn text_bytes(path: &Path) -> f64 {
    number(
        path,
        "SELECT total(length(CAST(payload AS BLOB))) FROM entry WHERE json_extract(payload, '$.act') = 'registered'",
    )
}

/// Bytes of the index's tables, about: what their rows hold.
pub fn index_bytes(path: &Path) -> f64 {
    number(
        path,
        "SELECT (SELECT total(length(rows) + 10) FROM idx_post) + (SELECT total(length(pairs) + 6) FROM idx_bearer)
         + (SELECT 16 * count(*) FROM idx_digit)
         + (SELECT total(2 * length(CAST(name AS BLOB)) + 12) FROM idx_name)
         + (SELECT total(length(names) + 10) FROM idx_sound) + (SELECT total(length(lines)) FROM idx_long)",
    )
}
