//! The fixed answers that steps choose from.
use crate::domain::words::terms;

terms! {
    /// Why a petition is not accepted.
    Ground / "ground" {
        /// It belongs to a statutory route \[31\].
        Statutory = "statutory",
        /// It belongs to another organ \[23\].
        Jurisdiction = "jurisdiction",
        /// The same matter is still open.
        SameMatter = "same-matter",
        /// A review can still be asked for \[35, 36\].
        InReview = "in-review",
        /// Something else, which the guidance tells.
        Other = "other",
    }
}

terms! {
    /// The statutory routes \[31\]; only what fits none of them goes the petition procedure.
    Route / "route" {
        /// 诉讼
        Litigation = "litigation",
        /// 仲裁
        Arbitration = "arbitration",
        /// 党内申诉
        Party = "party",
        /// 行政程序
        Administrative = "administrative",
        /// 履职查处
        Duty = "duty",
    }
}

terms! {
    /// How long a statutory route stays open.
    TimeBar / "time-bar" {
        /// Labour arbitration: one year.
        Labour = "labour",
        /// Administrative reconsideration: sixty days.
        Reconsideration = "reconsideration",
        /// An administrative suit: six months.
        Suit = "suit",
        /// A suit after reconsideration: fifteen days.
        AfterReconsideration = "after-reconsideration",
        /// Joint judicial confirmation of a mediation: thirty days.
        Confirmation = "confirmation",
        /// As that route itself says.
        Other = "other",
    }
}

terms! {
    /// What an objection to jurisdiction came to.
    Ruling / "ruling" {
        /// 成立
        Confirmed = "confirmed",
        /// 不成立
        Refused = "refused",
    }
}

terms! {
    /// Who mediates \[31\].
    Mediation / "mediation" {
        /// 人民调解
        People = "people",
        /// 行政调解
        Administrative = "administrative",
        /// 司法调解
        Judicial = "judicial",
    }
}

terms! {
    /// What a mediation came to.
    Mediated / "mediated" {
        /// 达成协议
        Agreed = "agreed",
        /// 未达成协议
        Failed = "failed",
    }
}

terms! {
    /// What a recommendation asks for, 三项建议 \[40\].
    Recommended / "recommended" {
        /// 改进工作
        Work = "work",
        /// 完善政策
        Policy = "policy",
        /// 追究责任
        Account = "account",
    }
}

terms! {
    /// What a reply concludes \[32\].
    Conclusion / "conclusion" {
        /// 支持
        Supported = "supported",
        /// 解释说明
        Explained = "explained",
        /// 不予支持
        NotSupported = "not-supported",
    }
}

terms! {
    /// What a suggestion is answered with \[29\].
    Adopted / "adopted" {
        /// 采纳
        Adopted = "adopted",
        /// 部分采纳
        Partly = "partly",
        /// 不采纳
        NotAdopted = "not-adopted",
    }
}

terms! {
    /// How a paper reached the petitioner.
    Service / "service" {
        /// 当面
        InPerson = "in-person",
        /// 邮寄
        Post = "post",
        /// 电子
        Electronic = "electronic",
        /// 留置
        Left = "left",
        /// Anonymous or without a clear address: the duty to notify falls away \[23\].
        Cannot = "cannot",
    }
}

terms! {
    /// Whether whoever was served signed.
    Signed / "signed" {
        /// 签收
        Signed = "signed",
        /// 拒签
        Refused = "refused",
    }
}

terms! {
    /// What a review or re-review comes to.
    Outcome / "outcome" {
        /// 维持
        Upheld = "upheld",
        /// 变更
        Changed = "changed",
        /// 撤销，重新办理
        Revoked = "revoked",
    }
}

terms! {
    /// What a petitioner says of an office or a unit.
    Satisfied / "satisfied" {
        /// 满意
        Yes = "yes",
        /// 基本满意
        Partly = "partly",
        /// 不满意
        No = "no",
        /// 未评价
        Silent = "silent",
    }
}

impl TimeBar {
    /// The routes on which it is asked.
    pub const fn routes(self) -> &'static [Route] {
        match self {
            Self::Labour => &[Route::Arbitration],
            Self::Reconsideration => &[Route::Administrative],
            Self::Suit | Self::AfterReconsideration | Self::Confirmation => &[Route::Litigation],
            Self::Other => Route::ALL,
        }
    }
}
