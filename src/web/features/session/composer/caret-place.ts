const COPIED = [
  'boxSizing',
  'width',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'borderTopWidth',
  'borderRightWidth',
  'borderBottomWidth',
  'borderLeftWidth',
  'fontFamily',
  'fontSize',
  'fontWeight',
  'letterSpacing',
  'lineHeight',
  'tabSize',
] as const;

export interface Spot {
  left: number;
  top: number;
  bottom: number;
}

/** Where a character of a field stands in the window: a copy of the text before it is laid out and measured. */
export function placeOfCharacter(field: HTMLTextAreaElement, index: number): Spot {
  const style = getComputedStyle(field);
  const copy = document.createElement('div');
  for (const name of COPIED) copy.style[name] = style[name];
  copy.style.position = 'absolute';
  copy.style.visibility = 'hidden';
  copy.style.whiteSpace = 'pre-wrap';
  copy.style.overflowWrap = 'break-word';
  copy.textContent = field.value.slice(0, index);
  const mark = document.createElement('span');
  mark.textContent = field.value.slice(index, index + 1) || '.';
  copy.append(mark);
  document.body.append(copy);
  const box = field.getBoundingClientRect();
  const left = box.left + mark.offsetLeft - field.scrollLeft;
  const top = box.top + mark.offsetTop - field.scrollTop;
  const height = mark.offsetHeight;
  copy.remove();
  return {
    left,
    top: Math.max(box.top, Math.min(top, box.bottom - height)),
    bottom: Math.min(box.bottom, top + height),
  };
}
