import { postWords } from '@linli/contract/post-words';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useCommandId } from '../../console/command-id.ts';
import { useKeys } from '../../console/keys/keyboard.ts';
import { problemWords } from '../../console/look/states.tsx';
import { consolePhrases } from '../../console/phrases.ts';
import {
  type Appoint,
  appoint,
  fieldMessage,
  findPeople,
  getAreas,
  getCoverage,
  getCoverageMap,
  getEstablishmentPosts,
  getFindings,
  getOpinions,
  getSegments,
  type OrgList,
  type OrgView,
} from '../../ui/api/index.ts';
import { useLabel, useMarks, usePhrases } from '../../ui/i18n/index.ts';
import { useDebounced } from '../../ui/time/debounced.ts';
import { Field } from '../cases/ConsoleField.tsx';
import { orgConsolePhrases } from './console-phrases.ts';
import { useLookAgain } from './org-command.ts';

export type OrgRoles = OrgList['kinds'][number]['roles'];

/** What a finding asks for: the role, and the homes or roads it is for. */
export interface Suggested {
  role: string;
  serves: string[];
  segments: string[];
}

/** Gives somebody a post at an organisation: one who is known, or one who is entered here. */
export function ConsoleAppoint({
  org,
  roles,
  open,
  suggested,
  onClose,
}: {
  org: OrgView;
  roles: OrgRoles;
  open: boolean;
  suggested: Suggested | null;
  onClose: () => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  useKeys('appoint', [], { closed: true, on: open });
  return (
    <Modal
      open={open}
      title={t('appointAt', { org: org.name })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      {open ? <AppointForm org={org} roles={roles} suggested={suggested} onClose={onClose} /> : null}
    </Modal>
  );
}

const typingMs = 300;
const noPerson = { name: '', phone: '', login: '', password: '' };

function AppointForm({
  org,
  roles,
  suggested,
  onClose,
}: {
  org: OrgView;
  roles: OrgRoles;
  suggested: Suggested | null;
  onClose: () => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const frame = usePhrases(consolePhrases);
  const label = useLabel();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  const lookAgain = useLookAgain();
  const [role, setRole] = useState(
    roles.find(({ key }) => key === suggested?.role)?.key ?? org.vacancies[0]?.role ?? roles[0]?.key ?? '',
  );
  const [serves, setServes] = useState<readonly string[]>(suggested?.serves ?? []);
  const [segments, setSegments] = useState<readonly string[]>(suggested?.segments ?? []);
  const place = org.covers[0]?.areaCode;
  const rule = useQuery({
    queryKey: ['coverage', 'figures', place],
    queryFn: ({ signal }) => getCoverage(place, signal),
  });
  // Of these roles each home needs one: whom it is for belongs to the post.
  const isAnswering = rule.data?.rule?.answeredBy.some((one) => one.role === role) === true;
  const [isNew, setIsNew] = useState(false);
  const [personId, setPersonId] = useState<string | null>(null);
  const [person, setPerson] = useState(noPerson);
  const [heldTo, setHeldTo] = useState('');
  const [opinionCaseId, setOpinionCaseId] = useState<string | null>(null);
  const [establishmentPostId, setEstablishmentPostId] = useState<string | null>(null);
  const chosen = roles.find(({ key }) => key === role);
  const [missing, setMissing] = useState<'person' | 'name' | 'segments' | null>(null);
  const save = useMutation({
    mutationFn: (body: Appoint) => appoint(body),
    onSuccess: ({ post }) => {
      message.success(t('appointed', { name: post.name }));
      lookAgain();
      onClose();
    },
  });
  const submit = () => {
    const noPersonYet = isNew
      ? person.name.trim() === ''
        ? 'name'
        : null
      : personId === null
        ? 'person'
        : null;
    // Whoever holds an office for each road, and has none, answers for nothing.
    const lacking = noPersonYet ?? (chosen?.segment != null && segments.length === 0 ? 'segments' : null);
    setMissing(lacking);
    if (lacking !== null) return;
    const body = {
      orgId: org.orgId,
      role,
      ...(isNew ? { person: filledIn(person) } : { personId: personId ?? '' }),
      ...(heldTo === '' ? {} : { heldTo }),
      ...(isAnswering && serves.length > 0 ? { serves: [...serves] } : {}),
      ...(chosen?.segment != null ? { segments: [...segments] } : {}),
      ...(chosen?.opinion != null && opinionCaseId !== null ? { opinionCaseId } : {}),
      ...(chosen?.establishment != null && establishmentPostId !== null ? { establishmentPostId } : {}),
    };
    save.mutate({ commandId: commandIdFor(body), ...body });
  };
  const refusal = save.error === null ? null : problemWords(save.error, t('noAnswer'));
  const text = (field: keyof typeof noPerson) => ({
    value: person[field],
    onChange: (event: { target: { value: string } }) => setPerson({ ...person, [field]: event.target.value }),
  });
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
      <Field title={t('role')} required invalid={fieldMessage(save.error, '/role')}>
        {(field) => (
          <Select
            {...field}
            value={role}
            options={roles.map(({ key, title }) => ({ value: key, label: label(title) }))}
            onChange={(next: string) => {
              setRole(next);
              // Roads are of a kind, and each kind has offices of its own.
              const kind = roles.find(({ key }) => key === next)?.segment?.kind;
              if (kind !== chosen?.segment?.kind) setSegments([]);
            }}
          />
        )}
      </Field>
      <Segmented
        aria-label={t('who')}
        block
        value={isNew ? 'new' : 'known'}
        options={[
          { value: 'known', label: t('known') },
          { value: 'new', label: t('entered') },
        ]}
        onChange={(chosen) => setIsNew(chosen === 'new')}
      />
      {isNew ? (
        <>
          <Field
            title={t('name')}
            required
            invalid={
              missing === 'name'
                ? t('required', { field: t('name') })
                : fieldMessage(save.error, '/person/name')
            }
          >
            {(field) => <Input {...field} autoComplete="off" maxLength={40} {...text('name')} />}
          </Field>
          <Field title={t('phone')} hint={t('phoneHint')} invalid={fieldMessage(save.error, '/person/phone')}>
            {(field) => <Input {...field} type="tel" autoComplete="off" maxLength={11} {...text('phone')} />}
          </Field>
          <Field title={t('login')} invalid={fieldMessage(save.error, '/person/login')}>
            {(field) => (
              <Input {...field} autoComplete="off" spellCheck={false} maxLength={64} {...text('login')} />
            )}
          </Field>
          <Field
            title={t('password')}
            hint={t('passwordHint')}
            invalid={fieldMessage(save.error, '/person/password')}
          >
            {(field) => (
              <Input.Password {...field} autoComplete="new-password" maxLength={200} {...text('password')} />
            )}
          </Field>
        </>
      ) : (
        <PersonPicker
          value={personId}
          invalid={
            missing === 'person'
              ? t('required', { field: t('person') })
              : fieldMessage(save.error, '/personId')
          }
          onChange={setPersonId}
        />
      )}
      {isAnswering ? (
        <ServesField
          key={chosen?.serves?.level}
          org={org}
          places={chosen?.serves ?? null}
          value={serves}
          invalid={fieldMessage(save.error, '/serves')}
          onChange={setServes}
        />
      ) : null}
      {chosen?.segment == null ? null : (
        <SegmentsField
          key={chosen.segment.kind}
          org={org}
          role={chosen.key}
          segment={chosen.segment}
          value={segments}
          invalid={
            missing === 'segments'
              ? t('required', { field: label(chosen.segment.title) })
              : fieldMessage(save.error, '/segments')
          }
          onChange={setSegments}
        />
      )}
      {chosen?.opinion == null ? null : (
        <OpinionField
          key={chosen.key}
          org={org}
          opinion={chosen.opinion}
          value={opinionCaseId}
          invalid={fieldMessage(save.error, '/opinionCaseId')}
          onChange={setOpinionCaseId}
        />
      )}
      {chosen?.establishment == null ? null : (
        <EstablishmentField
          key={chosen.establishment}
          org={org}
          establishment={chosen.establishment}
          value={establishmentPostId}
          invalid={fieldMessage(save.error, '/establishmentPostId')}
          onChange={setEstablishmentPostId}
        />
      )}
      <Field title={t('lastDay')} hint={t('noLastDay')} invalid={fieldMessage(save.error, '/heldTo')}>
        {(field) => (
          <Input {...field} type="date" value={heldTo} onChange={(event) => setHeldTo(event.target.value)} />
        )}
      </Field>
      <div className="verb-form-foot">
        <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
          {t('appoint')}
        </Button>
        <Button size="large" onClick={onClose}>
          {frame('cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Without the fields left empty; the phone and the login without blanks around them. */
function filledIn({ name, phone, login, password }: typeof noPerson): NonNullable<Appoint['person']> {
  return {
    name: name.trim(),
    ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
    ...(login.trim() === '' ? {} : { login: login.trim() }),
    ...(password === '' ? {} : { password }),
  };
}

/** Somebody known here, found by name, login or the whole phone. */
export function PersonPicker({
  value,
  invalid,
  onChange,
}: {
  value: string | null;
  invalid: string | undefined;
  onChange: (personId: string) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), typingMs);
  const found = useQuery({
    queryKey: ['people', asked],
    queryFn: ({ signal }) => findPeople(asked, signal),
    enabled: asked.length >= 2,
  });
  return (
    <Field title={t('person')} hint={t('personHint')} required invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          // The server has searched already.
          showSearch={{ filterOption: false, onSearch: setWords }}
          value={value}
          loading={found.isFetching}
          notFoundContent={found.data?.people.length === 0 ? t('nobodyFound') : null}
          options={found.data?.people.map(({ personId, name, phoneMasked, posts }) => ({
            value: personId,
            label: [name, phoneMasked, ...posts.map((post) => label(postWords(post.orgName, post.roleTitle)))]
              .filter(Boolean)
              .join(' · '),
          }))}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

/** Roads and the like the holder will answer for: those without anybody first. */
function SegmentsField({
  org,
  role,
  segment,
  value,
  invalid,
  onChange,
}: {
  org: OrgView;
  role: string;
  segment: NonNullable<OrgRoles[number]['segment']>;
  value: readonly string[];
  invalid: string | undefined;
  onChange: (segmentIds: string[]) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const marks = useMarks();
  const label = useLabel();
  const found = useQuery({
    queryKey: ['segments', 'of-org', org.orgId],
    queryFn: async ({ signal }) => {
      const areas = org.covers.slice(0, 20).map(({ areaCode }) => areaCode);
      const lists = await Promise.all(
        (areas.length === 0 ? [undefined] : areas).map((area) =>
          getSegments(area === undefined ? {} : { area }, signal),
        ),
      );
      return lists.flatMap(({ segments }) => segments);
    },
  });
  const ofKind = (found.data ?? []).filter(({ kind }) => kind === segment.kind);
  return (
    <Field title={label(segment.title)} hint={t('segmentsHint')} required invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          loading={found.isFetching}
          notFoundContent={found.isFetching ? null : <Link href="/segments">{t('segmentsNone')}</Link>}
          // Until the roads are here there is no name for what is chosen.
          value={found.data === undefined ? [] : [...value]}
          options={ofKind.map(({ segmentId, name, fromPlace, toPlace, chiefs }) => {
            const stretch = [fromPlace, toPlace].filter((place) => place !== null).join('—');
            const held = chiefs.filter((chief) => chief.role === role).map((chief) => chief.name);
            return {
              value: segmentId,
              label: [name, stretch, held.length === 0 ? t('vacant') : marks.listed(held)]
                .filter((words) => words !== '')
                .join(' · '),
            };
          })}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

/** The opinion asked for before this appointment: those of this place that have ended and were for no other. */
function OpinionField({
  org,
  opinion,
  value,
  invalid,
  onChange,
}: {
  org: OrgView;
  opinion: NonNullable<OrgRoles[number]['opinion']>;
  value: string | null;
  invalid: string | undefined;
  onChange: (caseId: string | null) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const area = org.covers[0]?.areaCode;
  const found = useQuery({
    queryKey: ['opinions', 'before', opinion.kind, area],
    queryFn: ({ signal }) =>
      getOpinions({ kind: opinion.kind, ...(area === undefined ? {} : { area }) }, signal),
  });
  const ended = (found.data?.opinions ?? []).filter(
    ({ opinion: one, usedBy }) => usedBy === null && (one.state === 'given' || one.state === 'expired'),
  );
  return (
    <Field
      title={label(opinion.title)}
      hint={ended.length === 0 && !found.isPending ? t('opinionNone') : t('opinionHint')}
      required
      invalid={invalid}
    >
      {(field) => (
        <Select
          {...field}
          allowClear
          loading={found.isFetching}
          value={value}
          notFoundContent={<Link href={`/opinions?kind=${opinion.kind}`}>{t('opinionAsk')}</Link>}
          options={ended.map(({ case: asked, opinion: one }) => ({
            value: asked.caseId,
            label: [
              asked.number,
              one.choice === null ? t('opinionExpired') : label(one.choice.title),
              asked.title,
            ].join(' · '),
          }))}
          onChange={(caseId: string | null | undefined) => onChange(caseId ?? null)}
        />
      )}
    </Field>
  );
}

/** A vacant post of the establishment here that the holder fills. */
function EstablishmentField({
  org,
  establishment,
  value,
  invalid,
  onChange,
}: {
  org: OrgView;
  establishment: string;
  value: string | null;
  invalid: string | undefined;
  onChange: (establishmentPostId: string | null) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const found = useQuery({
    queryKey: ['establishments', 'vacant', org.orgId, establishment],
    queryFn: ({ signal }) =>
      getEstablishmentPosts({ org: org.orgId, key: establishment, vacant: true }, signal),
  });
  return (
    <Field title={t('establishment')} hint={t('establishmentHint')} invalid={invalid}>
      {(field) => (
        <Select
          {...field}
          allowClear
          loading={found.isFetching}
          notFoundContent={found.isFetching ? null : t('establishmentNone')}
          value={value}
          options={(found.data?.posts ?? []).map((post) => ({
            value: post.establishmentPostId,
            label: t('establishmentNumber', { n: post.number }),
          }))}
          onChange={(id: string | null | undefined) => onChange(id ?? null)}
        />
      )}
    </Field>
  );
}

/** Homes the holder will answer for: those nobody answers for first, others by name. */
function ServesField({
  org,
  places,
  value,
  invalid,
  onChange,
}: {
  org: OrgView;
  /** Of which level; null: homes. */
  places: OrgRoles[number]['serves'];
  value: readonly string[];
  invalid: string | undefined;
  onChange: (codes: string[]) => void;
}) {
  const t = usePhrases(orgConsolePhrases);
  const label = useLabel();
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim(), typingMs);
  const isOfHomes = places === null || places.isHome;
  const unanswered = useQuery({
    queryKey: ['coverage', 'unanswered-of', org.orgId, isOfHomes],
    queryFn: async ({ signal }) => {
      const covers = org.covers.slice(0, 20).map(({ areaCode }) => areaCode);
      if (!isOfHomes) {
        const maps = await Promise.all(covers.map((area) => getCoverageMap(area, signal)));
        return maps.flatMap(({ gaps }) => gaps.filter((gap) => gap.unanswered > 0));
      }
      const pages = await Promise.all(
        covers.map((area) => getFindings({ area, kind: 'nobody-answers', limit: 100 }, signal)),
      );
      return pages.flatMap(({ findings }) => findings.flatMap(({ area }) => area ?? []));
    },
  });
  const found = useQuery({
    queryKey: ['areas', 'search', asked, places?.level],
    queryFn: ({ signal }) =>
      getAreas({ q: asked, ...(places === null ? {} : { level: places.level }) }, signal),
    enabled: asked !== '',
  });
  // A finding names the home; whoever serves buildings answers for the building around it.
  const around = isOfHomes ? undefined : unanswered.data;
  const isAsHomes = around !== undefined && value.some((code) => !around.some((one) => one.code === code));
  useEffect(() => {
    if (around === undefined || !isAsHomes) return;
    const codes = value.map((code) => around.find((one) => code.startsWith(one.code))?.code ?? code);
    if (codes.some((code, at) => code !== value[at])) onChange([...new Set(codes)]);
  }, [around, isAsHomes, value, onChange]);
  const options = new Map<string, string>();
  if (asked === '') for (const { code, name } of unanswered.data ?? []) options.set(code, name);
  else for (const { code, fullName } of found.data?.areas ?? []) options.set(code, fullName);
  // What is chosen keeps its name, whatever is searched for.
  for (const { code, name } of unanswered.data ?? []) if (value.includes(code)) options.set(code, name);
  return (
    <Field
      title={isOfHomes ? t('serves') : t('servesPlaces', { level: label(places.title) })}
      hint={isOfHomes ? t('servesHint') : t('servesPlacesHint', { level: label(places.title) })}
      invalid={invalid}
    >
      {(field) => (
        <Select
          {...field}
          mode="multiple"
          showSearch={{ filterOption: false, onSearch: setWords }}
          loading={found.isFetching || unanswered.isFetching}
          value={[...value]}
          options={[...options].map(([code, name]) => ({ value: code, label: name }))}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
