import { z } from 'zod';

// Imported before every schema, because schemas look at it when they are made: without it, Zod tries out `new Function`,
// which the page's CSP forbids and reports.
z.config({ jitless: true });
