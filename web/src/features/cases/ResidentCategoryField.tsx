import '../areas/picker.css';
import { useState } from 'react';
import type { ModelView, SuggestReply } from '../../ui/api/index.ts';
import { useLabel, usePhrases } from '../../ui/i18n/index.ts';
import { Button, Choices, FieldGroup, Icon, Sheet } from '../../ui/kit/index.ts';
import { reportPhrases } from './resident-phrases.ts';

/** The category: offered as chips by the words that were written, or found in the whole catalogue. May stay empty. */
export function ResidentCategoryField({
  label,
  required,
  problems,
  suggestion,
  value,
  mistake,
  onChange,
}: {
  label: string;
  required: boolean;
  problems: ModelView['problems'];
  suggestion: SuggestReply | undefined;
  value: string | null;
  mistake: string | undefined;
  onChange: (category: string | null) => void;
}) {
  const t = usePhrases(reportPhrases);
  const words = useLabel();
  const [choosing, setChoosing] = useState(false);
  const suggested = (suggestion?.categories ?? [])
    .slice(0, 3)
    .map((one) => ({ value: one.key, label: words(one.title) }));
  const chosen = problems.find((one) => one.key === value);
  const chips =
    chosen && !suggested.some((one) => one.value === chosen.key)
      ? [{ value: chosen.key, label: words(chosen.title) }, ...suggested]
      : suggested;
  return (
    <FieldGroup
      label={label}
      required={required}
      mistake={mistake}
      hint={suggested.length > 0 ? t('suggested') : t('categoryLater')}
      quiet
    >
      <div className="choices-with-more">
        {chips.length > 0 && <Choices choices={chips} value={value} onChange={onChange} mayClear />}
        <Button icon="list" onClick={() => setChoosing(true)}>
          {chips.length > 0 ? t('otherCategory') : t('chooseCategory')}
        </Button>
      </div>
      {choosing && (
        <Sheet title={t('chooseCategory')} onClose={() => setChoosing(false)}>
          <Catalogue
            problems={problems}
            onChoose={(key) => {
              onChange(key);
              setChoosing(false);
            }}
          />
        </Sheet>
      )}
    </FieldGroup>
  );
}

function Catalogue({
  problems,
  onChoose,
}: {
  problems: ModelView['problems'];
  onChoose: (key: string) => void;
}) {
  const t = usePhrases(reportPhrases);
  const words = useLabel();
  const [asked, setAsked] = useState('');
  const parents = new Set(problems.map((one) => one.parent));
  const query = asked.trim().toLowerCase();
  const leaves = problems.filter((one) => !parents.has(one.key));
  const fitting = leaves.filter((one) => {
    const parent = problems.find((other) => other.key === one.parent);
    const text =
      `${one.title.zh} ${one.title.en} ${parent?.title.zh ?? ''} ${parent?.title.en ?? ''}`.toLowerCase();
    return query === '' || text.includes(query);
  });
  const groups = problems.filter((one) => one.parent === null);
  return (
    <>
      <div className="picker-search">
        <Icon name="search" />
        <input
          className="input"
          type="search"
          aria-label={t('searchCategory')}
          placeholder={t('searchCategory')}
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
        />
      </div>
      {fitting.length === 0 && (
        <p role="status" className="muted">
          {t('noCategory')}
        </p>
      )}
      {groups.map((group) => {
        const members = fitting.filter((one) => one.parent === group.key || one.key === group.key);
        if (members.length === 0) return null;
        return (
          <section key={group.key} className="catalogue-group">
            <h3 className="small muted">{words(group.title)}</h3>
            <div className="choices">
              {members.map((one) => (
                <Button key={one.key} onClick={() => onChoose(one.key)}>
                  {words(one.title)}
                </Button>
              ))}
            </div>
          </section>
        );
      })}
    </>
  );
}
