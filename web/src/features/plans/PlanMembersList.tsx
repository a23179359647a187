import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useState } from 'react';
import { FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { useStaffSession } from '../../console/session/session.ts';
import { getPlanMembers, newCommandId, type PlanMembers, setAvailability } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { planPhrases } from './plan-phrases.ts';

type Member = PlanMembers['members'][number];

/** Who could serve, and how many homes each can take: opened by whoever wants to see it. */
export function PlanMembersList({ compound, most }: { compound: string; most: number }) {
  const t = usePhrases(planPhrases);
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="plan-people" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('people')}</summary>
      {isOpen ? <List compound={compound} most={most} /> : null}
    </details>
  );
}

function List({ compound, most }: { compound: string; most: number }) {
  const t = usePhrases(planPhrases);
  const session = useStaffSession();
  const mayChange = session.posts.some(
    ({ abilities, covers }) =>
      abilities.includes('administer') && covers.some(({ areaCode }) => compound.startsWith(areaCode)),
  );
  const members = useQuery({
    queryKey: ['plan-members', compound],
    queryFn: ({ signal }) => getPlanMembers(compound, signal),
  });
  if (members.isPending) return <LoadingLines lines={3} />;
  if (members.data === undefined)
    return <FailedState error={members.error} onRetry={() => void members.refetch()} />;
  return (
    <>
      <p className="soft">{t('peopleLead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="plan-scroll" tabIndex={0} aria-label={t('people')}>
        <table className="plan-table">
          <thead>
            <tr>
              <th scope="col" className="plan-cell">
                {t('person')}
              </th>
              <th scope="col" className="plan-cell plan-figure">
                {t('servesNow')}
              </th>
              <th scope="col" className="plan-cell">
                {t('canTake')}
              </th>
            </tr>
          </thead>
          <tbody>
            {members.data.members.map((member) => (
              <MemberLine key={member.personId} {...{ compound, member, most, mayChange }} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function MemberLine({
  compound,
  member,
  most,
  mayChange,
}: {
  compound: string;
  member: Member;
  most: number;
  mayChange: boolean;
}) {
  const t = usePhrases(planPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: ({ mostHomes, commandId }: { mostHomes: number | null; commandId: string }) =>
      setAvailability({ commandId, compound, personId: member.personId, mostHomes }),
    onError: (error) => {
      const words = problemWords(error, t('noAnswer'));
      message.warning(`${words.title} ${words.detail}`.trim());
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['plan-members', compound] }),
  });
  const words = (count: number | null): string =>
    count === null ? t('asModel') : count === 0 ? t('notAvailable') : t('homesCount', { n: count });
  const chosen = member.mostHomes === null ? 'model' : String(member.mostHomes);
  const counts = Array.from({ length: Math.min(most, 30) }, (_, index) => index);
  return (
    <tr>
      <th scope="row" className="plan-cell">
        {member.name}
        <span className="plan-source">{member.orgName}</span>
      </th>
      <td className="plan-cell plan-figure">{member.homes}</td>
      <td className="plan-cell">
        {mayChange ? (
          <Select
            aria-label={t('canTakeOf', { name: member.name })}
            value={chosen}
            loading={save.isPending}
            onChange={(value: string) =>
              save.mutate({ mostHomes: value === 'model' ? null : Number(value), commandId: newCommandId() })
            }
            options={[
              { value: 'model', label: words(null) },
              ...counts.map((count) => ({ value: String(count), label: words(count) })),
            ]}
          />
        ) : (
          words(member.mostHomes)
        )}
      </td>
    </tr>
  );
}
