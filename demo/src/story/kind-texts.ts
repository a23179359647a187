/** What is written in cases that are no report of a trouble, by kind. Slots as in report-texts.ts; written for the demo. */
export interface KindTexts {
  where: 'home' | 'inside' | 'ground' | 'compound';
  says: string[];
  done: string[];
  /** Of the problem catalogue, where the kind asks for one. */
  category?: string;
}

export const kindTexts: Record<string, KindTexts[]> = {
  'care-call': [
    {
      where: 'home',
      says: [
        '周三上午去医院拿药，{place}到车站那段坡推轮椅吃力，想请人搭把手。',
        '老伴回老家半个月，想请人早上敲敲{place}的门问一声。',
        '药快吃完了，{place}下楼不方便，想请人帮忙取一次。',
      ],
      done: ['已陪同往返，送到家门口，下次的日子也约好了。', '楼栋长上门看过，之后每天早上问一声。'],
    },
    {
      where: 'home',
      says: [
        '手机上缴费总是退出来，{place}想请人来教一遍。',
        '{place}的电视遥控器按乱了，老人一个人在家没得看。',
      ],
      done: ['志愿者上门教会了，步骤写在纸上贴好。', '已调好，顺便把字号改大了。'],
    },
  ],
  'former-unit-matter': [
    {
      where: 'inside',
      says: [
        '{place}的供水立管还归原机修厂管，厂子改制以后没人修，漏了{days}。',
        '{place}化粪池一直没有移交，原单位和物业都说不归自己。',
        '{place}的总水表挂在原单位名下，几家的水费算不清。',
      ],
      done: ['原单位、街道和物业签了移交单，以后由物业管。', '三方到场看过，费用由原单位出，下月开工。'],
    },
    {
      where: 'inside',
      says: ['{place}几户的房改底册还在原单位档案室，办过户找不到人。'],
      done: ['档案已找到，复印件交到住户手里。'],
    },
  ],
  'major-matter': [
    {
      where: 'compound',
      says: [
        '拟与现在的物业公司续签三年，物业费不变，准备提交业主大会表决。',
        '拟使用维修资金更换两台水泵，三家报价都在十万元以内，准备提交业主大会表决。',
        '拟聘请审计机构核对上一届的公共收益，费用从公共收益列支，准备提交业主大会表决。',
        '拟把南侧空地改成停车位，要占四十平方米绿地，准备提交业主大会表决。',
        '拟更换大门道闸并加装行人门，费用从公共收益列支，准备提交业主大会表决。',
        '拟给每个单元装一部电子公告屏，广告收入归全体业主，准备提交业主大会表决。',
        '拟使用维修资金给三栋楼的屋面重做防水，预算二十二万元，准备提交业主大会表决。',
        '拟在北门内建电动自行车充电棚，二十四个车位，准备提交业主大会表决。',
        '拟修改管理规约，增加养犬和楼道堆物两条，准备提交业主大会表决。',
        '拟选聘新的物业公司，三家已报名，准备提交业主大会表决。',
        '拟把闲置的门卫房改成快递驿站，租金归全体业主，准备提交业主大会表决。',
        '拟使用维修资金更换消防水泵和部分消火栓，准备提交业主大会表决。',
      ],
      done: [
        '同意提交业主大会表决，建议表决前把方案公示七天。',
        '无不同意见；请把报价和比选过程一并公示。',
        '同意。请先上门听一听一楼住户的想法，再定施工时间。',
      ],
    },
  ],
  dispatch: [
    {
      where: 'ground',
      category: 'blocked-passage',
      says: ['{place}连着{days}有货车占道卸货，公交进不了站，请今天到场处置。依据：对派驻队伍的指挥调度权。'],
      done: ['到场劝离三辆，补了禁停标线，连续看了三天没有再停。'],
    },
    {
      where: 'ground',
      category: 'open-fire',
      says: ['{place}夜里露天烧烤，烟往楼上灌，请今晚联合检查。依据：对派驻队伍的指挥调度权。'],
      done: ['联合检查两小时，炉具当场收起，约定进店经营。'],
    },
    {
      where: 'ground',
      category: 'hanging-cables',
      says: ['台风前请把{place}的广告牌、脚手架和线缆查一遍，有隐患当场处置。依据：应急指挥调度权。'],
      done: ['查出松动三处，已加固或拆下，照片已留存。'],
    },
    {
      where: 'ground',
      category: 'new-unlawful-building',
      says: ['{place}疑似新搭铁皮棚，请先到现场制止，再核对手续。依据：对派驻队伍的指挥调度权。'],
      done: ['到场叫停，当事人三天内自行拆除，复查已恢复原样。'],
    },
  ],
};
