//! Keys: one in use, made once, and those that are retired stay known.

use std::time::Duration;

use backend::badges::credential;
use backend::operations::keys;
use backend::sql;
use backend::testing::each_site;
use serde_json::Value;

use super::{Scene, ask, fetched, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_ask_at_once_one_key_is_in_use() {
    each_site(async |world| {
        let asking: Vec<_> = (0..24)
            .map(|_| {
                let site = world.site.clone();
                tokio::spawn(async move { keys::current(&site).await.map(|key| key.id()) })
            })
            .collect();
        let mut ids = vec![];
        for one in asking {
            ids.push(one.await.expect("no panic").expect("a key"));
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);

        let turning: Vec<_> = (0..8)
            .map(|_| {
                let site = world.site.clone();
                tokio::spawn(async move { keys::rotate(&site).await.map(|key| key.id()) })
            })
            .collect();
        for one in turning {
            one.await.expect("no panic").expect("a key");
        }
        let all = keys::all(&world).await.expect("keys");
        assert!(all.len() >= 2 && all[0].retired().is_none(), "{all:?}");
        assert!(all[1..].iter().all(|key| key.retired().is_some()), "{all:?}");
        assert_eq!(keys::current(&world).await.expect("a key").id(), all[0].id());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_retired_key_goes_on_vouching_for_what_it_signed() {
    each_site(async |world| {
        let Scene { wen, fan, grant } = Scene::set(&world).await;
        let old = fetched(&world, Some(&fan), grant).await;
        let list = credential::status_list(&world, 1).await.expect("a list");
        let first = keys::current(&world).await.expect("a key");
        world.advance(Duration::from_secs(3600));
        let second = keys::rotate(&world).await.expect("another");
        assert_ne!(first.public(), second.public());
        assert_eq!(fetched(&world, Some(&fan), grant).await, old, "signed once, for good");
        let next = backend::badges::grant(&world, &wen, ask("zhuyuting", "voter")).await.expect("given");
        let new = json(&fetched(&world, Some(&fan), next).await.json);
        let method = |document: &Value| document["proof"]["verificationMethod"].as_str().map(str::to_owned);
        let (was, is) = (method(&json(&old.json)).expect("a key"), method(&new).expect("a key"));
        assert_eq!(was, format!("did:web:popcorn.example#{}", first.multibase()));
        assert_eq!(is, format!("did:web:popcorn.example#{}", second.multibase()));
        let signed_anew = credential::status_list(&world, 1).await.expect("a list");
        assert_ne!(signed_anew, list, "lists go with the key in use");
        assert_eq!(method(&json(&signed_anew.json)), Some(is.clone()));

        let document = credential::did_document(&world).await.expect("a document");
        assert_eq!(document["id"], "did:web:popcorn.example");
        assert_eq!(document["assertionMethod"], serde_json::json!([is, was]), "the one in use first");
        for (method, key) in [(0, &second), (1, &first)] {
            let method = &document["verificationMethod"][method];
            assert_eq!(method["publicKeyMultibase"], key.multibase());
            assert_eq!((&method["type"], &method["controller"]), (&"Multikey".into(), &document["id"]));
        }
        let mut conn = world.db.read().await.expect("a reader");
        let (logged,): (i64,) = conn
            .one(sql!("SELECT count(*) FROM audit_entry WHERE action = 'key_rotated'"), ())
            .await
            .expect("a number");
        assert_eq!(logged, 1);
    })
    .await;
}
