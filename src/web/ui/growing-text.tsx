import { useLayoutEffect, useRef, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react';

const TALLEST = 0.4;

interface GrowingTextProps extends Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'onSubmit'> {
  value: string;
  setValue: (value: string) => void;
  /** Enter; Shift + Enter makes a new line. */
  submit: () => void;
}

/** A field as tall as its text, up to a part of the window. A key held down sends once. */
export function GrowingText({ value, setValue, submit, onKeyDown, ...rest }: GrowingTextProps): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight + 2, innerHeight * TALLEST)}px`;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text is what makes it grow
  }, [value]);
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!event.repeat) submit();
  };
  return (
    <textarea
      ref={field}
      rows={1}
      value={value}
      onChange={(event) => setValue(event.target.value)}
      onKeyDown={pressed}
      {...rest}
    />
  );
}
