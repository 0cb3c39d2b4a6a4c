import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

const FootContext = createContext<HTMLElement | null>(null);

/** Where what decides is put: at the bottom edge of the inbox. */
export const FootProvider = FootContext.Provider;

/** What decides stands where it is written, or at the foot around it. */
export function Foot({ children }: { children: ReactNode }): ReactNode {
  const foot = useContext(FootContext);
  return foot === null ? children : createPortal(children, foot);
}
