/**
 * What residents write, and what those who handled it answer, by entry of the problem catalogue. Slots: {place} where it
 * is, {days} for how long, {time} of day, {floor}, {count}. Everything here was written for the demo.
 */
import type { Random } from '../random.ts';

export interface ProblemTexts {
  says: string[];
  /** Where `where` leaves both open: what is said of the inside of a building; `says` is then of common ground. */
  saysInside?: string[];
  done: string[];
  /** Roles that usually handle it, by weight; default: the property company. */
  by?: Partial<Record<Handler, number>>;
  /** How often it is reported, against 10 for an ordinary entry. */
  weight?: number;
  /** Where it happens: in a building, or on common ground; default: either. */
  where?: 'building' | 'ground';
  /** In a single home, and not in what a building shares. */
  isAtHome?: true;
  /** At the gate of the compound. */
  isAtGate?: true;
  needs?: 'lifts' | 'garage' | 'old' | 'winter';
  picture?: string;
}
export type Handler =
  | 'property-manager'
  | 'repair-worker'
  | 'member-on-duty'
  | 'team-leader'
  | 'grid-secretary'
  | 'department-liaison';

const repair = { 'repair-worker': 7, 'property-manager': 3 } as const;
const company = { 'property-manager': 8, 'member-on-duty': 2 } as const;
const neighbourly = { 'member-on-duty': 8, 'grid-secretary': 1, 'team-leader': 1 } as const;
const department = { 'department-liaison': 7, 'property-manager': 3 } as const;

export const problemTexts: Record<string, ProblemTexts> = {
  'rubbish-pile': {
    says: [
      '{place}的垃圾桶已经{days}没清，袋子堆到路上，天一热味道很重。',
      '垃圾亭旁边堆了一地外卖盒和纸箱，野猫把袋子都扒开了，在{place}。',
      '{place}有人把整袋垃圾直接放在地上，苍蝇围着转，孩子上学要绕着走。',
      '早上六点多就满了，到{time}还没人收，{place}这边走路得踮着脚。',
    ],
    done: [
      '已清运并冲洗地面，清运时间改为早晚各一次。',
      '当场清理干净，增加一只大桶，并在亭子上贴了投放时间。',
      '联系清运车加收一趟，保洁员今后中午再巡一遍。',
    ],
    by: company,
    weight: 24,
    where: 'ground',
    picture: 'rubbish',
  },
  'construction-waste': {
    says: [
      '{place}堆着一堆装修拆下来的瓷砖和水泥袋，{days}了没人拉走。',
      '有业主装修，砖头渣土倒在{place}的绿化边上，下雨泥水流一地。',
      '旧门板、石膏板堆在{place}，有钉子露在外面，怕小孩踩到。',
    ],
    done: [
      '已找到装修业主，当天雇车清走，并补交了清运保证金。',
      '渣土已装袋运走，地面扫净，装修告知单上补写了堆放点。',
    ],
    by: company,
    weight: 12,
    where: 'ground',
    picture: 'rubbish',
  },
  'dirty-stairs': {
    says: [
      '{place}的楼道{days}没拖过，扶手一摸一手灰。',
      '楼梯间有打翻的汤水，{place}从三楼一直滴到一楼，踩上去粘脚。',
      '{place}楼道墙角全是蜘蛛网和烟头，能不能安排打扫一次？',
    ],
    done: ['楼道已全面清扫，扶手消毒，打扫记录贴在一楼。', '当日拖洗完毕，调整了这栋楼的保洁班次。'],
    by: company,
    weight: 14,
    where: 'building',
  },
  'stairs-clutter': {
    says: [
      '{place}{floor}楼道放了鞋柜和旧冰箱，人要侧着身子过。',
      '有人把纸箱和泡沫堆在{place}的楼梯转角，万一着火怎么办。',
      '{place}楼道停着婴儿车、自行车，老人下楼扶不到扶手。',
    ],
    done: [
      '上门做了工作，杂物已由住户搬回，楼道恢复畅通。',
      '联合楼栋邻居一起清了楼道，无主物品公示三天后已处理。',
    ],
    by: neighbourly,
    weight: 18,
    where: 'building',
    picture: 'clutter',
  },
  'small-ads': {
    says: [
      '{place}单元门又被贴满开锁、通下水的小广告，撕都撕不干净。',
      '电表箱和墙上喷了电话号码，{place}刚粉刷过的墙又花了。',
      '有人往{place}每家门缝塞卡片，地上掉得到处是。',
    ],
    done: ['小广告已铲除，墙面补刷。', '清理完毕，门岗加强了进出询问，并把号码报给了城管。'],
    by: company,
    weight: 9,
    where: 'building',
    picture: 'ads',
  },
  'sewage-smell': {
    says: ['{place}窨井往外冒污水，半个院子都是臭味。', '化粪池好像满了，{place}草坪上一片黑水。'],
    saysInside: ['卫生间地漏一到{time}就返味，{place}好几家都有，估计是主管的问题。'],
    done: ['化粪池已抽清，井口冲洗消毒。', '疏通主管并更换了存水弯，回访两天没有再返味。'],
    by: repair,
    weight: 10,
    picture: 'puddle',
  },
  pests: {
    says: ['{place}垃圾桶边晚上有老鼠跑，请安排投药。', '{place}水沟积水生蚊子，孩子身上都是包。'],
    saysInside: ['楼道里蟑螂很多，{place}邻居说家家都有，最好统一消杀一次。'],
    done: ['已统一消杀，投放了毒饵站并贴好警示。', '清掉积水，喷洒药剂，下周再做一遍。'],
    by: company,
    weight: 6,
  },
  ponding: {
    says: [
      '一下雨{place}就积一大片水，走路要垫砖头。',
      '{place}低洼的地方水深过脚踝，{days}都退不下去。',
      '{place}积水很深，送孩子的推车过不去。',
      '昨晚那场雨之后，{place}的积水快漫到单元门了。',
    ],
    done: [
      '清掏了雨水口，积水已退，低洼处垫高找平。',
      '用水泵抽干，查到一处雨水管被树根堵住，已疏通。',
      '在最低处加装了一个雨水篦子，等下次下雨再看一遍。',
    ],
    by: repair,
    weight: 20,
    where: 'ground',
    picture: 'puddle',
  },
  'broken-road': {
    says: [
      '{place}路面坏了一个坑，晚上骑车差点摔倒。',
      '人行道的地砖松了，{place}踩上去溅一身泥。',
      '{place}路边侧石倒了两块，老人推买菜车容易绊到。',
    ],
    done: ['坑洞已用冷补料填平压实。', '松动地砖重新铺好，养护一天后开放通行。', '侧石已扶正勾缝。'],
    by: repair,
    weight: 16,
    where: 'ground',
    picture: 'pavement',
  },
  manhole: {
    says: [
      '{place}一个井盖翘起来了，车一压就响，很危险！',
      '井盖不见了，{place}只插了根树枝，赶紧来人看看。',
      '{place}的井圈塌了一边，刚才有位老人差点踩空。',
    ],
    done: ['十分钟内设了围挡，当天换上新井盖。', '井圈重新浇筑，井盖加了防坠网。'],
    by: repair,
    weight: 8,
    where: 'ground',
    picture: 'manhole',
  },
  'blocked-drain': {
    says: [
      '{place}下水堵了，一楼厨房往外倒灌。',
      '雨水口全被树叶和泥堵死，{place}水往楼道里流。',
      '{place}地下管道{days}排不出水，洗菜水都倒不下去。',
    ],
    done: ['管道已疏通，清出油泥两桶，提醒住户加装滤网。', '用高压车冲洗了整段管道，排水恢复正常。'],
    by: repair,
    weight: 15,
    picture: 'puddle',
  },
  'icy-road': {
    says: ['{place}坡道结了一层冰，早上已经滑倒两个人。', '背阴处的积雪没人扫，{place}成了冰面。'],
    done: ['已撒盐除冰，铺了防滑垫。', '组织党员和邻居扫雪，主路两小时内清完。'],
    by: { 'member-on-duty': 4, 'team-leader': 3, 'property-manager': 3 },
    weight: 5,
    where: 'ground',
    needs: 'winter',
  },
  'blocked-passage': {
    says: [
      '{place}一辆车横着停，里面的车全出不去，车上没留电话。',
      '有人把车停在{place}的路口，轮椅和婴儿车都过不了。',
      '{place}两边都停满了，只剩一条缝，会车要倒半天。',
    ],
    done: ['已联系车主挪车，地面补画了禁停线。', '门岗登记后劝离，加装了两根隔离桩。'],
    by: company,
    weight: 20,
    where: 'ground',
    picture: 'parking',
  },
  'blocked-fire-lane': {
    says: [
      '{place}消防通道被三辆车占着，真出事消防车进不来。',
      '消防登高面又停了车，{place}画的黄线都看不见了。',
    ],
    done: ['车辆已全部挪走，通道口装了可倒伏隔离柱。', '联合交警劝离，并在业主群发了提醒，黄线已重画。'],
    by: company,
    weight: 9,
    where: 'ground',
    picture: 'parking',
  },
  'too-few-spaces': {
    says: [
      '小区车位太少，下班晚一点只能停到外面马路，{place}天天抢车位。',
      '{place}有一块空地长草没用，能不能改成车位？大家都难停。',
      '外来车辆白天占满车位，业主回来没地方停，{place}这边最严重。',
    ],
    done: [
      '经议事会商量，空地铺了生态砖，新增车位十六个，按先后顺序公示分配。',
      '与相邻单位谈好错时共享，晚六点到早八点开放三十个车位。',
      '重新划线，边角处增加七个车位，外来车辆限时停放。',
    ],
    by: { 'property-manager': 8, 'department-liaison': 2 },
    weight: 7,
    where: 'ground',
    picture: 'parking',
  },
  'dead-vehicle': {
    says: [
      '{place}一辆没牌的面包车停了快半年，轮胎都瘪了。',
      '车棚里落满灰的旧自行车占了一半地方，{place}新车没处放。',
    ],
    done: ['公告期满无人认领，已按程序移走。', '找到车主，三天内自行开走，车位恢复使用。'],
    by: company,
    weight: 6,
    where: 'ground',
    picture: 'parking',
  },
  'e-bike-parking': {
    says: [
      '{place}停满电动车，进门要挪三辆。',
      '{place}一排电动车停出了线，婴儿车过不去。',
      '车棚空着，电动车却都停在{place}的盲道上。',
    ],
    saysInside: [
      '有人图近把电瓶车推进{place}大厅，地上都是轮印。',
      '{place}楼梯口停着两辆电瓶车，进门要侧着身子。',
    ],
    done: ['重新划了非机动车停放区，逐户提醒。', '挪到车棚，大厅加了一道门槛，连续看了三天没有再停。'],
    by: { 'property-manager': 6, 'member-on-duty': 4 },
    weight: 15,
    picture: 'parking',
  },
  'barrier-gate': {
    says: [
      '{place}道闸识别不了车牌，每次都要下车叫门岗。',
      '抬杆抬到一半就落下来，{place}刚刚砸到一辆车的车顶。',
    ],
    done: ['更换了控制板，识别恢复正常。', '调整感应器并更新车牌名单，观察一天无异常。'],
    by: repair,
    weight: 7,
    where: 'ground',
    isAtGate: true,
    needs: 'garage',
  },
  'new-unlawful-building': {
    says: [
      '{place}顶楼正在搭阳光房，砖和钢架都吊上去了。',
      '一楼住户把窗户打成门，往{place}绿地上砌了平台。',
      '{place}有人在露台加盖房间，晚上还在施工。',
    ],
    done: ['执法人员现场叫停，住户签了承诺，已自行拆除。', '违建部分已拆除，外墙恢复原样，材料清走。'],
    by: department,
    weight: 4,
    where: 'building',
    picture: 'wall',
  },
  'ground-occupied': {
    says: ['{place}公共绿地被人围了篱笆，里面放花盆养鸡。', '有人用铁链把{place}的公共车位锁成自己的。'],
    done: ['经三次上门，围栏已拆，绿地补种草皮。', '地锁拆除，车位恢复公用，公示一周无异议。'],
    by: { 'property-manager': 5, 'member-on-duty': 3, 'department-liaison': 2 },
    weight: 5,
    where: 'ground',
  },
  'bearing-wall': {
    says: [
      '{place}{floor}装修在砸墙，楼下天花板裂了缝，像是承重墙。',
      '电锤打了一上午，{place}整栋楼都在震，请查查是不是拆了承重墙。',
    ],
    done: [
      '住建部门到场查看，施工已停，按鉴定意见用钢构加固。',
      '查明为隔墙，不涉及承重结构，已补办装修登记。',
    ],
    by: department,
    weight: 3,
    where: 'building',
    picture: 'wall',
  },
  'shop-in-home': {
    says: [
      '{place}有人在家里开麻将馆，晚上一两点还在搓。',
      '住宅里办起了小饭桌，{place}一到中午孩子跑上跑下。',
    ],
    done: ['经约谈，经营者已停业，并向邻居说明。', '联合检查后限期整改，两周后复查已不再经营。'],
    by: department,
    weight: 3,
    where: 'building',
  },
  'lift-trapped': {
    says: [
      '{place}电梯把人关在里面了，按铃没人应！',
      '电梯停在{floor}和楼上之间，{place}里面有位带孩子的奶奶。',
    ],
    done: [
      '维保人员十八分钟到场，人员平安放出，更换了门机皮带。',
      '人已救出，电梯停用检修，次日检测合格后恢复。',
    ],
    by: { 'property-manager': 6, 'repair-worker': 4 },
    weight: 2,
    where: 'building',
    needs: 'lifts',
    picture: 'lift',
  },
  'lift-broken': {
    says: [
      '{place}电梯停了{days}，家里老人住高层，下不了楼。',
      '电梯按了没反应，{place}只能爬楼，请尽快修。',
      '两部电梯坏了一部，{place}早高峰等一刻钟。',
    ],
    done: ['更换接触器，电梯恢复运行，维保单贴在轿厢内。', '主板故障，连夜调来配件装好，试运行正常。'],
    by: { 'property-manager': 5, 'repair-worker': 5 },
    weight: 12,
    where: 'building',
    needs: 'lifts',
    picture: 'lift',
  },
  'lift-noise': {
    says: ['{place}电梯到{floor}会抖一下，还有咯噔声。', '电梯运行时吱吱响，{place}住顶楼的晚上睡不好。'],
    done: ['导轨已加油校正，异响消除。', '更换两只导靴，运行平稳。'],
    by: repair,
    weight: 8,
    where: 'building',
    needs: 'lifts',
    picture: 'lift',
  },
  'lift-addition': {
    says: [
      '{place}没有电梯，楼上多是七八十岁的老人，想问问加装怎么办。',
      '我们单元想加装电梯，只有一户不同意，{place}能不能帮忙协调？',
    ],
    done: [
      '开了两次协商会，出资比例和低楼层补偿已谈定，进入报批。',
      '政策和流程已逐户讲清，单元推选了代表，材料已交住建部门。',
    ],
    by: { 'member-on-duty': 5, 'department-liaison': 5 },
    weight: 4,
    where: 'building',
    needs: 'old',
  },
  'water-cut': {
    says: ['{place}今天{time}突然没水了，也没有通知。', '水压小得出奇，{place}五楼以上放不出水。'],
    done: ['水泵跳闸，已恢复供水并检修电路。', '供水管抢修完成，提前告知制度已与水务约定。'],
    by: repair,
    weight: 8,
    where: 'building',
  },
  'power-cut': {
    says: ['{place}整个单元停电，冰箱里的药要坏了。', '楼里反复跳闸，{place}一开空调就断电。'],
    done: ['更换了老化的空气开关，供电恢复。', '电工到场查明是分支线过载，已分流处理。'],
    by: repair,
    weight: 7,
    where: 'building',
  },
  'gas-smell': {
    says: ['{place}楼道闻到煤气味，越往上越浓！', '厨房外墙管子附近有燃气味，{place}邻居都不敢开灯。'],
    done: ['燃气公司到场检测，更换接头后无泄漏。', '关阀通风，查明一户软管老化，已当场更换。'],
    by: { 'property-manager': 6, 'department-liaison': 4 },
    weight: 3,
    where: 'building',
  },
  'pipe-leak': {
    says: [
      '{place}墙里的水管爆了，水顺着楼梯往下流。',
      '地下室顶上滴水，{place}地面已经湿了一片。',
      '{place}消防管接头一直漏，水表转个不停。',
    ],
    done: ['关阀后更换管段，两小时恢复供水。', '接头重做，压力试验合格，地面已拖干。'],
    by: repair,
    weight: 13,
    where: 'building',
    picture: 'leak',
  },
  heating: {
    says: ['{place}集中供暖的几户都不热，室内只有十三度。', '暖气管只热一半，{place}老人夜里冷得睡不着。'],
    done: ['排气后恢复供热，回访室温十九度。', '更换循环泵，末端已热。'],
    by: repair,
    weight: 2,
    where: 'building',
    isAtHome: true,
    needs: 'winter',
  },
  'roof-leak': {
    says: [
      '顶楼漏雨，{place}客厅天花板一大片水印，用盆接着。',
      '外墙裂缝往里渗水，{place}卧室墙皮掉了一半。',
      '{place}屋面防水老化，每次下大雨都漏，已经{count}年了。',
    ],
    done: [
      '屋面重做防水六十平方米，闭水试验合格。',
      '申请了维修资金应急使用，外墙裂缝已注浆修补。',
      '更换落水管并补做女儿墙防水，雨后回访不再渗。',
    ],
    by: { 'property-manager': 6, 'repair-worker': 4 },
    weight: 9,
    where: 'building',
    isAtHome: true,
    picture: 'leak',
  },
  'hanging-cables': {
    says: ['{place}楼外几根网线垂到一人高，刮到晾的被子。', '电线像蜘蛛网一样缠在{place}，有一根皮都破了。'],
    done: ['协调三家运营商一起理线，废线剪除。', '破皮线已更换，其余绑扎入槽。'],
    by: { 'property-manager': 5, 'repair-worker': 5 },
    weight: 8,
    where: 'ground',
    picture: 'wire',
  },
  'e-bike-charging': {
    says: [
      '{place}有人从{floor}窗户拉线下来充电，插线板就放在雨里。',
      '电瓶拎进楼道充电，{place}昨晚一股焦味。',
      '{place}一楼用飞线给两辆电动车充电，太吓人了。',
    ],
    done: [
      '飞线已拆除，引导到充电棚，讲了去年的火灾例子。',
      '没收私拉线一根，楼下新增四个充电口，住户已改用。',
    ],
    by: { 'member-on-duty': 6, 'property-manager': 4 },
    weight: 14,
    where: 'building',
    picture: 'wire',
  },
  'fire-equipment': {
    says: [
      '{place}灭火器压力在红区，检查卡还是去年的。',
      '消火栓箱门打不开，{place}水带也不见了。',
      '应急灯不亮，{place}楼梯间一停电什么都看不见。',
    ],
    done: ['灭火器全部更换，检查卡每月签字。', '补齐水带水枪，箱门已修，试水正常。', '更换应急灯六盏。'],
    by: repair,
    weight: 9,
    where: 'building',
    picture: 'lamp',
  },
  'charging-place-lacking': {
    says: [
      '充电口只有十二个，{place}附近四百多辆电动车，天天排队。',
      '{place}没有充电的地方，只好把电瓶拎上楼，我们也知道不安全。',
    ],
    done: ['在车棚北侧新装充电口二十个，电价与供电一致。', '场地选定，充电柜已安装通电，扫码即用。'],
    by: { 'property-manager': 7, 'department-liaison': 3 },
    weight: 5,
    where: 'ground',
    picture: 'wire',
  },
  'open-fire': {
    says: ['有人在{place}烧落叶，烟往窗户里灌。', '{place}烧纸，火苗离车只有一米。'],
    done: ['火已扑灭，劝导到统一祭扫点。', '现场浇灭，保洁改为装袋清运落叶。'],
    by: neighbourly,
    weight: 5,
    where: 'ground',
  },
  fireworks: {
    says: ['半夜有人在{place}放鞭炮，把车的警报都震响了。', '{place}地上一地炮仗皮，还有没炸的。'],
    done: ['劝止并清扫，业主群发了禁放区域图。', '查清是办喜事的人家，已道歉并打扫干净。'],
    by: neighbourly,
    weight: 3,
    where: 'ground',
  },
  'building-noise': {
    says: [
      '{place}{floor}装修，中午一点多还在打电钻。',
      '楼上敲墙从早敲到晚，{place}孩子在家上网课听不见。',
      '周日也施工，{place}能不能守一守装修时间？',
    ],
    done: [
      '与装修方约定时段：工作日八点半到十一点半、十四点半到十八点。',
      '已停工两天，重做隔音垫，业主向邻居道了歉。',
    ],
    by: neighbourly,
    weight: 14,
    where: 'building',
  },
  'square-dance': {
    says: ['{place}广场舞音响太大，{time}了还在放。', '一个广场三支队伍比音量，{place}关着窗都吵。'],
    done: ['约定晚八点半结束，音量不超过六十分贝，领队签了约。', '两支队伍换到滨河步道，场地错开。'],
    by: neighbourly,
    weight: 7,
    where: 'ground',
  },
  'neighbour-noise': {
    says: [
      '楼上半夜拖椅子，{place}我们一家神经衰弱。',
      '{place}{floor}孩子练琴到十点，能不能帮忙说一声？',
      '隔壁养了只鸟，凌晨四点就叫，{place}几家都受不了。',
    ],
    done: ['两家见了面，椅子包了脚套，练琴改到八点前。', '调解后约好安静时段，一周回访无再吵。'],
    by: neighbourly,
    weight: 10,
    where: 'building',
    isAtHome: true,
  },
  'equipment-noise': {
    says: ['{place}地下水泵嗡嗡响，一楼卧室整夜共振。', '商铺空调外机对着窗，{place}夏天不敢开窗。'],
    done: ['水泵加装减振垫，夜间改低频运行。', '外机移位并加了隔音罩，复测达标。'],
    by: { 'property-manager': 6, 'repair-worker': 4 },
    weight: 5,
    where: 'building',
  },
  'unleashed-dog': {
    says: [
      '{place}每天傍晚有条大狗不牵绳，孩子吓得不敢下楼。',
      '遛狗的人光看手机，{place}狗扑到一位老人身上。',
    ],
    done: ['找到犬主，牵绳承诺书已签，草坪立了提示牌。', '联合巡查一周，发放牵引绳八根。'],
    by: neighbourly,
    weight: 10,
    where: 'ground',
  },
  'dog-bite': {
    says: [
      '{place}有人被狗咬了小腿，狗主人抱着狗就走了。',
      '流浪狗追着放学的孩子咬，{place}已经有一个受伤。',
    ],
    done: ['陪同就医接种疫苗，犬主已承担费用。', '犬只已由收容单位带走，伤者情况稳定。'],
    by: { 'member-on-duty': 5, 'department-liaison': 5 },
    weight: 2,
    where: 'ground',
  },
  'stray-animals': {
    says: ['{place}有一窝流浪狗，最近多了四只。', '流浪猫钻进{place}的汽车发动机盖，早上要拍拍再开车。'],
    done: ['联系收容点带走三只，其余绝育后定点投喂。', '堵住地下室通气口，投喂点移到围墙边。'],
    by: neighbourly,
    weight: 5,
    where: 'ground',
  },
  'dog-dirt': {
    says: ['{place}草坪到处是狗粪，孩子踩了一脚。'],
    saysInside: ['单元门口有狗尿，{place}味道散不掉。'],
    done: ['清理消毒，装了两个拾便袋箱。', '与三户养犬人谈过，约定自带纸袋。'],
    by: company,
    weight: 8,
  },
  'dog-barking': {
    says: ['{place}{floor}的狗主人一上班就叫，叫一整天。', '半夜狗叫，{place}隔两栋都听得见。'],
    done: ['犬主改为送托管，夜里关阳台门，邻居表示好多了。', '上门两次，买了止吠训练器，约定再观察。'],
    by: neighbourly,
    weight: 6,
    where: 'building',
  },
  'security-guard': {
    says: ['{place}门岗晚上没人，外卖和推销随便进。', '陌生人跟着刷卡就进来了，{place}最近丢了两辆自行车。'],
    done: ['调整夜班为双岗，访客登记恢复。', '门岗已换人，巡逻加到每两小时一次，签到可查。'],
    by: company,
    weight: 8,
    where: 'ground',
    isAtGate: true,
  },
  'cleaning-service': {
    says: ['{place}保洁{days}没来，落叶和纸屑一地。', '打扫只扫路中间，{place}花坛后面全是瓶子。'],
    done: ['已补扫，保洁区域重新划分到人。', '更换保洁员，前三天由经理跟班检查。'],
    by: company,
    weight: 10,
    where: 'ground',
  },
  fees: {
    says: ['停车费突然涨了，{place}没看到公示。', '物业费账单多了一项公摊电费，{place}想问依据是什么。'],
    done: ['账单已逐项解释，多收的部分退回，收费标准贴到公告栏。', '召开说明会，涨价暂缓，交业主大会讨论。'],
    by: { 'property-manager': 10 },
    weight: 6,
  },
  'repair-delay': {
    says: ['报修单交了{days}，{place}的门还是没人来修。', '打了三次电话都说明天，{place}的灯到现在没换。'],
    done: ['当天上门修好，报修单今后写明时限。', '已修复并致歉，积压的报修单三天内清完。'],
    by: repair,
    weight: 8,
    where: 'building',
    picture: 'lamp',
  },
  'common-income': {
    says: ['电梯广告的钱去哪儿了？{place}从来没公布过。', '小区公共收益{count}年没有账，希望公示。'],
    done: [
      '近两年公共收益账目已公示，余额转入维修资金账户。',
      '业委会与物业核对后公布明细，今后每季度一次。',
    ],
    by: { 'property-manager': 10 },
    weight: 3,
  },
  'street-lamp': {
    says: [
      '{place}路灯坏了{days}，晚上黑漆漆的。',
      '{place}一排三盏灯都不亮，下晚自习的孩子摸黑走。',
      '{place}的路灯一直闪，看得人头晕。',
    ],
    saysInside: [
      '楼道声控灯不亮，{place}跺脚也没用。',
      '{place}{floor}楼道灯坏了{days}，晚上摸黑找锁孔。',
      '楼梯间的灯一直闪，{place}看得人头晕。',
    ],
    done: [
      '更换灯泡两只，线路检查正常。',
      '换成感应灯，亮度比原来好。',
      '线路接头烧断，已重接，三盏灯全部亮起。',
    ],
    by: repair,
    weight: 22,
    picture: 'lamp',
  },
  'door-intercom': {
    says: [
      '{place}单元门关不上，谁都能进。',
      '门禁刷卡没反应，{place}按对讲家里也听不见。',
      '{place}的门锁坏了，用砖头顶着。',
    ],
    done: ['更换闭门器，门能自动关上。', '门禁主机重装，重新录卡四十二张。'],
    by: repair,
    weight: 14,
    where: 'building',
  },
  'fitness-equipment': {
    says: ['{place}健身器的脚踏断了，螺丝露在外面。', '滑梯裂了一道口子，{place}小朋友裤子都刮破了。'],
    done: ['更换脚踏并上油，其余器材一并检查。', '滑梯已围挡，厂家更换后重新开放。'],
    by: repair,
    weight: 7,
    where: 'ground',
  },
  cameras: {
    says: ['{place}的摄像头歪了，丢了快递什么都没拍到。', '地库监控黑屏，{place}车被刮了查不到。'],
    done: ['摄像头调正并清洁，录像保存三十天。', '更换硬盘，黑屏的三路恢复。'],
    by: repair,
    weight: 6,
    where: 'ground',
  },
  'bench-rail': {
    says: ['{place}长椅断了一根木条，老人坐着夹衣服。', '楼前扶手松了，{place}一拉就晃。'],
    done: ['木条更换，顺便刷了漆。', '扶手重新打孔固定，试了没问题。'],
    by: repair,
    weight: 8,
    where: 'ground',
    picture: 'pavement',
  },
  'barrier-free': {
    says: ['{place}没有坡道，轮椅每次要两个人抬。', '坡道上停着电动车，{place}轮椅上不去。'],
    done: ['加做了一段钢坡道，坡度一比十二。', '坡道已清空，画了黄格禁停。'],
    by: { 'repair-worker': 4, 'property-manager': 4, 'member-on-duty': 2 },
    weight: 5,
    where: 'ground',
  },
  'activity-place': {
    says: [
      '下雨天老人没地方坐，{place}能不能开一间活动室？',
      '孩子放学没处写作业，{place}物业的空房间可以用吗？',
    ],
    done: [
      '驿站腾出一间，周一到周六开放，钥匙由值班党员管。',
      '议事会同意把旧车库改成活动室，桌椅由结对单位捐助。',
    ],
    by: { 'team-leader': 5, 'property-manager': 5 },
    weight: 4,
    where: 'ground',
  },
  'house-plate': {
    says: ['{place}的楼牌掉了，快递和救护车都找不到。', '门牌褪色看不清，{place}新来的人总走错。'],
    done: ['楼牌重做并装到路口一侧。', '换了反光门牌，夜里也看得见。'],
    by: repair,
    weight: 5,
    where: 'building',
  },
  'dead-tree': {
    says: ['{place}一棵枯树歪了，风一吹就掉枝。', '大风刮断一根粗枝，{place}压在车棚顶上。'],
    done: ['枯树已移除，原处补种了一株。', '断枝锯下运走，同排树木做了支撑。'],
    by: { 'property-manager': 6, 'department-liaison': 2, 'team-leader': 2 },
    weight: 7,
    where: 'ground',
    picture: 'branch',
  },
  'tree-shade': {
    says: ['树长到四楼，{place}白天屋里都要开灯。', '树枝伸进{place}的阳台，虫子也跟着进来。'],
    done: ['按园林要求修剪，采光恢复。', '修枝完成，落叶当天清走。'],
    by: company,
    weight: 7,
    where: 'building',
    picture: 'branch',
  },
  'green-damaged': {
    says: ['{place}绿地被翻成菜地，还浇粪水。', '草坪踩出一条路，{place}都秃了。'],
    done: ['菜地清退，与住户一起补种了花木。', '顺着大家走的路铺了汀步，两边补草。'],
    by: { 'property-manager': 5, 'member-on-duty': 5 },
    weight: 7,
    where: 'ground',
  },
  'bare-ground': {
    says: ['{place}黄土裸着，一刮风窗台上全是灰。', '施工后没复绿，{place}下雨一地泥。'],
    done: ['补种草皮一百二十平方米。', '覆土铺草皮，围了细绳养护半个月。'],
    by: company,
    weight: 5,
    where: 'ground',
  },
  dispute: {
    says: [
      '{place}两家为公共平台晾衣服吵了起来，请帮忙调解。',
      '因为门口放东西，{place}对门邻居好几天不说话了。',
    ],
    done: ['三方坐下来谈了一个小时，平台按单双日使用。', '各退一步，鞋架移进屋里，两家握了手。'],
    by: neighbourly,
    weight: 6,
    where: 'building',
  },
  'leak-between-homes': {
    says: [
      '楼上卫生间漏水，{place}我家天花板发霉了，对方一直不修。',
      '{place}厨房顶上滴水，找楼上说是管道问题，不知道该找谁。',
    ],
    done: ['查明是楼上地漏，防水重做，墙面由对方出钱粉刷。', '属公共立管，物业更换后两家签字确认。'],
    by: { 'member-on-duty': 5, 'repair-worker': 5 },
    weight: 9,
    where: 'building',
    isAtHome: true,
    picture: 'leak',
  },
  'thrown-objects': {
    says: [
      '{place}从楼上掉下来一个花盆，差点砸到人！',
      '经常有人往楼下扔烟头，{place}一楼的雨棚烧了几个洞。',
    ],
    done: ['逐户走访提醒，装了朝上的摄像头。', '找到当事人，公安批评教育，花架已加固。'],
    by: { 'member-on-duty': 5, 'department-liaison': 5 },
    weight: 5,
    where: 'building',
  },
  'care-needed': {
    says: [
      '{place}独居的老人两天没下楼了，敲门没有声音。',
      '对门老人腿摔伤，{place}一个人在家吃饭都成问题。',
    ],
    done: ['已进门查看，老人感冒卧床，送了药并联系子女。', '安排每天送一餐，邻居早晚各看一次。'],
    by: { 'member-on-duty': 9, 'team-leader': 1 },
    weight: 6,
    where: 'building',
    isAtHome: true,
  },
  other: {
    says: [
      '{place}公告栏的玻璃碎了，通知都被雨打湿。',
      '快递柜占了半个过道，{place}能不能挪一下？',
      '{place}的晾衣绳断了，想请人帮忙装一根。',
      '想问{place}的旧衣回收箱什么时候恢复。',
    ],
    done: [
      '已更换玻璃，通知重新贴好。',
      '与快递公司商定移位两米，过道让出来了。',
      '晾衣绳已装好，高度按老人够得着定的。',
      '回收箱下周一重新摆放，清运电话贴在箱上。',
    ],
    by: company,
    weight: 8,
    where: 'ground',
  },
};

/** What may follow the first sentence; the empty ones keep most reports as short as people write them. */
export const afterthoughts: string[] = [
  '',
  '',
  '',
  '',
  '麻烦尽快看一下，谢谢。',
  '白天家里有人，可以先打个电话。',
  '已经跟门岗说过一次。',
  '附照片，位置就在旁边。',
  '邻居们都希望早点解决。',
  '上个月也出过一次。',
  '家里有老人，比较着急。',
  '不急，排上就行。',
  '如果要停水停电请提前说一声。',
  '晚上七点以后我在家。',
  '辛苦了！',
];

/** What may be said of it there. */
export function saysOf({ says, saysInside }: ProblemTexts, isInside: boolean): readonly string[] {
  return (isInside ? saysInside : undefined) ?? says;
}

/** Of them, where no photo comes along: those that fit whatever was reported, and those of somebody whose home it is. */
export const afterthoughtsAnywhere: string[] = [
  '',
  '',
  '',
  '麻烦尽快看一下，谢谢。',
  '邻居们都希望早点解决。',
  '上个月也出过一次。',
  '辛苦了！',
];
export const afterthoughtsAtHome: string[] = [
  ...afterthoughtsAnywhere,
  '白天家里有人，可以先打个电话。',
  '家里有老人，比较着急。',
  '如果要停水停电请提前说一声。',
  '晚上七点以后我在家。',
];

/** Fills the slots of a text. */
export function fillSlots(
  random: Random,
  text: string,
  { words, floors }: { words: string; floors: number },
): string {
  const slots: Record<string, string> = {
    place: words,
    floor: `${random.whole(2, Math.max(2, floors))}楼`,
    days: random.pick(['两天', '三天', '四五天', '快一个星期', '十来天']),
    time: random.pick(['中午', '下午三点', '傍晚', '晚上九点', '早上七点']),
    count: random.pick(['两', '三', '四']),
  };
  const filled = text.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');
  // `1号楼2单元` before `单元门`.
  return filled.replaceAll('单元单元', '单元');
}
