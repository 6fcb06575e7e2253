//! shim
use super::*;
use crate::{domain::rights::Actor, search::*};
use std::ops::Range;
/// x
pub struct Reader;
impl Reader {
    /// x
    pub fn open(_: &Path, _: &Actor) -> Result<Self> {
        Ok(Self)
    }
}
impl Shelf for Reader {
    type Error = StoreError;
    fn stamp(&self) -> Result<u64> {
        Ok(1)
    }
    fn names(&self, _: NameId, _: &mut dyn FnMut(&str)) -> Result<()> {
        Ok(())
    }
    fn newest(&self) -> Result<RowId> {
        Ok(0)
    }
    fn posting(&self, _: terms::Term, _: u32, _: &mut dyn FnMut(&[u8])) -> Result<bool> {
        Ok(false)
    }
    fn column(&self, _: u32, _: &mut dyn FnMut(RowId, NameId)) -> Result<()> {
        Ok(())
    }
    fn rows_named(&self, _: NameId, _: &mut dyn FnMut(RowId)) -> Result<()> {
        Ok(())
    }
    fn rows_with_digits(&self, _: Range<i64>, _: usize, _: &mut dyn FnMut(RowId)) -> Result<()> {
        Ok(())
    }
    fn rows_numbered(&self, _: &str, _: usize, _: &mut dyn FnMut(RowId)) -> Result<()> {
        Ok(())
    }
    fn fresh(&self) -> Result<Vec<Fresh>> {
        Ok(vec![])
    }
    fn hidden(&self) -> Result<Vec<RowId>> {
        Ok(vec![])
    }
    fn keep(&self, r: &[RowId], _: &[Filter]) -> Result<Vec<RowId>> {
        Ok(r.to_vec())
    }
    fn matching(&self, _: &[Filter], _: usize) -> Result<Vec<RowId>> {
        Ok(vec![])
    }
    fn shorts(&self, _: &[RowId]) -> Result<Vec<Short>> {
        Ok(vec![])
    }
}
