import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { TEXT_FIELD } from '../../ui/field.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { useKept } from './kept.ts';

interface DenyWithMessageProps {
  /** What it denies: what was written is kept under this. */
  name: string;
  words: { placeholder: string; send: string; bare: string };
  off: boolean;
  close: () => void;
  deny: (message: string) => void;
}

/** No, and what to do instead. */
export function DenyWithMessage({ name, words, off, close, deny }: DenyWithMessageProps): ReactNode {
  const [message, setMessage] = useKept(`${name} message`, () => '');
  const submit = (): void => {
    if (!off) deny(message.trim());
  };
  return (
    <form
      className="flex w-full flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <GrowingText
        // The person asked for this field by pressing the button it replaces.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className={`${TEXT_FIELD} flex-[1_1_240px]`}
        aria-label={words.placeholder}
        placeholder={words.placeholder}
        value={message}
        setValue={setMessage}
        onFocus={({ currentTarget: { value }, currentTarget }) =>
          currentTarget.setSelectionRange(value.length, value.length)
        }
        submit={submit}
      />
      <Button look="primary" type="submit" disabled={off}>
        {message.trim() === '' ? words.bare : words.send}
      </Button>
      <Button look="quiet" onClick={close}>
        {t('request.cancel')}
      </Button>
    </form>
  );
}
