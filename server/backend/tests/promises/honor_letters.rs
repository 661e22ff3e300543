//! Letters about honor.

use backend::honor::{self, AnswerAsk};
use backend::notices::inbox;
use backend::testing::each_site;
use domain::Locale;
use domain::members::Actor;
use domain::notices::view::Part;

use crate::ledger::{earn, thanks};

/// Whose honor an organiser takes back, or puts back, hears of it in their language, by letter and in the inbox, with the reason.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_put_right_is_told() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let (wen, qiao) = (world.organiser("Wen Shuyan", chapter).await, world.organiser("Qiao Feng", chapter).await);
        let (fan, other) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        let entry = earn(&world, thanks(fan.member, 20, "a")).await.expect("no error").expect("new").entry;
        let refused = honor::take_back(&world, &wen, entry, "").await;
        assert_eq!((refused.is_err(), world.letters_asked("honor_corrected").await), (true, 0), "nothing was done");
        honor::take_back(&world, &qiao, entry, "Counted twice").await.expect("taken back");
        world.run_jobs().await;
        let told =
            world.letters().into_iter().filter(|letter| letter.contains("Taken back: 20 honor")).collect::<Vec<_>>();
        assert_eq!(told.len(), 1);
        for words in ["line 1 of your honor: 20.", "Why: Counted twice", "/my/honor/lines/2"] {
            assert!(told[0].contains(words), "{words}: {}", told[0]);
        }
        let notices = async |who: &Actor, locale| inbox(&world, who, locale, 1).await.expect("an inbox").notices;
        assert_eq!(notices(&other, Locale::En).await.len(), 0);

        // Put back, after an objection too, in the reader's language.
        world.speaks(&fan, Locale::ZhCn).await;
        let objection = honor::object(&world, &fan, 1, "只记了一次").await.expect("heard");
        world.advance(std::time::Duration::from_secs(60));
        let ask = AnswerAsk { outcome: "turned".into(), answer: "You are right.".into() };
        honor::answer_objection(&world, &wen, objection, ask).await.expect("answered");
        let all = notices(&fan, Locale::ZhCn).await;
        let subjects: Vec<&str> = all.iter().map(|one| one.subject.as_str()).filter(|s| s.contains("荣誉")).collect();
        assert_eq!(subjects, ["荣誉更正：恢复 20 点", "荣誉更正：收回 20 点"], "the inbox keeps both");
        let why = Part::Text("原因：异议成立".into());
        assert!(all.iter().any(|one| one.parts.contains(&why)), "{all:?}");
        assert_eq!(world.letters_asked("honor_corrected").await, 1, "the first is on its way already");

        // What is turned again before its letter goes is not told by mail: only the last word is.
        let newest = honor::member_ledger(&world, &wen, Locale::En, ("zhuyuting", 1)).await.expect("a ledger").lines;
        let mails = world.letters().len();
        honor::take_back(&world, &wen, newest[0].entry.expect("open"), "The wrong one").await.expect("taken back");
        world.run_jobs().await;
        assert_eq!(world.letters().len(), mails + 1, "one for the last of two");
    })
    .await;
}
