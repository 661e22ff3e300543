//! What a member can change of themselves.

use backend::{
    members::{self, SettingsForm, Visibility},
    testing::each_site,
};
use domain::{FieldCode, Locale};

use super::{wrong, yuting};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_are_shown_and_kept() {
    each_site(async |world| {
        let site = &world.site;
        world.chapter("Chengdu").await;
        world.member("Wen Shuyan").await;
        let session =
            members::register(site, yuting(), "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36")
                .await
                .expect("registered");
        let me = members::session(site, &session.token).await.expect("the database answers").expect("signed in");
        let page = async || members::settings_page(site, &me.actor, Locale::En, me.session_id).await.expect("a page");
        let before = page().await;
        assert_eq!(
            (before.email.as_str(), before.email_confirmed, before.is_public),
            ("yuting@example.org", false, false)
        );
        assert_eq!(before.chapters, [("chengdu".to_owned(), "Chengdu".to_owned())]);
        assert_eq!(
            (before.sessions.len(), before.sessions[0].device.as_str(), before.sessions[0].is_this_one),
            (1, "Chrome on Android", true)
        );
        assert!(before.zones.contains(&"Asia/Shanghai".to_owned()));

        let form = SettingsForm {
            display_name: "Yuting".into(),
            handle: "Yuting".into(),
            bio: "Tapes.\r\nTea.".into(),
            locale: "zh-CN".into(),
            zone: "Europe/Berlin".into(),
            home_chapter: "chengdu".into(),
        };
        members::save_settings(site, &me.actor, form.clone()).await.expect("kept");
        members::save_settings(site, &me.actor, form.clone()).await.expect("one's own handle is not taken");
        members::set_public(site, &me.actor, Visibility::Public).await.expect("public");
        let after = page().await;
        assert_eq!(
            (after.display_name.as_str(), after.handle.as_str(), after.bio.as_str()),
            ("Yuting", "yuting", "Tapes.\nTea.")
        );
        assert_eq!(
            (after.locale, after.zone.as_str(), after.home_chapter.as_deref(), after.is_public),
            (Locale::ZhCn, "Europe/Berlin", Some("chengdu"), true)
        );
        members::choose_locale(site, &me.actor, Locale::En).await.expect("kept");
        assert_eq!(page().await.locale, Locale::En);

        let taken = SettingsForm { handle: "wenshuyan".into(), ..form.clone() };
        assert_eq!(wrong(members::save_settings(site, &me.actor, taken).await, "handle"), Some(FieldCode::HandleTaken));
        let bad =
            SettingsForm { zone: "Mars/Base".into(), home_chapter: "atlantis".into(), locale: "tlh".into(), ..form };
        let failure = members::save_settings(site, &me.actor, bad).await.expect_err("three errors");
        assert_eq!(failure.of_field("zone"), Some(FieldCode::UnknownZone));
        assert_eq!(failure.of_field("home_chapter"), Some(FieldCode::UnknownChoice));
        assert_eq!(failure.of_field("locale"), Some(FieldCode::UnknownChoice));
    })
    .await;
}
