import type { CallReply } from '../../../client/client.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import type { Here } from './here.ts';

/** One record, whole: nothing cut, and its raw text. Throws an `AmcError`. */
export async function readRecord({ key, agentId }: Here, offset: number): Promise<CallReply<'record'>> {
  try {
    return await client.call('record', { params: { key, offset }, query: agentId === null ? {} : { agentId } });
  } catch (error) {
    noteRefusal(error);
    throw error;
  }
}
