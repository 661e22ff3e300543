//! Words of the list of people: found, picked, on a sheet, on paper, and one by one.

use crate::messages;
use domain::{Locale, events::people::Show};

messages! {
    all_people(n: i64) => one "People: search, sheets, print (1)", other "People: search, sheets, print ({n})", "名单：查找、表格、打印（{n} 人）";
    first_of(n: i64, total: i64) => "The first {n} of {total}.", "共 {total} 人，这里是前 {n} 人。";
    title(event: &str) => "People: {event}", "《{event}》名单";
    find => "Find", "查找";
    find_label => "Name, guest, code or answer", "姓名、同行者、入场码或回答";
    found(n: i64) => one "1 person", other "{n} people", "{n} 人";
    nobody_found => "Nobody like that", "没有符合的人";
    nobody_found_text => "Look for less, or choose another group above.", "换个说法，或在上面选别的分组。";
    groups => "Who", "分组";
    sheet => "As a sheet (CSV)", "下载表格（CSV）";
    print_list => "List for the door", "签到名单（打印）";
    bring_sheet => "Bring in a sheet", "导入表格";
    cut_at(n: i64) => "Only the first {n} are in this list.", "这里只有前 {n} 人。";
    newer => "Before", "上一页";
    older => "After", "下一页";
    page_of(page: i64, pages: i64) => "Page {page} of {pages}", "第 {page} 页，共 {pages} 页";

    g_everybody(n: i64) => "All {n}", "全部 {n}";
    g_seated(n: i64) => "With a seat {n}", "有名额 {n}";
    g_in(n: i64) => "Came in {n}", "已入场 {n}";
    g_not_in(n: i64) => "Not in yet {n}", "未入场 {n}";
    g_line(n: i64) => "In line {n}", "排队 {n}";
    g_pending(n: i64) => "Not decided yet {n}", "待定 {n}";
    g_missing(n: i64) => "Answers missing {n}", "缺回答 {n}";
    g_helpers(n: i64) => "In shifts {n}", "值班 {n}";
    g_left(n: i64) => "Left {n}", "已退出 {n}";

    seats => "Seats", "名额";
    seats_all => "In all", "总数";
    seats_taken => "Taken or held", "已占用或保留";
    seats_by_hand => "Of these, given by hand", "其中手动给的";
    seats_held => "Of these, held for an answer", "其中等待答复";
    seats_free => "Free", "空余";
    seats_line => "People in line", "排队人数";
    seats_came => "Came in", "已入场";

    pick(name: &str) => "Pick {name}", "选择{name}";
    with_picked => "With those you ticked", "对选中的人";
    do_seat => "Give each a seat by hand, past the line", "不排队，直接各给一个名额";
    do_off => "Take them off the list", "移出名单";
    with_one => "What to do", "怎么处理";
    do_seat_one => "Give a seat by hand", "手动给一个名额";
    why_hint_one => "Stands in their history.", "会写进完整记录。";
    do_it_one => "Do it", "执行";
    why => "Why", "原因";
    why_hint => "Stands in the history of each.", "会写进每个人的记录。";
    do_it => "Do it for all of them", "全部执行";
    bulk_rule => "It happens for all of them or for nobody. Who has a seat already, or left, stays as they are. A seat by hand is one more, and stands in the public log. Requests are decided under Places.", "要么全部完成，要么都不变。已有名额或已退出的人不受影响。手动给的名额是额外的，会写进公开记录。申请请在“名额与邀请”里决定。";

    alike => "Perhaps the same person twice", "可能是同一个人";
    alike_text => "The same name, or the same mailbox. Look at both before you take one off.", "名字或邮箱相同。移出之前请先看一看两边。";

    trail_title(name: &str, event: &str) => "{name}: {event}", "{name}：{event}";
    number(n: i64) => "Number {n} in the public log", "公开记录里的 {n} 号";
    answers => "Answers", "回答";
    trail => "All that happened", "完整记录";
    trail_reason(reason: &str) => "By hand, because: {reason}", "手动处理，原因：{reason}";
    trail_line(what: &str, who: &str) => "{what}, by {who}", "{what}，{who}";
    trail_about(what: &str, about: &str) => "{what}: {about}", "{what}：{about}";
    c_signed_up => "Signed up", "报名";
    c_gave_up => "Gave it up", "退出";
    c_moved_up => "Moved up", "递补";
    c_removed => "Taken off the list", "移出名单";
    c_event_cancelled => "The event was cancelled", "活动取消";
    c_offered => "A seat was offered", "保留名额";
    c_accepted => "Took the offer", "接受名额";
    c_declined => "Let the offer go", "放弃名额";
    c_expired => "The offer ran out", "保留过期";
    c_took => "Took a free seat", "领取空位";
    c_placed => "Got a seat by hand", "手动给名额";
    c_approved => "The organisers said yes", "组织者同意";
    c_refused => "The organisers said no", "组织者没有同意";
    c_drawn => "The lottery was drawn", "抽签";
    c_answer_changed => "Changed an answer", "修改回答";
    c_checked_in => "Came in", "签到入场";
    c_other => "Something else", "其他";

    import_title(event: &str) => "Bring in a sheet: {event}", "《{event}》导入表格";
    import_text => "A CSV file with a line of heads. A column “handle” or “email” says who is meant, a column “reason” why. Everybody in it gets a seat by hand; first you see what would happen.", "一个带标题行的 CSV 文件。“handle”或“邮箱”列写明是谁，“原因”列写明原因。表里每个人都会得到一个名额，执行前会先预览。";
    import_file => "The file", "文件";
    import_file_hint => "CSV, up to 500 people.", "CSV，最多 500 人。";
    import_paste => "Or paste it here", "或粘贴到这里";
    import_look => "Look at it first", "先预览";
    import_line => "Line", "行";
    import_who => "In the sheet", "表中";
    import_name => "Who that is", "对应的人";
    import_verdict => "What happens", "结果";
    v_seat => "Gets a seat", "得到名额";
    v_has_seat => "Has a seat: nothing", "已有名额，不变";
    import_good(n: i64) => one "1 person gets a seat.", other "{n} people get a seat.", "{n} 人将得到名额。";
    import_wrong(n: i64) => one "1 row is wrong. Correct the sheet and bring it in again: nothing happens until all of it is right.", other "{n} rows are wrong. Correct the sheet and bring it in again: nothing happens until all of it is right.", "有 {n} 行有误。请改好表格再导入，全部正确之前不会有任何变化。";
    import_do => "Give them their seats", "确认给名额";
    import_none => "Nobody in it needs a seat.", "表里的人都不需要名额。";

    handle => "Handle", "主页地址名";
    guests => "Guests", "同行者";
    shift => "Shift", "班次";

    door_list(event: &str) => "List for the door: {event}", "《{event}》签到名单";
    door_made(at: &str) => "As of {at}. Who signs up later is not on it.", "截至 {at}，之后报名的不在其中。";
    door_here => "Here", "到场";
    door_print => "Print it with your browser, or keep it open.", "用浏览器打印，或保持页面打开。";
    door_back => "To the door", "返回签到台";
}

/// What a choice of the list is called, with how many it shows.
pub fn group(l: Locale, show: Show, n: i64) -> String {
    match show {
        Show::Everybody => g_everybody(l, n),
        Show::Seated => g_seated(l, n),
        Show::In => g_in(l, n),
        Show::NotIn => g_not_in(l, n),
        Show::Line => g_line(l, n),
        Show::Pending => g_pending(l, n),
        Show::Missing => g_missing(l, n),
        Show::Helpers => g_helpers(l, n),
        Show::Left => g_left(l, n),
    }
}

/// Why a sign-up changed, from the word in its history.
pub fn cause(l: Locale, word: &str) -> &'static str {
    match word {
        "signed_up" => c_signed_up(l),
        "gave_up" => c_gave_up(l),
        "moved_up" | "more_places" => c_moved_up(l),
        "removed" => c_removed(l),
        "event_cancelled" => c_event_cancelled(l),
        "offered" => c_offered(l),
        "accepted" => c_accepted(l),
        "declined" => c_declined(l),
        "expired" => c_expired(l),
        "took" => c_took(l),
        "placed" => c_placed(l),
        "approved" => c_approved(l),
        "refused" => c_refused(l),
        "drawn" => c_drawn(l),
        "answer_changed" => c_answer_changed(l),
        "checked_in" => c_checked_in(l),
        _ => c_other(l),
    }
}
