//! Words about checking a badge.

use crate::messages;

messages! {
    title => "Check it, take it along", "验证与保存";
    lede => "This badge is signed. Anyone can check it with software of their own, offline, without asking us.", "这枚徽章带有数字签名。任何人都能用自己的软件离线验证，不必来问我们。";
    picture => "Picture (PNG)", "图片 (PNG)";
    drawing => "Drawing (SVG)", "矢量图 (SVG)";
    file => "Signed file (JSON)", "签名文件 (JSON)";
    what_files => "Each of the three carries the same proof inside. The picture looks like any other.", "三个文件里的证明完全相同，图片看起来和普通图片一样。";
    linked_in => "Add to LinkedIn", "添加到领英";
    how => "How do I check one?", "怎样验证？";
    how_text => "Open the file in any Open Badges 3.0 verifier or wallet. It looks up our keys and the list of badges that were taken back, and says whether this one is genuine and still holds. Only the signed file proves something: a picture that a social network made smaller has lost its proof.", "用任意支持 Open Badges 3.0 的验证工具或徽章钱包打开文件。它会查找我们的公钥和撤销名单，告诉你徽章是否真实、是否仍然有效。只有原始文件才能作证：被社交平台压缩过的图片已经不含证明。";
    what => "What is inside?", "里面写了什么？";
    what_text => "The badge, what for, when, and the event. No name is in it: who holds the badge stands on this page alone, for as long as they show it.", "徽章名称、授予原因、日期和活动，没有任何人的名字。持有人是谁，只写在这个页面上，而且只在本人愿意公开的时候。";
    issued_by(issuer: &str) => "Open Badges 3.0, issued by {issuer}", "Open Badges 3.0，颁发者 {issuer}";
}
