//! What the running program holds in memory of people stays there.
use std::{
    fs,
    io::Write,
    os::unix::fs::MetadataExt,
    process::{Child, Command, Stdio},
};

/// Somebody who is neither the superuser nor the nobody of a container.
const OTHER: u32 = 41_234;
/// More than a pipe holds: once it is written, its reader is at work.
const PIPEFUL: usize = 1 << 21;

/// Starts a reader of lines as an ordinary user, with as large a core file as may be, and waits until it reads.
fn reading(program: &str, words: &[&str]) -> Child {
    let allow = "ulimit -c unlimited 2>/dev/null || ulimit -c $(ulimit -Hc); exec \"$@\"";
    let id = OTHER.to_string();
    let mut command = if rustix::process::geteuid().is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &id, "--regid", &id, "--clear-groups", "--"]);
        command.args(["sh", "-c", allow, "sh", program]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", allow, "sh", program]);
        command
    };
    let quiet = |command: &mut Command| {
        command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::piped()).spawn()
    };
    let mut child = quiet(command.args(words)).unwrap();
    let mut lines = "2026-09-18 +5wd\n".repeat(PIPEFUL / 16 + 1);
    lines.truncate(PIPEFUL);
    let _ = child.stdin.as_mut().unwrap().write_all(lines.as_bytes());
    child
}

/// Owner of the memory as the kernel has it, and the limit of a core file.
fn seen(child: &Child) -> (u32, String) {
    let of = |what: &str| format!("/proc/{}/{what}", child.id());
    let limits = fs::read_to_string(of("limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    (fs::metadata(of("mem")).unwrap().uid(), core.split_whitespace().nth(4).unwrap().to_owned())
}

/// What is taken away from the rights of every file that it makes.
fn umask(child: &Child) -> String {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("Umask:")).unwrap();
    line.split_whitespace().nth(1).unwrap().to_owned()
}

/// Whether another process of the same user may open it.
fn opened_by_a_neighbour(child: &Child) -> bool {
    let mem = format!("/proc/{}/mem", child.id());
    let words = ["sh", "-c", "exec 3<\"$1\"", "sh", &mem];
    let mut command = if rustix::process::geteuid().is_root() {
        let id = OTHER.to_string();
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &id, "--regid", &id, "--clear-groups", "--"]);
        command.args(words);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(&words[1..]);
        command
    };
    command.stderr(Stdio::null()).status().unwrap().success()
}

/// Beside the program an ordinary one is looked at: where the kernel shuts everybody's memory, that of ours tells
/// nothing by being shut, but whose it is still does.
#[test]
fn no_core_is_written_and_no_neighbour_reads_the_memory() {
    // The other user needs a copy that may be reached from where it stands.
    let dir = tempfile::Builder::new().prefix("fengqiao-memory").tempdir().unwrap();
    fs::set_permissions(dir.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let copy = dir.path().join("fengqiao");
    fs::copy(env!("CARGO_BIN_EXE_fengqiao"), &copy).unwrap();
    let (ours, plain) = (reading(copy.to_str().unwrap(), &["date", "-"]), reading("cat", &[]));
    let user = if rustix::process::geteuid().is_root() { OTHER } else { rustix::process::geteuid().as_raw() };
    let ((owner, core), (plain_owner, plain_core)) = (seen(&ours), seen(&plain));
    let read = (opened_by_a_neighbour(&ours), opened_by_a_neighbour(&plain));
    assert_eq!(umask(&ours), "0077", "whatever it makes is for its owner alone");
    for mut child in [ours, plain] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    println!("core: {core} (an ordinary program: {plain_core}); opened: {} ({})", read.0, read.1);
    assert_eq!((plain_owner, owner != user), (user, true), "the kernel gives the memory to nobody's account");
    assert_eq!((core.as_str(), read.0), ("0", false));
}
