//! Every column of the real schema is in the list of personal data, or in the list of those that are none.

use std::collections::BTreeSet;

use backend::{operations::personal_data::known_columns, testing::each_engine};

#[tokio::test]
async fn every_column_was_thought_about() {
    each_engine(async |db| {
        let mut raw = db.raw().await.expect("a connection");
        let columns: Vec<(String, String)> = if let Some(conn) = raw.sqlite() {
            sqlx::query_as(
                "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
            )
            .fetch_all(conn)
            .await
            .expect("the schema")
        } else {
            let conn = raw.postgres().expect("one of the two");
            sqlx::query_as("SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'")
                .fetch_all(conn)
                .await
                .expect("the schema")
        };
        let real: BTreeSet<(&str, &str)> = columns.iter().map(|(table, column)| (table.as_str(), column.as_str())).collect();
        assert!(real.len() > 100, "the schema was read: {real:?}");
        let mut known = BTreeSet::new();
        for column in known_columns() {
            assert!(known.insert(column), "{column:?} is listed twice");
        }
        let unlisted: Vec<_> = real.difference(&known).collect();
        assert!(unlisted.is_empty(), "say in operations/personal_data.rs what these are: {unlisted:?}");
        let gone: Vec<_> = known.difference(&real).collect();
        assert!(gone.is_empty(), "these are no longer there: {gone:?}");
    })
    .await;
}
