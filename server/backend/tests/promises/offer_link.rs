//! An offer is answered straight from its letter, signed in or not; and by nobody who has not got the letter.

use backend::signups::{self, Answer, answer_offer, offer_page, offer_url};
use backend::testing::each_site;
use domain::signups::SignUpState;
use domain::{Failure, Locale, Refusal};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_letter_alone_takes_the_seat_or_lets_it_go() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 1).await;
        let fans = world.fans(3).await;
        let mut ids = vec![];
        for fan in &fans {
            ids.push(world.sign_up(fan, event).await.expect("open").id);
        }
        let token = |n: usize| offer_url(&world, ids[n]).rsplit('/').next().expect("a token").to_owned();

        let early = answer_offer(&world, &token(1), Answer::Take).await;
        assert_eq!(early, Err(Failure::Refused(Refusal::OfferGone)), "there is no offer yet");
        signups::give_up(&world, &fans[0], ids[0]).await.expect("their own");
        world.run_jobs().await;
        let letter = world.letters().into_iter().find(|letter| letter.contains("/offer/")).expect("an offer");
        assert!(letter.replace("=\r\n", "").contains(&token(1)), "{letter}");

        let page = offer_page(&world, Locale::En, &token(1)).await.expect("a page");
        assert_eq!((page.state, page.until.is_some()), (SignUpState::Offered, true));
        assert_eq!(offer_page(&world, Locale::En, &token(1).replace(['a', '1'], "b")).await, Err(Failure::NotFound));
        let forged = answer_offer(&world, &format!("{}{}", &token(2)[..32], &token(1)[32..]), Answer::Take).await;
        assert_eq!(forged, Err(Failure::NotFound));

        for _ in 0..2 {
            answer_offer(&world, &token(1), Answer::LetGo).await.expect("one tap, and another");
        }
        answer_offer(&world, &token(2), Answer::Take).await.expect("the next in line");
        let page = offer_page(&world, Locale::ZhCn, &token(2)).await.expect("a page");
        assert_eq!((page.state, page.until), (SignUpState::Confirmed, None));
    })
    .await;
}
