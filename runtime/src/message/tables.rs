//! Joins tables of operations at compile time.

/// How many rows the tables have together.
#[must_use]
pub const fn count<T>(tables: &[&[T]]) -> usize {
    let (mut count, mut table) = (0, 0);
    while table < tables.len() {
        count += tables[table].len();
        table += 1;
    }
    count
}

/// The first row of all.
#[must_use]
pub const fn first<T: Copy>(tables: &[&[T]]) -> Option<T> {
    let mut table = 0;
    while table < tables.len() {
        if !tables[table].is_empty() {
            return Some(tables[table][0]);
        }
        table += 1;
    }
    None
}

/// All rows in one table, which has their [`count`]. Any row will do to begin with: all are overwritten.
#[must_use]
pub const fn concat<T: Copy, const COUNT: usize>(tables: &[&[T]], any: T) -> [T; COUNT] {
    let mut all = [any; COUNT];
    let (mut at, mut table) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            all[at] = tables[table][row];
            at += 1;
            row += 1;
        }
        table += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_of_rows() {
        const TABLES: &[&[u8]] = &[&[], &[1, 2], &[], &[3]];
        const ALL: [u8; count(TABLES)] = concat(TABLES, 0);
        assert_eq!(ALL, [1, 2, 3]);
        assert_eq!(first(TABLES), Some(1));
    }

    #[test]
    fn joins_empty_tables() {
        const TABLES: &[&[u8]] = &[&[], &[]];
        const ALL: [u8; count(TABLES)] = concat(TABLES, 0);
        assert_eq!(ALL, [] as [u8; 0]);
        assert_eq!(first(TABLES), None);
    }
}
