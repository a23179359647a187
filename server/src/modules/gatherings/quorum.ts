/** How many must be there for it to decide. */
import type { Label } from '@linli/contract';
import type { GatheringKind } from '@linli/model';

export function quorumOf(
  { quorum }: Pick<GatheringKind, 'quorum'>,
  size: number,
  present: number,
): { needed: number; of: number; isMet: boolean; title: Label } | null {
  if (quorum === null) return null;
  const { numerator, denominator, strict } = quorum.share;
  // In whole numbers: a third of seven is no fraction here.
  const needed = strict
    ? Math.floor((size * numerator) / denominator) + 1
    : Math.ceil((size * numerator) / denominator);
  const share = `${numerator}/${denominator}`;
  return {
    needed,
    of: size,
    isMet: present >= needed,
    title: strict
      ? { zh: `应到 ${size} 人，须超过 ${share} 到场`, en: `More than ${share} of ${size} must be there` }
      : { zh: `应到 ${size} 人，须至少 ${share} 到场`, en: `At least ${share} of ${size} must be there` },
  };
}
