//! Words of badges and grants.

use crate::messages;
use domain::{Locale, badges::Choice};

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
    awarded_by => "Awarded by", "授予者";
    by_the_house => "The club, by its open rule", "社区，按公开规则";
    awarded_on => "Awarded on", "授予日期";
    number => "Grant number", "授予编号";
    save_picture => "Save picture", "保存图片";
    one_of(number: i64, of: i64) => "{number} of {of}", "第 {number} 枚，共 {of} 枚";
    edition(given: i64, of: i64) => "Limited to {of}: {given} given so far.", "限量 {of} 枚，已授予 {given} 枚。";
    edition_short(given: i64, of: i64) => "{given} of {of} given", "已授予 {given} / {of}";
    retired => "Not given any more", "已停止授予";
    retired_text => "This badge is not given any more. Who holds it keeps it.", "这枚徽章已停止授予，已获得的人继续保留。";
    secret_text => "A secret to everybody who has not earned it.", "对还没有获得的人保密。";
    family => "The family", "同系列徽章";
    revoked => "This badge was taken back.", "这枚徽章已被收回。";
    hidden_banner => "You hide this badge. Nobody but you and the organisers sees this page.", "你隐藏了这枚徽章，只有你和组织者能看到这个页面。";
    declined_banner => "You said no to this badge. Nobody but you and the organisers sees this page.", "你谢绝了这枚徽章，只有你和组织者能看到这个页面。";
    undone_banner => "This was given by mistake and undone. Nobody but you and the organisers sees this page.", "这次授予是误操作，已撤销，只有你和组织者能看到这个页面。";
    mine_link => "Show, hide or decline it", "展示、隐藏或谢绝";
    manage_link => "Take it back or restore it", "收回或恢复";
    verify => "Is it genuine?", "真伪核对";
    verify_valid(site: &str, who: &str) => "Yes. {site} keeps the record that {who} holds this badge, and this page is that record.", "是真的。{site}记录了{who}拥有这枚徽章，本页就是这份记录。";
    verify_revoked(site: &str, who: &str) => "Not any more. {site} gave this badge to {who} and took it back. The history below says why.", "已失效。{site}曾把这枚徽章授予{who}，后来收回。原因见下面的记录。";
    verify_undone(site: &str) => "No. {site} undid this: it was given by mistake.", "无效。{site}已撤销这次误操作。";
    verify_how(version: i64) => "A picture of a badge proves nothing: compare the address above with the one you were sent. What it says is kept as it was granted: version {version} of the badge.", "徽章图片不能证明什么，请核对浏览器地址和对方发来的地址是否一致。内容以授予时为准：徽章第 {version} 版。";
    history => "History", "历史记录";
    h_granted => "Granted", "授予";
    h_accepted => "Shown by its holder", "本人选择展示";
    h_hidden => "Hidden by its holder", "本人选择隐藏";
    h_declined => "Declined by its holder", "本人谢绝";
    h_revoked => "Taken back", "收回";
    h_restored => "Given back", "恢复";
    h_undone => "Undone", "撤销";
    h_reason(what: &str, reason: &str) => "{what}: {reason}", "{what}：{reason}";
    h_by(what: &str, who: &str) => "{what}, by {who}", "{what}，{who}";

    mine_title => "Your badges", "我的徽章";
    mine_lede => "You decide who sees them.", "谁能看到，由你决定。";
    mine_new => "New", "新获得";
    mine_new_public => "They hang on your public page as long as you say nothing.", "在你选择之前，它们会显示在你的公开主页上。";
    mine_new_private => "Nobody sees them while your page, or its badges, are private.", "主页或徽章未公开时，没有人能看到。";
    mine_held => "All", "全部";
    mine_none => "No badges yet", "还没有徽章";
    mine_none_text => "The first one comes at the door of your first meetup.", "第一次参加聚会签到，就会获得第一枚。";
    mine_next => "On the way", "正在接近";
    so_far(have: i64, of: i64) => "{have} of {of}", "{have} / {of}";
    accept => "Show it", "展示";
    hide => "Hide it", "隐藏";
    decline => "Decline it", "谢绝";
    c_open => "New", "新获得";
    c_accepted => "Shown", "已展示";
    c_hidden => "Hidden", "已隐藏";
    c_declined => "Declined", "已谢绝";
    taken_back(reason: &str) => "Taken back: {reason}", "已收回：{reason}";
    private_banner_others => "Only whose badge it is and the organisers see this page.", "只有徽章的主人和组织者能看到这个页面。";
    private_banner => "Only you and the organisers see this page. Make your page and its badges public to share it.", "只有你和组织者能看到这个页面。公开主页和徽章后才能分享。";
}

/// What was done to a grant, by the word in its history.
pub fn step(locale: Locale, word: &str) -> &'static str {
    match word {
        "accepted" => h_accepted(locale),
        "hidden" => h_hidden(locale),
        "declined" => h_declined(locale),
        "revoked" => h_revoked(locale),
        "restored" => h_restored(locale),
        "undone" => h_undone(locale),
        _ => h_granted(locale),
    }
}

/// Where a badge stands by its holder's word.
pub const fn choice(locale: Locale, choice: Choice) -> &'static str {
    match choice {
        Choice::Open => c_open(locale),
        Choice::Accepted => c_accepted(locale),
        Choice::Hidden => c_hidden(locale),
        Choice::Declined => c_declined(locale),
    }
}
