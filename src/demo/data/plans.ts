export const INVOICE_PLAN = `# Move invoices to Postgres without downtime

We keep SQLite as the source of truth until every read has been compared for a day.

1. **Dual write.** \`InvoiceStore\` writes to both; failures of Postgres are logged, never thrown.
2. **Backfill** in batches of 500, oldest first, resumable by \`last_id\`.
3. **Compare.** A nightly job reads both and reports the first ten differences.
4. **Switch reads** behind \`INVOICES_READ=postgres\`, one instance at a time. The nightly report has a connection of its own: it is switched last.
5. **Remove** the SQLite path one release later.

| step | risk | how to go back |
|---|---|---|
| dual write | slower writes, about 2 ms | unset the flag |
| switch reads | stale rows | unset the flag |
| remove | none left | restore from backup |

Not in this plan: the reporting queries in \`src/reports/\`, which still read the nightly export.
`;
