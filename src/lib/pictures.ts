const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
const DATA_URL = /^data:([\w/+.-]+);base64,/;

type PictureType = (typeof TYPES)[number];

/** A picture of a kind that browsers show and that can hold nothing else; null for everything else. */
export function pictureOf(type: unknown, base64: unknown): { type: PictureType; base64: string } | null {
  const known = TYPES.find((one) => one === type);
  return known === undefined || typeof base64 !== 'string' || !BASE64.test(base64) ? null : { type: known, base64 };
}

/** The same of a `data:` address. */
export function pictureOfUrl(url: unknown): { type: PictureType; base64: string } | null {
  const head = typeof url === 'string' ? DATA_URL.exec(url) : null;
  return head === null || typeof url !== 'string' ? null : pictureOf(head[1], url.slice(head[0].length));
}
