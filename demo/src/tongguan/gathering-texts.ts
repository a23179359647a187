/** What is said at gatherings in the demo's Tongguan. All of it is invented; page T11 and T12 say how often and about what. */
import type { Named } from '../gatherings/told-gathering.ts';

/** Page T11: members take the floor and tell of what they know. */
export const lessons: string[] = [
  '从一张欠费单说起：物业费都花在哪里',
  '老党员讲老矿区：我们这栋楼是怎么盖起来的',
  '楼道里的消防课：一根充电线能惹多大的祸',
  '怎样开好一次楼栋会',
  '《民法典》第二百七十八条，邻居都用得上',
  '垃圾分类这一年：数字和味道',
  '退伍老兵讲纪律：守时是对别人的尊重',
  '社区医生讲高血压：药不能自己停',
  '家门口的反诈课：十个真实电话',
  '我当网格书记这三年',
  '加装电梯，低层邻居在担心什么',
  '一个快递员党员的一天',
  '学会听完再说：入户走访的三个习惯',
  '暴雨来临前，我们能做的十件事',
  '从“要我办”到“我要办”：一次周末议事会复盘',
  '孩子的假期谁来管：四点半之后的两个小时',
  '退休不退岗：我的第二张工作证',
  '小区里的法治：从一只狗讲起',
  '把账贴出来：公共收益公开这件事',
  '节约用水：一栋楼一个月省下多少吨',
  '铜都往事：父辈的劳模证',
  '心肺复苏，人人都要会',
  '怎样给邻居写一张不伤和气的便条',
  '我们为什么要包户',
  '公共维修资金怎么用、找谁批',
  '一次火警演练的得与失',
  '居家养老：适老化改造的钱从哪来',
  '党员的手机里该有哪些群',
  '冬天的楼道：防滑、防冻、防一氧化碳',
  '高考季，我们把广场舞音量调低了',
  '从停车吵架到错时共享',
  '村改居之后：新市民的第一堂课',
  '老旧小区改造，怎样提意见才管用',
  '读一封三十年前的家书',
  '网格里的独居老人，一周敲几次门',
  '小区能人榜：谁会修什么',
];

export interface DeliberationText {
  title: string;
  body: string;
  /** What it is about, for the compounds it fits: all, those with or without lifts, old ones. */
  fits: 'any' | 'no-lifts' | 'lifts' | 'old' | 'garage';
  resolution: string;
  owner: 'property-manager' | 'owners-chair' | 'grid-secretary' | 'team-leader' | 'compound-secretary';
  days: number;
  kept: string;
  notKept?: string;
}

/** Page T12: 22 deliberations; lifts, charging points, cameras and what else a compound has to settle. */
export const deliberations: DeliberationText[] = [
  {
    title: '3号楼1单元加装电梯意向',
    body: '六层住户联名提出，一、二层担心采光和噪声。请设计单位到场说明。',
    fits: 'no-lifts',
    resolution: '同意先做日照和噪声测算，方案贴出七天，低层补偿单列一条，再征求全单元书面意见。',
    owner: 'grid-secretary',
    days: 30,
    kept: '测算已做，方案公示七天，收到书面意见十二份，已整理成册。',
  },
  {
    title: '加装电梯费用怎样分摊',
    body: '在上次意向基础上，议各层分摊系数和日常维护费。',
    fits: 'no-lifts',
    resolution: '按楼层系数分摊，一层不出资；维护费由受益户按月交，账目每季度贴出。',
    owner: 'grid-secretary',
    days: 21,
    kept: '十户签字，系数表已贴在单元门口。',
  },
  {
    title: '电梯井占用绿地怎么补',
    body: '施工要移走两棵桂花和一段绿篱。',
    fits: 'no-lifts',
    resolution: '桂花移栽到健身广场，另补种绿篱六十米，由施工方出资、居民代表验收。',
    owner: 'property-manager',
    days: 25,
    kept: '两棵桂花已移栽成活，绿篱补种六十四米。',
  },
  {
    title: '老电梯大修还是更换',
    body: '投用十余年，一年困人七次。',
    fits: 'lifts',
    resolution: '请检测机构出评估，两套方案都算清账，再按法律规定请业主共同决定。',
    owner: 'owners-chair',
    days: 40,
    kept: '评估报告已取得，大修与更换两套费用表已公示。',
  },
  {
    title: '集中充电棚建在哪里',
    body: '楼道里飞线充电屡禁不止，居民要求建棚，又怕离自家窗户太近。',
    fits: 'any',
    resolution: '选在南门内侧原花坛处，离住宅不少于十米，装喷淋和监控，先建三十个端口。',
    owner: 'property-manager',
    days: 35,
    kept: '三十个端口已通电，喷淋试水正常。',
  },
  {
    title: '充电收费标准和夜间时段',
    body: '现在一元四小时，不少居民嫌贵。',
    fits: 'any',
    resolution: '改为按度计费并公开电价和服务费，二十二点到六点优惠，试行三个月。',
    owner: 'property-manager',
    days: 20,
    kept: '新价目表已张贴，计量表已换完。',
  },
  {
    title: '汽车充电桩进车库',
    body: '十六户申请装桩，物业担心电容量和消防。',
    fits: 'garage',
    resolution: '先由供电部门核容量，划出B区二十个车位统一布线，一户一表，物业不得另设条件。',
    owner: 'property-manager',
    days: 45,
    kept: '容量核定可接二十四桩，B区桥架已敷设。',
    notKept: '供电部门排期顺延，容量核定推到下月。',
  },
  {
    title: '飞线充电劝导谁来做',
    body: '晚上十点以后最多。',
    fits: 'old',
    resolution: '服务队每晚两人巡一遍，连续两个月；屡劝不听的由社区上报。',
    owner: 'team-leader',
    days: 60,
    kept: '巡查五十八晚，劝导一百三十余次，飞线基本清零。',
  },
  {
    title: '监控改造：先补哪些点位',
    body: '现有探头三分之一不能用，高空抛物拍不到。',
    fits: 'any',
    resolution: '先补四个大门和八处朝天探头，图像保存三十天，调看须登记。',
    owner: 'property-manager',
    days: 30,
    kept: '十二处探头已更换，调看登记本放在物业前台。',
  },
  {
    title: '监控录像谁可以看',
    body: '有居民担心隐私。',
    fits: 'any',
    resolution: '报案、寻人、财物受损三种情形可以申请，两人在场方可调看，规定贴在监控室。',
    owner: 'property-manager',
    days: 14,
    kept: '规定已上墙，登记制度开始执行。',
  },
  {
    title: '单元门禁要不要刷脸',
    body: '物业提出更换门禁系统。',
    fits: 'any',
    resolution: '保留刷卡和密码，刷脸由住户自愿，不收集未成年人信息。',
    owner: 'property-manager',
    days: 30,
    kept: '门禁已换，刷脸为选装，老人发卡二百余张。',
  },
  {
    title: '地面停车怎样分时共享',
    body: '白天空、晚上挤，访客没处停。',
    fits: 'old',
    resolution: '与隔壁单位错时共享四十个车位，晚七点到早八点；消防通道划线，先劝后拖。',
    owner: 'compound-secretary',
    days: 28,
    kept: '共享协议已签，四十个车位启用。',
  },
  {
    title: '消防通道划线和隔离桩',
    body: '上月救护车进不来。',
    fits: 'any',
    resolution: '北路全线划黄线，装可倒伏隔离桩六处，物业二十四小时值守。',
    owner: 'property-manager',
    days: 20,
    kept: '划线完成，隔离桩已装，演练时消防车两分钟到楼下。',
  },
  {
    title: '楼顶漏水动用维修资金',
    body: '五栋顶层十九户受影响。',
    fits: 'old',
    resolution: '由业委会组织相关业主书面表决，应急部分先行申请，施工单位三家比选。',
    owner: 'owners-chair',
    days: 45,
    kept: '表决通过，应急资金已批，防水层完成并蓄水试验。',
    notKept: '相关业主签字差四户，表决延期一个月。',
  },
  {
    title: '闲置自行车棚改成什么',
    body: '有说做棋牌室，有说做儿童角。',
    fits: 'old',
    resolution: '一半做儿童角，一半做好邻里驿站，晚九点关门，不设麻将。',
    owner: 'grid-secretary',
    days: 40,
    kept: '驿站和儿童角已开放，值班表贴在门口。',
  },
  {
    title: '健身广场晚上几点停音乐',
    body: '广场舞队和两栋楼的住户都来了。',
    fits: 'any',
    resolution: '七点开始、八点半结束，音量不超过六十分贝，高考和中考期间停跳。',
    owner: 'team-leader',
    days: 10,
    kept: '分贝仪已装，舞队签了约定。',
  },
  {
    title: '垃圾投放点撤并',
    body: '撤桶后有老人嫌远。',
    fits: 'any',
    resolution: '保留东、西两处，加一处定时流动收集，行动不便的由服务队代投。',
    owner: 'property-manager',
    days: 15,
    kept: '流动收集每天两趟，代投登记二十一户。',
  },
  {
    title: '公共收益怎样花',
    body: '电梯广告和场地费结余八万余元。',
    fits: 'lifts',
    resolution: '六成补充维修资金，四成换儿童滑梯和路灯，收支每季度公示。',
    owner: 'owners-chair',
    days: 30,
    kept: '滑梯已换，第三季度收支表已贴出。',
  },
  {
    title: '二次供水改造停水安排',
    body: '要停水四十八小时。',
    fits: 'any',
    resolution: '分三批错开，每批不超过十小时，服务队给独居老人送水。',
    owner: 'property-manager',
    days: 20,
    kept: '三批全部完成，送水四十六户。',
  },
  {
    title: '宠物粪便和遛狗时段',
    body: '儿童乐园旁边投诉最多。',
    fits: 'any',
    resolution: '乐园周边不遛狗，设五个拾便箱，犬主公约上墙。',
    owner: 'grid-secretary',
    days: 14,
    kept: '拾便箱已装，公约已签四十二户。',
  },
  {
    title: '雨污分流施工绕行',
    body: '主路要挖二十天。',
    fits: 'old',
    resolution: '分段施工，保留一条两米人行道，夜间不施工，老人由党员接送。',
    owner: 'property-manager',
    days: 26,
    kept: '两段已回填，全程无夜间施工投诉。',
  },
  {
    title: '好邻里驿站开放时间和值班',
    body: '驿站装修完成，谁来管。',
    fits: 'any',
    resolution: '每天九点到十七点开放，周末由服务队值班，量血压每周六。',
    owner: 'team-leader',
    days: 12,
    kept: '值班表已排到年底，第一个周末量血压三十七人。',
  },
];

/** Page T12: 20 and more disputes settled. Nobody is named, and what was said stays there. */
export const mediations: { title: string; agreed: string; duty?: string; failed?: true }[] = [
  { title: '楼上空调滴水', agreed: '楼上三天内加接水管，楼下不再追究。', duty: '三天后上门看一次' },
  { title: '装修时间扰邻', agreed: '工作日十二点到两点半、晚六点后不施工，周末停工。' },
  { title: '楼道堆物', agreed: '双方各自清走，楼道留出一米二。', duty: '一周后复查楼道' },
  { title: '两家共用墙渗水', agreed: '费用各半，请同一家施工队。', duty: '半个月后看墙面' },
  { title: '车位被占', agreed: '占位一方当面道歉，今后物业划号管理。' },
  { title: '宠物夜间吠叫', agreed: '夜间关在里屋，半个月后再看。', duty: '半个月后回访邻居' },
  { title: '空调外机噪声', agreed: '外机加减震垫，费用由机主出。', duty: '装好后测一次噪声' },
  { title: '晾晒影响采光', agreed: '移到顶楼公共晾衣架。' },
  { title: '老人赡养费用', agreed: '三个子女每月各出四百元，轮流探望。', duty: '每月问一次老人' },
  { title: '租客深夜聚会', agreed: '二十二点后不聚会，房东书面承诺。' },
  { title: '物业费拖欠', agreed: '先修漏水，再补交上半年费用。', duty: '月底核对漏水修复' },
  { title: '花坛改菜地', agreed: '收完这一茬即还绿。', duty: '月底到场看还绿' },
  { title: '电动车刮蹭', agreed: '赔修理费二百六十元，当场结清。' },
  { title: '孩子打闹受伤', agreed: '医药费由一方承担，双方家长互相致歉。' },
  { title: '楼上漏水赔偿', agreed: '赔偿两千元分两次付清。', duty: '第二笔到期前提醒' },
  { title: '广场舞音量', agreed: '音箱朝外，八点半收场。' },
  { title: '油烟管道走向', agreed: '改道从东墙出，共同验收。', duty: '改好后现场看一次' },
  { title: '共用阳台隔断', agreed: '拆除隔断，恢复原状。', duty: '十天后复查' },
  { title: '遗产房屋腾退', agreed: '给三个月过渡期，社区帮助找房。', duty: '每半个月了解一次' },
  { title: '婚后家务和老人照料', agreed: '双方约定分工，三个月后再谈一次。' },
  { title: '麻将声扰民', agreed: '九点半停，窗户加密封条。' },
  { title: '底商夜间卸货', agreed: '改在早七点以后卸货。', duty: '一周后夜里看一次' },
  { title: '邻里停车位转租', agreed: '', failed: true },
  { title: '楼道监控对准房门', agreed: '探头换方向，只拍公共区域。', duty: '当天复看画面' },
];

/** Page T12: 30 and more events. */
export const events: Named[] = [
  { zh: '元宵灯谜会', en: 'Lantern riddles' },
  { zh: '义务植树', en: 'Tree planting' },
  { zh: '邻里百家宴', en: 'Neighbours’ table' },
  { zh: '旧物换绿植', en: 'Old things for plants' },
  { zh: '社区运动会', en: 'Compound games' },
  { zh: '端午包粽子', en: 'Dragon-boat dumplings' },
  { zh: '少儿暑期开营', en: 'Summer club opens' },
  { zh: '夏夜露天电影', en: 'Open-air film' },
  { zh: '消防疏散演练', en: 'Fire drill' },
  { zh: '老年人手机课', en: 'Phones for the elderly' },
  { zh: '中秋邻里夜', en: 'Mid-autumn evening' },
  { zh: '重阳敬老饭', en: 'Lunch for the elderly' },
  { zh: '便民集市：磨刀修伞', en: 'Repairs and small services' },
  { zh: '清洁家园日', en: 'Cleaning day' },
  { zh: '跳蚤市场', en: 'Flea market' },
  { zh: '铜工艺体验课', en: 'Copper craft' },
  { zh: '亲子阅读会', en: 'Reading with children' },
  { zh: '健康义诊', en: 'Free check-ups' },
  { zh: '邻里象棋赛', en: 'Chess among neighbours' },
  { zh: '护学岗体验', en: 'School crossing' },
  { zh: '新居民见面会', en: 'Meeting new residents' },
  { zh: '反诈宣传快闪', en: 'Against fraud' },
  { zh: '写春联送福字', en: 'New Year couplets' },
  { zh: '孤寡老人年夜饭', en: 'New Year’s Eve dinner' },
  { zh: '阳台花卉展', en: 'Balcony flowers' },
  { zh: '垃圾分类小游戏', en: 'Sorting games' },
  { zh: '心肺复苏培训', en: 'First aid' },
  { zh: '红色家书朗读', en: 'Letters read aloud' },
  { zh: '孩子画我们的小区', en: 'Children draw the compound' },
  { zh: '乒乓球友谊赛', en: 'Table tennis' },
  { zh: '旧衣捐赠', en: 'Clothes for others' },
  { zh: '楼道微花园', en: 'Stairwell gardens' },
  { zh: '防汛沙袋演练', en: 'Sandbag drill' },
];

export interface TopicText {
  title: string;
  body: string | null;
  resolution: string;
  owner: DeliberationText['owner'];
  kept: string;
  /** Until its duty is due; left out: some days or weeks. */
  days?: number;
  notKept?: string;
}

/** What residents bring to the weekend council, over and over. */
export const councilTopics: TopicText[] = [
  {
    title: '北门晚上太暗，想加两盏灯',
    body: '下晚自习的孩子从那边走。',
    resolution: '加装两盏太阳能灯，物业先垫付，从公共收益列支。',
    owner: 'property-manager',
    kept: '两盏灯已亮。',
  },
  {
    title: '快递柜挡住盲道',
    body: null,
    resolution: '快递柜南移一米五，恢复盲道。',
    owner: 'property-manager',
    kept: '已南移，盲道砖补齐。',
  },
  {
    title: '健身器材螺丝松动',
    body: '转腰器和云梯都有响声。',
    resolution: '逐件检修并贴合格标，坏的先围起来。',
    owner: 'property-manager',
    kept: '十一件检修完毕，更换两件。',
  },
  {
    title: '想在楼下加一张长椅',
    body: '老人买菜回来走不动。',
    resolution: '每两栋之间加一张带靠背的长椅。',
    owner: 'grid-secretary',
    kept: '四张长椅已安放。',
  },
  {
    title: '外卖车在园内开太快',
    body: null,
    resolution: '园内限速十五公里，门岗提醒，设三处减速带。',
    owner: 'property-manager',
    kept: '减速带已装，门岗每日提醒。',
  },
  {
    title: '雨天单元门口积水',
    body: '三号楼和四号楼之间。',
    resolution: '清理雨水井并垫高门前踏步。',
    owner: 'property-manager',
    kept: '雨水井已清，踏步垫高八厘米。',
  },
  {
    title: '孩子们没有地方打球',
    body: null,
    resolution: '与附近学校商量周末开放球场。',
    owner: 'grid-secretary',
    kept: '学校同意周六上午开放半场。',
  },
  {
    title: '楼道灯不亮已经半个月',
    body: null,
    resolution: '全小区声控灯逐层过一遍。',
    owner: 'property-manager',
    kept: '更换灯头四十三个。',
  },
  {
    title: '能不能办一个老人食堂',
    body: '一个人做饭不方便，愿意出餐费。',
    resolution: '先摸底有多少老人需要，再找附近餐馆谈助餐。',
    owner: 'grid-secretary',
    kept: '登记三十八位，两家餐馆愿意送餐。',
  },
  {
    title: '装修垃圾没人管',
    body: '堆在二号楼后面，风一吹都是灰。',
    resolution: '设临时堆放点，装袋投放，两天一清。',
    owner: 'property-manager',
    kept: '堆放点已围挡，两天一清。',
  },
  {
    title: '大门口车辆进出抢道',
    body: null,
    resolution: '早晚高峰由服务队和门岗一起疏导，试行一个月。',
    owner: 'team-leader',
    kept: '疏导二十二天，未再堵死。',
  },
  {
    title: '公告栏信息太旧',
    body: null,
    resolution: '公告栏每月一换，账目单列一格。',
    owner: 'grid-secretary',
    kept: '本月公告和账目已更新。',
  },
];

/** Brought and not yet talked about. */
export const openTopics: TopicText[] = [
  {
    title: '地下车库雨天倒灌，想在入口加挡水板',
    body: '去年七月淹过一次，车主都担心。',
    resolution: '',
    owner: 'property-manager',
    kept: '',
  },
  {
    title: '二号楼电梯轿厢的扶手能不能加长',
    body: '坐轮椅的邻居够不着按钮。',
    resolution: '',
    owner: 'property-manager',
    kept: '',
  },
  {
    title: '寒假想办一个写作业的自习角',
    body: '驿站晚上空着，家长可以轮流看。',
    resolution: '',
    owner: 'grid-secretary',
    kept: '',
  },
  { title: '南门花坛换成能坐人的矮墙', body: null, resolution: '', owner: 'property-manager', kept: '' },
];

export const carryReasons: string[] = [
  '产权单位没有到会，下次一并请来再议。',
  '费用测算还没有出来，补齐后再议。',
  '意见分歧较大，先分头征求一轮。',
  '现场还没有看，看过再定。',
];
export const notedWords: string[] = [
  '已当场说明。',
  '记下，与物业日常工作一并办。',
  '与上次议定的相同，不再另议。',
];
export const lateWords: string[] = [
  '材料没有到，推迟一周完成。',
  '施工队排期冲突，已改期。',
  '部分住户还不同意，未能完成。',
];
export const generalWords: string[] = [
  '先通报上次议定事项的落实情况，再逐项商议。',
  '人员到齐后按议程逐项进行，发言先登记。',
  '会上秩序良好，意见不一致的记入纪要。',
];
export const feedbackWords: (string | null)[] = [
  null,
  null,
  null,
  '讲得实在，听得懂。',
  '例子都是身边的，回去讲给老伴听。',
  '希望下次早一点开始。',
  '可以留十分钟提问。',
  '声音再大一点就好了。',
];
export const places: string[] = ['好邻里驿站', '小区党群活动室', '架空层议事厅', '社区二楼会议室'];
