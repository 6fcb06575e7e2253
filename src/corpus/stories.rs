//! What the people of the made-up town bring: subjects, facts and demands with slots.

/// One kind of matter.
pub struct Story {
    /// Code of its category.
    pub category: &'static str,
    /// Subjects.
    pub subjects: &'static [&'static str],
    /// Sentences that begin the facts.
    pub begins: &'static [&'static str],
    /// Sentences that go on.
    pub goes_on: &'static [&'static str],
    /// Demands.
    pub demands: &'static [&'static str],
}

/// Requests for relief.
pub const REQUESTS: &[Story] = &[
    Story {
        category: "010101",
        subjects: &["{estate}逾期交房", "{estate}延期交付要求赔偿违约金", "{estate}停工何时复工"],
        begins: &[
            "信访人于{year}年购买{estate}{n}栋商品房一套，总价{money}万元，合同约定{year}年底前交房，至今未交付。",
            "{estate}开发商收取全部房款后停工已有{months}个月，工地无人施工，{n}户业主无法入住。",
        ],
        goes_on: &[
            "业主多次到售楼部协商，开发商以资金困难为由推脱。",
            "部分业主一边还贷款一边租房，生活困难。",
            "主管部门曾组织协调会，承诺的复工时间已过。",
        ],
        demands: &[
            "要求尽快复工并明确交房时间，按合同支付违约金。",
            "请求督促开发商限期交房，办理入住手续。",
        ],
    },
    Story {
        category: "010102",
        subjects: &["{estate}不动产权证办理", "{estate}入住{n}年未办证"],
        begins: &[
            "{estate}{n}栋业主入住{n}年，税费已经缴清，不动产权证一直没有办下来。",
            "因开发商欠缴土地出让金，{estate}业主无法办理不动产登记，子女入学受到影响。",
        ],
        goes_on: &["到窗口咨询，答复是开发商没有完成首次登记。", "开发商负责人电话打不通，物业也说不清楚。"],
        demands: &["请求协调解决历史遗留问题，尽快办理不动产权证。", "要求明确办证时间，先行办理。"],
    },
    Story {
        category: "010106",
        subjects: &["{estate}物业服务质量差", "{estate}电梯停用无人维修", "{estate}业主委员会选举争议"],
        begins: &[
            "{estate}物业公司收费不公示，公共区域垃圾清运不及时，{n}号楼电梯停用{months}个月。",
            "{estate}地下车位只售不租，消防通道长期被占用，业主意见很大。",
        ],
        goes_on: &[
            "多次向物业反映没有结果。",
            "社区调解过两次，物业答应整改但没有落实。",
            "维修资金使用情况从未公开。",
        ],
        demands: &["要求责令物业公司整改，公开账目。", "请求尽快维修电梯，保障出行安全。"],
    },
    Story {
        category: "020102",
        subjects: &["{company}拖欠农民工工资", "{estate}项目欠薪{money}万元", "工地欠付工资"],
        begins: &[
            "信访人等{n}人于{year}年{month}月起在{estate}项目从事木工、钢筋工作，{company}拖欠工资共计{money}万元。",
            "包工头从{company}承接{estate}外墙工程，完工{months}个月后工资仍未结清，涉及{n}名工人。",
        ],
        goes_on: &[
            "项目部出具了欠条，承诺春节前付清，到期没有兑现。",
            "总包称已拨付工程款，分包称没有收到。",
            "工人手中有考勤表和工资结算单。",
        ],
        demands: &["要求支付拖欠的工资。", "请求劳动监察部门介入，督促总包先行垫付工资。"],
    },
    Story {
        category: "020402",
        subjects: &["工伤认定争议", "{company}拒绝申报工伤"],
        begins: &["信访人在{company}上班期间右手受伤，住院{n}天，单位没有缴纳工伤保险，拒绝申报工伤。"],
        goes_on: &["医药费已自付{money}千元，单位只付了一部分。", "没有签订劳动合同，只有工友可以证明。"],
        demands: &["请求认定工伤，依法给予工伤待遇。", "要求单位承担医疗费和误工费。"],
    },
    Story {
        category: "020301",
        subjects: &["养老保险缴费年限认定", "补缴养老保险"],
        begins: &["信访人{year}年起在原乡镇企业工作，企业改制后档案遗失，养老保险缴费年限少算{n}年。"],
        goes_on: &["社保经办机构要求提供原始工资表，企业已经注销无法提供。", "同时期的工友有人已经认定。"],
        demands: &["请求重新核定缴费年限，按规定补发养老金。", "要求说明不予认定的依据。"],
    },
    Story {
        category: "030101",
        subjects: &["{village}征地安置补偿", "{village}青苗补偿费未发放", "土地征收补偿标准偏低"],
        begins: &[
            "{year}年修建{road}延伸段征收{village}{n}组土地{n}亩，安置补偿款至今没有发放到户。",
            "{village}征地时丈量面积与实际不符，少算{n}分地，附着物没有登记。",
        ],
        goes_on: &[
            "镇上答复资金已拨付到村，村上称账户里没有。",
            "同一项目相邻村组标准不一样。",
            "信访人家庭{n}口人，失地后没有纳入社保。",
        ],
        demands: &["要求按标准补发补偿款，公开分配方案。", "请求复核丈量面积。"],
    },
    Story {
        category: "010403",
        subjects: &["{estate}拆迁过渡费拖欠", "安置房迟迟不交付"],
        begins: &[
            "{year}年{road}片区房屋征收，协议约定过渡期{months}个月，安置房没有交付，过渡费停发{n}个月。",
        ],
        goes_on: &["一家老小在外租房，房租年年上涨。", "街道答复等待区财政拨款。"],
        demands: &["请求补发过渡费，明确安置房交付时间。"],
    },
    Story {
        category: "010203",
        subjects: &["{estate}夜间施工噪音扰民", "{road}烧烤店油烟噪音扰民"],
        begins: &[
            "{estate}旁工地夜间十一点以后仍在浇筑混凝土，噪音很大，老人小孩无法休息。",
            "{road}夜市烧烤摊占道经营，油烟和音响影响楼上住户，已持续{months}个月。",
        ],
        goes_on: &["拨打热线后停了两天又恢复。", "执法人员来过，当晚整改，过后反弹。"],
        demands: &["要求停止夜间施工。", "请求城管部门加强巡查，限期整改。"],
    },
    Story {
        category: "010301",
        subjects: &["{estate}楼顶违章搭建", "邻居违法建房影响采光"],
        begins: &[
            "{estate}{n}栋顶楼住户私自搭建阳光房，破坏防水层，楼下漏水已有{months}个月。",
            "邻居未经审批加高一层，遮挡采光，排水流入信访人院内。",
        ],
        goes_on: &["城管下达过停工通知，仍继续施工。", "社区劝说没有效果。"],
        demands: &["要求依法拆除违章建筑。", "请求规划部门认定违法建设并处理。"],
    },
    Story {
        category: "0901",
        subjects: &["投资理财款无法兑付", "{company}非法集资"],
        begins: &[
            "{year}年在{road}门店听宣传投入{money}万元，约定年息，{months}个月后停止付息，门店已经关闭。",
        ],
        goes_on: &["公安机关已经立案，进展不清楚。", "参与人多为退休老人。"],
        demands: &["请求加快案件办理，追赃挽损。", "要求告知案件进展。"],
    },
    Story {
        category: "1104",
        subjects: &["{village}道路硬化未到户", "{village}饮水困难"],
        begins: &[
            "{village}{n}组{n}户村民出行道路没有硬化，雨天泥泞，学生上学不便。",
            "{village}自来水管网老化，经常停水，水质浑浊。",
        ],
        goes_on: &["村上报过项目，几年没有安排。", "村民愿意自筹一部分资金。"],
        demands: &["请求纳入今年道路项目。", "要求改造管网，解决饮水问题。"],
    },
    Story {
        category: "120101",
        subjects: &["健身房预付卡退费", "培训机构关门退费难"],
        begins: &[
            "在{road}健身房办理预付卡{money}千元，店铺突然关门，余额无法退还，涉及{n}人。",
            "孩子在{road}培训机构报名，课程上了{n}节后机构停业。",
        ],
        goes_on: &["经营者电话关机。", "市场监管部门登记了投诉，还没有回复。"],
        demands: &["要求退还余额。", "请求查找经营者，依法处理。"],
    },
    Story {
        category: "0504",
        subjects: &["{village}养殖场污染", "养猪场臭气扰民"],
        begins: &["{village}养猪场距离农户不足百米，粪污直排，臭味很重，夏天不敢开窗，水塘里的鱼死了{n}斤。"],
        goes_on: &["镇上要求整改，养殖场新建了沼气池但没有使用。", "检测报告没有向村民公开。"],
        demands: &["要求关停或者搬迁养殖场。", "请求环保部门检测并公开结果。"],
    },
    Story {
        category: "040101",
        subjects: &["低保申请未通过", "最低生活保障被取消"],
        begins: &[
            "信访人患病多年，家庭{n}口人无稳定收入，申请最低生活保障没有通过。",
            "{year}年{month}月起低保被取消，没有书面告知原因。",
        ],
        goes_on: &["村上公示名单有异议。", "子女在外务工收入不高，还要还债。"],
        demands: &["请求入户核查，重新评议。", "要求书面答复取消低保的依据。"],
    },
];

/// Suggestions.
pub const SUGGESTIONS: &[Story] = &[
    Story {
        category: "010205",
        subjects: &["建议在{road}增设停车位", "建议规范{road}停车"],
        begins: &["{road}早晚高峰停车难，学校和医院门口拥堵，建议利用闲置地块增设公共停车位。"],
        goes_on: &["附近有一块空地长期闲置。", "周边小区愿意错时开放。"],
        demands: &["希望有关部门研究采纳并答复。"],
    },
    Story {
        category: "0603",
        subjects: &["建议延长公交线路", "建议增加夜班公交"],
        begins: &["{estate}入住率已经很高，最近的公交站要走{n}百米，建议延长公交线路到小区门口。"],
        goes_on: &["老人和学生出行不便。"],
        demands: &["希望交通部门调研后答复。"],
    },
];

/// Accusations: what they are about stays general.
pub const ACCUSATIONS: &[Story] = &[Story {
    category: "1801",
    subjects: &["反映工作人员作风问题", "反映办事推诿"],
    begins: &["信访人到窗口办理事项，先后跑了{n}次，工作人员推诿拖延，言语生硬，耽误{months}个月。"],
    goes_on: &["每次要求补充的材料都不一样。", "同去的{n}人可以作证。"],
    demands: &["要求调查处理并保密。"],
}];
