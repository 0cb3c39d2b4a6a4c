import type { Script, TakenPrompt } from './beats.ts';
import type { Hand } from './hand.ts';
import { replyTo } from './data/replies.ts';
import { projectOf } from './data/projects.ts';

/** Waits for prompts and does what they ask, for ever. */
export function* standBy(me: Hand): Script {
  for (;;) {
    const prompt = yield* me.rest(null);
    if (prompt !== null) yield* react(me, prompt, 'typed');
  }
}

/** Takes a prompt and does a small piece of believable work for it. */
export function* react(me: Hand, prompt: TakenPrompt, via: 'typed' | 'queued'): Script {
  const { id } = me.prompted(prompt.text, via, prompt.images, prompt.files);
  prompt.taken(id);
  const { files, check } = projectOf(me.agent.profile.project);
  const file = me.random.pick(files);
  yield* me.think(
    `The user wants: ${prompt.text.slice(0, 140)}. I look at what is there before I change anything.`,
    2_200,
  );
  yield* me.read(file.path, file.text, 1_100);
  if (isQuestion(prompt.text)) {
    yield* me.say(replyTo(prompt.text, file.path, 'question'), 2_600);
    return;
  }
  yield* me.edit(file.path, file.text, file.changed, 2_000);
  yield* me.run(check.command, { ms: 5_200, output: check.output });
  yield* me.say(replyTo(prompt.text, file.path, 'task'), 2_400);
}

/** Something was denied, and the script has no better idea. */
export function* otherwise(me: Hand, message: string | undefined): Script {
  if (message === undefined) {
    yield* me.say(
      'All right, I leave that alone. Everything before it stands; tell me how you would like to go on.',
      1_800,
    );
    return;
  }
  yield* me.think(`The user said no, and why: ${message}`, 2_000);
  const { files, check } = projectOf(me.agent.profile.project);
  const file = me.random.pick(files);
  yield* me.edit(file.path, file.text, file.changed, 1_800);
  yield* me.run(check.command, { ms: 4_000, output: check.output });
  yield* me.say(
    `Understood: ${message.trim().replace(/[.!]*$/, '')}. I changed course; \`${file.path}\` has it, and the tests pass.`,
    2_000,
  );
}

function isQuestion(text: string): boolean {
  return (
    /\?\s*$/.test(text) ||
    /^(what|why|how|which|who|when|where|is|are|does|do|can|could|should|explain)\b/i.test(text.trim())
  );
}
