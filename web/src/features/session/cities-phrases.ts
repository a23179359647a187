import { definePhrases } from '../../ui/i18n/phrases.ts';

export const citiesPhrases = definePhrases({
  title: { zh: '还在建立的演示城市', en: 'Demo cities being made' },
  lead: {
    zh: '建好后就会出现在这里，不用刷新。',
    en: 'They appear here when they are complete; no need to reload.',
  },
  told: { zh: '已写好 {told} / {of} 件事', en: '{told} of {of} cases told' },
  notSetUp: { zh: '这里还没有开通城市', en: 'No city is set up here yet' },
  notSetUpText: {
    zh: '请在服务器上选一个城市模型，运行它下面的命令，登记第一位管理员；城市随即开通，这一页会自己打开。',
    en: 'At the server, choose a model and run the command below it. It enters the first administrator, which opens the city; this page follows by itself.',
  },
  ownModel: {
    zh: '本市另有做法？一个城市就是一个文件，放进',
    en: 'Governed in another way? A city is one file, in a folder that is named in',
  },
  ownModelIn: { zh: '所指的文件夹后也会列在这里，写法见', en: 'and then stands here too. How to write it:' },
  waiting: { zh: '排队中', en: 'waiting its turn' },
});
