/** A file as it is, and as it is after a small change. */
export interface DemoFile {
  path: string;
  text: string;
  changed: string;
}

export interface DemoProject {
  name: string;
  files: readonly DemoFile[];
  /** Further paths, for `@` and for what was touched. */
  paths: readonly string[];
  check: { command: string; output: string };
}

const LEDGER: DemoProject = {
  name: 'ledger',
  files: [
    {
      path: 'packages/core/src/money.ts',
      text: `/** Rounds half to even, as the auditors want it. */
export function round(cents: number): number {
  return Math.round(cents);
}`,
      changed: `/** Rounds half to even, as the auditors want it. */
export function round(cents: number): number {
  const floor = Math.floor(cents);
  const rest = cents - floor;
  if (rest !== 0.5) return Math.round(cents);
  return floor % 2 === 0 ? floor : floor + 1;
}`,
    },
    {
      path: 'packages/core/src/statement.ts',
      text: `export function totals(lines: readonly Line[]): Totals {
  let net = 0;
  for (const line of lines) net += line.net;
  return { net, vat: net * 0.21, gross: net * 1.21 };
}`,
      changed: `export function totals(lines: readonly Line[]): Totals {
  let net = 0;
  let vat = 0;
  for (const line of lines) {
    net += line.net;
    vat += round(line.net * line.rate);
  }
  return { net, vat, gross: net + vat };
}`,
    },
    {
      path: 'src/export/csv.ts',
      text: `export function row(cells: readonly Cell[]): string {
  return cells.join(SEPARATOR);
}`,
      changed: `export function row(cells: readonly Cell[]): string {
  return cells.map(quoted).join(SEPARATOR) + EOL;
}`,
    },
  ],
  paths: [
    'src/import/csv.ts',
    'src/import/may.ts',
    'src/reports/settlement.ts',
    'docs/audit.md',
    'CHANGELOG.md',
    'packages/core/package.json',
  ],
  check: {
    command: 'npm test -- --run',
    output:
      ' ✓ src/export/csv.test.ts (14 tests) 41ms\n ✓ packages/core/money.test.ts (22 tests) 18ms\n\n Test Files  9 passed (9)\n      Tests  118 passed (118)',
  },
};

const BILLING: DemoProject = {
  name: 'billing-api',
  files: [
    {
      path: 'src/queue/worker.ts',
      text: `export async function work(queue: Queue, signal: AbortSignal): Promise<void> {
  for await (const job of queue.lease({ signal })) {
    await queue.renew(job);
    await run(job);
    await queue.ack(job);
  }
}`,
      changed: `export async function work(queue: Queue, signal: AbortSignal): Promise<void> {
  for await (const job of queue.lease({ signal })) {
    const lease = keepAlive(job, { everyMs: LEASE_MS / 3, renew: () => queue.renew(job) });
    try {
      await run(job);
      await queue.ack(job);
    } finally {
      lease.stop();
    }
  }
}`,
    },
    {
      path: 'src/webhooks/retry.ts',
      text: `export function nextTry(attempt: number): number {
  return 1_000 * 2 ** attempt;
}`,
      changed: `export function nextTry(attempt: number): number | null {
  if (attempt > LAST_ATTEMPT) return null;
  return Math.min(6 * HOUR, 1_000 * 2 ** attempt);
}`,
    },
    {
      path: 'src/routes/charges.ts',
      text: `charges.get('/v1/charges/:id', async (c) => {
  const charge = await store.charge(c.req.param('id'));
  return c.json(charge);
});`,
      changed: `charges.get('/v1/charges/:id', async (c) => {
  const charge = await store.charge(c.req.param('id'));
  if (charge === null) return problem(c, 404, 'charge_unknown');
  return c.json(charge);
});`,
    },
  ],
  paths: [
    'src/queue/keep-alive.ts',
    'src/queue/scheduler.ts',
    'src/store/invoice-store.ts',
    'src/events/bus.ts',
    'migrations/0042_invoices.sql',
    'test/queue.test.ts',
  ],
  check: { command: 'npm test', output: '\n  41 passing (2s)\n  1 pending' },
};

const STOREFRONT: DemoProject = {
  name: 'storefront',
  files: [
    {
      path: 'app/checkout/use-cart.ts',
      text: `export function useCart(): Cart {
  const [cart, setCart] = useState(EMPTY);
  useEffect(() => {
    fetchCart().then(setCart);
  });
  return cart;
}`,
      changed: `export function useCart(): Cart {
  const [cart, setCart] = useState(EMPTY);
  useEffect(() => {
    const stop = new AbortController();
    fetchCart({ signal: stop.signal }).then(setCart, ignoreAbort);
    return () => stop.abort();
  }, []);
  return cart;
}`,
    },
    {
      path: 'app/components/price.tsx',
      text: `export function Price({ cents }: Props) {
  return <span>€{(cents / 100).toFixed(2)}</span>;
}`,
      changed: `export function Price({ cents, currency, locale }: Props) {
  const text = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100);
  return <span className="tabular-nums">{text}</span>;
}`,
    },
    {
      path: 'e2e/checkout.spec.ts',
      text: `test('pays with a card', async ({ page }) => {
  await page.goto('/checkout');
  await page.waitForTimeout(500);
  await page.click('text=Pay');
});`,
      changed: `test('pays with a card', async ({ page }) => {
  await page.goto('/checkout');
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
});`,
    },
  ],
  paths: [
    'app/cart/badge.tsx',
    'app/i18n/nl.json',
    'templates/welcome.mjml',
    'templates/receipt.mjml',
    'app/routes.ts',
    'playwright.config.ts',
  ],
  check: {
    command: 'pnpm test checkout',
    output: ' ✓ checkout/use-cart.test.ts (9)\n ✓ components/price.test.tsx (6)\n\n Tests  15 passed',
  },
};

const HARBOR: DemoProject = {
  name: 'harbor',
  files: [
    {
      path: 'crates/tiles/src/lib.rs',
      text: `pub fn load(path: &Path) -> Result<Vec<Tile>> {
    let bytes = fs::read(path)?;
    parse(&bytes)
}`,
      changed: `pub fn load(path: &Path) -> Result<impl Iterator<Item = Result<Tile>>> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    Ok(TileReader::new(file))
}`,
    },
    {
      path: 'crates/parser/src/scan.rs',
      text: `fn skip_ws(input: &[u8], mut at: usize) -> usize {
    while at < input.len() && input[at].is_ascii_whitespace() {
        at += 1;
    }
    at
}`,
      changed: `fn skip_ws(input: &[u8], at: usize) -> usize {
    at + memchr::memchr3_iter(b' ', b'\\t', b'\\n', &input[at..])
        .zip(0..)
        .take_while(|(found, index)| found == index)
        .count()
}`,
    },
    {
      path: 'web/src/map.tsx',
      text: `useEffect(() => {
  loadTiles(bounds).then(setTiles);
}, [{ ...bounds }]);`,
      changed: `const { north, east, south, west } = bounds;
useEffect(() => {
  const stop = new AbortController();
  loadTiles({ north, east, south, west }, stop.signal).then(setTiles, ignoreAbort);
  return () => stop.abort();
}, [north, east, south, west]);`,
    },
  ],
  paths: [
    'crates/tiles/src/reader.rs',
    'crates/parser/benches/parse.rs',
    'crates/store/src/lib.rs',
    'web/src/berths.tsx',
    'Cargo.toml',
  ],
  check: {
    command: 'cargo test -q',
    output:
      'running 64 tests\n................................................................\ntest result: ok. 64 passed; 0 failed',
  },
};

const INFRA: DemoProject = {
  name: 'infra',
  files: [
    {
      path: 'logs/rotate.conf',
      text: `/var/log/harbor/*.log {
  weekly
  rotate 52
}`,
      changed: `/var/log/harbor/*.log {
  daily
  rotate 14
  maxsize 200M
  compress
  delaycompress
}`,
    },
    {
      path: 'terraform/queue.tf',
      text: `resource "aws_sqs_queue" "jobs" {
  name                       = "jobs"
  visibility_timeout_seconds = 30
}`,
      changed: `resource "aws_sqs_queue" "jobs" {
  name                       = "jobs"
  visibility_timeout_seconds = 90
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.jobs_dead.arn
    maxReceiveCount     = 5
  })
}`,
    },
  ],
  paths: ['terraform/main.tf', 'terraform/alarms.tf', 'backup/check.sh', 'runbooks/disk-full.md'],
  check: { command: 'terraform validate', output: 'Success! The configuration is valid.' },
};

const DOCS: DemoProject = {
  name: 'handbook',
  files: [
    {
      path: 'guides/on-call.md',
      text: '## When the pager rings\n\n1. Look at the dashboard.\n2. Call somebody.',
      changed:
        '## When the pager rings\n\n1. Say that you have it (`/ack`).\n2. Look at the dashboard; follow the runbook it links to.\n3. Not clear after 15 minutes? Call the second on call. Nobody minds.',
    },
  ],
  paths: ['guides/releases.md', 'guides/reviews.md', 'index.md'],
  check: { command: 'npx markdownlint guides', output: '' },
};

export const PROJECTS: readonly DemoProject[] = [LEDGER, BILLING, STOREFRONT, HARBOR, INFRA, DOCS];

/** A project by its name; for one that is not there, the first: an agent can always do something. */
export function projectOf(name: string): DemoProject {
  return PROJECTS.find((project) => project.name === name) ?? LEDGER;
}
