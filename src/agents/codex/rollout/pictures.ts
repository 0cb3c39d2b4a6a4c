import type { Picture } from '../../../contract/picture.ts';
import { parseJsonLine } from '../../../lib/json-line.ts';
import { isJsonObject } from '../../../lib/json.ts';
import type { Line } from '../../../lib/line-splitter.ts';
import { pictureOf, pictureOfUrl } from '../../../lib/pictures.ts';

/** The pictures of a record, in its order: of a message, of what a tool gave back, and one that was made (`../FORMAT.md`). */
export function picturesIn(line: Line): Picture[] {
  const parsed = parseJsonLine(line);
  const payload = parsed.kind === 'object' ? parsed.value['payload'] : undefined;
  if (!isJsonObject(payload)) return [];
  if (payload['type'] === 'image_generation_call') {
    const made = pictureOf('image/png', payload['result']);
    return made === null ? [] : [made];
  }
  return [...ofParts(payload['content']), ...ofParts(payload['output'])];
}

function ofParts(parts: unknown): Picture[] {
  if (isJsonObject(parts)) return ofParts(parts['content']);
  if (!Array.isArray(parts)) return [];
  return parts.filter(isJsonObject).flatMap((part) => {
    const picture = part['type'] === 'input_image' ? pictureOfUrl(part['image_url']) : null;
    return picture === null ? [] : [picture];
  });
}
