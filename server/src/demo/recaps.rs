//! How it was: some of the past events are told of by those who ran them.

use backend::events;
use domain::{Instant, Locale};

use super::{
    failed,
    people::Cast,
    playbook::Staged,
    stage::{DAY, Stage},
};

/// One in so many of the past events has a recap.
const EACH: usize = 4;

const EN: [&str; 2] = [
    "More chairs than we had, and nobody minded the floor.\n\nThe best moment came after the break: somebody in the third row recognised the voice on the tape as their own.\n\n**Thank you** to everyone who carried tables, poured tea and stayed to sweep.",
    "It rained, so we were all early. By three the room was full of wet coats and good stories.\n\n- what we played: side B, twice\n- what we mended: two radios, one umbrella\n- what we ate: everything",
];
const ZH: [&str; 2] = [
    "椅子不够，大家就坐在地上，没有人抱怨。\n\n最好的一刻在休息之后：第三排有人听出来，磁带里的声音是自己的。\n\n**谢谢**每一位搬桌子、倒茶、留下来扫地的人。",
    "下雨，所以都来早了。三点不到，屋里全是湿外套和好故事。\n\n- 听了什么：B 面，听了两遍\n- 修了什么：两台收音机，一把伞\n- 吃了什么：全吃完了",
];

/// Tells of the `n`th event, two days after it, if it is one of those.
pub(super) async fn after(stage: &Stage, cast: &Cast, event: &Staged, (n, came): (usize, usize)) -> anyhow::Result<()> {
    if n % EACH != 0 || came == 0 {
        return Ok(());
    }
    let host = &cast.people[cast.clubs[event.club].organiser].actor;
    let stories = match event.locale {
        Locale::En => EN,
        Locale::ZhCn => ZH,
    };
    let site = stage.at(Instant(event.ends.0 + 2 * DAY));
    let story = stories[(n / EACH) % stories.len()];
    events::write_recap(&site, host, event.id, story).await.map_err(failed("a recap"))
}
