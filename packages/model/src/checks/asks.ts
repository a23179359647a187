/** What is asked, and what may never be asked. */
import { type Fault, faultAt, faultAtKey, unknownWord } from '../faults.ts';
import { find, keyOf, select, type Written } from '../written.ts';

const largestPhotoCount = 9;
const unbounded = ['choice', 'yes-no', 'date', 'place', 'phone', 'category'];

/** Protects forms: a choice has choices, only what can be limited has limits, and no form asks twice for the place. */
export function asksFitTheirKind(model: Written): Fault[] {
  return allAsks(model).flatMap((ask) => {
    const kind = find(ask, ['kind'])?.value;
    const choices = find(ask, ['choices']);
    const onYes = find(ask, ['on-yes']);
    const faults: Fault[] = [];
    if (kind === 'choice' && (!Array.isArray(choices?.value) || choices.value.length < 2)) {
      faults.push(faultAtKey(choices ?? ask, 'a choice offers at least two `choices`'));
    }
    if (kind !== 'choice' && choices) faults.push(faultAtKey(choices, 'only `kind: choice` has choices'));
    if (kind !== 'yes-no' && onYes) faults.push(faultAtKey(onYes, 'only `kind: yes-no` has on-yes'));
    for (const condition of select(ask, 'required-if.*')) faults.push(...otherAnswers(model, condition));
    const seen = new Set<unknown>();
    for (const key of select(ask, 'choices[].key')) {
      if (seen.has(key.value)) faults.push(faultAt(key, `"${String(key.value)}" stands above already`));
      seen.add(key.value);
    }
    for (const bound of ['min', 'max'].flatMap((key) => find(ask, [key]) ?? [])) {
      if (unbounded.includes(String(kind))) {
        faults.push(faultAtKey(bound, `${String(kind)} has no ${keyOf(bound)}`));
      } else if (kind === 'photo' && Number(bound.value) > largestPhotoCount) {
        faults.push(faultAt(bound, `at most ${largestPhotoCount} photos can be sent`));
      }
    }
    return faults;
  });
}

/** What another field must answer: a choice beside it, with an answer it offers. */
function otherAnswers(model: Written, condition: Written): Fault[] {
  const beside = [...condition.path.slice(0, -3), keyOf(condition)];
  const offered = select(find(model, beside) ?? condition, 'choices[].key').map(({ value }) => String(value));
  if (offered.length === 0) return [faultAtKey(condition, 'no `choice` of that key stands beside it')];
  return select(condition, '[]')
    .filter(({ value }) => !offered.includes(String(value)))
    .map((answer) => unknownWord(answer, 'answer', offered));
}

/** Protects a case from having two places or two categories. */
export function placeAndCategoryAreAskedOnce(model: Written): Fault[] {
  return select(model, 'cases.*').flatMap((kind) =>
    ['place', 'category'].flatMap((once) =>
      select(kind, 'asks.*')
        .filter((ask) => find(ask, ['kind'])?.value === once)
        .slice(1)
        .map((ask) => faultAtKey(ask, `a ${once} is asked above already`)),
    ),
  );
}

const scoringKey = /(^|-)(scores?|scorecards?|points|credits?|ranks?|rankings?)($|-)/;
const scoringText = /积分|信用分|评分|打分|排名/;

/** Is this the key of a score? There is none in the language, and none may be smuggled in as a question. */
export function soundsLikeScoring(key: string): boolean {
  return scoringKey.test(key);
}

/** Protects residents: nobody scores them. The language has no word for it; this refuses a question made to do it. */
export function nobodyScoresResidents(model: Written): Fault[] {
  return allAsks(model)
    .filter(
      (ask) => soundsLikeScoring(keyOf(ask)) || scoringText.test(String(find(ask, ['title', 'zh'])?.value)),
    )
    .map((ask) => faultAtKey(ask, 'nobody scores residents or staff: ask for facts of the case'));
}

function allAsks(model: Written): Written[] {
  return [...select(model, 'cases.*.asks.*'), ...select(model, 'cases.*.stations.*.asks.*')];
}
