/** Refusals: values that say why a step is not possible and what to do. Codes are those of the error catalogue. */
import type { Label, Model } from '@linli/model';
import type { Refusal } from './types.ts';

/** Make a refusal; `at` names the field, gate or rule. */
export function refuse(
  kind: Refusal['kind'],
  code: string,
  message: Label,
  at: string | null = null,
  data: Refusal['data'] = {},
): Refusal {
  return { refused: true, kind, code, at, data, message };
}

/** Tells a refusal from a decision. */
export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

/** A needed field is missing. */
export function fieldRequired(at: string, title: Label): Refusal {
  return refuse(
    'input',
    'field-required',
    { zh: `请填写“${title.zh}”。`, en: `Fill in “${title.en}”.` },
    at,
    { field: title.zh },
  );
}

/** A field has a value that cannot be taken; `problem` continues the sentence “FIELD …”. */
export function fieldInvalid(at: string, title: Label, problem: Label): Refusal {
  return refuse(
    'input',
    'field-invalid',
    { zh: `“${title.zh}”${problem.zh}。`, en: `“${title.en}” ${problem.en}.` },
    at,
    { field: title.zh, problem: problem.zh },
  );
}

export function reasonRequired(): Refusal {
  return refuse(
    'input',
    'reason-required',
    {
      zh: '请用一句话写明原因，报告人也会看到。',
      en: 'Give the reason in a sentence; the reporter will see it too.',
    },
    'reason',
  );
}

/** The post named cannot be given the case; `roles` may. */
export function holderInvalid(model: Model, at: string, roles: string[]): Refusal {
  const titles = roles.map((role) => model.roles[role]?.title ?? { zh: role, en: role });
  return refuse(
    'input',
    'holder-invalid',
    titles.length === 0
      ? { zh: '请从可选的岗位中选择。', en: 'Choose one of the posts offered.' }
      : {
          zh: `请从以下岗位中选择：${titles.map((title) => title.zh).join('、')}。`,
          en: `Choose one of these posts: ${titles.map((title) => title.en).join(', ')}.`,
        },
    at,
    { allowed: roles.join(', ') },
  );
}

/** The verb does not fit where the case stands. */
export function notNow(stationTitle: Label, what: Label | null = null): Refusal {
  return refuse(
    'state',
    'verb-not-allowed',
    what ?? {
      zh: `事项目前处于“${stationTitle.zh}”，请选择现在可办理的操作。`,
      en: `The case is at “${stationTitle.en}” now. Choose one of the actions possible there.`,
    },
    null,
    { station: stationTitle.zh },
  );
}

/** The actor's posts do not allow it; `who` says whose do. */
export function forbidden(who: Label): Refusal {
  return refuse(
    'forbidden',
    'forbidden',
    {
      zh: `这一步由以下人员办理：${who.zh}。如有疑问，请联系负责人。`,
      en: `This step belongs to: ${who.en}. If in doubt, ask whoever is responsible.`,
    },
    null,
    { who: who.zh },
  );
}
