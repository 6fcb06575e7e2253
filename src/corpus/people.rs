//! The people and bodies of the made-up town. Nobody here exists: born in 1900, phones from a block of its own.
use super::{dice::Dice, places::Place};
use crate::domain::petition::{PartyKind, Petitioner, Role};

/// Surnames, each as often as its number says.
const SURNAMES: &str = "王72 李70 张67 刘54 陈47 杨38 黄25 赵24 吴23 周22 徐17 孙16 马14 朱14 胡13 郭13 何13 林12 \
    高12 罗12 郑10 梁10 谢9 宋8 唐8 许7 韩7 邓7 冯7 曹7 彭7 曾6 肖6 田6 董6 袁5 潘5 于5 蒋5 蔡5 余5 杜5 叶5 程5 \
    苏4 魏4 吕4 丁4 任4 沈4 姚4 卢4 姜4 崔4 钟4 谭4 陆4 汪4 范4 廖4 石3 金3 韦3 贾3 夏3 付3 方3 白3 邹3 熊3 孟3 \
    秦3 邱3 侯3 江3 尹3 薛3 阎2 段2 雷2 龙2 黎2 史2 陶2 贺2 毛2 郝2 顾2 龚2 邵2 万2 覃2 武2 钱2 戴2 严2 孔2 向2 \
    温1 章1 鲁1 葛1 牟1 尤1 祝1 左1 游1 母1 税1 单1 解1 仇1 区1 查1 翟1 盖1 朴1 缪1 佘1 瞿1 谌1 宁1 欧阳1 令狐1 \
    尉迟1 万俟1 上官1";

/// Hanzi of given names, the common ones first; many sound alike.
const GIVEN: &str = "伟芳秀英敏静丽强磊军勇艳杰娟涛明超霞平刚桂兰华飞玲红梅玉珍凤建国志文德福成贵昌荣富忠义诚林山川海波江\
    娜洋俊峰鑫鹏宇浩欣怡婷雪琴燕萍莉云春夏秋冬东南正光学武庆祥和顺安康宁清泉松柏树根生发财旺兴邦家宝珠美淑慧贤良善\
    纬玮维卫炜苇章彰漳丹单立力利励莹颖瑛迎佳嘉加健剑鉴克可珂彬斌宾滨晓小潇肖素树书舒雯闻玟蓉融容榕思斯诗施琳临霖麟";

const BRANDS: &[&str] =
    &["宏达", "鑫盛", "恒源", "金桥", "天和", "瑞丰", "华兴", "锦程", "安泰", "蜀汇", "川越", "万顺"];
const TRADES: &[&str] =
    &["建筑工程", "建筑劳务", "房地产开发", "物业服务", "农业科技", "商贸", "机械制造", "运输", "餐饮管理"];

/// Everybody who may come, by number.
pub struct People {
    seed: u64,
    surnames: Vec<(&'static str, u32)>,
    weight: u32,
    given: Vec<char>,
}

impl People {
    /// The people of the town with this seed.
    pub fn new(seed: u64) -> Self {
        let mut weight = 0;
        let surnames = SURNAMES
            .split_whitespace()
            .map(|entry| {
                let name = entry.trim_end_matches(|c: char| c.is_ascii_digit());
                weight += entry[name.len()..].parse().unwrap_or(1);
                (name, weight)
            })
            .collect();
        let given = GIVEN.chars().filter(|c| !c.is_whitespace()).collect();
        Self { seed, surnames, weight, given }
    }

    /// The person or body with this number; always the same one.
    pub fn petitioner(&self, number: usize, place: &Place) -> Petitioner {
        let mut dice = Dice::new(self.seed, number as u64 * 2 + 1);
        let body = dice.in_thousand(20);
        let name = if body { organisation(&mut dice, place) } else { self.name(&mut dice) };
        let identity =
            if body || dice.in_thousand(80) { String::new() } else { identity(&mut dice, &place.county) };
        Petitioner {
            role: Role::Petitioner,
            kind: if body { PartyKind::Organisation } else { PartyKind::Person },
            phone: if dice.in_thousand(50) {
                String::new()
            } else {
                format!("1900000{:04}", dice.below(10_000))
            },
            address: place.address(&mut dice),
            name,
            identity,
            ..Petitioner::default()
        }
    }

    fn name(&self, dice: &mut Dice) -> String {
        let at = dice.between(0, self.weight.saturating_sub(1));
        let surname = self.surnames.iter().find(|(_, end)| at < *end).map_or("王", |(name, _)| name);
        let mut name = surname.to_owned();
        let given = if dice.in_thousand(180) { 1 } else { 2 };
        name.extend((0..given).filter_map(|_| self.given.get(dice.low(self.given.len()))));
        name
    }
}

fn organisation(dice: &mut Dice, place: &Place) -> String {
    format!("{}{}{}有限公司", place.county_name, dice.one(BRANDS, "宏达"), dice.one(TRADES, "商贸"))
}

/// An identity number of somebody born in 1900, with the right check digit.
fn identity(dice: &mut Dice, county: &str) -> String {
    let county = if county.len() == 6 { county } else { "512002" };
    let body = format!(
        "{county}1900{:02}{:02}{:03}",
        dice.between(1, 12),
        dice.between(1, 28),
        dice.between(1, 999)
    );
    let sum: u32 = body
        .chars()
        .zip([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight)
        .sum();
    let check = "10X98765432".chars().nth(sum as usize % 11).unwrap_or('1');
    format!("{body}{check}")
}
