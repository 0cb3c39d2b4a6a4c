import type { Attachment } from '../../contract/command.ts';
import type { TypingPlan } from '../../ports/keystrokes.ts';
import type { InputStep } from '../../ports/terminal.ts';
import { readScreen } from './screen.ts';
import { readTyped } from './slash-command.ts';
import { imagesIn, submit, submitCommand } from './typing.ts';
import { goOn, look, refuse } from '../steps.ts';

const IMAGE = /\.(png|jpe?g|gif|webp)$/i;
const IMAGE_TIMEOUT_MS = 8_000;

/** A prompt with the files that go with it, or a command. */
export function planPrompt(text: string, attachments: readonly Attachment[]): TypingPlan {
  const typed = readTyped(text);
  if (typed.kind === 'refused') return refuse(typed.code, typed.why, typed.next);
  if (typed.kind === 'command') {
    if (attachments.length > 0) return refuse('command_files', 'a command takes no files', 'Send them with a prompt.');
    return { ok: true, steps: submitCommand(typed.text) };
  }
  const paths = attachments.map(({ path }) => path);
  const odd = paths.find((path) => /[\r\n\t"]/.test(path) || !path.startsWith('/'));
  if (odd !== undefined) {
    return refuse('attachment_unusable', `the name of this file cannot be typed: ${odd}`, 'Give it a plainer name.');
  }
  const images = paths.filter((path) => IMAGE.test(path));
  const mentions = paths.filter((path) => !IMAGE.test(path)).map(mentionOf);
  const words = [...mentions, text].join('\n');
  // A mention counts only behind a blank, and nothing stands between an image's mark and what is pasted next.
  const apart = images.length > 0 && mentions.length > 0 ? ` ${words}` : words;
  return { ok: true, steps: [...images.flatMap(imageSteps), ...submit(apart)] };
}

/** A path that is pasted by itself becomes a mark when Claude Code takes the file as an image. */
function imageSteps(path: string, index: number): readonly InputStep[] {
  const what = `the image ${path} in the input box`;
  const taken = look(what, (now) => (imagesIn(readScreen(now).composer) > index ? goOn() : null), IMAGE_TIMEOUT_MS);
  return [{ kind: 'paste', text: path }, taken];
}

function mentionOf(path: string): string {
  return /\s/.test(path) ? `@"${path}"` : `@${path}`;
}
