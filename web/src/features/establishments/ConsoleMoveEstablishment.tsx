import { Input } from 'antd';
import { useState } from 'react';
import { DeedForm } from '../../console/look/DeedForm.tsx';
import {
  type EstablishmentPostView,
  fieldMessage,
  type MoveEstablishmentPosts,
  moveEstablishmentPosts,
} from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { establishmentPhrases } from './console-phrases.ts';
import { EstablishmentOrgField } from './EstablishmentOrgField.tsx';
import { useEstablishmentCommand } from './establishment-command.ts';

/** Moves posts, each with whoever holds it, to another organisation as of a day. */
export function ConsoleMoveEstablishment({
  posts,
  nameOf,
  onClose,
}: {
  posts: readonly EstablishmentPostView[];
  nameOf: (post: EstablishmentPostView) => string;
  onClose: () => void;
}) {
  const t = usePhrases(establishmentPhrases);
  const [to, setTo] = useState<{ orgId: string; name: string } | null>(null);
  const [movedOn, setMovedOn] = useState('');
  const [basis, setBasis] = useState('');
  const [missing, setMissing] = useState<string[]>([]);
  const save = useEstablishmentCommand<Omit<MoveEstablishmentPosts, 'commandId'>>(
    moveEstablishmentPosts,
    t('moved', { n: posts.length }),
    onClose,
  );
  const submit = () => {
    const lacking = [to === null ? '/toOrgId' : '', basis.trim() === '' ? '/basis' : ''].filter(Boolean);
    setMissing(lacking);
    if (lacking.length > 0 || to === null) return;
    save.mutate({
      establishmentPostIds: posts.map(({ establishmentPostId }) => establishmentPostId),
      toOrgId: to.orgId,
      basis: basis.trim(),
      ...(movedOn === '' ? {} : { movedOn }),
    });
  };
  const invalid = (at: string, field: string) =>
    missing.includes(at) ? t('required', { field }) : fieldMessage(save.error, at);
  return (
    <DeedForm
      error={save.error}
      isSending={save.isPending}
      deed={t('moveMany', { n: posts.length })}
      onSubmit={submit}
      onClose={onClose}
    >
      <ul className="establishment-chosen">
        {posts.map((post) => (
          <li key={post.establishmentPostId}>
            {nameOf(post)} · {post.org.name} ·{' '}
            {post.holder === null ? <span className="tag tag-amber">{t('vacant')}</span> : post.holder.name}
          </li>
        ))}
      </ul>
      <p>{t('moveLead')}</p>
      <EstablishmentOrgField
        title={t('moveTo')}
        value={to}
        invalid={invalid('/toOrgId', t('moveTo'))}
        onChange={setTo}
      />
      <Field title={t('basis')} hint={t('basisHint')} required invalid={invalid('/basis', t('basis'))}>
        {(field) => (
          <Input
            {...field}
            maxLength={300}
            value={basis}
            onChange={(event) => setBasis(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('movedOn')} hint={t('dayHint')} invalid={fieldMessage(save.error, '/movedOn')}>
        {(field) => (
          <Input
            {...field}
            type="date"
            value={movedOn}
            onChange={(event) => setMovedOn(event.target.value)}
          />
        )}
      </Field>
    </DeedForm>
  );
}
