/**
 * Names that nobody would take for a real person's register entry: common surnames with given names that are solar
 * terms, herbs, trees and weathers. Pleasant to read, plainly made up.
 */
import type { Random } from '../random.ts';

const surnames = [
  ...'陈林王李张刘周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
];

const solarTerms =
  '立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒'.split(
    ' ',
  );
const plants = (
  '半夏 忍冬 青黛 紫苏 白芷 连翘 辛夷 佩兰 杜若 蒹葭 木槿 海棠 山茶 石榴 枇杷 银杏 水杉 香樟 乌桕 槐米 桑叶 麦穗 稻香 荞花 菱角 莲蓬 藕花 芦花 菖蒲 薄荷 ' +
  '豆蔻 丁香 腊梅 松果 竹青 兰草 红豆 文竹 月季 凌霄 紫藤 丹桂 梧桐 合欢 苜蓿 车前 茱萸 芍药 牡丹 荷风 杏花 梨花 桃枝 柳絮 榆钱 青梅 橘红 柚子 板栗 核桃'
).split(' ');
const weathers =
  '晨露 晚霞 初雪 微雨 长虹 轻舟 远帆 归雁 白鹭 云雀 春燕 秋蝉 夏荷 冬青 晴空 星河 月白 风荷 山岚 溪石 江枫 渔火 炊烟 灯花 砚池 棋子 纸鸢 陶然 青瓦 石桥'.split(
    ' ',
  );
const givenNames = [...solarTerms, ...plants, ...weathers];

export interface NameGiver {
  next(): string;
}

/** Hands out names, each at most once until all have been given. */
export function nameGiver(random: Random): NameGiver {
  let deck: string[] = [];
  return {
    next() {
      if (deck.length === 0) {
        deck = random.shuffled(surnames.flatMap((surname) => givenNames.map((given) => surname + given)));
      }
      return deck.pop() as string;
    },
  };
}

/**
 * Mobile numbers that reach nobody: 154 is given to no operator in the Ministry of Industry and Information
 * Technology's list of network numbers (as of March 2023, 我国公众移动通信网网号及H0分配情况). One block of ten million per
 * city; `after` begins further on in it.
 */
export function phoneGiver(block: number, after = 0): () => string {
  let last = after;
  return () => {
    last += 1;
    return `154${block}${String(last).padStart(7, '0')}`;
  };
}
