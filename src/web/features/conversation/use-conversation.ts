import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Session } from '../../../contract/session.ts';
import type { Place } from '../../lib/session-path.ts';
import { client } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { ConversationFeed, type FeedState } from './conversation-feed.ts';

/** A conversation, read on whenever the session says it grew. For one session and one place as long as it is mounted. */
export function useConversation(
  { key, conversationRev }: Session,
  place: Place,
): { feed: ConversationFeed; state: FeedState } {
  const [feed] = useState(() => new ConversationFeed({ client, key, ...place }));
  const live = useApp(isLive);
  useEffect(() => feed.activate(), [feed]);
  useEffect(() => {
    // A server that was started anew counts anew: the same number may stand for more.
    if (!live) feed.doubt();
    else void feed.catchUp(conversationRev);
  }, [feed, live, conversationRev]);
  return { feed, state: useSyncExternalStore(feed.subscribe, feed.state) };
}
