import { Modal } from 'antd';
import { usePhrases } from '../../ui/i18n/index.ts';
import { useKeyHelp, useKeys, useLetterKeys } from '../keys/keyboard.ts';
import { consolePhrases } from '../phrases.ts';

/** Every key that can be pressed on this page. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = usePhrases(consolePhrases);
  useKeys('help', [], { closed: true, on: open });
  return (
    <Modal
      open={open}
      title={t('keysTitle')}
      footer={null}
      onCancel={onClose}
      closable={{ 'aria-label': t('close') }}
      destroyOnHidden
    >
      <KeyTable />
    </Modal>
  );
}

function KeyTable() {
  const t = usePhrases(consolePhrases);
  const groups = useKeyHelp();
  const letters = useLetterKeys();
  return (
    <div className="key-table">
      {letters ? null : <p>{t('keysOff')}</p>}
      {groups.map(({ group, bindings }) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl>
            {bindings.map((binding) => (
              <div key={binding.words}>
                <dt>
                  {(binding.keys.length === 0
                    ? ['Enter']
                    : binding.keys.length > 4
                      ? shortened(binding.keys)
                      : binding.keys
                  ).map((key) => (
                    <kbd key={key}>{arrow[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
                  ))}
                </dt>
                <dd>{binding.words}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

const arrow: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** A run of keys is shown by its ends. */
function shortened(keys: string[]): string[] {
  const [first, last] = [keys[0], keys.at(-1)];
  return /^\d$/.test(first ?? '') ? [`${first} – ${last}`] : ['A – Z'];
}
