//! Badges that anybody can check: what was granted stays what is signed, once, and what is taken back is told.

mod checked;
mod grants;
mod keys;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use backend::badges::credential::{self, Credential, Standing};
use backend::badges::{self, GrantAsk};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::badges::BadgeForm;
use domain::members::Actor;
use domain::{Failure, GrantId, Locale};
use serde_json::Value;

use crate::badges_scene;

/// A fan with a badge, given by an organiser; the fan's page is private.
struct Scene {
    wen: Actor,
    fan: Actor,
    grant: GrantId,
}

impl Scene {
    async fn set(world: &TestSite) -> Self {
        badges::found(world).await.expect("the badges");
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let fan = world.member("Zhu Yuting").await;
        let grant = badges::grant(world, &wen, ask("zhuyuting", "night-shift")).await.expect("given");
        Self { wen, fan, grant }
    }
}

fn ask(handle: &str, badge: &str) -> GrantAsk {
    GrantAsk {
        handle: handle.into(),
        badge: badge.into(),
        reason: "Kept the studio open from midnight to four".into(),
        note: "Thank you for the tea.".into(),
        ..GrantAsk::default()
    }
}

async fn fetched(world: &TestSite, viewer: Option<&Actor>, grant: GrantId) -> Credential {
    credential::fetch(world, viewer, grant).await.expect("a credential")
}

async fn mark(world: &TestSite, grant: GrantId, standing: Standing) {
    let mut tx = world.db.write().await.expect("a transaction");
    credential::mark_in(&mut tx, world, grant, standing).await.expect("marked");
    tx.commit().await.expect("a commit");
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The bits of a list, as text.
async fn bits(world: &TestSite) -> String {
    let list = credential::status_list(world, 1).await.expect("a list");
    json(&list.json)["credentialSubject"]["encodedList"].as_str().expect("text").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_is_a_credential_for_its_holder_and_for_all_once_public() {
    each_site(async |world| {
        let Scene { wen, fan, grant } = Scene::set(&world).await;
        let stranger = world.member("Noor").await;
        for viewer in [None, Some(&stranger), Some(&wen), Some(&world.admin().await)] {
            assert_eq!(credential::fetch(&world, viewer, grant).await, Err(Failure::NotFound));
        }
        let nobody = GrantId(world.new_id());
        assert_eq!(credential::fetch(&world, Some(&fan), nobody).await, Err(Failure::NotFound));
        let own = fetched(&world, Some(&fan), grant).await;
        assert!(!own.is_public);
        world.publish(&fan).await;
        let open = fetched(&world, None, grant).await;
        assert!(open.is_public);
        assert_eq!(open.json, own.json, "signed once");

        let document = json(&open.json);
        assert_eq!(document["id"], format!("https://popcorn.example/g/{grant}"));
        assert_eq!(document["issuer"]["id"], "did:web:popcorn.example");
        assert_eq!(document["name"], "Night shift");
        assert_eq!(document["evidence"][0]["narrative"], "Kept the studio open from midnight to four");
        let subject = &document["credentialSubject"];
        assert_eq!(subject["id"], format!("https://popcorn.example/g/{grant}#holder"));
        assert_eq!(subject["achievement"]["id"], "https://popcorn.example/badges/night-shift");
        for told in ["zhuyuting", "Zhu Yuting", "example.org", "Thank you for the tea", &fan.member.to_string()] {
            assert!(!open.json.contains(told), "{told} is nobody's business: {}", open.json);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_granted_is_what_is_signed_whatever_is_changed_since() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        badges::found(&world).await.expect("the badges");
        let fan = world.member("Zhu Yuting").await;
        world.speaks(&fan, Locale::ZhCn).await;
        let event = world.event(wen.organises[0], &wen, 5).await;
        let ask = GrantAsk { event: event.to_string(), ..ask("zhuyuting", "open-day-crew") };
        let grant = badges::grant(&world, &wen, ask).await.expect("given");
        let other = BadgeForm {
            name_en: "Other".into(),
            name_zh: "别的".into(),
            criteria_zh: "别的".into(),
            scope: "event".into(),
            ..badges_scene::form("open-day-crew")
        };
        badges::edit_badge(&world, &wen, "open-day-crew", &other).await.expect("the next version");
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE event SET title = 'Other', slug = 'other' WHERE id = $1"), (event.0,))
            .await
            .expect("an event");
        tx.execute(sql!("UPDATE badge_grant SET reason = 'Other' WHERE id = $1"), (grant.0,)).await.expect("a grant");
        tx.commit().await.expect("a commit");
        world.speaks(&fan, Locale::En).await;
        world.advance(Duration::from_secs(86_400));

        let document = json(&fetched(&world, Some(&fan), grant).await.json);
        let achievement = &document["credentialSubject"]["achievement"];
        assert_eq!((&document["name"], &achievement["inLanguage"]), (&"开放日同行".into(), &"zh-CN".into()));
        assert_eq!(achievement["criteria"]["narrative"], "在开放日完成一次值班");
        let evidence = &document["evidence"][0];
        assert_eq!(evidence["name"], "Tea-House Tapes 1");
        assert_eq!(evidence["id"], "https://popcorn.example/e/tea-house-tapes-1");
        assert_eq!(evidence["narrative"], "Kept the studio open from midnight to four");
        assert_eq!(document["validFrom"], "2027-03-20T06:00:00Z");
        assert_eq!(document["proof"]["created"], "2027-03-21T06:00:00Z");
        assert!(!document.to_string().contains("Other"), "{document}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_from_before_is_frozen_when_it_is_first_asked_for() {
    each_site(async |world| {
        let Scene { fan, grant, .. } = Scene::set(&world).await;
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("DELETE FROM credential"), ()).await.expect("as it was before there were any");
        tx.commit().await.expect("a commit");
        mark(&world, grant, Standing::Revoked).await;
        let document = json(&fetched(&world, Some(&fan), grant).await.json);
        assert_eq!(document["name"], "Night shift");
        let taken_back = bits(&world).await;
        mark(&world, grant, Standing::Good).await;
        assert_ne!(bits(&world).await, taken_back, "it was revoked before it was ever signed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_who_ask_first_get_one_credential() {
    each_site(async |world| {
        let Scene { fan, grant, .. } = Scene::set(&world).await;
        let fan = Arc::new(fan);
        let asking: Vec<_> = (0..64)
            .map(|_| {
                let (site, fan) = (world.site.clone(), Arc::clone(&fan));
                tokio::spawn(async move { credential::fetch(&site, Some(&fan), grant).await })
            })
            .collect();
        let mut got = BTreeSet::new();
        for one in asking {
            got.insert(one.await.expect("no panic").expect("a credential").json);
        }
        assert_eq!(got.len(), 1);
        let mut conn = world.db.read().await.expect("a reader");
        let counted: (i64, i64, i64, i64) = conn
            .one(
                sql!(
                    "SELECT (SELECT count(*) FROM credential WHERE json IS NOT NULL), (SELECT count(*) FROM status_entry),
                         (SELECT taken FROM status_list), (SELECT count(*) FROM signing_key)"
                ),
                (),
            )
            .await
            .expect("numbers");
        assert_eq!(counted, (1, 1, 1, 1), "credentials, places, places counted, keys");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_are_drawn_by_lot_and_a_full_list_is_followed_by_another() {
    each_site(async |world| {
        let Scene { wen, fan, grant } = Scene::set(&world).await;
        let place = async |grant| {
            let document = json(&fetched(&world, Some(&fan), grant).await.json);
            let status = &document["credentialStatus"];
            assert_eq!(status["type"], "BitstringStatusListEntry");
            let list = status["statusListCredential"].as_str().expect("an address").to_owned();
            let bit: i64 = status["statusListIndex"].as_str().expect("text").parse().expect("a number");
            assert_eq!(status["id"], format!("{list}#{bit}"));
            (list, bit)
        };
        let mut found = BTreeSet::from([place(grant).await]);
        for badge in ["open-day-crew", "city-founder", "seed-member", "voter"] {
            let next = badges::grant(&world, &wen, ask("zhuyuting", badge)).await.expect("given");
            found.insert(place(next).await);
        }
        let bits: Vec<i64> = found.iter().map(|(_, bit)| *bit).collect();
        assert_eq!(bits.len(), 5);
        assert!(bits.iter().all(|bit| (0..131_072).contains(bit)) && bits.iter().any(|bit| *bit > 100), "{bits:?}");
        assert!(found.iter().all(|(list, _)| list == "https://popcorn.example/status/1"));

        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE status_list SET taken = 65536"), ()).await.expect("full");
        tx.commit().await.expect("a commit");
        let next = badges::grant(&world, &wen, ask("zhuyuting", "nominator")).await.expect("given");
        assert_eq!(place(next).await.0, "https://popcorn.example/status/2");
        assert!(credential::status_list(&world, 2).await.is_ok());
        assert_eq!(credential::status_list(&world, 3).await, Err(Failure::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_back_shows_at_once_and_only_if_the_grant_changed_too() {
    each_site(async |world| {
        let Scene { fan, grant, .. } = Scene::set(&world).await;
        fetched(&world, Some(&fan), grant).await;
        let good = bits(&world).await;
        let mut tx = world.db.write().await.expect("a transaction");
        credential::mark_in(&mut tx, &world, grant, Standing::Revoked).await.expect("marked");
        drop(tx);
        assert_eq!(bits(&world).await, good, "what is not committed did not happen");
        mark(&world, grant, Standing::Revoked).await;
        let revoked = bits(&world).await;
        assert_ne!(revoked, good);
        mark(&world, grant, Standing::Revoked).await;
        assert_eq!(bits(&world).await, revoked);
        mark(&world, grant, Standing::Good).await;
        assert_eq!(bits(&world).await, good);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_signed_anew_when_it_changed_and_once_a_day() {
    each_site(async |world| {
        let Scene { fan, grant, .. } = Scene::set(&world).await;
        assert_eq!(credential::status_list(&world, 1).await, Err(Failure::NotFound), "nobody took a badge along yet");
        fetched(&world, Some(&fan), grant).await;
        let first = credential::status_list(&world, 1).await.expect("a list");
        world.advance(Duration::from_secs(86_399));
        assert_eq!(credential::status_list(&world, 1).await, Ok(first.clone()), "kept");
        world.advance(Duration::from_secs(1));
        let next = credential::status_list(&world, 1).await.expect("a list");
        assert_ne!(next, first);
        let document = json(&next.json);
        assert_eq!(document["validFrom"], "2027-03-21T06:00:00Z");
        assert_eq!(document["validUntil"], "2027-03-28T06:00:00Z");
        assert_eq!(document["credentialSubject"]["statusPurpose"], "revocation");
        assert_eq!(next.jwt.split('.').count(), 3);
        mark(&world, grant, Standing::Revoked).await;
        assert_ne!(credential::status_list(&world, 1).await.expect("a list").jwt, next.jwt);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_how_to_check_and_offers_linked_in_to_the_holder_of_a_public_badge() {
    each_site(async |world| {
        let Scene { wen, fan, grant } = Scene::set(&world).await;
        let page = async |viewer: Option<&Actor>| {
            badges::grant_page(&world, viewer, Locale::En, grant).await.expect("a page").signed
        };
        assert_eq!(page(Some(&wen)).await, None, "an organiser sees the page, the files are the holder's");
        let own = page(Some(&fan)).await.expect("their own");
        assert_eq!((own.issuer.as_str(), own.linked_in), ("did:web:popcorn.example", None));
        world.publish(&fan).await;
        assert_eq!(page(None).await.expect("public").linked_in, None);
        badges::revoke(&world, &wen, grant, "Counted twice").await.expect("taken back");
        assert_eq!(
            page(Some(&fan)).await.expect("still theirs").linked_in,
            None,
            "nobody boasts of what was taken back"
        );
        badges::restore(&world, &wen, grant, "Once was right").await.expect("given back");
        let link = page(Some(&fan)).await.expect("their own").linked_in.expect("a link");
        assert!(link.starts_with("https://www.linkedin.com/profile/add?"), "{link}");
        for part in ["name=Night%20shift", "organizationName=Lamplight%20Radio", "issueYear=2027", "issueMonth=3"] {
            assert!(link.contains(part), "{link}");
        }
    })
    .await;
}
