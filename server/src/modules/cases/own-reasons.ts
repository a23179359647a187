/** Why a meeting has a case no longer, where nobody said a word: written by the house itself, and kept. */
import type { Label } from '@linli/contract';

export const ownReasons = {
  undecided: { zh: '本级时限已到，未作出决定', en: 'The time of this rung was over and nothing was decided' },
  handled: { zh: '已办理，不再等待会议', en: 'It was handled; it waits for no meeting any more' },
  closed: { zh: '已办结，不再等待会议', en: 'It was closed; it waits for no meeting any more' },
  withdrawn: { zh: '报告人已撤回', en: 'The reporter withdrew it' },
  merged: { zh: '已并入另一事项', en: 'It became part of another case' },
} as const satisfies Record<string, Label>;
