import { useEffect, useEffectEvent, useState } from 'react';

/**
 * What stands in a field whose value lives elsewhere: told there when the typing pauses for `pauseMs`, and overwritten when
 * the value changes from elsewhere.
 */
export function useTyped(
  value: string,
  tell: (typed: string) => void,
  pauseMs: number,
): [typed: string, setTyped: (typed: string) => void] {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const paused = useEffectEvent((text: string) => {
    if (text !== value) tell(text);
  });
  useEffect(() => {
    const timer = setTimeout(() => paused(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, pauseMs]);
  return [typed, setTyped];
}
