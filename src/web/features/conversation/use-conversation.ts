import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Session } from '../../../contract/session.ts';
import { client } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { ConversationFeed, type FeedState } from './conversation-feed.ts';

/** The conversation of a session, read on whenever the session says it grew. For one session as long as it is mounted. */
export function useConversation({ key, conversationRev }: Session): { feed: ConversationFeed; state: FeedState } {
  const [feed] = useState(() => new ConversationFeed({ client, key }));
  const live = useApp(isLive);
  useEffect(() => feed.activate(), [feed]);
  useEffect(() => {
    if (live) void feed.catchUp(conversationRev);
  }, [feed, live, conversationRev]);
  return { feed, state: useSyncExternalStore(feed.subscribe, feed.state) };
}
