import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { formDraft } from '../../console/cases/drafts.ts';
import { useCommandId } from '../../console/command-id.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { LoadingLines, problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { fieldMessage, getOrg, ProblemError, type SaveOrg, saveOrg } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { orgConsolePhrases } from './console-phrases.ts';
import { OrgFormationCheck } from './OrgFormationCheck.tsx';
import { CoversField, OrgOfKindField } from './OrgPickers.tsx';
import { useLookAgain } from './org-command.ts';
import {
  commandOf,
  countedBy,
  isOrgWords,
  newWords,
  type Org,
  type OrgKind,
  type OrgWords,
  type Picked,
  sizeOf,
  whole,
  wordsOf,
} from './org-words.ts';

/** Makes an organisation, or changes one; beside the fields stands what the rules of formation say of them. */
export function ConsoleSaveOrg({
  open,
  org,
  under,
  kinds,
  onClose,
  onSaved,
}: {
  open: boolean;
  /** null: a new one. */
  org: Org | null;
  /** A new one is thought of under this one, where something stands under its kind. */
  under: Pick<Org, 'orgId' | 'name' | 'kind'> | null;
  kinds: readonly OrgKind[];
  onClose: () => void;
  onSaved: (orgId: string) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  useKeys('save-org', [], { closed: true, on: open });
  return (
    <Modal
      open={open}
      title={org === null ? t('makeTitle') : t('changeTitle', { org: org.name })}
      footer={null}
      width={960}
      onCancel={onClose}
      destroyOnHidden
    >
      {open && kinds.length > 0 ? (
        <WithParent orgId={org?.parentOrgId ?? null}>
          {(parentName) => <SaveForm {...{ org, under, kinds, parentName, onClose, onSaved }} />}
        </WithParent>
      ) : null}
    </Modal>
  );
}

/** The form shows what it stands under by name, which the organisation itself does not carry. */
function WithParent({ orgId, children }: { orgId: string | null; children: (name: string) => ReactNode }) {
  const parent = useQuery({
    queryKey: ['orgs', 'one', orgId, ''],
    queryFn: ({ signal }) => getOrg(orgId ?? '', undefined, signal),
    enabled: orgId !== null,
  });
  if (orgId !== null && parent.isPending) return <LoadingLines lines={4} />;
  return children(parent.data?.org.name ?? '');
}

// Swedish writes days as the wire does.
const today = () => new Date().toLocaleDateString('sv-SE');

function SaveForm({
  org,
  under,
  kinds,
  parentName,
  onClose,
  onSaved,
}: {
  org: Org | null;
  under: Pick<Org, 'orgId' | 'name' | 'kind'> | null;
  kinds: readonly OrgKind[];
  parentName: string;
  onClose: () => void;
  onSaved: (orgId: string) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const { message } = App.useApp();
  const { person } = useStaffSession();
  const commandIdFor = useCommandId();
  const lookAgain = useLookAgain();
  const draft = formDraft(person.personId, `org:${org?.orgId ?? 'new'}`, isOrgWords);
  const begin = (): OrgWords => {
    if (org !== null) return wordsOf(org, parentName);
    const kind = kinds.find((one) => under !== null && one.under === under.kind) ?? kinds[0];
    const parent =
      under !== null && kind?.under === under.kind ? { key: under.orgId, name: under.name } : null;
    return newWords(kind?.key ?? '', parent, today());
  };
  const [kept] = useState(() => draft.read());
  const [words, setWords] = useState<OrgWords>(() => kept ?? begin());
  const [isFound, setIsFound] = useState(kept !== null);
  const [tried, setTried] = useState(false);
  const sizeId = useId();
  const kind = kinds.find(({ key }) => key === words.kind);
  const type = (more: Partial<OrgWords>) => {
    const next = { ...words, ...more };
    setWords(next);
    draft.keep(next);
  };
  const save = useMutation({
    mutationFn: (body: SaveOrg) => saveOrg(body),
    onSuccess: ({ org: saved }) => {
      draft.drop();
      message.success(t(org === null ? 'made' : 'changed', { org: saved.name }));
      lookAgain();
      onSaved(saved.orgId);
    },
  });
  const size = sizeOf(words, kind);
  const areas = countedBy(words, kind);
  const lacksName = tried && words.name.trim() === '';
  const sizeWrong =
    tried && size.state === 'bad'
      ? t(areas === null ? 'sizeBad' : 'sizeBadEach')
      : fieldMessage(save.error, '/members');
  const submit = () => {
    setTried(true);
    if (words.name.trim() === '' || size.state === 'bad') return;
    const body = commandOf(words, kind, org);
    save.mutate({ commandId: commandIdFor(body), ...body });
  };
  const setMembers = (key: string, text: string) => type({ members: { ...words.members, [key]: text } });
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  // What stands at a field need not be said twice; what has no field here must not go unsaid.
  const isAtField =
    save.error instanceof ProblemError &&
    save.error.problem.errors?.some(({ at }) => fieldsHere.has(at)) === true;
  return (
    <div className="org-form-sides">
      <form
        className="verb-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {isFound ? (
          <Alert
            type="info"
            title={t('draftFound')}
            action={
              <Button
                onClick={() => {
                  draft.drop();
                  setWords(begin());
                  setIsFound(false);
                }}
              >
                {t('draftDrop')}
              </Button>
            }
          />
        ) : null}
        {refusal === null ? null : (
          <Alert
            type="error"
            role="alert"
            title={refusal.title}
            description={isAtField ? t('seeField') : refusal.detail}
          />
        )}
        <Field
          title={t('kind')}
          required
          hint={org === null ? undefined : t('kindStays')}
          invalid={fieldMessage(save.error, '/kind')}
        >
          {(field) => (
            <Select
              {...field}
              disabled={org !== null}
              showSearch={{ optionFilterProp: 'label' }}
              value={words.kind}
              options={kinds.map(({ key, title }) => ({ value: key, label: label(title) }))}
              onChange={(key: string) => {
                const next = kinds.find((one) => one.key === key);
                const stays = next?.under === kind?.under;
                // What the other kind does not have would be refused; what it has too stays typed.
                type({
                  kind: key,
                  parent: stays ? words.parent : null,
                  sentBy: next?.sentBy === kind?.sentBy ? words.sentBy : null,
                  formation: next?.formations.some((way) => way.key === words.formation)
                    ? words.formation
                    : null,
                  covers: next?.level === kind?.level ? words.covers : [],
                });
              }}
            />
          )}
        </Field>
        <Field
          title={t('orgName')}
          required
          invalid={lacksName ? t('required', { field: t('orgName') }) : fieldMessage(save.error, '/name')}
        >
          {(field) => (
            <Input
              {...field}
              autoComplete="off"
              maxLength={80}
              value={words.name}
              onChange={(event) => type({ name: event.target.value })}
            />
          )}
        </Field>
        {kind?.under == null ? null : (
          <OrgOfKindField
            title={t('under')}
            kind={kind.under}
            value={words.parent}
            invalid={fieldMessage(save.error, '/parentOrgId')}
            onChange={(parent) => type({ parent })}
          />
        )}
        {kind?.sentBy == null ? null : (
          <OrgOfKindField
            title={t('sentBy')}
            kind={kind.sentBy}
            value={words.sentBy}
            invalid={fieldMessage(save.error, '/sentByOrgId')}
            onChange={(sentBy) => type({ sentBy })}
          />
        )}
        {kind === undefined || kind.formations.length === 0 ? null : (
          <Field title={t('formation')} invalid={fieldMessage(save.error, '/formation')}>
            {(field) => (
              <Select
                {...field}
                allowClear
                value={words.formation}
                options={kind.formations.map(({ key, title }) => ({ value: key, label: label(title) }))}
                onChange={(formation: string | undefined) => type({ formation: formation ?? null })}
              />
            )}
          </Field>
        )}
        <CoversField
          level={kind?.level ?? null}
          hint={
            kind?.levelTitle == null
              ? t('coversHint')
              : t('coversHintLevel', { level: label(kind.levelTitle) })
          }
          value={words.covers}
          invalid={coversMessage(save.error)}
          onChange={(covers: Picked[]) => type({ covers })}
        />
        {kind?.isSized !== true ? null : (
          <fieldset className="field org-size">
            <legend>
              {t('members')}
              <span className="field-optional">{frame('optional')}</span>
            </legend>
            <p className="field-hint">
              {org?.members == null ? t('sizeHint') : t('sizeHintNow', { n: org.members })}
            </p>
            {(areas ?? [{ key: whole, name: t('sizeWhole') }]).map(({ key, name }) => (
              <div key={key} className="org-size-one">
                <label htmlFor={`${sizeId}-${key}`}>{name}</label>
                <Input
                  id={`${sizeId}-${key}`}
                  inputMode="numeric"
                  maxLength={6}
                  aria-invalid={sizeWrong !== undefined}
                  aria-describedby={sizeWrong === undefined ? undefined : `${sizeId}-error`}
                  value={words.members[key] ?? ''}
                  onChange={(event) => setMembers(key, event.target.value)}
                />
              </div>
            ))}
            {sizeWrong === undefined ? null : (
              <p className="field-error" id={`${sizeId}-error`}>
                {sizeWrong}
              </p>
            )}
          </fieldset>
        )}
        <div className="org-days">
          <Field title={t('firstDay')} invalid={fieldMessage(save.error, '/validFrom')}>
            {(field) => (
              <Input
                {...field}
                type="date"
                value={words.validFrom}
                onChange={(event) => type({ validFrom: event.target.value })}
              />
            )}
          </Field>
          <Field title={t('orgLastDay')} hint={t('noLastDay')} invalid={fieldMessage(save.error, '/validTo')}>
            {(field) => (
              <Input
                {...field}
                type="date"
                value={words.validTo}
                onChange={(event) => type({ validTo: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className="verb-form-foot">
          <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
            {t(org === null ? 'make' : 'saveChange')}
          </Button>
          <Button size="large" onClick={onClose}>
            {frame('cancel')}
          </Button>
        </div>
      </form>
      <OrgFormationCheck words={words} kind={kind} org={org} />
    </div>
  );
}

const fieldsHere = new Set([
  '/kind',
  '/name',
  '/parentOrgId',
  '/sentByOrgId',
  '/formation',
  '/covers',
  '/members',
  '/validFrom',
  '/validTo',
]);

/** A list too long or a code that is none is said of one of its entries. */
function coversMessage(error: unknown): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.problem.errors?.find(({ at }) => at === '/covers' || at.startsWith('/covers/'))?.message;
}
