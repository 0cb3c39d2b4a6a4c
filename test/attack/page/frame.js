/** Frames a URL, then opens it in a window that it keeps hold of. */
globalThis.attack = async (url) => {
  const frame = document.createElement('iframe');
  frame.src = url;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;
  window.opened = window.open(url);
};
