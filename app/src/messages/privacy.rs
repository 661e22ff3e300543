//! Words of the page on privacy.

use crate::messages;

messages! {
    title => "Privacy", "隐私";
    lede => "What this site keeps about you, for how long, and who sees it.", "本站保存你的哪些信息、保存多久、谁能看到。";

    short => "In short", "简单来说";
    short_private => "You are private until you say otherwise. Your page, and your name among those who come, are public only if you make them so.", "默认不公开。只有你自己选择公开，别人才能看到你的主页，或者在参加名单里看到你的名字。";
    short_mail => "Your mail address stands on no public page.", "你的邮箱不会出现在任何公开页面上。";
    short_watch => "Nobody is watched. There is no advertising, and visits are counted by page, not by person.", "不跟踪任何人。没有广告，访问量只按页面统计，不按人统计。";
    short_others => "Pages load nothing from anybody else, so nobody else learns that you were here.", "页面不加载任何第三方内容，别人不会知道你来过。";

    kept => "What is kept", "保存哪些信息";
    how_long => "For how long", "保存多久";
    seen_by => "Who sees it", "谁能看到";

    account => "Your account", "账号";
    account_what => "Your mail address, name and handle, your language and time zone, what you write about yourself, what of your page you show, and that you are of age, if a shift asked and you said so. Of your password only a scrambled form that nobody can turn back.", "邮箱、名字、用户名、语言、时区、你写的自我介绍、主页公开哪些内容，以及你在报名班次时确认过已成年。密码只保存一串无法还原的摘要。";
    account_time => "Until your account is removed.", "直到账号被删除。";
    account_who => "You, and those who run the site. Your name also those whose events you sign up for. Everybody sees your page once you make it public, part by part as you choose.", "你自己和网站的运营者。你报名的活动，组织者能看到你的名字。公开主页之后，所有人能看到你选择公开的部分。";

    sessions => "Where you are signed in", "已登录的设备";
    sessions_what => "What sort of browser each one is, and when it was last used.", "每个登录设备的浏览器类型，以及最近一次使用的时间。";
    sessions_time(days: i64, minutes: i64) => "{days} days after its last use, or until you sign it out. A code that we mail you works for {minutes} minutes.", "最近一次使用后 {days} 天，或到你退出登录为止。邮件里的验证码 {minutes} 分钟内有效。";
    sessions_who => "You.", "只有你自己。";

    sign_ups => "Events you sign up for", "你报名的活动";
    sign_ups_what => "That you signed up for an event or a shift and when, what you answered and what it was before you changed it, files you handed in, the names of guests you bring, who invited you and whom you invited, which briefings you read, your ticket, your place in line, and what became of it.", "你报名了哪些活动和班次、什么时间，你填写的回答和修改前的内容、提交的文件、同行者的名字、谁邀请了你、你邀请了谁、读过的须知、门票、排队的位置，以及后来的变化。";
    sign_ups_time => "No longer than the event itself is kept. Answers, files and the names of guests go on the day that you are told where they are asked.", "不会比活动本身保存得更久。回答、文件和同行者的名字到填写时告知的日期就会删除。";
    sign_ups_who => "You, the organisers of the event, and the people at its door; of a shift also whoever leads shifts there. Each question says who sees its answer. Who invited whom is for the organisers. Everybody sees your name only if you chose to be named. The public log of a line tells numbers, not names.", "你自己、活动的组织者和负责签到的人；班次还有带班的人。每个问题都写明谁能看到回答。谁邀请了谁只有组织者能看到。只有你选择公开，所有人才能看到你的名字。公开的排队记录里只有编号，没有名字。";

    attendance => "Where you have been", "你参加过的活动";
    attendance_what => "That you came, and when you were checked in. Of a shift also whether you worked it, and who said so.", "你到场了，以及签到的时间。如果是班次，还有你是否完成、由谁确认。";
    attendance_time => "For good: honor follows from it.", "一直保存，荣誉由此而来。";
    attendance_who => "You, the organisers of the event, the people at its door, and those who lead its shifts. Others who were there see it on that event’s leaderboard, if you are on leaderboards at all. Everybody sees it on your page only if you choose to show it; the page of a badge that you show tells where you earned it.", "你自己、活动的组织者、负责签到的人和带班的人。如果你在荣誉榜上，同场的人能在该活动的荣誉榜上看到。只有你选择公开，所有人才能在主页上看到；你展示的徽章，其页面会写明在哪里获得。";

    honor => "Honor and badges", "荣誉和徽章";
    honor_what => "Each line of honor and each badge, with its reason and who gave it; what you said against a line, and the answer; who brought you along, if you said so; whether you show, hide or decline a badge, and whether it was taken back; your tier, and what was written and decided about a seat in the honor crew.", "每一笔荣誉和每一枚徽章，包括原因和授予人；你对某一笔提出的异议和答复；你填写的介绍人；每枚徽章你是展示、隐藏还是谢绝，是否被收回；以及你的等级、荣誉组申请的内容和决定。";
    honor_time => "For good. A mistake is put right with a new line.", "一直保存。记错了会用新的一行更正。";
    honor_who => "You, and organisers. Everybody sees on your page, once that is public, and on leaderboards what you choose to show, but never a badge that you hide or decline. Applications are read by organisers and you. What is published of everybody daily is a number that tells nothing of you.", "你自己和组织者。公开主页之后，所有人能在主页和荣誉榜上看到你选择公开的部分，你隐藏或谢绝的徽章除外。申请内容只有组织者和你能看到。每天对外公布的校验值不会透露你的任何信息。";

    letters => "Letters", "信件";
    letters_what => "What was written to you and whether it arrived, when you want mail, and the secret address of your calendar if you made one.", "写给你的信以及是否送达、你希望什么时候收信，还有你的专属日历地址（如果你创建过）。";
    letters_time(days: i64) => "Your inbox as long as your account. What was needed for sending goes {days} days after it was sent.", "收件箱和账号保存得一样久。发送所需的数据在发出 {days} 天后删除。";
    letters_who => "You. That a letter did not arrive is also seen by who sent it and by those who run the site.", "你自己。如果信没有送达，写信的人和网站的运营者也会知道。";

    roles => "What you do for others", "你负责的工作";
    roles_what => "The chapters you organise, the events where you help, the shifts you lead, invitations to help, and what you write or hand in there: announcements, stories of events, lists of people, badges and to whom you gave them; honor that you gave by hand.", "你组织的同城会、你协助的活动、你带的班次、协助邀请，以及你写的通知、活动回顾、提交的名单，你设计和授予的徽章，你手动记入的荣誉。";
    roles_time(days: i64) => "As long as you have that part, and what you wrote as long as its event. An open invitation works for {days} days, and a list of people is kept for one day.", "在你负责期间保存；你写的内容和活动保存得一样久。未答复的邀请 {days} 天内有效，名单只保存一天。";
    roles_who => "Those you organise with. Everybody sees it where your page is public.", "和你一起组织的人。如果你的主页是公开的，所有人都能看到。";

    history => "Who changed what", "操作记录";
    history_what => "What organisers and those who run the site have done: published, cancelled, given a seat or a badge by hand. By whom, and when.", "组织者和网站的运营者做过的事：发布、取消、手动安排名额或授予徽章，由谁操作，什么时间。";
    history_time => "For good.", "一直保存。";
    history_who => "Those who run the site.", "网站的运营者。";

    cookies => "Cookies", "Cookie";
    cookie_session(days: i64) => "One keeps you signed in, for {days} days.", "一个用来保持登录，有效期 {days} 天。";
    cookie_look(days: i64) => "One remembers your language and one your choice of light or dark, for {days} days, if you choose.", "如果你做了选择，还有一个记住语言，一个记住深浅外观，有效期 {days} 天。";
    cookie_errand(minutes: i64) => "A few forms leave one for the page that comes next, for at most {minutes} minutes.", "少数表单会给下一个页面留一个，最多 {minutes} 分钟。";
    cookie_none => "There are no others, and nobody else reads them.", "除此之外没有别的 Cookie，别人也读不到它们。";

    outside => "Beyond this site", "站外";
    outside_mail => "Letters travel through the mail server of those who run the site. They hold no pictures that report back.", "邮件经由网站运营者的邮件服务器发出，里面没有会回传信息的图片。";
    outside_map => "A map or a meeting online is elsewhere: nothing is asked there before you follow the link.", "地图和线上会议在别的网站上，你点开链接之前，不会联系它们。";
    outside_address => "Your network address helps to slow down guessing and flooding. It is kept in memory only; the log of the site does not name it, nor whose page was opened.", "你的网络地址只用来防止恶意猜测和刷屏，只留在内存里。网站日志不记录它，也不记录打开了谁的主页。";

    say => "Your say", "你可以做的";
    say_text => "In your settings you change what is kept of you, make your page private, end sessions and choose your mail. For a copy of what is kept, or to have your account removed, turn to those who run the site: there is no button for that yet.", "在设置里，你可以修改自己的信息、隐藏主页、退出其他设备、选择接收哪些邮件。想要一份数据副本，或者想删除账号，请联系网站的运营者，目前还没有自助按钮。";
}
