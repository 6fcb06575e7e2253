"""Prints every kind of paper in both languages, has an office program set them on pages, and reads the pages.

Usage: papers.py PROGRAM DIRECTORY. Every statement that a paper lacks is named; then it ends with 1.
"""
import datetime
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

PROGRAM, WORK = sys.argv[1], Path(sys.argv[2])
STORE, PAPERS = WORK / "f.db", WORK / "papers"
LANGS = ("zh", "en")
FONTS = ("仿宋", "黑体")
ONE_PAGE = ("registration-sheet", "receipt", "materials", "acceptance", "service-proof")

PERSON = {"name": "张华伟", "identity": "512002190001010011", "phone": "19000001234",
          "address": "雁江区莲花街道滨江路45号3栋2单元501室"}
FACTS = ("我于前年五月与某房地产公司签订商品房买卖合同，约定去年六月三十日前交房。合同签订后我已按约付清全部房款"
         "六十八万元，但该公司至今没有交房，工地自去年九月起停工。我多次到售楼部和社区反映，都答复说正在筹措资金，"
         "没有复工和交房的时间。一家五口现在外租房居住，生活困难，请求有关部门督促尽快复工交房。")
MATTER = {**PERSON, "subject": "楼盘逾期交房", "facts": FACTS, "demand": "要求尽快复工交房并支付违约金",
          "place": "莲花街道", "unit": "ZJJ", "received": "2025-03-03",
          "materials": [{"name": "买卖合同", "pages": 12, "original": False},
                        {"name": "购房收据", "pages": 3, "original": True, "returned": True}]}
ACCUSED = "市人力资源和社会保障局"
ACCUSATION = {**MATTER, "nature": "accusation", "subject": "某人倒卖指标", "facts": "收受好处若干次",
              "demand": "请求查处此人", "unit": "", "accused": "RSJ"}
SECRETS = [PERSON["name"], PERSON["address"], ACCUSED,
           *(ACCUSATION[field] for field in ("subject", "facts", "demand"))]

REPLY = {"do": "reply", "on": "2025-05-20", "asked": "请求复工交房", "facts": "经查已停工",
         "opinion": "督促三十日内复工", "basis": "合同第八条", "conclusion": "supported"}


def serve(on):
    return {"do": "serve", "on": on, "service": "in-person", "by": "王小丽", "signed": "signed"}


# Lives of petitions: what is registered, the steps taken, and the papers to print of it.
LIVES = [
    (MATTER,
     [{"do": "forward", "on": "2025-03-05", "unit": "ZJJ"},
      {"do": "accept", "on": "2025-03-06"},
      {"do": "extend", "on": "2025-04-20", "days": "30", "approver": "周局长", "reasons": "案情复杂"},
      REPLY, serve("2025-05-21")],
     ["receipt", "registration-sheet", "materials", "forwarded", "acceptance", "extension", "reply", "service-proof"]),
    (MATTER,
     [{"do": "accept", "on": "2025-03-06"}, REPLY, serve("2025-05-21"),
      {"do": "review-request", "on": "2025-05-28", "reasons": "对违约金有异议"},
      {"do": "review", "on": "2025-06-20", "organ": "资阳市人民政府", "outcome": "changed", "opinion": "重算违约金"},
      serve("2025-06-21"),
      {"do": "rereview-request", "on": "2025-07-01", "reasons": "仍有异议"},
      {"do": "rereview", "on": "2025-07-20", "organ": "四川省人民政府", "outcome": "upheld", "opinion": "维持复查意见"}],
     ["review", "rereview"]),
    (MATTER, [{"do": "not-accept", "on": "2025-03-06", "ground": "statutory", "guidance": "请向法院起诉"}],
     ["non-acceptance"]),
    (MATTER, [{"do": "no-longer-accept", "on": "2025-03-06", "final": "川信复核〔2024〕15号"}], ["no-longer-accepted"]),
    (MATTER,
     [{"do": "direct", "on": "2025-03-06", "route": "arbitration", "organ": "雁江区仲裁委员会", "bar": "labour",
       "papers": "仲裁申请书"}],
     ["statutory-route"]),
    (ACCUSATION, [], ["receipt", "registration-sheet", "materials"]),
    (MATTER, [{"do": "accept", "on": "2025-03-06"}, {"do": "remind", "on": "2025-05-04", "grade": "first"}],
     ["reminder"]),
    (MATTER, [{"do": "accept", "on": "2025-03-06"}, {"do": "remind", "on": "2025-05-10", "grade": "letter"}],
     ["supervision"]),
    (MATTER,
     [{"do": "recommend", "on": "2025-05-10", "recommended": "work", "to": "某房地产公司", "words": "改进预售资金监管",
       "limit": "2025-06-10"}],
     ["recommendation"]),
]

LETTER = {"zh": ["张华伟：", "楼盘逾期交房"], "en": ["To 张华伟:", "楼盘逾期交房"]}
RECEIVED_BY = {"zh": ["签收人：＿＿＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日"],
               "en": ["Received by: ________________    Date: ____________"]}
# What each kind must say beside its number, its day, its petition and its office.
SAYS = {
    "receipt": {
        "zh": ["2025年3月3日", "楼盘逾期交房", MATTER["demand"], "王小丽", "市住房和城乡建设局", "查询码", "2025年3月18日",
               "第二十三条", "买卖合同", "购房收据"],
        "en": ["2025-03-03", "楼盘逾期交房", MATTER["demand"], "王小丽", "市住房和城乡建设局", "Query code", "2025-03-18",
               "article 23", "买卖合同", "购房收据"]},
    "registration-sheet": {
        "zh": ["张华伟", PERSON["address"], "2025年3月3日", FACTS, MATTER["demand"], "已向信访人宣读"],
        "en": ["张华伟", PERSON["address"], "2025-03-03", FACTS, MATTER["demand"], "read back"]},
    "materials": {
        "zh": ["买卖合同", "12", "复印件", "留存", "购房收据", "原件", "已退还"],
        "en": ["买卖合同", "12", "copy", "kept", "购房收据", "original", "returned"]},
    "acceptance": {
        "zh": [*LETTER["zh"], "2025年3月6日", "市住房和城乡建设局", "信访程序", "2025年5月5日", "查询"],
        "en": [*LETTER["en"], "2025-03-06", "市住房和城乡建设局", "petition procedure", "2025-05-05", "To ask"]},
    "non-acceptance": {
        "zh": [*LETTER["zh"], "属于法定途径", "第二十三条", "请向法院起诉"],
        "en": [*LETTER["en"], "statutory", "article 23", "请向法院起诉"]},
    "no-longer-accepted": {
        "zh": [*LETTER["zh"], "川信复核〔2024〕15号", "第三十六条"],
        "en": [*LETTER["en"], "川信复核〔2024〕15号", "article 36"]},
    "forwarded": {
        "zh": [*LETTER["zh"], "转送", "2025年3月5日", "市住房和城乡建设局"],
        "en": [*LETTER["en"], "forwarded", "2025-03-05", "市住房和城乡建设局"]},
    "statutory-route": {
        "zh": [*LETTER["zh"], "仲裁", "雁江区仲裁委员会", "劳动仲裁一年", "仲裁申请书"],
        "en": [*LETTER["en"], "arbitration", "雁江区仲裁委员会", "one year", "仲裁申请书"]},
    "extension": {
        "zh": [*LETTER["zh"], "案情复杂", "周局长", "2025年6月4日", "第三十四条"],
        "en": [*LETTER["en"], "案情复杂", "周局长", "2025-06-04", "article 34"]},
    "reply": {
        "zh": ["张华伟：", "请求复工交房", "经查已停工", "督促三十日内复工", "支持", "合同第八条", "30日内", "复查", "第三十五条"],
        "en": ["To 张华伟:", "请求复工交房", "经查已停工", "督促三十日内复工", "supported", "合同第八条", "within 30 days",
               "review", "article 35"]},
    "review": {
        "zh": ["张华伟：", "对违约金有异议", "资阳市人民政府", "变更", "重算违约金", "30日内", "复核", "第三十六条"],
        "en": ["To 张华伟:", "对违约金有异议", "资阳市人民政府", "changed", "重算违约金", "within 30 days", "re-review",
               "article 36"]},
    "rereview": {
        "zh": ["张华伟：", "仍有异议", "四川省人民政府", "维持", "维持复查意见", "本意见为复核意见", "不再受理", "第三十六条"],
        "en": ["To 张华伟:", "仍有异议", "四川省人民政府", "upheld", "维持复查意见", "not accepted again", "article 36"]},
    "service-proof": {
        "zh": ["张华伟", "处理意见书 ZJ-YJ-", "当面", "2025年5月21日", "王小丽", "签收", "拒收理由"],
        "en": ["张华伟", "reply ZJ-YJ-", "in person", "2025-05-21", "王小丽", "signed", "Refused because"]},
    "reminder": {
        "zh": ["市住房和城乡建设局 经办人", "楼盘逾期交房", "办理", "期限将至", "请于2025年5月5日前"],
        "en": ["市住房和城乡建设局 who handles it", "楼盘逾期交房", "by 2025-05-05 (handle)", "in writing by 2025-05-05"]},
    "supervision": {
        "zh": ["市住房和城乡建设局 主要负责人", "楼盘逾期交房", "办理", "2025年5月5日", "已超期5日", "请于2025年5月17日前"],
        "en": ["市住房和城乡建设局 head", "楼盘逾期交房", "by 2025-05-05 (handle)", "5 days late", "in writing by 2025-05-17"]},
    "recommendation": {
        "zh": ["某房地产公司", "改进预售资金监管", "改进工作", "2025年6月10日", "第四十条"],
        "en": ["某房地产公司", "改进预售资金监管", "improve work", "2025-06-10", "article 40"]},
    "sealed": {"zh": ["2025年3月3日", "查询"], "en": ["2025-03-03", "To ask"]},
}
# Lines to sign on: each stands on one line of its page.
SIGNS = {
    "receipt": {"zh": ["接待员签名：＿＿＿＿＿＿＿＿", "信访人签名或按印：＿＿＿＿＿＿＿＿"],
                "en": ["Clerk: ________________", "Petitioner (signature or thumb print): ____________"]},
    "registration-sheet": {"zh": ["信访人签名或按印：＿＿＿＿＿＿＿＿", "接待员（王小丽）签名：＿＿＿＿＿＿＿＿"],
                           "en": ["Petitioner (signature or thumb print): ____________",
                                  "Clerk (王小丽), signature: ________________"]},
    "materials": {"zh": ["提交人签名或按印：＿＿＿＿＿＿＿＿", "接收人签名：＿＿＿＿＿＿＿＿"],
                  "en": ["Handed over by (signature or thumb print): ____________", "Received by: ________________"]},
    "service-proof": {"zh": ["签名或按印：＿＿＿＿＿＿＿＿", "签收日期：＿＿＿＿年＿＿月＿＿日", "见证人签名＿＿＿＿＿＿＿＿"],
                      "en": ["Signature or thumb print: ____________", "Witness________________"]},
    **{kind: RECEIVED_BY for kind, says in SAYS.items() if any(text.startswith("张华伟：") for text in says["zh"])},
}
CLERK = {"zh": "接待员", "en": "Clerk"}


def program(*words, lang="zh", told=""):
    """What the program says to these words."""
    env = {**os.environ, "USER": "owner"}
    command = [PROGRAM, "--store", str(STORE), "--lang", lang, *words]
    return subprocess.run(command, input=told, capture_output=True, text=True, env=env)


def order(deed):
    """Carries out an order; the number of what it is about."""
    answer = json.loads(program("apply", "-", "--json", told=json.dumps(deed)).stdout)
    if not answer["ok"]:
        sys.exit(f"refused: {answer['message']}: {deed}")
    return answer["no"]


def kinds():
    """The kinds of paper that the program has."""
    named = program("notice", "-", "-", "-o", "x.txt", lang="en").stderr
    return re.search(r"\((.*)\)", named).group(1).split(", ")


def write(no, kind, lang, sealed):
    """Has the program write one paper; what is to be checked of it."""
    name = f"{kind}{'-sealed' if sealed else ''}-{lang}"
    answer = program("notice", no, kind, "-o", str(PAPERS / f"{name}.docx"), "--json", lang=lang)
    if answer.returncode != 0:
        sys.exit(f"{name} is not written: {answer.stderr}")
    return {"name": name, "kind": kind, "lang": lang, "no": no, "sealed": sealed,
            "number": json.loads(answer.stdout)["notice"]}


def print_all(lives):
    """Lives every life and writes its papers."""
    papers = []
    for matter, steps, wanted in lives:
        no = order({"do": "register", **matter})
        for step in steps:
            order({**step, "no": no})
        sealed = matter is ACCUSATION
        papers += [write(no, kind, lang, sealed) for kind in wanted for lang in LANGS]
    return papers


def beijing():
    """The civil date at the counter."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()


def written(day, lang):
    """A day as it stands on paper."""
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else day.isoformat()


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def bare(text):
    """Without blanks and line ends, which say nothing here."""
    return re.sub(r"\s", "", text)


def check(paper, days):
    """Everything that is wrong with one paper."""
    kind, lang, pdf = paper["kind"], paper["lang"], str(PAPERS / f"{paper['name']}.pdf")
    text, lines = bare(output("pdftotext", "-raw", pdf, "-")), output("pdftotext", "-layout", pdf, "-").splitlines()
    wanted = [paper["number"], paper["no"], "住建分中心", *SAYS["sealed" if paper["sealed"] else kind][lang]]
    wrong = [f"does not say {said}" for said in wanted if bare(said) not in text]
    if not any(bare(written(day, lang)) in text for day in days):
        wrong.append(f"does not say {written(days[0], lang)}")
    signs = [] if paper["sealed"] else SIGNS.get(kind, {}).get(lang, [])
    wrong += [f"breaks {sign}" for sign in signs if not any(bare(sign) in bare(line) for line in lines)]
    if kind == "registration-sheet" and not paper["sealed"] and text.count(CLERK[lang]) != 1:
        wrong.append("does not ask the clerk once")
    return wrong + pages(kind, pdf) + inside(paper)


def pages(kind, pdf):
    """What is wrong with the size or the number of its pages."""
    sizes = re.findall(r"^Page.* size: .*", output("pdfinfo", "-l", "-1", pdf), re.M)
    wrong = [f"is not A4: {size}" for size in sizes if not size.endswith("(A4)")]
    return wrong + ([f"takes {len(sizes)} pages"] if kind in ONE_PAGE and len(sizes) != 1 else [])


def inside(paper):
    """What is wrong with the document itself: its fonts, and what a sealed accusation tells."""
    with zipfile.ZipFile(PAPERS / f"{paper['name']}.docx") as document:
        said = "".join(document.read(name).decode() for name in document.namelist() if name.endswith(".xml"))
    wrong = [f"does not name {font}" for font in FONTS if font not in said]
    secrets = SECRETS if paper["sealed"] else []
    return wrong + [f"tells {secret}" for secret in secrets if bare(secret) in bare(said)]


def main():
    PAPERS.mkdir(parents=True)
    order({"do": "item.put", "list": "clerk", "code": "owner", "name": "王小丽",
           "extra": {"office": "ZJ", "sees_sealed": True}})
    days = [beijing()]
    papers = print_all(LIVES)
    days.append(beijing())
    unwritten = set(kinds()) - {paper["kind"] for paper in papers}
    profile = f"-env:UserInstallation=file://{WORK / 'profile'}"
    documents = sorted(str(file) for file in PAPERS.glob("*.docx"))
    output("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(PAPERS), *documents)
    wrong = [f"{kind} is not checked" for kind in sorted(unwritten)]
    wrong += [f"{paper['name']} {what}" for paper in papers for what in check(paper, days)]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(papers)} papers say what they must")


main()
