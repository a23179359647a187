import '../areas/picker.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useId, useRef, useState } from 'react';
import { fieldMessage, getReportInChoices, newCommandId, reportIn } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Bones, Button, Choices, ErrorNotice, FieldGroup, Icon } from '../../ui/kit/index.ts';
import { residentHoursPhrases } from './resident-phrases.ts';

/** Somebody in work reports in for themselves: where they live, and who they work for. The community confirms it. */
export function ResidentReportIn() {
  const t = usePhrases(residentHoursPhrases);
  const client = useQueryClient();
  const [community, setCommunity] = useState<string | null>(null);
  const [employer, setEmployer] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  // The same words twice are one report-in, also when the answer was lost.
  const command = useRef({ words: '', commandId: '' });
  const save = useMutation({
    mutationFn: (body: { communityOrgId: string; employerOrgId: string }) => {
      const words = JSON.stringify(body);
      if (command.current.words !== words) command.current = { words, commandId: newCommandId() };
      return reportIn({ ...body, commandId: command.current.commandId });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['my-hours'] }),
  });
  const mistake = (value: string | null, at: string) =>
    tried && value === null ? t('chooseOne') : fieldMessage(save.error, at);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (community === null || employer === null || save.isPending) return;
        save.mutate({ communityOrgId: community, employerOrgId: employer });
      }}
    >
      <p className="muted">{t('reportInText')}</p>
      <OrgChoice
        of="community"
        label={t('whichCommunity')}
        value={community}
        mistake={mistake(community, '/communityOrgId')}
        onChange={setCommunity}
      />
      <OrgChoice
        of="employer"
        label={t('whichEmployer')}
        value={employer}
        mistake={mistake(employer, '/employerOrgId')}
        onChange={setEmployer}
      />
      {save.error === null ? null : <ErrorNotice error={save.error} />}
      <Button primary wide type="submit" busy={save.isPending}>
        {t('reportIn')}
      </Button>
    </form>
  );
}

/** Before anything is typed; a thumb need not go past more to reach the next question. */
const offered = 5;

/** One organisation, found by a part of its name; the nearest to one’s home stand first. */
function OrgChoice({
  of,
  label,
  value,
  mistake,
  onChange,
}: {
  of: 'community' | 'employer';
  label: string;
  value: string | null;
  mistake: string | undefined;
  onChange: (orgId: string | null) => void;
}) {
  const t = usePhrases(residentHoursPhrases);
  const searchId = useId();
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const [picked, setPicked] = useState<{ orgId: string; name: string } | null>(null);
  const found = useQuery({
    queryKey: ['report-in-choices', of, asked],
    queryFn: ({ signal }) => getReportInChoices(of, asked, signal),
    placeholderData: (before) => before,
  });
  const orgs = (found.data?.orgs ?? []).slice(0, asked === '' ? offered : undefined);
  // What is chosen stays in sight while one goes on looking.
  const shown =
    picked === null || orgs.some(({ orgId }) => orgId === picked.orgId) ? orgs : [picked, ...orgs];
  return (
    <FieldGroup label={label} required {...(mistake === undefined ? {} : { mistake })}>
      <div className="picker-search">
        <label className="for-ears" htmlFor={searchId}>
          {t('findByName', { what: label })}
        </label>
        <Icon name="search" />
        <input
          id={searchId}
          className="input"
          type="search"
          autoComplete="off"
          placeholder={t('findHint')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            // Enter here means “look”, not “send”.
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      </div>
      {found.isPending ? (
        <Bones lines={2} />
      ) : found.error !== null ? (
        <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />
      ) : shown.length === 0 ? (
        <p className="muted">{t('noneFound')}</p>
      ) : (
        <Choices
          rows
          choices={shown.map(({ orgId, name }) => ({ value: orgId, label: name }))}
          value={value}
          onChange={(orgId) => {
            setPicked(shown.find((one) => one.orgId === orgId) ?? null);
            onChange(orgId);
          }}
        />
      )}
    </FieldGroup>
  );
}
