import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { getOrgs } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { establishmentPhrases } from './console-phrases.ts';

/** A dialog over the register; its contents are made anew each time it opens. */
export function EstablishmentDialog({
  open,
  title,
  onClose,
  children,
}: {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  useKeys('establishments', [], { closed: true, on: open });
  return (
    <Modal open={open} title={title} footer={null} onCancel={onClose} destroyOnHidden>
      {open ? children : null}
    </Modal>
  );
}

/** What stands around the fields: the refusal above them, the deed below. */
export function EstablishmentFields({
  error,
  isSending,
  deed,
  onSubmit,
  onClose,
  children,
}: {
  error: unknown;
  isSending: boolean;
  deed: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = usePhrases(establishmentPhrases);
  const frame = usePhrases(consolePhrases);
  const refusal = error === null ? null : problemWords(error, t('noAnswer'));
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
      {children}
      <div className="verb-form-foot">
        <Button type="primary" size="large" htmlType="submit" loading={isSending}>
          {deed}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}

const typingMs = 300;

/** Any organisation, by its name. */
export function OrgField({
  title,
  value,
  invalid,
  onChange,
}: {
  title: string;
  value: { orgId: string; name: string } | null;
  invalid: string | undefined;
  onChange: (org: { orgId: string; name: string } | null) => void;
}) {
  const t = usePhrases(establishmentPhrases);
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), typingMs);
  const found = useQuery({
    queryKey: ['orgs', 'named', asked],
    queryFn: ({ signal }) => getOrgs({ q: asked }, signal),
    enabled: asked !== '',
  });
  const offered = new Map(
    (asked === '' ? [] : (found.data?.orgs ?? [])).map(({ orgId, name }) => [orgId, name]),
  );
  if (value !== null && !offered.has(value.orgId)) offered.set(value.orgId, value.name);
  return (
    <Field title={title} required invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          showSearch={{ filterOption: false, onSearch: setWords }}
          placeholder={t('orgSearch')}
          loading={found.isFetching}
          notFoundContent={asked === '' || found.isFetching ? null : t('noOrgs')}
          value={value?.orgId ?? null}
          options={[...offered].map(([orgId, name]) => ({ value: orgId, label: name }))}
          onChange={(orgId: string | null) =>
            onChange(orgId === null ? null : { orgId, name: offered.get(orgId) ?? '' })
          }
        />
      )}
    </Field>
  );
}
