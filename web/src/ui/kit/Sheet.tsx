import { type ReactNode, useEffect, useId, useRef } from 'react';
import { usePhrases } from '../i18n/language.ts';
import { IconButton } from './Button.tsx';
import { kitPhrases } from './kit-phrases.ts';

/** A native modal dialog: focus stays inside, Escape and a press beside it close it, focus returns. */
export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = usePhrases(kitPhrases);
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const closing = useRef(onClose);
  useEffect(() => {
    closing.current = onClose;
  });
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    // Only a press on the backdrop has the dialog itself as its target. Escape does the same by keyboard.
    const onPress = (event: MouseEvent) => {
      if (event.target === element) closing.current();
    };
    element.addEventListener('click', onPress);
    return () => {
      element.removeEventListener('click', onPress);
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="sheet-head">
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label={t('close')} onClick={onClose} />
      </div>
      <div className="sheet-body">{children}</div>
    </dialog>
  );
}
