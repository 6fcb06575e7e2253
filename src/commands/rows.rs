//! `rows`: the rows of a register, listed, written out or taken in.
use super::{
    export,
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    args::{FormatArg, RowsArgs},
    domain::{
        petition::No,
        register::{Narrow, Query, Register},
        rights::{Actor, is_shared},
    },
    exchange::register::Table,
    flow::Work,
    lang::Lang,
    run::{jobs::Bench, outbox, serve::now},
    search::pick,
    store::{ExportAsk, RecordAsk, RecordRow, Records, Reply, Request, Store, StoreError},
    text::clean,
};
use serde_json::{Map, Value, json};
use std::{io::Write, path::Path};

pub(super) fn rows(setup: &Setup, lang: &Lang, out: &mut Out, args: &RowsArgs) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let register = lists.registers.get(&args.register).cloned();
    let register = register.ok_or_else(|| StoreError::NotFound(args.register.clone()))?;
    if let Some(file) = &args.import {
        return take_in(setup, store, me, lang, out, args, file);
    }
    if let Some((no, file)) = args.code.as_deref().zip(args.output.as_deref()) {
        let outbox = outbox::of(&setup.path, &me.code);
        return poster(bench(&mut store, me, lang, &outbox), &register, out, no, file);
    }
    let query = Query::read(&args.words.join(" "), &register, &pick::meaning(&lists.catalog), now().today);
    if !query.unclear.is_empty() {
        return Err(Failure::Said("note-unclear", query.unclear.join(" "), 3));
    }
    let narrow = Narrow { query, ..Narrow::default() };
    let table = |open| Table { register: &register, lists: &lists, lang, open };
    if let Some(file) = &args.output {
        let records = whole(&mut store, &me, args, narrow, lang)?;
        // Alone, somebody sees numbers only one by one, with a reason.
        let open = args.with.is_some() || !is_shared(&lists.catalog);
        write(&table(open), &records.rows, args.format, file)?;
        let blanks = [("rows", records.rows.len().into()), ("file", file.display().to_string().into())];
        return out
            .say(&json!({"rows": records.rows.len(), "file": file}), &lang.fill("rows-written", &blanks));
    }
    let records = listed(&mut store, &me, &args.register, Box::new(narrow))?;
    let table = table(false);
    for row in &records.rows {
        out.say(&object(&table, row), &table.line(row).join("  "))?;
    }
    Ok(())
}

fn listed(store: &mut Store, me: &Actor, register: &str, narrow: Box<Narrow>) -> Result<Records, Failure> {
    let ask = RecordAsk::List { register: register.to_owned(), narrow };
    match store.answer(me, now(), Request::Record(ask))? {
        Reply::Records(records) => Ok(*records),
        _ => Err(StoreError::NotFound(register.to_owned()).into()),
    }
}

/// All rows for a file: written down before, with a second person where numbers are not to be masked.
fn whole(
    store: &mut Store,
    me: &Actor,
    args: &RowsArgs,
    narrow: Narrow,
    lang: &Lang,
) -> Result<Records, Failure> {
    let second = args.with.as_deref().map(|code| export::second(code, lang)).transpose()?;
    let form = format!("register.{}.{}", args.register, export::ending_of(args.format));
    let ask = ExportAsk { form, second, register: Some((args.register.clone(), narrow)) };
    match store.answer(me, now(), Request::Export(Box::new(ask)))? {
        Reply::Records(records) => Ok(*records),
        _ => Err(StoreError::NotFound(args.register.clone()).into()),
    }
}

fn write(table: &Table<'_>, rows: &[RecordRow], format: FormatArg, file: &Path) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Said("export-failed", error.to_string(), 1);
    let bytes = match format {
        FormatArg::Csv => table.csv(rows)?,
        FormatArg::Xlsx => table.xlsx(rows).map_err(|error| failed(&error))?,
        FormatArg::Jsonl => {
            let lines = rows.iter().map(|row| format!("{}\n", object(table, row)));
            lines.collect::<String>().into_bytes()
        }
    };
    export::whole(file, |mut to| Ok(to.write_all(&bytes)?))
}

/// A row for programs: ids of fields, and values as they are kept; numbers of people masked unless they are open.
fn object(table: &Table<'_>, row: &RecordRow) -> Value {
    let mut fields = Map::new();
    for field in &table.register.fields {
        let said = row.record.get(&field.id);
        if !said.is_empty() {
            let said = if field.kind.is_masked() { table.told(field, said) } else { said.to_owned() };
            fields.insert(field.id.clone(), said.into());
        }
    }
    json!({
        "no": row.record.no, "register": row.record.register, "version": row.record.version, "made": row.record.made,
        "by": row.record.by, "state": row.record.state, "due": row.due, "row": fields,
    })
}

/// The poster of one row of the register.
fn poster(
    mut bench: Bench<'_>,
    register: &Register,
    out: &mut Out,
    no: &str,
    file: &Path,
) -> Result<(), Failure> {
    if !file.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) {
        return Err(Failure::Said("error-poster-file", file.display().to_string(), 2));
    }
    let no = No(clean::fold(no).to_uppercase());
    if no.as_str().split('-').nth(1) != Some(register.letters.as_str()) {
        return Err(StoreError::NotFound(no.0).into());
    }
    let (said, svg) = bench.poster(&no)?;
    export::whole(file, |mut to| Ok(to.write_all(svg.as_bytes())?))?;
    let name = file.display().to_string();
    let text = format!("{no} {name}");
    out.say(&json!({"no": no, "says": said, "file": name}), &text)
}

fn bench<'b>(store: &'b mut Store, me: Actor, lang: &'b Lang, outbox: &'b Path) -> Bench<'b> {
    Bench { store, me, lang, outbox, now: now(), demo: false, tty: None }
}

fn take_in(
    setup: &Setup,
    mut store: Store,
    me: Actor,
    lang: &Lang,
    out: &mut Out,
    args: &RowsArgs,
    file: &Path,
) -> Result<(), Failure> {
    let outbox = outbox::of(&setup.path, &me.code);
    let mut bench = bench(&mut store, me, lang, &outbox);
    let named: Vec<(String, String)> = args
        .column
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(one, two)| (one.to_owned(), two.to_owned()))
        .collect();
    let taken = bench.take_in_rows(&args.register, file, &named, args.dry_run, &mut |_: Work| {})?;
    let tally = &taken.tally;
    let blanks = [
        ("imported", tally.imported.into()),
        ("merged", tally.merged.into()),
        ("unchanged", tally.unchanged.into()),
        ("rejected", tally.rejected.into()),
    ];
    let mut said = vec![lang.fill(if args.dry_run { "rows-would" } else { "rows-taken" }, &blanks)];
    if !taken.unknown.is_empty() {
        said.push(lang.fill("rows-unknown", &[("columns", taken.unknown.join("、").into())]));
    }
    said.extend(tally.reasons(lang));
    said.extend(
        tally
            .rejected_file
            .as_ref()
            .map(|file| lang.fill("rows-rejected", &[("file", file.as_str().into())])),
    );
    let json = json!({
        "imported": tally.imported, "merged": tally.merged, "unchanged": tally.unchanged, "rejected": tally.rejected,
        "rejected_file": tally.rejected_file, "why": tally.why, "unknown": taken.unknown,
    });
    out.say(&json, &said.join("\n"))
}
