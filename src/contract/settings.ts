import { z } from 'zod';

/** What a notification can be about. `done`: a turn that worked has ended; `trouble`: a source of AMC failed. */
export const NotifyAbout = z.enum(['needs_you', 'done', 'error', 'trouble']);
export type NotifyAbout = z.infer<typeof NotifyAbout>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 22:30');

/** When somebody is told, and where. The first rule that fits a session and its news decides. */
export const NotificationRule = z.object({
  id: z.string().min(1).max(60),
  name: z.string().max(100),
  enabled: z.boolean(),
  about: z.array(NotifyAbout).min(1),
  afterSeconds: z.number().int().min(0).max(86_400).meta({ description: 'Only when it has waited for so long' }),
  coolDownSeconds: z.number().int().min(0).max(86_400).meta({ description: 'Of one session: not again within' }),
  quiet: z.object({ from: TimeOfDay, to: TimeOfDay }).nullable().meta({ description: 'By the server’s time zone' }),
  unlessFocused: z.boolean().meta({ description: 'Not while somebody looks at AMC' }),
  agents: z.array(z.string()).meta({ description: '[]: all' }),
  projects: z.array(z.string()).meta({ description: 'Folders; []: all' }),
  to: z.array(z.string()).meta({ description: '`browser`, `sound`, or ids of targets; []: nobody is told' }),
});
export type NotificationRule = z.infer<typeof NotificationRule>;

export const NotificationTarget = z.object({
  id: z.string().min(1).max(60),
  name: z.string().max(100),
  type: z.enum(['webhook', 'ntfy', 'slack']),
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  token: z.string().max(500).optional().meta({ description: 'Sent as a bearer; webhook and ntfy only' }),
  template: z.string().max(2_000).optional().meta({ description: 'Text with {agent} {title} {project} {what} {url}' }),
});
export type NotificationTarget = z.infer<typeof NotificationTarget>;

/** A board as somebody wants to see it again: its address without the origin. */
export const SavedView = z.object({
  id: z.string().min(1).max(60),
  name: z.string().max(60),
  search: z.string().max(1_000),
});
export type SavedView = z.infer<typeof SavedView>;

/** What holds for all windows and devices. What belongs to one browser (theme, language, density) is kept there. */
export const Settings = z.object({
  notifications: z.object({ rules: z.array(NotificationRule).max(50), targets: z.array(NotificationTarget).max(20) }),
  views: z.array(SavedView).max(50),
});
export type Settings = z.infer<typeof Settings>;

/** A notification that a page shows: its browser's own, with sound where a rule says so. */
export const Notice = z.object({
  id: z.string(),
  at: z.number(),
  about: NotifyAbout,
  sessionKey: z.string().optional(),
  title: z.string(),
  body: z.string(),
  show: z.boolean().meta({ description: 'By the browser’s own notification; else it only sounds' }),
  sound: z.boolean(),
});
export type Notice = z.infer<typeof Notice>;
