//! How figures of real desks are taken and told.
use rustix::process::Pid;
use std::{fs, time::Duration};

/// Prints the middle, the hundredth and the worst of what was measured.
pub fn told(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |hundredths: usize| times[(times.len() - 1) * hundredths / 100].as_secs_f64() * 1e3;
    println!(
        "{what:<32} p50 {:7.2} ms   p99 {:7.2} ms   worst {:7.2} ms   of {}",
        at(50),
        at(99),
        at(100),
        times.len()
    );
}

/// Megabytes of pages that only this process holds: what one more desk costs the host. A desk keeps others of its own
/// account from reading them, so only the superuser is told.
pub fn private(pid: Pid) -> f64 {
    let Ok(rollup) = fs::read_to_string(format!("/proc/{}/smaps_rollup", pid.as_raw_pid())) else {
        return f64::NAN;
    };
    let kib = |line: &str| line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok());
    rollup.lines().filter(|line| line.starts_with("Private_")).filter_map(kib).sum::<f64>() / 1024.0
}
