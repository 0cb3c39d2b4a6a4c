import type { Request } from '../../contract/request.ts';
import type { NotifyAbout } from '../../contract/settings.ts';
import { withHiddenNamed } from '../../lib/control-characters.ts';

/** What a message can say; each is a name in a template. */
export interface MessageParts {
  agent: string;
  title: string;
  project: string;
  what: string;
  url: string;
}

const LONGEST = 200;

/** What is asked, in one line that begins with a verb. The only words of a conversation that a message holds. */
export function whatOf(request: Request): string {
  switch (request.kind) {
    case 'permission':
      if (request.command !== undefined) return oneLine(`wants to run ${request.command}`);
      if (request.edits?.[0] !== undefined) return oneLine(`wants to edit ${request.edits[0].path}`);
      return oneLine(`wants to use ${request.tool}`);
    case 'question':
      return oneLine(`asks ${request.questions[0]?.text ?? ''}`);
    case 'plan':
      return 'has a plan';
    case 'elicitation':
      return oneLine(`passes on a question of ${request.server}`);
    case 'trust':
      return 'shows a dialog on its screen';
    case 'prose_question':
      return 'asks in its own words';
    case 'error':
      return oneLine(`is stuck: ${request.text}`);
  }
}

export const DEFAULT_TEMPLATE = '{agent} in {project}: {what}';

/** A template with its names filled in; other braces stay as they are. */
export function fill(template: string, parts: MessageParts, escape: (text: string) => string = (text) => text): string {
  return template.replace(/\{(agent|title|project|what|url)\}/g, (_, name: keyof MessageParts) => escape(parts[name]));
}

/** The names a template uses. */
export function namesIn(template: string): readonly (keyof MessageParts)[] {
  return [...template.matchAll(/\{(agent|title|project|what|url)\}/g)].map(([, name]) => name as keyof MessageParts);
}

/** What a message is headed by. */
export function headline(about: NotifyAbout, project: string): string {
  switch (about) {
    case 'needs_you':
      return `${project} needs you`;
    case 'done':
      return `${project} is done`;
    case 'error':
      return `${project} is stuck`;
    case 'trouble':
      return 'AMC cannot see everything';
  }
}

/** One line, not too long, with everything in it that would not be seen written out. */
export function oneLine(text: string): string {
  const line = withHiddenNamed(text.replace(/\s+/g, ' ').trim());
  const characters = [...line];
  return characters.length <= LONGEST ? line : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
