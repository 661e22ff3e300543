//! Words of the frame around every page, and those that many pages share.

use crate::messages;
use domain::Locale;

/// What stands between two sentences: Chinese ones follow each other at once.
pub const fn gap(locale: Locale) -> Option<&'static str> {
    match locale {
        Locale::En => Some(" "),
        Locale::ZhCn => None,
    }
}

messages! {
    skip_to_content => "Skip to content", "跳到正文";
    main_navigation => "Main", "主导航";
    menu => "Menu", "菜单";
    whats_on => "What’s on", "活动";
    badges => "Badges", "徽章";
    leaderboard => "Leaderboard", "荣誉榜";
    tiers => "Tiers", "等级";
    sign_in => "Sign in", "登录";
    sign_out => "Sign out", "退出登录";
    sign_up => "Create an account", "注册账号";
    me => "My page", "我的主页";
    my_tickets => "My tickets", "我的门票";
    settings => "Settings", "设置";
    organise => "Organise", "组织活动";
    door => "Door", "签到台";
    look => "Look", "外观";
    look_device => "As my device", "跟随设备";
    look_light => "Light", "浅色";
    look_dark => "Dark", "深色";
    privacy => "Privacy", "隐私";
    source_code => "Source code", "源代码";
    run_by(site: &str) => "{site} runs on free, open-source software.", "{site} 用自由的开源软件搭建。";
    honor_is_thanks => "Honor is a thank-you. It can’t be bought, sold or cashed.", "荣誉是一声谢谢，不能买卖，也不能换成钱。";

    save => "Save", "保存";
    cancel => "Cancel", "取消";
    close => "Close", "关闭";
    back => "Back", "返回";
    next => "Next", "下一步";
    edit => "Edit", "编辑";
    share => "Share", "分享";
    download_csv => "Download as CSV", "下载 CSV";
    add_to_calendar => "Add to calendar", "加入日历";
    optional(label: &str) => "{label} (optional)", "{label}（选填）";
    loading => "Loading", "正在载入";
    honor => "honor", "荣誉";
    seats_left(n: i64) => one "{n} seat left", other "{n} seats left", "还剩 {n} 个名额";
    seats_none => "Full", "名额已满";
    seats_taken(taken: i64, capacity: i64) => "{taken} of {capacity} taken", "共 {capacity} 个，已报 {taken} 个";
    full_and_waiting(n: i64) => one "Full, {n} waiting", other "Full, {n} waiting", "名额已满，{n} 人排队";
    seats_and_honor(seats: &str, honor: i64) => "{seats}, +{honor} honor", "{seats}，+{honor} 荣誉";
    time_and_place(time: &str, venue: &str, city: &str) => "{time}, {venue}, {city}", "{time}，{city}，{venue}";
    pair(a: &str, b: &str) => "{a}, {b}", "{a}，{b}";
    date_and_time(date: &str, time: &str) => "{date}, {time}", "{date} {time}";
    list_comma => ", ", "、";
    full_stop => ". ", "。";
    comma => ", ", "，";
    place(venue: &str, city: &str) => "{venue}, {city}", "{city}，{venue}";
    qr_of_ticket => "QR code of your ticket", "你的入场二维码";
    waiting(n: i64) => one "{n} waiting", other "{n} waiting", "{n} 人排队";

    // Pages that stand in for another one
    not_found_title => "Nothing here", "这里没有内容";
    not_found_text => "The link may be old, or a letter may be missing. If a friend sent it, ask them to send it once more.", "链接可能过期了，也可能少了一个字母。如果是朋友发来的，请对方再发一次。";
    see_whats_on => "See what’s on", "看看有什么活动";
    sign_in_needed_title => "Sign in first", "先登录一下";
    sign_in_needed_text => "This page is only for members. Sign in and you come straight back here.", "这个页面只对成员开放。登录后会回到这里。";
    forbidden_title => "Not open to you", "你还没有权限看这一页";
    forbidden_text => "Your account may not see this page. If you think it should, ask an organiser to add you.", "你的账号看不到这个页面。如果你认为应该能看到，请联系组织者把你加进来。";
    broken_title => "This is our fault", "是我们这边出了问题";
    broken_text => "The page could not be shown. Nothing you did is lost. Try again in a minute.", "页面暂时无法显示，你的操作没有丢失。过一分钟再试。";
    broken_id => "If it stays broken, send us this number:", "如果一直不行，请把这个编号发给我们：";
    not_now_title => "Not now", "暂时无法进行";
    busy_title => "A moment, you are fast", "请稍等一下";
    full_title => "So many of us at once", "来的人太多了";
    full_text => "The server is busy with others who came just before you. This page tries again by itself in a few seconds. Keep it open.", "服务器正在接待比你早到一步的人。这个页面几秒后会自动重试，不用关掉。";
    unreachable_title => "No connection", "连接不上";
    unreachable_text => "We could not reach the site. Check your connection and try again.", "连不上网站。请检查网络后再试。";
    try_again => "Try again", "再试一次";

    // What the next page says after something was done
    done_saved => "Saved.", "已保存。";
    done_signed_in => "Welcome back.", "欢迎回来。";
    done_signed_out => "You are signed out.", "你已退出登录。";
    done_welcome => "Your account is ready.", "账号已建好。";
    done_email_sent => "Check your inbox. We sent you an email.", "请查收邮箱，我们发了一封邮件。";
    done_email_confirmed => "Your address is confirmed.", "邮箱已确认。";
    done_password_changed => "Your password is changed. Other devices are signed out.", "密码已修改，其他设备已退出登录。";
    done_seat_saved => "Your seat is saved.", "名额已为你留好。";
    done_in_line => "You are in line. We email you when a seat comes free.", "已加入排队。有名额空出来时我们会发邮件通知你。";
    done_requested => "Noted. A letter tells you what comes of it.", "已记下，有结果时会来信告诉你。";
    done_decided => "They are told so.", "已通知对方。";
    done_code_made => "The code is made. Pass it on.", "邀请码已生成，可以转发了。";
    done_seat_given_up => "It is free for somebody else. You lose no honor.", "已退出，荣誉不受影响。";
    done_shift_taken => "The shift is yours. Its ticket is below.", "班次归你了，门票在下面。";
    done_shift_swapped => "You have swapped. The ticket is the new one.", "换班完成，门票是新的。";
    done_shifts_added => "The shifts are added.", "班次已添加。";
    done_noted => "Noted.", "已记录。";
    done_offer_taken => "The seat is yours.", "名额归你了。";
    done_offer_passed => "You passed the seat on. Thank you.", "名额已让给下一位，谢谢你。";
    done_left_line => "You left the line.", "已退出排队。";
    done_draft_saved => "The draft is saved. Nobody else sees it yet.", "草稿已保存，其他人还看不到。";
    done_published => "The event is published.", "活动已发布。";
    done_publish_set => "The draft publishes itself at that time.", "草稿会在设定的时间自动发布。";
    done_publish_off => "The draft stays a draft until you publish it.", "已取消定时发布，草稿会一直保留。";
    done_postponed => "The event is postponed. Everybody concerned gets an email.", "活动已延期，会发邮件通知所有相关的人。";
    done_moved => "The event has a new date. Everybody concerned gets an email.", "活动已改期，会发邮件通知所有相关的人。";
    done_copied => "This is the copy. Check its date, then save it.", "这是复制的草稿。检查一下时间，然后保存。";
    done_drafts_made => "The drafts are made.", "草稿已生成。";
    done_invited => "The invitation is on its way.", "邀请已发出。";
    done_accepted => "You are in. Thank you for helping.", "欢迎加入，谢谢你来帮忙。";
    done_declined => "You said no. The organisers can ask somebody else.", "已谢绝，组织者会另找人。";
    done_recap => "The recap is published.", "活动回顾已发布。";
    done_cancelled => "The event is cancelled. Everybody who signed up gets an email.", "活动已取消。已报名的人都会收到邮件。";
    done_closed => "Sign-up is closed.", "报名已截止。";
    done_reopened => "Sign-up is open again.", "报名已重新开放。";
    done_badge_granted => "The badge is granted.", "徽章已授予。";
    done_badge_revoked => "The badge is taken back.", "徽章已收回。";
    done_badge_restored => "The badge is given back.", "徽章已恢复。";
    done_batch_granted => "The badges are granted, and each of them is told.", "徽章已授予，并已通知每个人。";
    done_batch_undone => "The batch is undone.", "这一批已撤销。";
    done_honor_added => "The honor is added.", "荣誉已记入。";
    done_honor_corrected => "The correction is written as a new line.", "更正已作为新的一行记入。";
    done_honor_asked => "A second organiser has to agree first.", "还需要第二位组织者同意。";
    done_objected => "It is with the organisers. The answer comes here.", "已发给组织者，答复会显示在这里。";
    done_answered => "Answered.", "已答复。";
    done_rule_holds => "The rule holds from now on.", "规则已生效。";
    done_person_added => "The person is added.", "已添加这个人。";
    done_person_removed => "The person is removed.", "已移除这个人。";
    done_for_all => "Done for everybody concerned.", "已全部完成。";
    done_checked_in => "Checked in.", "已签到。";
    done_undone => "Undone.", "已撤销。";
    done_deleted => "Deleted.", "已删除。";
    done_asked => "The organisers have it now.", "已提交给组织者。";
    password_again => "Type it once more: it is never sent back to you.", "请再输入一次：密码不会回传。";
    done_seat_freed => "Your seat is free for somebody else. Thank you.", "席位已让出，谢谢你。";
    done_taken_back => "It is taken back.", "已撤回。";
    done_proposed => "They are proposed, and get a letter.", "已推荐，会来信告诉对方。";
    done_term => "Done, and they get a letter.", "已完成，会来信告诉对方。";
    done_letter_kept => "The letter is kept. Nobody has got it yet.", "信已保存，还没有发给任何人。";
    done_letter_sent => "The letter is on its way.", "信已发出。";
    done_sessions_ended => "The other devices are signed out.", "其他设备已退出登录。";
}
