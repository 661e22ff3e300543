//! A line of fans before an event, for tests about the waiting list.

use std::time::Duration;

use backend::signups;
use backend::testing::TestSite;
use domain::members::Actor;
use domain::signups::{SignUpState, view::MySignUp};
use domain::{ChapterId, EventId, Failure, Locale, Refusal};

pub const HOUR: Duration = Duration::from_secs(3600);

/// An event in two weeks with so many seats, and fans who sign up in their order.
pub struct Scene {
    pub chapter: ChapterId,
    pub organiser: Actor,
    pub event: EventId,
    pub fans: Vec<Actor>,
    pub mine: Vec<MySignUp>,
}

pub async fn scene(world: &TestSite, capacity: i64, fans: usize) -> Scene {
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, capacity).await;
    let fans = world.fans(fans).await;
    let mut mine = vec![];
    for fan in &fans {
        mine.push(world.sign_up(fan, event).await.expect("open"));
    }
    Scene { chapter, organiser, event, fans, mine }
}

impl Scene {
    pub async fn states(&self, world: &TestSite) -> Vec<SignUpState> {
        world.stored_sign_ups(self.event).await.into_iter().map(|row| row.state).collect()
    }

    pub async fn give_up(&self, world: &TestSite, n: usize) {
        signups::give_up(world, &self.fans[n], self.mine[n].id).await.expect("a live one");
    }

    pub async fn accept(&self, world: &TestSite, n: usize) -> Result<(), Failure> {
        signups::accept(world, &self.fans[n], self.mine[n].id).await
    }

    pub async fn decline(&self, world: &TestSite, n: usize) -> Result<(), Failure> {
        signups::decline(world, &self.fans[n], self.mine[n].id).await
    }

    pub async fn mine(&self, world: &TestSite, n: usize) -> Option<MySignUp> {
        let mut conn = world.db.read().await.expect("a reader");
        signups::mine(&mut conn, Locale::En, self.event, self.fans[n].member).await.expect("no error")
    }
}

pub fn refused<T>(refusal: Refusal) -> Result<T, Failure> {
    Err(Failure::Refused(refusal))
}
