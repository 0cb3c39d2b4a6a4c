import type { Picture } from '../../../contract/picture.ts';
import { parseJsonLine } from '../../../lib/json-line.ts';
import { isJsonObject } from '../../../lib/json.ts';
import type { Line } from '../../../lib/line-splitter.ts';
import { pictureOf } from '../../../lib/pictures.ts';

/** The pictures of a record, in its order: of a prompt, and of what tools gave back (`../FORMAT.md`). */
export function picturesIn(line: Line): Picture[] {
  const parsed = parseJsonLine(line);
  const message = parsed.kind === 'object' ? parsed.value['message'] : undefined;
  return isJsonObject(message) ? ofBlocks(message['content']) : [];
}

function ofBlocks(blocks: unknown): Picture[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.filter(isJsonObject).flatMap((block) => {
    if (block['type'] === 'tool_result') return ofBlocks(block['content']);
    const source = block['type'] === 'image' ? block['source'] : undefined;
    if (!isJsonObject(source) || source['type'] !== 'base64') return [];
    const picture = pictureOf(source['media_type'], source['data']);
    return picture === null ? [] : [picture];
  });
}
