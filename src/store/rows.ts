import { z } from 'zod';
import { AuditEntry } from '../contract/audit.ts';
import { Command } from '../contract/command.ts';
import { MarkColour } from '../contract/marks.ts';

/** A column that holds JSON. */
function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, context) => {
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch {
        context.addIssue('is no JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);
}

export const HookEventRow = z
  .object({
    name: z.string(),
    agent: z.string(),
    session_id: z.string(),
    event: z.string(),
    at: z.number(),
    env: json(z.record(z.string(), z.string())),
    payload: json(z.record(z.string(), z.unknown())),
  })
  .transform(({ session_id, ...rest }) => ({ ...rest, sessionId: session_id }));

export const CommandRow = z.object({ body: json(Command) }).transform(({ body }) => body);

export const AuditRow = z
  .object({ seq: z.number(), body: json(AuditEntry.omit({ seq: true })) })
  .transform(({ seq, body }) => ({ seq, ...body }));

export const DismissedRow = z.object({ session_key: z.string(), at: z.number() });

export const MarksRow = z
  .object({
    session_key: z.string(),
    body: json(
      z.object({
        pinned: z.literal(true).exactOptional(),
        name: z.string().exactOptional(),
        colour: MarkColour.exactOptional(),
        snooze: z.object({ until: z.number(), at: z.number(), open: z.array(z.string()) }).exactOptional(),
      }),
    ),
  })
  .transform(({ session_key, body }) => ({ sessionKey: session_key, marks: body }));

export const SettingRow = z.object({ name: z.string(), body: z.string() });

export const TimeRow = z.object({ at: z.number().nullable() });

export const SeqRow = z.object({ seq: z.number() });

export const NewestRow = z
  .object({ session_id: z.string(), newest: z.number() })
  .transform(({ session_id, newest }) => ({ sessionId: session_id, newest }));

export const TotalsRow = z.object({ events: z.number(), bytes: z.number() });
