//! Words of badges and grants.

use crate::messages;

messages! {
    all_badges => "Badges", "徽章";
    all_lede => "Each one is a thank-you for something that was done. Here is how to earn them.", "每一枚都是对一件事的感谢。看看怎样获得。";
    how_earned => "How to earn it", "怎样获得";
    holders(n: i64) => one "1 person holds this badge.", other "{n} people hold this badge.", "{n} 人拥有这枚徽章。";
    who_holds => "Who holds it", "谁拥有它";
    nobody_public => "Nobody who holds it has a public page yet.", "拥有者都还没有公开主页。";
    awarded_to => "Awarded to", "授予";
    note_from(who: &str) => "A word from {who}", "{who} 的留言";
    story_of(event: &str, date: &str) => "{event}, {date}", "{event}，{date}";
    how_it_was_earned => "How it was earned", "获得经过";
    checked_in_at(venue: &str) => "Checked in at {venue}", "在{venue}签到";
    the_record => "The record", "记录";
    awarded_by => "Awarded by", "授予者";
    by_the_house => "The club, by its open rule", "社区，按公开规则";
    awarded_on => "Awarded on", "授予日期";
    number => "Grant number", "授予编号";
    save_picture => "Save picture", "保存图片";
    private_banner => "Only you and the organisers see this page. Make your page public to share it.", "只有你和组织者能看到这个页面。公开主页后才能分享。";

    grant_title => "Grant a badge", "授予徽章";
    grant_lede => "A thank-you in the open: say what it is for.", "公开的感谢：写明授予理由。";
    to_whom => "To whom", "授予谁";
    to_whom_hint => "Their name in the address of their page, like wenshuyan.", "对方主页地址里的名字，例如 wenshuyan。";
    badge => "Badge", "徽章";
    reason => "What for", "授予理由";
    reason_hint => "Everybody who sees the badge reads this: “for keeping the studio open from midnight to four”.", "看到徽章的人都会读到，例如：守了一整夜的直播间。";
    note => "A personal note", "私人留言";
    note_hint => "From the heart, not by the script. Only they read it.", "真心话就好，只有对方能看到。";
    grant_button => "Grant the badge", "授予徽章";
    latest => "Granted lately", "最近授予";
}
