import { definePhrases } from '../../ui/i18n/index.ts';

export const mapPhrases = definePhrases({
  cluster: { zh: '这里有 {n} 件事项，点开查看', en: '{n} cases here, open them' },
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  whole: { zh: '看全部', en: 'Show everything' },
  addHere: { zh: '在中心加点', en: 'Add the middle' },
  unavailable: {
    zh: '这台设备不能显示地图，请用旁边的列表，内容相同。',
    en: 'This device cannot draw maps. The list beside it shows the same.',
  },
  loading: { zh: '正在读取地图', en: 'Loading the map' },
});
