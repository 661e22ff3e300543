//! Words of accounts: signing in, joining, settings, profiles.

use crate::messages;

messages! {
    welcome_back => "Welcome back", "欢迎回来";
    sign_in => "Sign in", "登录";
    email => "Email", "邮箱";
    password => "Password", "密码";
    forgot => "Get a code by email", "用邮件验证码登录";
    new_here => "New here?", "第一次来？";
    join_link => "Make an account", "注册账号";
    join_title => "Join us", "加入我们";
    join_lede => "One account for every event, every badge and every thank-you.", "一个账号，参加所有活动，记下每一枚徽章和每一声谢谢。";
    join_button => "Make my account", "注册";
    display_name => "Your name", "你的名字";
    display_name_hint => "What we call you at the door. It is not shown to others unless you say so.", "签到时这样称呼你。除非你同意，否则不会公开。";
    password_hint => "Ten characters or more; four words work well.", "至少十个字符，几个词连起来就很好。";
    handle => "Name in your address", "主页地址名";
    handle_hint => "3 to 30 small letters, digits, - or _, a letter first. Leave it empty and we make one.", "3 到 30 个小写字母、数字、- 或 _，以字母开头。留空会自动生成。";
    have_account => "You have an account?", "已有账号？";

    confirm_title => "Confirm your email", "确认邮箱";
    confirm_lede(email: &str) => "We sent a six-digit code to {email}. It works for ten minutes.", "我们已把六位验证码发到 {email}，十分钟内有效。";
    code => "Code", "验证码";
    confirm_button => "Confirm", "确认";
    send_again => "Send a new code", "重新发送";
    confirmed_already => "Your address is confirmed.", "你的邮箱已确认。";
    confirm_banner => "Confirm your email address, so that we can reach you.", "请确认邮箱，方便我们联系你。";

    reset_title => "Get back in", "找回账号";
    reset_lede => "We send a six-digit code that works for ten minutes.", "我们会发送一个六位验证码，十分钟内有效。";
    send_code => "Send me a code", "发送验证码";
    new_password_title => "Choose a new password", "设置新密码";
    new_password_lede => "If we know this address, the code is in its inbox now.", "如果这个邮箱已注册，验证码已经发到收件箱。";
    new_password => "New password", "新密码";
    new_password_button => "Save and sign in", "保存并登录";

    settings => "Settings", "设置";
    about_you => "About you", "关于你";
    bio => "A few lines about you", "自我介绍";
    bio_hint => "Shown on your page when it is public.", "公开主页后会显示。";
    language => "Language of our mail", "邮件语言";
    zone => "Time zone", "时区";
    home_chapter => "Home chapter", "所在同城会";
    save => "Save", "保存";
    your_page => "Your page", "你的主页";
    page_private => "Your page is private. Nobody but you sees it.", "你的主页未公开，只有你自己能看到。";
    page_public => "Your page is public. Everybody can see it and the badges on it.", "你的主页已公开，所有人都能看到它和上面的徽章。";
    publish_page => "Make my page public", "公开我的主页";
    hide_page => "Make my page private", "不再公开";
    see_page => "See my page", "查看主页";
    change_password => "Change password", "修改密码";
    old_password => "Your password now", "当前密码";
    devices => "Signed in on", "已登录的设备";
    this_device => "this device", "当前设备";
    sign_out_there => "Sign out", "退出";
    address(email: &str) => "Your email: {email}", "你的邮箱：{email}";

    set_up_title => "Set up your site", "设置你的网站";
    set_up_lede => "This account runs the site. The link works once.", "这个账号将管理整个网站。链接只能用一次。";
    set_up_button => "Make the first account", "创建第一个账号";

    with_us_since(month: &str) => "With the club since {month}", "{month} 加入";
    your_honor => "Your honor", "我的荣誉";
    honor_of => "Honor", "荣誉";
    badges => "Badges", "徽章";
    badges_earned(n: i64) => one "{n} earned", other "{n} earned", "已获得 {n} 枚";
    no_lines => "No honor yet", "还没有荣誉记录";
    no_lines_text => "Come to an event: the first line appears when you are checked in.", "来参加活动吧，签到后这里会出现第一条记录。";
    ledger_of(name: &str) => "Honor ledger of {name}, newest first", "{name} 的荣誉明细，从新到旧";
    older_lines => "Older lines", "更早的记录";
    private_banner => "Only you see this page. Make it public to share it.", "只有你能看到这个页面，公开后才能分享。";
}
