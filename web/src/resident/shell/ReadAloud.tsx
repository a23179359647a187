import { useEffect, useState } from 'react';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { Icon } from '../../ui/kit/index.ts';
import { residentPhrases } from '../phrases.ts';

/** Reads the page out, for who would rather listen. Devices without a voice show no button. */
export function ReadAloud() {
  const t = usePhrases(residentPhrases);
  const locale = useLocale();
  const [reading, setReading] = useState(false);
  const canSpeak = typeof speechSynthesis !== 'undefined';
  // Another page is another text: leaving stops the voice.
  useEffect(
    () => () => {
      if (canSpeak) speechSynthesis.cancel();
    },
    [canSpeak],
  );
  // So does a step on the same page: nobody is read the question they have left.
  useEffect(() => {
    if (!reading) return;
    const stop = ({ target }: Event) => {
      if (!(target instanceof Element) || !target.closest('main :is(button, a)')) return;
      speechSynthesis.cancel();
      setReading(false);
    };
    // On its way down: coming up, the button may be gone with the question.
    document.addEventListener('click', stop, { capture: true });
    return () => document.removeEventListener('click', stop, { capture: true });
  }, [reading]);
  if (!canSpeak) return null;
  const toggle = () => {
    speechSynthesis.cancel();
    if (reading) {
      setReading(false);
      return;
    }
    const parts = pageWords(t('isChosen'));
    for (const [index, words] of parts.entries()) {
      const speech = new SpeechSynthesisUtterance(words);
      speech.lang = locale;
      speech.rate = 0.9;
      if (index === parts.length - 1) {
        speech.onend = () => setReading(false);
        speech.onerror = () => setReading(false);
      }
      speechSynthesis.speak(speech);
    }
    setReading(parts.length > 0);
  };
  return (
    <button type="button" className="bar-button" aria-pressed={reading} onClick={toggle}>
      <Icon name={reading ? 'stop' : 'speaker'} />
      <span>{reading ? t('stopReading') : t('readAloud')}</span>
    </button>
  );
}

/** Headings and sentences of the page in order, each once. Short pieces, because some voices stop after a quarter of a minute. */
function pageWords(chosen: string): string[] {
  const words: string[] = [];
  const nodes = document.querySelectorAll(
    'h1, main :is(h2, h3, h4, p, li, dt, dd, tr, label, legend, button, a)',
  );
  for (const node of nodes) {
    if (!(node instanceof HTMLElement) || node.closest('[aria-hidden="true"], .for-ears')) continue;
    if ([...node.children].some((child) => child.matches('h2, h3, p, li, dt, dd, ul, ol, dl, div'))) continue;
    const text = node.innerText.replace(/\s+/g, ' ').trim();
    // What eyes see by a mark.
    const said = node.matches('label:has(input:checked)') ? `${text} ${chosen}` : text;
    if (text !== '' && words.at(-1) !== said) words.push(said);
  }
  return words;
}
