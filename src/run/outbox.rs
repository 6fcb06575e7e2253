//! What lies ready for a clerk to fetch: papers, briefings and lists, in a directory of their own. A file there is never
//! overwritten, and its name can be said over the phone.
use super::seat::hex;
use rustix::fs::OFlags;
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write},
    iter,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// No file system has names of more bytes.
const LONGEST: usize = 255;

/// The outbox of a clerk at a store.
pub fn of(store: &Path, code: &str) -> PathBuf {
    store.with_file_name("outbox").join(hex(code))
}

/// Makes it where it is not there yet, for its owner alone.
pub(super) fn make(outbox: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(outbox)
}

/// A file that lies there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Its name, by which it is fetched.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// When it was written.
    pub at: SystemTime,
}

/// What lies there, the newest first; nothing where nothing was ever laid.
pub fn list(outbox: &Path) -> io::Result<Vec<Laid>> {
    let entries = match fs::read_dir(outbox) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry?;
        let (name, meta) = (entry.file_name().into_string(), entry.metadata()?);
        if let (Ok(name), true) = (name, meta.is_file()) {
            all.push(Laid { name, size: meta.len(), at: meta.modified()? });
        }
    }
    all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.name.cmp(&b.name)));
    Ok(all)
}

/// Opens a file that lies there, by its bare name; `None` where there is none of that name. Neither a path nor a link
/// leads out of an outbox.
pub fn open(outbox: &Path, name: &str) -> io::Result<Option<File>> {
    if name.starts_with('.') || name.len() > LONGEST || !is_name(name) {
        return Ok(None);
    }
    let flags = i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or_default();
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(outbox.join(name));
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound || is_link(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(file.metadata()?.is_file().then_some(file))
}

fn is_link(error: &io::Error) -> bool {
    rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::LOOP)
}

/// Letters of any script, digits, and what joins them.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// Lays the forms of one thing, each under its own ending, and gives back their files. A name that is taken gets a
/// running number: `stem`, `stem-2`. Nothing half-written stays.
pub(super) fn lay(outbox: &Path, stem: &str, forms: &[(&str, &[u8])]) -> io::Result<Vec<PathBuf>> {
    make(outbox)?;
    let stem: String = stem.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let stems = iter::once(stem.clone()).chain((2..=u32::MAX).map(|n| format!("{stem}-{n}")));
    for stem in stems {
        let files: Vec<PathBuf> =
            forms.iter().map(|(ending, _)| outbox.join(format!("{stem}.{ending}"))).collect();
        let mut made = Vec::new();
        match write_all(&files, forms, &mut made) {
            Ok(()) => return Ok(files),
            Err(error) => {
                for file in made {
                    let _ = fs::remove_file(file);
                }
                if error.kind() != ErrorKind::AlreadyExists {
                    return Err(error);
                }
            }
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Writes new files; `made` holds those that are there afterwards.
fn write_all(files: &[PathBuf], forms: &[(&str, &[u8])], made: &mut Vec<PathBuf>) -> io::Result<()> {
    for (file, (_, bytes)) in files.iter().zip(forms) {
        let mut out = OpenOptions::new().create_new(true).write(true).mode(0o600).open(file)?;
        made.push(file.clone());
        out.write_all(bytes)?;
        out.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn read(outbox: &Path, name: &str) -> Option<String> {
        open(outbox, name).unwrap().map(|file| io::read_to_string(file).unwrap())
    }

    fn names(outbox: &Path) -> Vec<String> {
        let mut names: Vec<String> = list(outbox).unwrap().into_iter().map(|laid| laid.name).collect();
        names.sort();
        names
    }

    #[test]
    fn a_name_that_is_taken_gets_a_running_number_and_both_forms_keep_one_stem() {
        let dir = tempfile::tempdir().unwrap();
        let outbox = of(&dir.path().join("f.db"), "li");
        assert_eq!(names(&outbox), Vec::<String>::new());
        lay(&outbox, "a/../b", &[("txt", b"one")]).unwrap();
        let both = lay(&outbox, "a/../b", &[("docx", b"two"), ("txt", b"three")]).unwrap();
        assert_eq!(both[1].file_name().unwrap(), "a----b-2.txt");
        assert_eq!(names(&outbox), ["a----b-2.docx", "a----b-2.txt", "a----b.txt"]);
        assert_eq!(read(&outbox, "a----b.txt").unwrap(), "one");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&outbox), mode(outbox.parent().unwrap()), mode(&both[0])), (0o700, 0o700, 0o600));
    }

    #[test]
    fn codes_that_are_no_names_have_an_outbox_each() {
        let store = Path::new("/s/f.db");
        let all = ["..", "/", "li", "王五", ""].map(|code| of(store, code));
        assert!(all.iter().all(|outbox| outbox.starts_with("/s/outbox")));
        assert_eq!(all[2], Path::new("/s/outbox/6c69"));
        assert!(all.iter().skip(1).all(|outbox| *outbox != all[0]));
    }

    #[test]
    fn nothing_leads_out_of_an_outbox() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("f.db");
        let (mine, theirs) = (of(&store, "li"), of(&store, "wu"));
        lay(&mine, "mine", &[("txt", b"mine")]).unwrap();
        lay(&theirs, "theirs", &[("txt", b"theirs")]).unwrap();
        fs::write(mine.join(".hidden"), "hidden").unwrap();
        fs::create_dir(mine.join("directory")).unwrap();
        symlink(theirs.join("theirs.txt"), mine.join("link.txt")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            mine.join("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .unwrap();
        let absolute = mine.join("mine.txt").display().to_string();
        for name in [
            "",
            ".",
            "..",
            ".hidden",
            "directory",
            "link.txt",
            "pipe",
            "theirs.txt",
            "../7775/theirs.txt",
            "./mine.txt",
            &absolute,
            "mine.txt\0",
            "mine.txt ",
        ] {
            assert!(read(&mine, name).is_none(), "{name:?}");
        }
        assert_eq!(read(&mine, "mine.txt").unwrap(), "mine");
        assert_eq!(read(&theirs, "theirs.txt").unwrap(), "theirs");
    }
}
