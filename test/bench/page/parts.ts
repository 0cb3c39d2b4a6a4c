/** What the bench needs of the page's tests: bundled by `load-parts.mjs`, since Node runs no TypeScript. */
export { FakeServer } from '../../helpers/fake-server.ts';
export { makeSession, permission } from '../../helpers/make-session.ts';
