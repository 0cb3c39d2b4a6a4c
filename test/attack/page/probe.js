/** Asks for a URL in every way a page can; tells what it got. */
globalThis.attack = async (url) => {
  const seen = [];
  const attempt = async (name, run) => {
    const late = new Promise((resolve) => setTimeout(() => resolve('blocked'), 3_000));
    seen.push(`${name}: ${await Promise.race([run().then(String, () => 'blocked'), late])}`);
  };
  const element = (tag, name) =>
    new Promise((resolve) => {
      const made = document.createElement(tag);
      made.setAttribute(name, url);
      if (tag === 'link') made.setAttribute('rel', 'stylesheet');
      made.addEventListener('load', () => resolve('loaded'));
      made.addEventListener('error', () => resolve('blocked'));
      document.head.append(made);
    });
  const opens = (target) =>
    new Promise((resolve) => {
      target.addEventListener('open', () => resolve('open'));
      target.addEventListener('error', () => resolve('blocked'));
    });
  const text = async (init) => (await (await fetch(url, { credentials: 'include', ...init })).text()) || 'blocked';
  const post = (type) => ({ method: 'POST', headers: { 'content-type': type }, body: '{"text":"evil"}' });
  await attempt('cors', () => text({}));
  await attempt('no-cors', () => text({ mode: 'no-cors' }));
  await attempt('plain post', () => text({ ...post('text/plain'), mode: 'no-cors' }));
  await attempt('json post', () => text(post('application/json')));
  await attempt('img', () => element('img', 'src'));
  await attempt('script', () => element('script', 'src'));
  await attempt('link', () => element('link', 'href'));
  await attempt('events', () => opens(new EventSource(url, { withCredentials: true })));
  await attempt('socket', () => opens(new WebSocket(url.replace('http', 'ws'))));
  navigator.sendBeacon(url, new Blob(['{"text":"evil"}'], { type: 'text/plain' }));
  return seen;
};
