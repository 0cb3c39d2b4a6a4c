export const QUEUE_BEFORE = `export async function work(queue: Queue, signal: AbortSignal) {
  for await (const job of queue.lease({ signal })) {
    await queue.renew(job);
    await run(job);
    await queue.ack(job);
  }
}

async function run(job: Job) {
  const handler = handlers.get(job.kind);
  if (!handler) throw new Error('no handler for ' + job.kind);
  await handler(job.payload);
}
`;
export const QUEUE_AFTER = `export async function work(queue: Queue, signal: AbortSignal) {
  for await (const job of queue.lease({ signal })) {
    const lease = keepAlive(queue, job, { everyMs: job.leaseMs / 3 });
    try {
      await run(job);
      await queue.ack(job);
    } finally {
      lease.stop();
    }
  }
}

async function run(job: Job) {
  const handler = handlers.get(job.kind);
  if (handler === undefined) throw new UnknownJob(job.kind);
  await handler(job.payload);
}
`;
