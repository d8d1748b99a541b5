"""Findings of counting and reporting: figures and relations that do not hold, rates, lengths."""

from union_xl.findings.base import Entry
from union_xl.model import ERROR, WARNING

RULES: tuple[Entry, ...] = (
    Entry(
        "REPORT-LIST",
        ERROR,
        "名单与数不符",
        "“{名单}”有 {个数} 个，文中的数却是 {数}",
        "请核对台账里名称是否空缺或重复",
    ),
    Entry(
        "REPORT-LEFTOVER", WARNING, "留有占位", "{工作表}留有占位的“{原值}”：{段落}", "请补上内容或删去这一句"
    ),
    Entry("REPORT-EMPTY", WARNING, "空的括号或标签", "{工作表}有空的“{原值}”：{段落}", "请补上内容或删去"),
    Entry(
        "REPORT-PENDING",
        WARNING,
        "待定内容",
        "{工作表}有未定的内容“{原值}”：{段落}",
        "请补上内容或删去这一句",
    ),
    Entry(
        "REPORT-YEAR",
        WARNING,
        "别的年份",
        "{工作表}出现别的年份“{原值}”：{段落}",
        "请核对是不是去年的稿子没有改",
    ),
    Entry(
        "REPORT-ZERO",
        WARNING,
        "数为零",
        "{工作表}写成了“{原值}”：{段落}",
        "没有开展的请删去这一句",
    ),
    Entry(
        "REPORT-RATE",
        WARNING,
        "比率超过100%",
        "“{指标}”是 {数}，超过100%，总结里没有写这一句",
        "请核对分子、分母所在的台账；属实的请在总结里写明数字",
    ),
    Entry(
        "REPORT-SHORT",
        WARNING,
        "后半部分太短",
        "{工作表}只有 {字数} 字，不到前半部分（{前半} 字）的三成",
        "请在设置里填写 下半年要点·一 至 下半年要点·四",
    ),
    Entry(
        "REPORT-LENGTH",
        WARNING,
        "总结太长或太短",
        "{工作表}有 {字数} 字，宜在 {最少} 至 {最多} 字之间",
        "请在设置里精简或补写 导语、下半年要点；前半部分的长短由 上半年字数 定",
    ),
    Entry(
        "REPORT-CHECK",
        ERROR,
        "审核关系不成立",
        "{编号} {关系}（{单位}）不成立：{数}",
        "请更正台账；确属实际情况的，在台账的“审核说明”里写明",
    ),
    Entry(
        "REPORT-NUMBER",
        ERROR,
        "总结里的数字不一致",
        "“{指标}”文中写的是 {原值}，台账统计是 {应为}：{段落}",
        "请改正，或重新生成总结",
    ),
)
