//! What can be said on the command line, declared once: parser, help and completions come from here.
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// The desk at a petition reception counter (信访群众接待分中心). Without a verb the desk opens.
#[derive(Debug, Parser)]
#[command(name = "fengqiao", version, disable_help_subcommand = true)]
pub struct Args {
    /// The store; otherwise the one of this account 数据文件
    #[arg(long, global = true, value_name = "PATH")]
    pub store: Option<PathBuf>,
    /// Language 语言
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    /// Code of the clerk to act as 接待员工号
    #[arg(long = "as", global = true, value_name = "CLERK")]
    pub clerk: Option<String>,
    /// One JSON object a line on standard output 每行一个 JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Colours 配色
    #[arg(long, global = true, value_enum)]
    pub theme: Option<ThemeArg>,
    /// Open the desk on a terminal that cannot show Chinese 强制打开
    #[arg(long, global = true)]
    pub force: bool,
    /// Open the desk on a made-up town of 3,000 petitions that goes with it 演示
    #[arg(long)]
    pub demo: bool,
    /// A keymap to lay over the shipped one: a file, or `vim` 键位
    #[arg(long, value_name = "FILE")]
    pub keymap: Option<String>,
    /// What to do without a screen.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// A theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeArg {
    /// Sixteen colours.
    Ansi16,
    /// None.
    Mono,
}

/// What a row of an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Comma-separated, UTF-8 with a mark office programs understand.
    Csv,
    /// A workbook.
    Xlsx,
    /// One JSON object a line.
    Jsonl,
}

/// How the columns of an export are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LayoutArg {
    /// The province's nineteen columns, in GB18030.
    Province,
}

/// Over what a briefing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// The register of a day, with the head of the journal.
    Daily,
    /// Monday to Sunday.
    Weekly,
    /// A month.
    Monthly,
    /// A quarter.
    Quarterly,
    /// A year.
    Yearly,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Fill a new store with a made-up town 生成演示数据
    Demo {
        /// How many petitions.
        #[arg(long, default_value_t = 3000)]
        petitions: usize,
        /// The same seed makes the same town.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Register a petition from JSON on standard input 登记
    Register,
    /// Print a paper about a petition into a file 出具文书
    Notice {
        /// The petition's number.
        no: String,
        /// Which paper: receipt, registration-sheet, materials, acceptance …
        kind: String,
        /// Where to: a name that ends in .docx or .txt.
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Carry out operations, one JSON object a line 批量操作
    Apply {
        /// A file, or `-` for standard input.
        file: String,
    },
    /// Everything about one petition 查看
    Show {
        /// Its number.
        no: String,
    },
    /// Find petitions; `-` reads a query a line 查找
    Search {
        /// What one remembers.
        #[arg(required = true)]
        query: Vec<String>,
        /// Rows at most.
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// In which order: by relevance, the last received first, or what is due first.
        #[arg(long, value_enum, default_value_t = Sort::Relevance)]
        sort: Sort,
    },
    /// Count a limit: 2026-09-18 +15d or +5wd; `-` reads one a line 算期限
    Date {
        /// The event day, or `-`.
        from: String,
        /// How long: +15d calendar days, +5wd working days.
        plus: Option<String>,
    },
    /// Every limit that has to be kept 到期
    Due {
        /// As it stands on this day; today when left out.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Why a limit ends when it ends 为何
    Why {
        /// The petition's number.
        no: String,
        /// The limit: D1 to D16, L1.
        clock: String,
    },
    /// The days off 节假日
    Calendar {
        /// What to do with them.
        #[command(subcommand)]
        what: CalendarVerb,
    },
    /// The leaders' board 包案
    Board,
    /// A briefing: weekly, monthly, quarterly or yearly 简报
    Report {
        /// Over which kind of span.
        #[arg(value_enum)]
        kind: KindArg,
        /// A day in it; today when left out.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Where to: a name that ends in .docx, .xlsx or .txt; otherwise a book in the working directory.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Take in a sheet of the province's platform 导入
    Import {
        /// The sheet: .csv or .xlsx.
        file: PathBuf,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write petitions out 导出
    Export {
        /// As what.
        #[arg(long, value_enum, default_value = "csv")]
        format: FormatArg,
        /// In which columns.
        #[arg(long, value_enum)]
        layout: Option<LayoutArg>,
        /// To which file; otherwise into the working directory.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Code of the second person, in a shared house; their PIN is the first line of standard input.
        #[arg(long, value_name = "CLERK")]
        with: Option<String>,
    },
    /// Take in the declaration of a register, or a new one of it 声明台账
    Declare {
        /// The declaration, in TOML; `-` for standard input.
        file: PathBuf,
        /// Switch it off: its rows stay, and nobody sees them until it is declared again.
        #[arg(long)]
        off: bool,
    },
    /// The rows of a register: list, write out, take in 台账
    Rows(RowsArgs),
    /// Write a file of one's outbox to standard output 取回文件
    Get {
        /// Its name, as `list` says it.
        file: String,
    },
    /// What lies in one's outbox: names, bytes, dates 待取文件
    List,
    /// Who works here, with which role and PIN 人员
    User {
        /// What to do.
        #[command(subcommand)]
        what: UserVerb,
    },
    /// Copy the store, checked, into a directory 备份
    Backup {
        /// Where to; otherwise as Settings say.
        #[arg(value_name = "DIR")]
        directory: Option<PathBuf>,
        /// Encrypted for this `age1…` alone; may be said several times.
        #[arg(long, value_name = "RECIPIENT")]
        to: Vec<String>,
    },
    /// Put a backup in the place of the store; the old one stays beside it 恢复
    Restore {
        /// The backup.
        file: PathBuf,
        /// The file with the key for an encrypted one.
        #[arg(long, value_name = "KEYFILE")]
        identity: Option<PathBuf>,
        /// Only try it: in a directory of its own, verified, and away with it.
        #[arg(long)]
        drill: bool,
    },
    /// Fold, walk and compare the whole store 核验
    Verify {
        /// A head that a daily register shows, `ZJ=1a2b3c4d`: finds an end that was cut off.
        #[arg(long, value_name = "OFFICE=HEAD")]
        head: Vec<String>,
    },
    /// What is wrong with this host, and how to mend it 体检
    Doctor,
    /// Build the index of finding anew 重建索引
    Reindex,
    /// The keys, by context 键位
    Keys,
    /// The operations of `apply` with the fields each needs 操作
    Steps,
    /// Completions for a shell 补全
    Completions {
        /// Which shell.
        shell: Shell,
    },
}

/// What can be done about people of the house.
#[derive(Debug, Subcommand)]
pub enum UserVerb {
    /// Everybody, with role and counter 名单
    List,
    /// Put somebody in, or change what is named 添加、修改
    Put(PersonArgs),
    /// Make a one-time PIN for somebody 重设密码
    Pin {
        /// Their code.
        code: String,
        /// The key file beside the store is lost: make another one, and take all PINs away
        /// 密钥文件丢失：另做一个，所有人的密码作废
        #[arg(long)]
        new_key: bool,
    },
}

/// What is done with the rows of a register.
#[derive(Debug, clap::Args)]
pub struct RowsArgs {
    /// Its id.
    pub register: String,
    /// By what they are narrowed, as on its screen.
    pub words: Vec<String>,
    /// As what they are written out.
    #[arg(long, value_enum, default_value = "csv")]
    pub format: FormatArg,
    /// To which file.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Code of the second person, in a shared house, for numbers that are not masked.
    #[arg(long, value_name = "CLERK")]
    pub with: Option<String>,
    /// The poster of the row with this number, with its QR code, as .svg.
    #[arg(long, value_name = "NO", requires = "output", conflicts_with_all = ["words", "with", "import"])]
    pub code: Option<String>,
    /// Take a sheet in: .csv or .xlsx.
    #[arg(long, value_name = "FILE")]
    pub import: Option<PathBuf>,
    /// What a column means that has another name than its field; it is remembered. May be said several times.
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub column: Vec<String>,
    /// Only say what would happen.
    #[arg(long)]
    pub dry_run: bool,
}

/// Somebody of the house.
#[derive(Debug, clap::Args)]
pub struct PersonArgs {
    /// Their code, which never changes.
    pub code: String,
    /// Their name.
    #[arg(long)]
    pub name: Option<String>,
    /// clerk, handler, supervisor, leader, system, security or audit.
    #[arg(long)]
    pub role: Option<String>,
    /// Code of their counter.
    #[arg(long)]
    pub office: Option<String>,
    /// A handler's unit.
    #[arg(long)]
    pub unit: Option<String>,
    /// Whether they may see sealed accusations.
    #[arg(long)]
    pub sealed: Option<bool>,
    /// Whether they are switched off.
    #[arg(long)]
    pub off: Option<bool>,
}

/// What can be done with the days off.
#[derive(Debug, Subcommand)]
pub enum CalendarVerb {
    /// Take in a table of days off, year by year 导入节假日安排
    Import {
        /// The table, TOML.
        file: PathBuf,
    },
}

/// The orders of `search`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Sort {
    /// How well rows match.
    #[default]
    Relevance,
    /// The day of receipt.
    Received,
    /// What is due.
    Due,
}
