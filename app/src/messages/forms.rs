//! What forms say when something typed cannot be taken, and why a rule said no: what happened, then what to do.

use crate::{error::AppError, messages};
use domain::{Failure, FieldCode, Locale, Refusal, honor::Tier};

messages! {
    check_fields(n: i64) => one "One thing to correct. It is marked below.", other "{n} things to correct. They are marked below.", "有 {n} 处需要修改，已在下面标出。";
    choose => "Choose", "请选择";

    required => "This is needed. Fill it in.", "这里需要填写。";
    too_long(max: u32) => "This is too long. Keep it to {max} characters.", "太长了，请控制在 {max} 个字以内。";
    too_short(min: u32) => "This is too short. Use {min} characters or more.", "太短了，至少需要 {min} 个字。";
    not_an_email => "This is not a full email address. Write it like yuting@example.org.", "邮箱地址不完整，请写成 yuting@example.org 这样。";
    email_taken => "Another account has this address. Sign in with it, or use another one.", "这个邮箱已有账号。请直接登录，或换一个邮箱。";
    handle_shape => "Use a to z, 0 to 9, - and _, and start with a letter.", "只能用小写字母、数字、- 和 _，并以字母开头。";
    handle_taken => "Another member has this name. Choose another one.", "已有成员用了这个名字，请换一个。";
    password_too_common => "Everybody tries this password first. Choose a longer one, like four words of your own.", "这个密码太容易被猜到。换一个长一点的，比如几个只有你知道的词。";
    wrong_password => "That password doesn’t match this email. Try again, or get a code by email.", "密码和邮箱对不上。再试一次，或用邮件验证码登录。";
    wrong_code => "That is not the code we sent. Look at the newest email and type its six digits.", "验证码不对。请看最新的一封邮件，填写里面的六位数字。";
    code_spent => "This code is too old or was tried too often. Get a new one.", "验证码过期或试错太多次，请重新获取。";
    not_a_number => "This is not a whole number. Use digits only.", "这不是整数，请只填数字。";
    too_small(min: i64) => "This is too small. The least is {min}.", "太小了，最少是 {min}。";
    too_large(max: i64) => "This is too large. The most is {max}.", "太大了，最多是 {max}。";
    not_a_time => "This is not a date and time. Write it like 2027-03-20 14:00.", "日期和时间不对，请写成 2027-03-20 14:00 这样。";
    not_an_hour => "This is not a time of day. Write it like 22:00.", "时间不对，请写成 22:00 这样。";
    no_such_time => "The clocks go forward over this hour. Choose one before or after.", "当天调整夏令时，这个时间不存在，请选前后的时间。";
    ends_before_start => "The end is not after the start. Correct one of them.", "结束时间要晚于开始时间。";
    closes_before_opens => "Sign-up would close before it opens. Correct one of them.", "报名截止时间要晚于开放时间。";
    closes_after_end => "Sign-up would close after the event is over. Choose an earlier time.", "报名截止时间晚于活动结束，请提前一些。";
    in_the_past => "This time is in the past. Choose a later one.", "这个时间已经过去，请选晚一些的。";
    after_start => "This is only after the event has begun. Choose an earlier time.", "这个时间晚于活动开始，请提前一些。";
    same_as_before => "This is the date it has already. Choose another one.", "和现在的时间一样，请选别的时间。";
    far_from_event => "This is days away from the event. Check the date.", "离活动时间太远，请检查日期。";
    not_a_day => "This is not a day. Write it like 2027-03-20.", "日期不对，请写成 2027-03-20 这样。";
    not_a_link => "This is not a full link. Write it like https://meet.example.org/tapes.", "链接不完整，请写成 https://meet.example.org/tapes 这样。";
    unknown_zone => "We don’t know this time zone. Write it like Asia/Shanghai.", "没有这个时区，请写成 Asia/Shanghai 这样。";
    unknown_choice => "Choose one of the answers in the list.", "请从列表里选一项。";
    not_an_answer => "This is not an answer to that question. Write one exactly as it stands there.", "这不是那个问题的选项，请照原样填写一个。";
    consent_changed => "This text was changed meanwhile. Read it again, then agree.", "这段文字刚刚改过，请重新阅读后再同意。";
    has_shift_then => "They have a shift elsewhere at that time.", "对方那段时间在别处有班次。";
    nobody_picked => "Tick at least one person first.", "请先选中至少一个人。";
    not_utf8 => "We cannot read the letters of this file. Save it as “CSV UTF-8” and bring it again.", "读不了这个文件的文字，请另存为“CSV UTF-8”再导入。";
    no_person_column => "No column says who is meant. Name one of them “handle” or “email”.", "没有写明是谁的列，请把一列命名为“handle”或“邮箱”。";
    no_rows => "There is nobody in this sheet. Put one person on each line below the heads.", "表里没有人。请在标题行下面每行写一个人。";
    twice_in_sheet => "This person stands in the sheet before.", "这个人在表里已出现过。";
    in_lottery => "They have entered the lottery, and it decides.", "对方参加了抽签，由抽签决定。";
    not_a_file => "This is not a kind of file we take. Use PNG, JPEG, WebP or PDF.", "不支持这种文件，请用 PNG、JPEG、WebP 或 PDF。";
    too_few_choices => "Give two answers to choose from, or more.", "至少写两个选项。";
    no_such_member => "Nobody here goes by this name or address. Check the spelling.", "找不到这个名字或邮箱，请检查一下。";
    oneself => "That is you. Ask another organiser.", "这是你自己，请另一位组织者来做。";
    fixed_once_granted => "Somebody holds this badge, so this stays as it is. Make a new badge instead.", "已有人获得这枚徽章，这一项不能再改。可以另建一枚。";
    not_with_this_rule => "Nobody could earn it so often by this rule. Choose “once”.", "按这条规则不可能多次获得，请选“终身一次”。";
    slug_taken => "Another badge has this address. Choose another one.", "已有徽章用了这个地址，请换一个。";
    not_a_drawing => "This is not a drawing we can take. Use an SVG of plain shapes: no pictures, filters or scripts in it.", "收不了这个文件。请用由普通图形组成的 SVG，不含图片、滤镜和脚本。";
    drawing_too_large(max_kb: u32) => "This drawing is too large. Keep it to {max_kb} kB.", "这个图太大了，请控制在 {max_kb} kB 以内。";
    not_a_picture => "This is not a picture we can read. Use a PNG, JPEG or WebP file.", "读不了这张图片，请用 PNG、JPEG 或 WebP。";
    file_too_large(max_mb: u32) => "This file is too large. Use one of {max_mb} MB or less.", "文件太大了，请控制在 {max_mb} MB 以内。";
    no_such_invitation => "No invitation to this event has this code. Check each letter, or ask who gave it to you.", "没有这个邀请码。请逐字核对，或问问给你的人。";
    invitation_used_up => "As many people as this invitation was for have used it. Ask for another one.", "这个邀请码已用完，请再要一个。";
    invitation_too_old => "This invitation is no longer good. Ask for another one.", "这个邀请码已失效，请再要一个。";
    signed_up_already => "Somebody has signed up by the rules as they are, so this stays. You can copy the event and begin anew.", "已有人按现在的规则报名，不能再改。可以复制活动重新开始。";
    asks_helpers => "Only an open day has helpers, and a question below is for them. Ask it of guests, or take it out.", "只有开放日有志愿者，而下面有问题是问他们的。请改为问参加者，或删去。";
    has_shifts => "There are shifts in it, so it stays an open day. Remove them first.", "这里有班次，只能是开放日。请先删除班次。";
    malformed => "We could not read this form. Load the page again and send it once more.", "表单没能读取。请刷新页面后再发一次。";

    sign_up_not_open_yet => "Sign-up is not open yet. The page says when it opens.", "报名还没开始，开放时间写在活动页上。";
    sign_up_closed => "Sign-up is closed. Ask the host if there is still room.", "报名已截止。可以问问主办人还有没有位子。";
    event_cancelled => "This event was cancelled. See what else is on.", "活动已取消，看看别的活动吧。";
    event_over => "This event is over. See what else is on.", "活动已结束，看看别的活动吧。";
    not_signed_up => "You have no seat here to give up.", "你在这里没有可退的名额。";
    already_checked_in => "This seat was used at the door, so it can’t be given up.", "已经签到入场，不能再退名额。";
    email_not_confirmed => "Confirm your email address first. The link is in your inbox.", "请先确认邮箱，链接在你的收件箱里。";
    not_a_draft => "Only a draft can be published. This event is out already.", "只有草稿才能发布，这个活动已经发布了。";
    event_postponed => "This event has no date at the moment. Wait for the new one.", "活动时间待定，请等新的时间。";
    event_under_way => "This event has begun already.", "活动已经开始了。";
    not_over_yet => "This event is not over yet. Come back afterwards.", "活动还没结束，结束后再来吧。";
    not_for_you => "This invitation is for somebody else. Sign in with the account that got the letter.", "这份邀请是给别人的。请用收到邀请的账号登录。";
    already_granted => "This member holds the badge for this occasion already.", "这位成员已经因这件事获得过这枚徽章。";
    not_to_oneself => "Nobody does this for themselves. Ask another organiser.", "这件事不能给自己做，请另一位组织者来。";
    edition_spent => "There are not enough numbers left in this limited edition. Nobody got anything.", "限量编号不够了，没有授予任何人。";
    badge_retired => "This badge is not given any more.", "这枚徽章已停止授予。";
    already_revoked => "This badge was taken back already.", "这枚徽章已经收回了。";
    not_revoked => "This badge was not taken back.", "这枚徽章没有被收回。";
    grant_undone => "This badge was given by mistake and undone. Grant it anew.", "这次授予是误操作，已撤销，请重新授予。";
    batch_done => "This batch was carried out already.", "这一批已经授予过了。";
    list_is_wrong => "Some rows are wrong, so nobody got a badge. They are named below.", "有几行有误，没有授予任何人，问题列在下面。";
    batch_empty => "Nobody would get anything from this.", "这一批没有可以授予的人。";
    nothing_to_undo => "There is nothing to undo here any more.", "这里已经没有可以撤销的了。";
    already_set_up => "This site is set up already. Sign in.", "网站已经设置好了，请登录。";
    link_spent => "This link is used up or too old. Get a new one.", "链接已用过或过期，请重新获取。";
    request_key_reused => "This form was sent before. Load the page again to see where things stand.", "这张表单已经发送过。刷新页面看看当前状态。";
    overlaps => "At that time you have something else. Your tickets say what: give that back or swap it first.", "这个时间你已有别的安排，见“我的门票”。请先退回或换班。";
    tier_needed_regular => "This role is for Regulars and above. The page on tiers says how one becomes one.", "这个岗位需要常客及以上，怎样成为常客写在等级页上。";
    tier_needed_honor_crew => "This role is for the Honor crew and above. The page on tiers says how one gets a seat.", "这个岗位需要荣誉组及以上，怎样获得席位写在等级页上。";
    tier_needed_core => "This role is for the Core team.", "这个岗位只限核心组。";
    shift_full => "That shift is full now. You keep the one you have.", "那个班次已满，你原来的班次不变。";
    shift_begun => "This shift has begun. Talk to the shift lead.", "这个班次已开始，请联系带班。";
    shift_settled => "This is settled already.", "已经记录过了。";
    too_early_to_say => "It is too early to say. Wait until the shift has begun, or half of it is over.", "现在还太早，等班次开始或过半后再记录。";
    shift_taken => "Somebody is in this shift, or waits for it. Leave it as it is, or ask them to swap first.", "已有人报名或排队。请保留这个班次，或先请他们换班。";
    already_sent => "This letter is on its way already.", "这封信已经发出了。";

    offer_gone => "This offer is over. The page says where you stand now.", "这个名额已不再为你保留，页面上有你现在的状态。";
    seat_taken => "Somebody was faster, and the seat is taken. You are still in line.", "别人快了一步，名额已被拿走。你仍在排队。";
    places_frozen => "More seats are taken than there are. Raise the number of seats first.", "已占用的比名额多，请先增加名额。";
    taken_off => "The organisers took you off, or said no to your request. Ask them if you think that is a mistake.", "组织者取消了你的报名，或没有通过你的申请。如果觉得有误，请联系他们。";
    came_and_went => "You signed up and gave up here too often. Ask the organisers for a seat.", "你在这里报名又取消的次数太多了，想来的话请联系组织者。";
    tier_too_low => "This event is for a higher tier. The page on tiers says what is missing.", "这个活动仅限更高等级，还差什么写在等级页上。";
    decided_already => "This was decided already, or taken back. Load the page again to see how.", "这一项已经处理过或撤回了，刷新页面看看结果。";
    lottery_decides => "The lottery decides here, and nobody else.", "这里只由抽签决定。";
    sheet_is_wrong => "Some rows are wrong, so nobody got a seat. They are named below.", "有几行有误，没有给出任何名额，问题列在下面。";
    has_seat => "They have a seat already.", "对方已经有名额了。";
    not_yet_regular => "Regulars can ask for a seat. The page says what is missing.", "常客才能申请席位，页面上写着还差什么。";
    asked_already => "One application waits for its answer already.", "已有一份申请在等待答复。";
    in_crew_already => "They have such a seat already, or stand higher.", "已经有席位，或者等级更高。";
    no_seat_free => "All seats of the honor crew are taken. Wait for one to come free, or ask those who run the site for more.", "荣誉组席位已满。等有空席，或请网站运营者增加席位。";
    not_about_oneself => "Nobody decides about themselves, or about whom they proposed. Ask another organiser.", "不能决定自己或自己推荐的人，请另一位组织者来做。";
    seasons_overlap => "Another season has some of these days. Choose days between seasons.", "和另一个赛季的日期重叠了，请换个日期。";
    seats_taken(taken: i64) => "{taken} seats are taken, so there cannot be fewer. End a term first.", "已占用 {taken} 个席位，不能更少。请先结束一个任期。";

    own_honor => "Nobody gives honor to themselves or puts their own right. Ask another organiser.", "不能给自己记荣誉，也不能更正自己的记录，请另一位组织者来做。";
    over_budget => "Your budget for this season does not reach that far. Give less, or ask another organiser.", "本赛季的额度不够了。请少给一些，或请另一位组织者来做。";
    rule_not_in_use => "This rule is out of use at the moment.", "这条规则目前停用。";
    changed_meanwhile => "Somebody changed this meanwhile. Load the page again and look at it once more.", "刚刚有人改过。请刷新页面再看一次。";
    already_settled => "Somebody has answered this already.", "已经有人处理过了。";
    needs_somebody_else => "Somebody who has no part in it has to agree.", "需要由与此无关的另一位组织者同意。";
    already_taken_back => "A later line puts this one right already.", "这一行已经更正过了。";
    already_objected => "Your objection is with the organisers. Their answer comes here.", "异议已提交，答复会显示在这里。";
    already_said => "This can be said once, before the first event.", "只能填写一次，而且要在参加第一次活动之前。";
    objections_wait => "Three of your objections wait for an answer. Once one is answered, you can send the next.", "你有三条异议在等待答复，有答复后才能再提。";

    sign_in_needed => "Sign in first, then send this once more.", "请先登录，再发送一次。";
    forbidden => "Your account may not do this. Ask an organiser.", "你的账号不能做这件事，请联系组织者。";
    not_found => "This is gone. Load the page again.", "这项内容已经不在了，请刷新页面。";
    too_many_seconds(n: u32) => one "That was often. Try again in a second.", other "That was often. Try again in {n} seconds.", "操作太频繁了，请 {n} 秒后再试。";
    too_many_minutes(n: u32) => one "That was often. Try again in a minute.", other "That was often. Try again in {n} minutes.", "操作太频繁了，请 {n} 分钟后再试。";
    full(n: u32) => one "So many of us at once: this was not sent yet, and nothing was saved. Go back and send it again in a second.", other "So many of us at once: this was not sent yet, and nothing was saved. Go back and send it again in {n} seconds.", "来的人太多了：这次没有提交成功，也没有保存任何内容。请返回，{n} 秒后再提交一次。";
    internal(request_id: &str) => "We could not save this. Try again; if it stays so, tell us this number: {request_id}.", "没能保存。请再试一次；如果还是不行，把这个编号告诉我们：{request_id}。";
    unreachable => "We could not reach the site. Nothing is lost. Check your connection and send it again.", "连不上网站，内容没有丢失。请检查网络后再发一次。";
}

/// What stands above a field that cannot be taken.
pub fn field_text(locale: Locale, code: FieldCode) -> String {
    let fixed = match code {
        FieldCode::TooLong { max } => return too_long(locale, max),
        FieldCode::TooShort { min } => return too_short(locale, min),
        FieldCode::TooSmall { min } => return too_small(locale, min),
        FieldCode::TooLarge { max } => return too_large(locale, max),
        FieldCode::FileTooLarge { max_mb } => return file_too_large(locale, max_mb),
        FieldCode::SeatsTaken { taken } => return seats_taken(locale, taken),
        FieldCode::DrawingTooLarge { max_kb } => return drawing_too_large(locale, max_kb),
        FieldCode::Required => required(locale),
        FieldCode::NotAnEmail => not_an_email(locale),
        FieldCode::EmailTaken => email_taken(locale),
        FieldCode::HandleShape => handle_shape(locale),
        FieldCode::HandleTaken => handle_taken(locale),
        FieldCode::PasswordTooCommon => password_too_common(locale),
        FieldCode::WrongPassword => wrong_password(locale),
        FieldCode::WrongCode => wrong_code(locale),
        FieldCode::CodeSpent => code_spent(locale),
        FieldCode::NotANumber => not_a_number(locale),
        FieldCode::NotATime => not_a_time(locale),
        FieldCode::NotAnHour => not_an_hour(locale),
        FieldCode::NoSuchTime => no_such_time(locale),
        FieldCode::EndsBeforeStart => ends_before_start(locale),
        FieldCode::ClosesBeforeOpens => closes_before_opens(locale),
        FieldCode::ClosesAfterEnd => closes_after_end(locale),
        FieldCode::InThePast => in_the_past(locale),
        FieldCode::AfterStart => after_start(locale),
        FieldCode::SeasonsOverlap => seasons_overlap(locale),
        FieldCode::SameAsBefore => same_as_before(locale),
        FieldCode::FarFromEvent => far_from_event(locale),
        FieldCode::NotADay => not_a_day(locale),
        FieldCode::NotALink => not_a_link(locale),
        FieldCode::UnknownZone => unknown_zone(locale),
        FieldCode::UnknownChoice => unknown_choice(locale),
        FieldCode::NotAnAnswer => not_an_answer(locale),
        FieldCode::ConsentChanged => consent_changed(locale),
        FieldCode::HasShiftThen => has_shift_then(locale),
        FieldCode::NobodyPicked => nobody_picked(locale),
        FieldCode::NotUtf8 => not_utf8(locale),
        FieldCode::NoPersonColumn => no_person_column(locale),
        FieldCode::NoRows => no_rows(locale),
        FieldCode::TwiceInSheet => twice_in_sheet(locale),
        FieldCode::InLottery => in_lottery(locale),
        FieldCode::NotAFile => not_a_file(locale),
        FieldCode::TooFewChoices => too_few_choices(locale),
        FieldCode::NoSuchMember => no_such_member(locale),
        FieldCode::Oneself => oneself(locale),
        FieldCode::FixedOnceGranted => fixed_once_granted(locale),
        FieldCode::NotWithThisRule => not_with_this_rule(locale),
        FieldCode::SlugTaken => slug_taken(locale),
        FieldCode::NotADrawing => not_a_drawing(locale),
        FieldCode::NotAPicture => not_a_picture(locale),
        FieldCode::NoSuchInvitation => no_such_invitation(locale),
        FieldCode::InvitationUsedUp => invitation_used_up(locale),
        FieldCode::InvitationTooOld => invitation_too_old(locale),
        FieldCode::SignedUpAlready => signed_up_already(locale),
        FieldCode::HasShifts => has_shifts(locale),
        FieldCode::AsksHelpers => asks_helpers(locale),
        FieldCode::Malformed => malformed(locale),
    };
    fixed.into()
}

/// Why a rule said no.
pub fn refusal_text(locale: Locale, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::SignUpNotOpenYet => sign_up_not_open_yet(locale),
        Refusal::SignUpClosed => sign_up_closed(locale),
        Refusal::EventCancelled => event_cancelled(locale),
        Refusal::EventOver => event_over(locale),
        Refusal::NotSignedUp => not_signed_up(locale),
        Refusal::AlreadyCheckedIn => already_checked_in(locale),
        Refusal::EmailNotConfirmed => email_not_confirmed(locale),
        Refusal::NotADraft => not_a_draft(locale),
        Refusal::EventPostponed => event_postponed(locale),
        Refusal::EventUnderWay => event_under_way(locale),
        Refusal::NotOverYet => not_over_yet(locale),
        Refusal::NotForYou => not_for_you(locale),
        Refusal::AlreadyGranted => already_granted(locale),
        Refusal::NotToOneself => not_to_oneself(locale),
        Refusal::EditionSpent => edition_spent(locale),
        Refusal::BadgeRetired => badge_retired(locale),
        Refusal::AlreadyRevoked => already_revoked(locale),
        Refusal::NotRevoked => not_revoked(locale),
        Refusal::GrantUndone => grant_undone(locale),
        Refusal::BatchDone => batch_done(locale),
        Refusal::ListIsWrong => list_is_wrong(locale),
        Refusal::BatchEmpty => batch_empty(locale),
        Refusal::NothingToUndo => nothing_to_undo(locale),
        Refusal::AlreadySetUp => already_set_up(locale),
        Refusal::LinkSpent => link_spent(locale),
        Refusal::AlreadySent => already_sent(locale),
        Refusal::RequestKeyReused => request_key_reused(locale),
        Refusal::OfferGone => offer_gone(locale),
        Refusal::SeatTaken => seat_taken(locale),
        Refusal::PlacesFrozen => places_frozen(locale),
        Refusal::HasSeat => has_seat(locale),
        Refusal::OwnHonor => own_honor(locale),
        Refusal::OverBudget => over_budget(locale),
        Refusal::RuleNotInUse => rule_not_in_use(locale),
        Refusal::ChangedMeanwhile => changed_meanwhile(locale),
        Refusal::AlreadySettled => already_settled(locale),
        Refusal::NeedsSomebodyElse => needs_somebody_else(locale),
        Refusal::AlreadyTakenBack => already_taken_back(locale),
        Refusal::AlreadyObjected => already_objected(locale),
        Refusal::AlreadySaid => already_said(locale),
        Refusal::ObjectionsWait => objections_wait(locale),
        Refusal::TakenOff => taken_off(locale),
        Refusal::CameAndWent => came_and_went(locale),
        Refusal::TierTooLow => tier_too_low(locale),
        Refusal::DecidedAlready => decided_already(locale),
        Refusal::LotteryDecides => lottery_decides(locale),
        Refusal::Overlaps(_) => overlaps(locale),
        Refusal::TierNeeded(Tier::Fan | Tier::Regular) => tier_needed_regular(locale),
        Refusal::TierNeeded(Tier::HonorCrew) => tier_needed_honor_crew(locale),
        Refusal::TierNeeded(Tier::Core) => tier_needed_core(locale),
        Refusal::ShiftFull => shift_full(locale),
        Refusal::ShiftBegun => shift_begun(locale),
        Refusal::ShiftSettled => shift_settled(locale),
        Refusal::TooEarlyToSay => too_early_to_say(locale),
        Refusal::ShiftTaken => shift_taken(locale),
        Refusal::SheetIsWrong => sheet_is_wrong(locale),
        Refusal::NotYetRegular => not_yet_regular(locale),
        Refusal::AskedAlready => asked_already(locale),
        Refusal::InCrewAlready => in_crew_already(locale),
        Refusal::NoSeatFree => no_seat_free(locale),
        Refusal::NotAboutOneself => not_about_oneself(locale),
    }
}

/// What stands at the top of a form that was not carried out.
pub fn failure_text(locale: Locale, AppError(failure): &AppError) -> String {
    match failure {
        Failure::Invalid(all) => match all.iter().find(|e| e.field.is_empty()) {
            Some(whole) => field_text(locale, whole.code),
            None => check_fields(locale, all.len() as i64),
        },
        Failure::SignInNeeded => sign_in_needed(locale).into(),
        Failure::Forbidden => forbidden(locale).into(),
        Failure::NotFound => not_found(locale).into(),
        Failure::Refused(refusal) => refusal_text(locale, *refusal).into(),
        Failure::TooMany { retry_after_s } => too_many(locale, *retry_after_s),
        Failure::Full { retry_after_s } => full(locale, *retry_after_s),
        Failure::Internal { request_id } if request_id.is_empty() => unreachable(locale).into(),
        Failure::Internal { request_id } => internal(locale, request_id),
    }
}

/// When to try again, in seconds or whole minutes.
pub fn too_many(locale: Locale, retry_after_s: u32) -> String {
    match retry_after_s {
        0..120 => too_many_seconds(locale, retry_after_s.max(1)),
        s => too_many_minutes(locale, s.div_ceil(60)),
    }
}
