import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useKeys } from '../../console/keys/keyboard.ts';
import { When } from '../../console/look/Due.tsx';
import { FailedState, LoadingLines, problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import {
  fieldMessage,
  getWorkGroups,
  newCommandId,
  type SaveWorkGroup,
  saveWorkGroup,
  type WorkGroup,
} from '../../ui/api/index.ts';
import { useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { messageConsolePhrases } from './console-phrases.ts';

/** Chat groups that are told through a robot. The address is a secret: it is sent once and never shown whole again. */
export function ConsoleWorkGroups() {
  const t = usePhrases(messageConsolePhrases);
  const marks = useMarks();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState<WorkGroup | 'new' | null>(null);
  const groups = useQuery({ queryKey: ['work-groups'], queryFn: ({ signal }) => getWorkGroups(signal) });
  const switchOver = useMutation({
    mutationFn: (group: WorkGroup) =>
      saveWorkGroup({
        commandId: newCommandId(),
        workGroupId: group.workGroupId,
        orgId: group.orgId,
        name: group.name,
        paused: !group.paused,
      }),
    onSettled: () => void client.invalidateQueries({ queryKey: ['work-groups'] }),
    onError: (error) => message.warning(problemWords(error, t('noAnswer')).title),
  });
  return (
    <section aria-labelledby="groups-title">
      <div className="section-head">
        <div>
          <h2 id="groups-title">{t('workGroups')}</h2>
          <p className="soft">{t('workGroupsLead')}</p>
        </div>
        <Button onClick={() => setEditing('new')}>{t('addGroup')}</Button>
      </div>
      {groups.isPending ? (
        <LoadingLines lines={2} />
      ) : groups.data === undefined ? (
        <FailedState error={groups.error} onRetry={() => void groups.refetch()} />
      ) : groups.data.workGroups.length === 0 ? (
        <p className="soft">{t('noGroups') + marks.stop + t('noGroupsDetail')}</p>
      ) : (
        <ul className="work-groups">
          {groups.data.workGroups.map((group) => (
            <li key={group.workGroupId} data-paused={group.paused || undefined}>
              <div className="outbox-main">
                <p>
                  <strong>{group.name}</strong> <span className="soft">{group.orgName}</span>
                  {group.paused ? <span className="tag tag-amber">{t('paused')}</span> : null}
                </p>
                <p className="soft">
                  <code>{group.webhookMasked}</code>
                </p>
                <p className="soft">
                  {group.lastSentAt === null ? (
                    t('neverSent')
                  ) : (
                    <>
                      {t('lastSent')} <When at={group.lastSentAt} />
                    </>
                  )}
                  {group.failedCount > 0 ? (
                    <span className="strong"> · {t('failedCount', { n: group.failedCount })}</span>
                  ) : null}
                </p>
              </div>
              <Button
                aria-label={t(group.paused ? 'resumeOf' : 'pauseOf', { name: group.name })}
                loading={switchOver.isPending && switchOver.variables.workGroupId === group.workGroupId}
                onClick={() => switchOver.mutate(group)}
              >
                {t(group.paused ? 'resume' : 'pause')}
              </Button>
              <Button aria-label={t('editGroupOf', { name: group.name })} onClick={() => setEditing(group)}>
                {t('editGroup')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <GroupDialog editing={editing} orgs={groups.data?.orgs ?? []} onClose={() => setEditing(null)} />
    </section>
  );
}

function GroupDialog({
  editing,
  orgs,
  onClose,
}: {
  editing: WorkGroup | 'new' | null;
  orgs: { orgId: string; name: string }[];
  onClose: () => void;
}) {
  const t = usePhrases(messageConsolePhrases);
  useKeys('work-group', [], { closed: true, on: editing !== null });
  return (
    <Modal
      open={editing !== null}
      title={editing === null || editing === 'new' ? t('addGroup') : t('editGroupOf', { name: editing.name })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      {editing === null ? null : <GroupForm editing={editing} orgs={orgs} onClose={onClose} />}
    </Modal>
  );
}

function GroupForm({
  editing,
  orgs,
  onClose,
}: {
  editing: WorkGroup | 'new';
  orgs: { orgId: string; name: string }[];
  onClose: () => void;
}) {
  const t = usePhrases(messageConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const known = editing === 'new' ? null : editing;
  const [name, setName] = useState(known?.name ?? '');
  const [orgId, setOrgId] = useState<string | null>(known?.orgId ?? orgs[0]?.orgId ?? null);
  const [webhook, setWebhook] = useState('');
  const [missing, setMissing] = useState<'name' | 'org' | 'webhook' | null>(null);
  const save = useMutation({
    mutationFn: (body: SaveWorkGroup) => saveWorkGroup(body),
    onSuccess: () => {
      message.success(t('saved'));
      void client.invalidateQueries({ queryKey: ['work-groups'] });
      onClose();
    },
  });
  const submit = () => {
    const lacking =
      name.trim() === ''
        ? 'name'
        : orgId === null
          ? 'org'
          : known === null && webhook.trim() === ''
            ? 'webhook'
            : null;
    setMissing(lacking);
    if (lacking !== null || orgId === null) return;
    save.mutate({
      commandId: newCommandId(),
      ...(known === null ? {} : { workGroupId: known.workGroupId }),
      orgId,
      name: name.trim(),
      ...(webhook.trim() === '' ? {} : { webhook: webhook.trim() }),
    });
  };
  const wrong = (field: 'name' | 'org' | 'webhook', title: string, pointer: string) =>
    missing === field ? t('required', { field: title }) : fieldMessage(save.error, pointer);
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  return (
    <form
      className="verb-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {refusal === null ? null : (
        <Alert type="error" role="alert" title={refusal.title} description={refusal.detail} />
      )}
      <Field title={t('groupName')} required invalid={wrong('name', t('groupName'), '/name')}>
        {(field) => (
          <Input
            {...field}
            autoFocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field title={t('groupOrg')} required invalid={wrong('org', t('groupOrg'), '/orgId')}>
        {(field) => (
          <Select
            {...field}
            showSearch={{ optionFilterProp: 'label' }}
            disabled={known !== null}
            value={orgId}
            options={[
              ...(known === null || orgs.some((org) => org.orgId === known.orgId)
                ? []
                : [{ value: known.orgId, label: known.orgName }]),
              ...orgs.map((org) => ({ value: org.orgId, label: org.name })),
            ]}
            onChange={setOrgId}
          />
        )}
      </Field>
      <Field
        title={t('webhook')}
        hint={known === null ? t('webhookHint') : t('webhookKeep', { masked: known.webhookMasked })}
        required={known === null}
        invalid={wrong('webhook', t('webhook'), '/webhook')}
      >
        {(field) => (
          <Input
            {...field}
            type="url"
            autoComplete="off"
            spellCheck={false}
            value={webhook}
            onChange={(event) => setWebhook(event.target.value)}
          />
        )}
      </Field>
      <div className="verb-form-foot">
        <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
          {frame('save')}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}
