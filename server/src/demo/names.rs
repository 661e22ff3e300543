//! Invented people: any likeness is chance, and chance is the same each time.

use std::collections::BTreeSet;

use super::stage::Dice;

/// A name, as it is shown and as it stands in an address.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) shown: String,
    pub(super) handle: String,
    pub(super) is_chinese: bool,
}

const FAMILY: [(&str, &str); 36] = [
    ("王", "wang"),
    ("李", "li"),
    ("张", "zhang"),
    ("刘", "liu"),
    ("陈", "chen"),
    ("杨", "yang"),
    ("赵", "zhao"),
    ("黄", "huang"),
    ("周", "zhou"),
    ("吴", "wu"),
    ("徐", "xu"),
    ("孙", "sun"),
    ("胡", "hu"),
    ("朱", "zhu"),
    ("高", "gao"),
    ("林", "lin"),
    ("何", "he"),
    ("郭", "guo"),
    ("马", "ma"),
    ("罗", "luo"),
    ("梁", "liang"),
    ("宋", "song"),
    ("郑", "zheng"),
    ("谢", "xie"),
    ("韩", "han"),
    ("唐", "tang"),
    ("冯", "feng"),
    ("于", "yu"),
    ("董", "dong"),
    ("萧", "xiao"),
    ("程", "cheng"),
    ("袁", "yuan"),
    ("邓", "deng"),
    ("沈", "shen"),
    ("曾", "zeng"),
    ("彭", "peng"),
];

const GIVEN: [(&str, &str); 44] = [
    ("雨亭", "yuting"),
    ("安雅", "anya"),
    ("子墨", "zimo"),
    ("思远", "siyuan"),
    ("嘉怡", "jiayi"),
    ("明轩", "mingxuan"),
    ("若曦", "ruoxi"),
    ("晓彤", "xiaotong"),
    ("俊杰", "junjie"),
    ("雪晴", "xueqing"),
    ("海涛", "haitao"),
    ("静怡", "jingyi"),
    ("天佑", "tianyou"),
    ("婉清", "wanqing"),
    ("志强", "zhiqiang"),
    ("丽娜", "lina"),
    ("文博", "wenbo"),
    ("欣然", "xinran"),
    ("浩然", "haoran"),
    ("梦琪", "mengqi"),
    ("建国", "jianguo"),
    ("秀英", "xiuying"),
    ("一诺", "yinuo"),
    ("梓涵", "zihan"),
    ("晨曦", "chenxi"),
    ("佳琪", "jiaqi"),
    ("逸飞", "yifei"),
    ("春燕", "chunyan"),
    ("立新", "lixin"),
    ("月华", "yuehua"),
    ("小满", "xiaoman"),
    ("青禾", "qinghe"),
    ("砚", "yan"),
    ("南星", "nanxing"),
    ("知夏", "zhixia"),
    ("望舒", "wangshu"),
    ("长风", "changfeng"),
    ("可欣", "kexin"),
    ("宇航", "yuhang"),
    ("念慈", "nianci"),
    ("书瑶", "shuyao"),
    ("锦程", "jincheng"),
    ("桂兰", "guilan"),
    ("阿福", "afu"),
];

const FIRST: [&str; 52] = [
    "Imani", "Tomás", "Beatriz", "Rafael", "Inês", "Diogo", "Leonor", "Vasco", "Matilde", "Tiago", "Carolina", "Nuno",
    "Harriet", "Callum", "Nia", "Rhys", "Priya", "Arjun", "Meera", "Zainab", "Yusuf", "Amara", "Kofi", "Chidi",
    "Adaeze", "Thandiwe", "Sibusiso", "Elif", "Deniz", "Emre", "Leila", "Farid", "Noor", "Samira", "Mikko", "Aino",
    "Freya", "Lars", "Ingrid", "Pavel", "Zuzana", "Milena", "Bogdan", "Camille", "Théo", "Giulia", "Matteo", "Yuki",
    "Haruto", "Min-jun", "Seo-yeon", "Linh",
];

const LAST: [&str; 50] = [
    "Almeida",
    "Brandão",
    "Cardoso",
    "Duarte",
    "Esteves",
    "Figueiredo",
    "Guerreiro",
    "Lobo",
    "Marques",
    "Nogueira",
    "Pacheco",
    "Queirós",
    "Rebelo",
    "Salgado",
    "Teixeira",
    "Valente",
    "Ackroyd",
    "Birtwhistle",
    "Clegg",
    "Dyson",
    "Entwistle",
    "Fairclough",
    "Holroyd",
    "Illingworth",
    "Kershaw",
    "Lumb",
    "Mistry",
    "Okafor",
    "Owusu",
    "Patel",
    "Qureshi",
    "Rahman",
    "Sutcliffe",
    "Thackray",
    "Udoh",
    "Varga",
    "Whitaker",
    "Yates",
    "Zielińska",
    "Aydın",
    "Demir",
    "Haddad",
    "Korhonen",
    "Lindqvist",
    "Novák",
    "Petrov",
    "Rossi",
    "Tanaka",
    "Park",
    "Nguyen",
];

/// So many names, no two with the same handle, none of `taken`.
pub(super) fn many(dice: &Dice, count: usize, taken: &[&str]) -> Vec<Name> {
    let mut handles: BTreeSet<String> = taken.iter().map(|handle| (*handle).to_owned()).collect();
    let mut names = Vec::with_capacity(count);
    while names.len() < count {
        // Nearly half of them are in Chengdu.
        let name = if dice.chance(46) { chinese(dice) } else { international(dice) };
        if handles.insert(name.handle.clone()) {
            names.push(name);
        }
    }
    names
}

fn chinese(dice: &Dice) -> Name {
    let ((family, latin_family), (given, latin_given)) = (dice.pick(&FAMILY), dice.pick(&GIVEN));
    // Some write their name in Latin letters, for their friends abroad.
    let shown = match dice.chance(22) {
        true => format!("{} {}", capital(latin_given), capital(latin_family)),
        false => format!("{family}{given}"),
    };
    Name { shown, handle: format!("{latin_family}{latin_given}"), is_chinese: true }
}

fn international(dice: &Dice) -> Name {
    let (first, last) = (dice.pick(&FIRST), dice.pick(&LAST));
    Name { shown: format!("{first} {last}"), handle: format!("{}-{}", plain(first), plain(last)), is_chinese: false }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The letters of an address: without accents.
fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        'á' | 'ã' | 'â' => 'a',
        'é' | 'ê' => 'e',
        'ı' | 'í' => 'i',
        'ń' => 'n',
        'ó' | 'õ' => 'o',
        'ů' | 'ú' => 'u',
        'ç' => 'c',
        c => c,
    };
    name.to_lowercase().chars().map(letter).filter(char::is_ascii_alphabetic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::members::{DisplayName, Handle};

    #[test]
    fn names_are_names_and_the_same_each_time() {
        let names = many(&Dice::new(5), 190, &["qiaobo"]);
        for name in &names {
            assert!(Handle::parse(&name.handle).is_ok_and(|h| h.as_str() == name.handle), "{}", name.handle);
            assert!(DisplayName::parse(&name.shown).is_ok_and(|n| n.as_str() == name.shown), "{}", name.shown);
        }
        let chinese = names.iter().filter(|name| name.is_chinese).count();
        assert!((60..130).contains(&chinese), "{chinese}");
        let again = many(&Dice::new(5), 190, &["qiaobo"]);
        assert!(names.iter().zip(&again).all(|(a, b)| a.handle == b.handle));
    }
}
