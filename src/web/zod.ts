import { config } from 'zod';

// Schemas look at it when they are made: without it, Zod tries out `new Function`, which the page's CSP forbids and
// reports. The page's build gives this file to everybody who asks for Zod (`vite.config.ts`), so nobody can be earlier.
config({ jitless: true });

export { z } from 'zod';
